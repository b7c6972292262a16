"""Quotes: telling ones, from different people, with dissent, and nothing that tells who."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from core.vocabulary import Sentiment
from db.models import AuditEntry, Feedback, Reading
from db.session import transaction
from services import concerns, quotes
from tests.conftest import NOW
from tests.factories import OPERATOR, make_account, make_feedback, make_reading, scope_of

N, P = Sentiment.NEGATIVE, Sentiment.POSITIVE
STREETS = ("Elm Street", "Pell Lane", "Mill Road", "Harbour Street", "Oak Avenue", "King Road")
FAST = [f"Cars drive far too fast past my door on {street} every night." for street in STREETS]
NAMED = "Call me, Mr Dolan Finch, at 555 201 4433: cars race on Pell Lane all night long."
THANKS = "Thank you for slowing the cars on Elm Street, my children walk to school again."


def write(session, words, sentiment=N, **more):
    reading = make_reading(sentiment, "TRF", **more)
    return make_feedback(session, words, reading=reading)


def theme(session):
    return next(card.id for card in concerns.themes(session, OPERATOR) if card.code == "TRF")


def behind(session, source_id, actor=OPERATOR, **more):
    places = quotes.chosen(
        session, actor, scope=scope_of(source_id), theme_id=theme(session),
        **({"minimum": 5} | more),
    )  # fmt: skip
    found = quotes.shown(session, actor, places=places, now=NOW).quotes
    return [found[place] for place in places]


@pytest.fixture
def source_id(engine):
    with transaction(engine) as session:
        for words in FAST:
            source_id = write(session, words)
        return source_id


def test_quotes_are_few_and_different(engine, source_id):
    with transaction(engine) as session:
        for _ in range(4):  # one person, again and again
            write(session, FAST[0].upper())
        found = behind(session, source_id)
    assert len(found) == quotes.MOST
    assert len({quote.words.casefold() for quote in found}) == quotes.MOST


def test_there_are_none_from_fewer_than_the_minimum(engine, source_id):
    with transaction(engine) as session:
        assert behind(session, source_id, minimum=len(FAST))
        assert not behind(session, source_id, minimum=len(FAST) + 1)


def test_what_tells_who_somebody_is_is_masked(engine, source_id):
    with transaction(engine) as session:
        write(session, NAMED)
        found = behind(session, source_id, most=50)
    (said,) = (quote.words for quote in found if "race" in quote.words)
    assert "[…]" in said
    assert not any(part in said for part in ("Dolan", "Finch", "555", "4433"))


@pytest.mark.parametrize("others", [1, 5])
def test_dissent_is_quoted_where_enough_people_dissent(engine, source_id, others):
    with transaction(engine) as session:
        for number in range(others):
            write(session, f"{THANKS} {'Really. ' * number}", P)
        found = behind(session, source_id)
    assert (P in {quote.sentiment for quote in found}) == (others >= 5)


def test_what_names_an_officer_is_quoted_to_nobody(engine, source_id):
    with transaction(engine) as session:
        write(
            session, "Sergeant Marlow lets cars race here every single night.", names_officer=True
        )
        triager = make_account(session, triages=True)
        assert "Marlow" not in str(behind(session, source_id, triager, most=50))


def test_a_quote_that_was_kept_goes_with_its_piece(engine, source_id):
    with transaction(engine) as session:
        places = [quote.place for quote in behind(session, source_id)]
        withdrawn, changed, kept = places
        session.get_one(Feedback, withdrawn.feedback_id).sentiment = None
        session.get_one(Feedback, changed.feedback_id).words += " Or so."
        session.flush()
        found = quotes.shown(session, OPERATOR, places=[tuple(one) for one in places], now=NOW)
        assert [*found.quotes] == [kept]
        assert found.quotes[kept].words in FAST
        assert found.gone == 2


def test_a_place_from_elsewhere_shows_nothing(engine, source_id):
    with transaction(engine) as session:
        (one, *_others) = behind(session, source_id)
        wrong = replace(one).place._replace(feedback_id=1)
        assert not quotes.shown(session, OPERATOR, places=[wrong], now=NOW).quotes


def test_what_is_about_somebody_since_is_quoted_to_nobody_and_not_said_to_be_gone(
    engine, source_id
):
    with transaction(engine) as session:
        officer = make_account(session)
        places = quotes.chosen(
            session, OPERATOR, scope=scope_of(source_id), theme_id=theme(session), minimum=5
        )
        session.get_one(Reading, places[0].feedback_id).is_sensitive = True
        session.flush()
        for actor in (officer, make_account(session, triages=True)):
            found = quotes.shown(session, actor, places=places, now=NOW)
            assert [*found.quotes] == places[1:]
            assert found.gone == 0


def test_two_sentences_of_one_piece_are_one_look(engine, source_id):
    with transaction(engine) as session:
        first = quotes.chosen(
            session, OPERATOR, scope=scope_of(source_id), theme_id=theme(session), minimum=5
        )[0]
        both = [first, first._replace(end=first.end - 10)]
        assert len(quotes.shown(session, OPERATOR, places=both, now=NOW).quotes) == 2
        subject = f"feedback {first.feedback_id:x}"
        entries = session.scalars(select(AuditEntry).where(AuditEntry.subject == subject))
        assert len(entries.all()) == 1
