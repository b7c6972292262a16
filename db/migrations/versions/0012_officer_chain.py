"""Whom an account stands under, what residents call them, and which feedback names them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.execute("ALTER TABLE account ADD COLUMN known_as TEXT DEFAULT '' NOT NULL")
    op.create_table(
        "reporting_line",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reports_to", sa.Integer(), nullable=False),
        sa.CheckConstraint("reports_to <> account_id", name=op.f("ck_reporting_line_to_another")),
        *(
            sa.ForeignKeyConstraint(
                [column],
                ["account.id"],
                name=op.f(f"fk_reporting_line_{column}_account"),
                ondelete="CASCADE",
            )
            for column in ("account_id", "reports_to")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_reporting_line")),
    )
    op.create_index("ix_reporting_line_reports_to", "reporting_line", ["reports_to"])
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "named_officer",
        sa.Column("feedback_id", big, autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("is_about", sa.Boolean(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_named_officer_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["feedback_id"],
            ["feedback.id"],
            name=op.f("fk_named_officer_feedback_id_feedback"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("feedback_id", "account_id", name=op.f("pk_named_officer")),
    )
    op.create_index("ix_named_officer_account_id", "named_officer", ["account_id", "feedback_id"])
    op.create_table(
        "name_search",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("after_id", big, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_name_search_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_name_search")),
    )
