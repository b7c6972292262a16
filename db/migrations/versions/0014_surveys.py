"""Surveys: versions of questionnaires, whom they are put before, responses, and their figures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_RANDOM = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "instrument_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_instrument_version_version_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument_version")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_instrument_version_name_version")),
    )
    _survey()
    _response()
    with op.batch_alter_table("contact_card") as table:
        table.add_column(sa.Column("survey_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_contact_card_survey_id_survey"), "survey", ["survey_id"], ["id"],
            ondelete="CASCADE",
        )  # fmt: skip
        table.create_index(op.f("ix_contact_card_survey_id"), ["survey_id"])
    op.create_table(
        "survey_figures",
        sa.Column("survey_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("worked_out_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_figures_survey_id_survey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_survey_figures")),
    )  # fmt: skip
    op.create_table(
        "recently_invited",
        sa.Column("address_hash", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "length(address_hash) = 32", name=op.f("ck_recently_invited_address_is_hashed")
        ),
        sa.PrimaryKeyConstraint("address_hash", name=op.f("pk_recently_invited")),
    )
    op.create_table(
        "population_share",
        sa.Column("margin", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.CheckConstraint(
            "share >= 0 AND share <= 1", name=op.f("ck_population_share_share_is_one_at_most")
        ),
        sa.PrimaryKeyConstraint("margin", "name", name=op.f("pk_population_share")),
    )


def _survey() -> None:
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("instrument_version_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_survey_event_id_event"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["instrument_version_id"], ["instrument_version.id"],
            name=op.f("fk_survey_instrument_version_id_instrument_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("title", name=op.f("uq_survey_title")),
    )  # fmt: skip


def _response() -> None:
    op.create_table(
        "survey_response",
        sa.Column("id", _RANDOM, autoincrement=False, nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("instrument_version_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("district_said", sa.Text(), nullable=True),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("record_key", sa.Text(), nullable=True),
        sa.Column("card_id", _RANDOM, nullable=True),
        sa.CheckConstraint(
            "answered_on IS NULL OR card_id IS NULL",
            name=op.f("ck_survey_response_no_way_to_the_card"),
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_response_survey_id_survey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["instrument_version_id"], ["instrument_version.id"],
            name=op.f("fk_survey_response_instrument_version_id_instrument_version"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_survey_response_district_id_district"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_response")),
        sa.UniqueConstraint(
            "survey_id", "record_key", name=op.f("uq_survey_response_survey_id_record_key")
        ),
    )  # fmt: skip
    unsent = sa.text("answered_on IS NULL")
    op.create_index(
        "ix_survey_response_draft", "survey_response", ["begun_on"], postgresql_where=unsent,
        sqlite_where=unsent,
    )  # fmt: skip
    op.create_index("ix_survey_response_of", "survey_response", ["survey_id", "answered_on"])
    op.create_index(op.f("ix_survey_response_district_id"), "survey_response", ["district_id"])
