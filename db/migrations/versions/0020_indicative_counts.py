"""Counts of what is in another language than English, where the reader errs more often."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_SENTIMENTS = ("negative", "neutral", "positive", "mixed", "uncertain", "not read")


def upgrade() -> None:
    """The table anew and empty; it is filled at the next start, by ``services.counts.recount``."""
    sentiment = sa.Enum(
        *_SENTIMENTS, name="sentiment", native_enum=False, create_constraint=True, length=40
    )
    op.drop_table("sentiment_count")
    keys = ("source_id", "district_id", "question_version_id", "period")
    op.create_table(
        "sentiment_count",
        *(sa.Column(key, sa.Integer(), autoincrement=False, nullable=False) for key in keys),
        sa.Column("sentiment", sentiment, nullable=False),
        sa.Column("is_indicative", sa.Boolean(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("n >= 0", name=op.f("ck_sentiment_count_n_not_negative")),
        sa.PrimaryKeyConstraint(
            *keys, "sentiment", "is_indicative", name=op.f("pk_sentiment_count")
        ),
        sqlite_with_rowid=False,
    )
    op.execute("UPDATE figures_version SET version = 0")
