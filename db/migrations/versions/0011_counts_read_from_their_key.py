"""Counts that stand in their key, and pieces found by place and feeling together.

SQLite looked every count up beside the key's index; a table without row ids holds it there.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_SENTIMENTS = ("negative", "neutral", "positive", "mixed", "uncertain", "not read")


def upgrade() -> None:
    sentiment = sa.Enum(
        *_SENTIMENTS, name="sentiment", native_enum=False, create_constraint=True, length=40
    )
    _count("sentiment_count", sa.Column("sentiment", sentiment, nullable=False))
    _count("concern_count", sa.Column("theme_id", sa.Integer(), nullable=False))
    op.execute("UPDATE figures_version SET version = 0")
    op.create_index(
        "ix_feedback_by_district_and_sentiment",
        "feedback",
        ["source_id", "district_id", "sentiment", "received_on", "id"],
    )


def _count(name: str, counted: sa.Column[object]) -> None:
    """The table anew and empty; it is filled at the next start, by ``services.counts.recount``."""
    op.drop_table(name)
    keys = ["source_id", "district_id", "question_version_id", "period"]
    op.create_table(
        name,
        *(sa.Column(key, sa.Integer(), autoincrement=False, nullable=False) for key in keys),
        counted,
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("n >= 0", name=op.f(f"ck_{name}_n_not_negative")),
        sa.PrimaryKeyConstraint(*keys, counted.name, name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )
