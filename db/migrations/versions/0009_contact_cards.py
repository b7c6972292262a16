"""Cards that let their holder give one answer after a contact."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "contact_card",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("good_until", sa.Date(), nullable=False),
        sa.CheckConstraint("length(code_hash) = 32", name=op.f("ck_contact_card_code_is_hashed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_card")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_contact_card_code_hash")),
    )
