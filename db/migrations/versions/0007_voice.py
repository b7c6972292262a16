"""The resident's voice: threads, modes, withdrawal, retention and holds, urgency."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.base

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    _feedback()
    op.create_table(
        "answer_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "length(name) > 0 AND length(words) > 0", name=op.f("ck_answer_template_not_empty")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_template")),
        sa.UniqueConstraint("name", name=op.f("uq_answer_template_name")),
    )
    op.create_table(
        "resource",
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in (
                "name",
                "about",
                "telephone",
                "website",
                "address",
                "hours",
                "languages",
            )
        ),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_resource_name_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
        sa.UniqueConstraint("name", name=op.f("uq_resource_name")),
    )
    op.create_table(
        "retention_class",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("least_days", sa.Integer(), nullable=False),
        sa.Column("most_days", sa.Integer(), nullable=True),
        sa.CheckConstraint("least_days >= 0", name=op.f("ck_retention_class_least_not_negative")),
        sa.CheckConstraint(
            "most_days IS NULL OR most_days >= least_days",
            name=op.f("ck_retention_class_most_after_least"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_retention_class")),
    )
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("placed_at", db.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("placed_by", sa.Text(), nullable=False),
        sa.Column("lifted_at", db.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_legal_hold_has_a_reason")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_legal_hold_source_id_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    op.create_table(
        "feedback_contact",
        sa.Column(
            "feedback_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "mode",
            sa.Enum(
                "anonymous",
                "confidential",
                "named",
                name="mode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column(
            "contact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "(mode = 'named') = (name IS NOT NULL)",
            name=op.f("ck_feedback_contact_named_has_a_name"),
        ),
        sa.CheckConstraint(
            "mode IN ('confidential', 'named')", name=op.f("ck_feedback_contact_not_anonymous")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contact.id"],
            name=op.f("fk_feedback_contact_contact_id_contact"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["feedback_id", "mode"],
            ["feedback.id", "feedback.mode"],
            name=op.f("fk_feedback_contact_feedback_id_mode_feedback"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("feedback_id", name=op.f("pk_feedback_contact")),
    )
    with op.batch_alter_table("feedback_contact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_feedback_contact_contact_id"), ["contact_id"], unique=False
        )

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "feedback_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("nonce_hash", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("length(words) > 0", name=op.f("ck_message_words_not_empty")),
        sa.CheckConstraint(
            "who IS NOT NULL OR account_id IS NULL", name=op.f("ck_message_staff_have_a_name")
        ),
        sa.ForeignKeyConstraint(
            ["feedback_id"],
            ["feedback.id"],
            name=op.f("fk_message_feedback_id_feedback"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("nonce_hash", name=op.f("uq_message_nonce_hash")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_feedback_id", ["feedback_id", "id"], unique=False)

    for name in ("home_number", "child_number", "coverage", "complaint_door", "oversight"):
        op.add_column("department", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column("assignment", sa.Column("due_on", sa.Date(), nullable=True))
    with op.batch_alter_table("notice") as table:
        table.add_column(
            sa.Column(
                "feedback_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        table.create_index(table.f("ix_notice_feedback_id"), ["feedback_id"])
        table.create_foreign_key(
            table.f("fk_notice_feedback_id_feedback"),
            "feedback",
            ["feedback_id"],
            ["id"],
            ondelete="CASCADE",
        )


def _feedback() -> None:
    """Column by column, with their checks: a million rows need not be written anew, and SQLite's
    way of rebuilding a table would delete what refers to it."""
    moment = (
        "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    )
    for column in (
        "mode VARCHAR(40) DEFAULT 'anonymous' NOT NULL CONSTRAINT ck_feedback_mode "
        "CHECK (mode IN ('anonymous', 'confidential', 'named'))",
        "retention TEXT DEFAULT 'imported' NOT NULL",
        "keep_until DATE",
        "withdrawn_on DATE CONSTRAINT ck_feedback_withdrawn_is_no_figure "
        "CHECK (withdrawn_on IS NULL OR sentiment IS NULL)",
        "erased_on DATE CONSTRAINT ck_feedback_erased_is_no_figure "
        "CHECK (erased_on IS NULL OR sentiment IS NULL) CONSTRAINT ck_feedback_erased_has_no_words "
        "CHECK (erased_on IS NULL OR words = '-')",
        f"urgent_at {moment}",
        "handled_on DATE",
        "handled_by TEXT",
        "dangers JSON",
        "complaint VARCHAR(40)",
    ):
        op.execute(f"ALTER TABLE feedback ADD COLUMN {column}")
    # What came by a form of ours, or was typed in for somebody, is kept as long as was said since.
    until = (
        "received_on + 1826"
        if op.get_bind().dialect.name == "postgresql"
        else "date(received_on, '+1826 days')"
    )
    op.execute(
        f"UPDATE feedback SET retention = 'feedback', keep_until = {until} "  # noqa: S608 -- ours
        "WHERE receipt_hash IS NOT NULL OR import_key LIKE 'room:%'"
    )
    op.create_index("ix_feedback_mode", "feedback", ["id", "mode"], unique=True)
    for name, column, condition in (
        ("ix_feedback_urgent", "urgent_at", "urgent_at IS NOT NULL"),
        (
            "ix_feedback_withdrawn",
            "withdrawn_on",
            "withdrawn_on IS NOT NULL AND erased_on IS NULL",
        ),
        ("ix_feedback_keep_until", "keep_until", "keep_until IS NOT NULL AND erased_on IS NULL"),
    ):
        op.create_index(
            name,
            "feedback",
            [column],
            postgresql_where=sa.text(condition),
            sqlite_where=sa.text(condition),
        )
