"""Themes that staff edit: who changed what, Spanish words, and tags that name their version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("theme", sa.Column("merged_into", sa.Text(), nullable=True))
    op.add_column("theme", sa.Column("merged_in", sa.Integer(), nullable=True))
    for column in (
        sa.Column("tagging", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("shipped", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("change", sa.String(length=40), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("other_code", sa.Text(), nullable=True),
    ):
        op.add_column("theme_version", column)
    for column in (
        sa.Column("name_es", sa.Text(), nullable=False, server_default=""),
        sa.Column("description_es", sa.Text(), nullable=False, server_default=""),
        sa.Column("terms_es", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("examples", sa.JSON(), nullable=False, server_default="[]"),
    ):
        op.add_column("theme_definition", column)
    op.execute("UPDATE theme_version SET tagging = version, shipped = version")
    op.add_column("figures_version", sa.Column("theme_version", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE figures_version SET version = 0, "
        "theme_version = (SELECT max(version) FROM theme_version)"
    )
    _tags()
    _counts()
    _new_concerns()
    op.create_table(
        "retag_part",
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tagging", sa.Integer(), nullable=False),
        sa.Column("after", _big(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.CheckConstraint("part >= 0", name=op.f("ck_retag_part_part_not_negative")),
        sa.PrimaryKeyConstraint("part", name=op.f("pk_retag_part")),
    )
    op.create_table(
        "untagged_feedback",
        sa.Column("feedback_id", _big(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("feedback_id", name=op.f("pk_untagged_feedback")),
    )


def _new_concerns() -> None:
    op.create_table(
        "new_concern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("is_burst", sa.Boolean(), nullable=False),
        sa.Column("phrases", sa.JSON(), nullable=False),
        sa.Column("quotes", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("n_before", sa.Integer(), nullable=False),
        sa.Column("total_before", sa.Integer(), nullable=False),
        sa.Column("dismissed_on", sa.Date(), nullable=True),
        sa.Column("dismissed_by", sa.Text(), nullable=True),
        sa.CheckConstraint("n > 0", name=op.f("ck_new_concern_n_positive")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_new_concern_source_id_source"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_new_concern")),
    )  # fmt: skip
    op.create_index(op.f("ix_new_concern_source_id"), "new_concern", ["source_id"])
    op.create_table(
        "new_concern_search",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_asked", sa.Boolean(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_new_concern_search_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_new_concern_search")),
    )
    op.execute("INSERT INTO new_concern_search (id, is_asked) VALUES (1, false)")


def _tags() -> None:
    """The tags anew: SQLite cannot change a key. Nothing refers to them."""
    op.rename_table("feedback_concern", "old_concern")
    op.drop_index("ix_feedback_concern_newest", "old_concern")
    if op.get_bind().dialect.name == "postgresql":  # there, a key's name is the database's
        for name in ("pk_feedback_concern", "fk_feedback_concern_feedback_id_feedback",
                     "fk_feedback_concern_theme_id_theme"):  # fmt: skip
            op.execute(f"ALTER TABLE old_concern RENAME CONSTRAINT {name} TO old_{name}")
    op.create_table(
        "feedback_concern",
        sa.Column("feedback_id", _big(), nullable=False),
        sa.Column("tagging", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"],
            name=op.f("fk_feedback_concern_feedback_id_feedback"), ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_feedback_concern_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint(
            "feedback_id", "tagging", "theme_id", name=op.f("pk_feedback_concern")
        ),
    )  # fmt: skip
    op.execute(
        "INSERT INTO feedback_concern "
        "(feedback_id, tagging, theme_id, source_id, received_on, spans) "
        "SELECT feedback_id, (SELECT max(version) FROM theme_version), theme_id, source_id, "
        "received_on, spans FROM old_concern"
    )
    op.drop_table("old_concern")
    op.create_index(
        "ix_feedback_concern_newest",
        "feedback_concern",
        ["tagging", "theme_id", "source_id", "received_on", "feedback_id"],
    )


def _counts() -> None:
    """The table anew and empty; it is filled at the next start, by ``services.counts.recount``."""
    op.drop_table("concern_count")
    keys = ("tagging", "source_id", "district_id", "question_version_id", "period", "theme_id")
    op.create_table(
        "concern_count",
        *(sa.Column(key, sa.Integer(), autoincrement=False, nullable=False) for key in keys),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("n >= 0", name=op.f("ck_concern_count_n_not_negative")),
        sa.PrimaryKeyConstraint(*keys, name=op.f("pk_concern_count")),
        sqlite_with_rowid=False,
    )


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
