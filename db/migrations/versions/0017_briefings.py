"""Briefings: as they were made, how often they are made again, and who is told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "briefing_schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("every", sa.String(length=40), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "every IN ('week', 'month')", name=op.f("ck_briefing_schedule_every_week_or_month")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_briefing_schedule_source_id_source"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing_schedule")),
    )  # fmt: skip
    op.create_table(
        "briefing_reader",
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_briefing_reader_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["briefing_schedule.id"],
            name=op.f("fk_briefing_reader_schedule_id_briefing_schedule"), ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("schedule_id", "account_id", name=op.f("pk_briefing_reader")),
    )  # fmt: skip
    op.create_index(op.f("ix_briefing_reader_account_id"), "briefing_reader", ["account_id"])
    op.create_table(
        "briefing",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False,
            nullable=False,
        ),
        sa.Column("once", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_briefing_source_id_source"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing")),
        sa.UniqueConstraint("once", name=op.f("uq_briefing_once")),
    )  # fmt: skip
    op.create_index(op.f("ix_briefing_source_id"), "briefing", ["source_id"])
    taken_back = sa.text("withdrawn_on IS NOT NULL")
    op.create_index(
        "ix_feedback_taken_back", "feedback", ["source_id", "withdrawn_on"],
        postgresql_where=taken_back, sqlite_where=taken_back,
    )  # fmt: skip
