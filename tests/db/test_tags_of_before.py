"""Tags that were there before they named their version: kept, under the version that made them."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import select, text

from db import schema
from db.models import FeedbackConcern, FiguresVersion, Theme
from db.session import reading
from jobs import start
from services import concerns, sentiment
from tests.db.test_schema import empty, empty_url  # noqa: F401 -- fixtures
from tests.factories import OPERATOR, scope_of

BEFORE = (
    "INSERT INTO source (id, name, kind) VALUES (71, 'Letters', 'import')",
    "INSERT INTO theme (id, code) VALUES (71, 'NOI'), (72, 'PAR')",
    "INSERT INTO theme_version (version, since_on) VALUES (1, '2026-01-01')",
    "INSERT INTO theme_definition "
    "(version, theme_id, position, name, description, is_conduct, terms) VALUES "
    "(1, 71, 0, 'Noise', '', false, '[]'), (1, 72, 1, 'Parking', '', false, '[]')",
    "INSERT INTO feedback (id, source_id, words, received_on, sentiment) "
    "VALUES (7, 71, 'Loud.', '2026-03-02', 'negative')",
    "INSERT INTO reading (feedback_id, language, sentiment, sentences, method, version, "
    "theme_version, is_sensitive) VALUES (7, 'es', 'negative', '[]', 'm', '1', 1, false)",
    "INSERT INTO feedback_concern (feedback_id, theme_id, source_id, received_on, spans) "
    "VALUES (7, 71, 71, '2026-03-02', '[[0, 4]]')",
)


@pytest.fixture
def before(empty):  # noqa: F811 -- the fixture above
    """Records as the version of before left them."""
    config = schema.alembic_config()
    with empty.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0016")
        for statement in BEFORE:
            connection.execute(text(statement))
    return empty


def test_tags_and_counts_outlive_the_change(before):
    start.migrate(before)

    with reading(before) as session:
        tags = session.execute(
            select(FeedbackConcern.feedback_id, FeedbackConcern.tagging, FeedbackConcern.spans)
        ).all()
        assert [tuple(tag) for tag in tags] == [(7, 1, [[0, 4]])]
        assert session.scalar(select(FiguresVersion.theme_version)) == 1
        ranked = concerns.ranked(session, OPERATOR, scope=scope_of(71))
        assert ranked[["code", "n", "total"]].to_numpy().tolist() == [["NOI", 1, 1]]
        felt = sentiment.overall(session, OPERATOR, scope=scope_of(71))
        assert (felt.total, felt.indicative) == (1, 1)
        assert "TRF" in set(session.scalars(select(Theme.code))), "the newer list is coming"
