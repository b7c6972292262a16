"""Copies of one text: groups, their pieces, and the bands by which they are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "text_group",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("is_campaign", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_group")),
    )
    op.create_index(
        "ix_text_group_campaign",
        "text_group",
        ["id"],
        postgresql_where=sa.text("is_campaign"),
        sqlite_where=sa.text("is_campaign"),
    )
    op.create_table(
        "text_copy",
        sa.Column("feedback_id", big, autoincrement=False, nullable=False),
        sa.Column("group_id", big, nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["feedback_id"],
            ["feedback.id"],
            name=op.f("fk_text_copy_feedback_id_feedback"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["text_group.id"],
            name=op.f("fk_text_copy_group_id_text_group"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("feedback_id", name=op.f("pk_text_copy")),
    )
    op.create_index("ix_text_copy_group_id", "text_copy", ["group_id", "source_id", "received_on"])
    op.create_table(
        "copy_band",
        sa.Column("band", big, autoincrement=False, nullable=False),
        sa.Column("feedback_id", big, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("band", "feedback_id", name=op.f("pk_copy_band")),
        sqlite_with_rowid=False,
    )
