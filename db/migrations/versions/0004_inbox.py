"""The inbox: who has a piece in hand, what people corrected and noted, and what was looked at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.base

revision = "0004"
down_revision = "0003"

_SENTIMENTS = ("negative", "neutral", "positive", "mixed", "uncertain", "not read")


def upgrade() -> None:
    op.add_column("reading", sa.Column("concerns", sa.JSON(), nullable=True))
    _feedback()
    op.create_table(
        "assignment",
        _feedback_id(autoincrement=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        _goes_with_its_feedback("assignment"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_assignment_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("feedback_id", name=op.f("pk_assignment")),
    )
    op.create_index(op.f("ix_assignment_account_id"), "assignment", ["account_id"])
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        _feedback_id(),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("made_at", db.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sentiment", _sentiment(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("sentiment_before", _sentiment(), nullable=False),
        sa.Column("themes_before", sa.JSON(), nullable=False),
        _goes_with_its_feedback("correction"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_correction_feedback_id"), "correction", ["feedback_id"])
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        _feedback_id(),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("written_at", db.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("length(words) > 0", name=op.f("ck_note_words_not_empty")),
        _goes_with_its_feedback("note"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_feedback_id"), "note", ["feedback_id"])


def _feedback() -> None:
    op.add_column("feedback", sa.Column("looked_at_on", sa.Date(), nullable=True))
    op.add_column("feedback", sa.Column("looked_at_by", sa.Text(), nullable=True))
    # Whoever marked it as triaged, or declared it so when it was imported, has looked at it.
    op.execute("UPDATE feedback SET looked_at_on = triaged_on WHERE triaged_on IS NOT NULL")
    for name, condition in (
        ("ix_feedback_in_the_inbox", "looked_at_on IS NULL"),
        ("ix_feedback_looked_at", "looked_at_on IS NOT NULL"),
    ):
        op.create_index(
            name,
            "feedback",
            ["source_id", "received_on", "id", "waits_for_triage"],
            postgresql_where=sa.text(condition),
            sqlite_where=sa.text(condition),
        )


def _feedback_id(**options: bool) -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("feedback_id", kind, nullable=False, **options)


def _goes_with_its_feedback(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["feedback_id"],
        ["feedback.id"],
        name=op.f(f"fk_{table}_feedback_id_feedback"),
        ondelete="CASCADE",
    )


def _sentiment() -> sa.Enum:
    return sa.Enum(
        *_SENTIMENTS, name="sentiment", native_enum=False, create_constraint=False, length=40
    )
