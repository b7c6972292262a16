"""Masked words of a piece that a second person releases to the public."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "public_quote",
        sa.Column(
            "feedback_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("masked_by", sa.Integer(), nullable=False),
        sa.Column("masked_on", sa.Date(), nullable=False),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length(words) > 0", name=op.f("ck_public_quote_words_not_empty")),
        sa.CheckConstraint("released_by <> masked_by", name=op.f("ck_public_quote_two_people")),
        sa.CheckConstraint(
            "(released_by IS NULL) = (released_on IS NULL)",
            name=op.f("ck_public_quote_released_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["feedback_id"],
            ["feedback.id"],
            name=op.f("fk_public_quote_feedback_id_feedback"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("feedback_id", name=op.f("pk_public_quote")),
    )
