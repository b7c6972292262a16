"""Count weeks beside months, and all districts and questions together beside each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_SENTIMENTS = ("negative", "neutral", "positive", "mixed", "uncertain", "not read")


def upgrade() -> None:
    _feedback()
    _feedback_concern()
    _count("sentiment_count", sa.Column("sentiment", _sentiment(checked=True), nullable=False))
    _count("concern_count", sa.Column("theme_id", sa.Integer(), nullable=False))
    versions = op.create_table(
        "figures_version",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_figures_version_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figures_version")),
    )
    op.bulk_insert(versions, [{"id": 1, "version": 0}])


def _sentiment(*, checked: bool) -> sa.Enum:
    return sa.Enum(
        *_SENTIMENTS, name="sentiment", native_enum=False, create_constraint=checked, length=40
    )


def _feedback() -> None:
    op.add_column("feedback", sa.Column("sentiment", _sentiment(checked=False), nullable=True))
    op.add_column(
        "feedback",
        sa.Column("waits_for_triage", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.execute(
        "UPDATE feedback SET sentiment = (SELECT sentiment FROM reading WHERE feedback_id = id), "
        "waits_for_triage = (triaged_on IS NULL AND EXISTS "
        "(SELECT 1 FROM reading WHERE feedback_id = id AND is_sensitive))"
    )
    op.create_index(
        "ix_feedback_by_district", "feedback", ["source_id", "district_id", "received_on", "id"]
    )
    op.create_index(
        "ix_feedback_by_sentiment", "feedback", ["source_id", "sentiment", "received_on", "id"]
    )
    op.create_index(
        "ix_feedback_waits_for_triage",
        "feedback",
        ["source_id", "received_on"],
        postgresql_where=sa.text("waits_for_triage"),
        sqlite_where=sa.text("waits_for_triage"),
    )


def _feedback_concern() -> None:
    op.add_column("feedback_concern", sa.Column("source_id", sa.Integer(), nullable=True))
    op.add_column("feedback_concern", sa.Column("received_on", sa.Date(), nullable=True))
    op.execute(
        "UPDATE feedback_concern SET "
        "source_id = (SELECT source_id FROM feedback WHERE id = feedback_id), "
        "received_on = (SELECT received_on FROM feedback WHERE id = feedback_id)"
    )
    with op.batch_alter_table("feedback_concern") as table:
        table.alter_column("source_id", existing_type=sa.Integer(), nullable=False)
        table.drop_index("ix_feedback_concern_theme_id")
        table.create_index(
            "ix_feedback_concern_newest", ["theme_id", "source_id", "received_on", "feedback_id"]
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
    )
