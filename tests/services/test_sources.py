"""Sources: each with what was read of it, the fullest first."""

from __future__ import annotations

from core.vocabulary import SourceKind
from db.session import reading, transaction
from services import sources
from services.sources import FORM_SOURCE, SourceCard
from tests.factories import OPERATOR, make_feedback
from tests.services.figures import fill, statements


def test_each_source_says_how_much_was_read_and_from_which_months(engine):
    ids, _ = fill(engine)

    with reading(engine) as session:
        found = sources.every(session, OPERATOR)

    imported, form = SourceKind.IMPORT, SourceKind.FORM
    assert found == [
        SourceCard(
            ids["Letters"], "Letters", imported, 10, 2, (202601, 202603), (20260126, 20260302)
        ),
        SourceCard(
            ids["Statements"], "Statements", imported, 2, 0, (202602, 202603), (20260202, 20260223)
        ),
        SourceCard(found[-1].id, FORM_SOURCE, form, 0, 0, None, None),
    ]


def test_what_waits_to_be_read_is_not_in_it_yet(engine):
    with transaction(engine) as session:
        source_id = make_feedback(session)

    with reading(engine) as session:
        letters = next(card for card in sources.every(session, OPERATOR) if card.id == source_id)
    assert (letters.n, letters.undated, letters.months, letters.weeks) == (0, 0, None, None)


def test_one_source_and_three_cost_one_statement(engine):
    with statements(engine) as one, reading(engine) as session:
        assert len(sources.every(session, OPERATOR)) == 1
    fill(engine)

    with statements(engine) as three, reading(engine) as session:
        assert len(sources.every(session, OPERATOR)) == 3

    assert (len(one), len(three)) == (1, 1)
