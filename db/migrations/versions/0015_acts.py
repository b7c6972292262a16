"""What each text does: asks for something, praises, complains, asks a question, or states."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("reading", sa.Column("act", sa.String(length=40), nullable=True))
