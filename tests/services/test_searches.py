"""Searching: words that many use find their pieces, and nobody can be looked up by a name."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from analysis import copies as alike
from core.vocabulary import AuditAction, Sentiment
from db.models import AuditEntry, Feedback
from db.queries import texts
from db.session import reading, transaction
from services import copies, retention, searches
from tests.conftest import NOW
from tests.factories import OPERATOR, TODAY, make_account, make_feedback, make_reading, scope_of

NAME = "Thistlewood"
STREETS = "Elm Pell Mill Oak King Harbour Chapel Station Bridge Garden North South".split()


@pytest.fixture
def heard(engine):
    """Twelve who write of speeding, each elsewhere; in ten of them the same name was planted."""
    with transaction(engine) as session:
        for number, street in enumerate(STREETS):
            name = f"Ask {NAME} who lives there." if number < 10 else ""
            source_id = make_feedback(
                session, f"The speeding on {street} is a lasting worry, número {number}. {name}",
                reading=make_reading(Sentiment.NEGATIVE, "TRF"),
            )  # fmt: skip
        make_feedback(session, "The library is lovely.", reading=make_reading())
        return source_id, make_account(session)


def search(engine, heard, query, **more):
    source_id, officer = heard
    with transaction(engine) as session:
        return searches.search(
            session, more.pop("actor", officer), scope=scope_of(source_id), query=query, now=NOW,
            **more,
        )  # fmt: skip


def test_words_that_many_use_find_their_pieces_newest_first(engine, heard):
    found = search(engine, heard, "SPEEDING worry!")
    assert found.listing.total == len(STREETS)
    assert all("speeding" in card.words for card in found.listing.cards)
    assert not found.seldom


def test_a_planted_name_finds_nobody_until_it_is_a_word_that_many_use(engine, heard):
    assert search(engine, heard, NAME).seldom == (NAME.casefold(),)
    assert search(engine, heard, f"speeding {NAME}").listing.total == 0
    with transaction(engine) as session:
        make_feedback(session, f"{NAME} again.", reading=make_reading())
    assert search(engine, heard, NAME).listing.total == 11, "the control: now it is a common word"


def test_a_word_that_few_wrote_and_one_that_nobody_wrote_look_the_same(engine, heard):
    few, none = (search(engine, heard, word) for word in (NAME, "Zzyzx"))
    assert few.listing == none.listing


def test_copies_of_one_text_do_not_make_a_word_common(engine, heard):
    text_of_all = "Please ask old Winterbottom about the speeding on Elm."
    with transaction(engine) as session:
        for _ in range(12):
            make_feedback(session, text_of_all, reading=make_reading())
        ids = session.scalars(select(Feedback.id).where(Feedback.words.contains("Winterb"))).all()
        copies.keep(session, {one: alike.bands(alike.pairs(text_of_all)) for one in ids})
    assert search(engine, heard, "Winterbottom").seldom


@pytest.mark.parametrize("query", ["", "!!", "  ", "12345"])
def test_nothing_to_look_for_is_refused_in_a_sentence(engine, heard, query):
    with pytest.raises(searches.NoWordsError):
        search(engine, heard, query)


@pytest.mark.parametrize(
    "query", ["Mr Dolan Finch", "555 201 4433 speeding", "Officer Marlow speeding"]
)
def test_who_asks_for_a_person_finds_nobody_and_it_is_written_down(engine, heard, query):
    found = search(engine, heard, query)
    assert found.names_somebody
    assert found.listing == searches.NOTHING
    with reading(engine) as session:
        (entry,) = session.scalars(
            select(AuditEntry).where(AuditEntry.action == AuditAction.WORDS_SEARCHED)
        )
    assert entry.details == "(a person)"


@pytest.mark.parametrize(
    "query", ['speeding" OR "library', "speeding*", "NOT speeding", "speeding NEAR(worry)",
              "x' OR 1=1 --", "speeding\0", "número", "don't", "speeding & !worry", "ｓ"],
)  # fmt: skip
def test_signs_that_engines_know_are_words_or_nothing(engine, heard, query):
    found = search(engine, heard, query)
    assert found.seldom or found.listing.total == len(STREETS)


def test_every_query_leaves_an_entry_that_holds_no_seldom_word(engine, heard):
    search(engine, heard, f"speeding {NAME}")
    with reading(engine) as session:
        (entry,) = session.scalars(
            select(AuditEntry).where(AuditEntry.action == AuditAction.WORDS_SEARCHED)
        )
    assert entry.details == "speeding (a seldom word)"


def test_shut_words_stay_shut(engine, heard):
    with transaction(engine) as session:
        make_feedback(session, "Officer Marlow causes the speeding worry.",
                      reading=make_reading(names_officer=True))  # fmt: skip
        triager = make_account(session, triages=True)
    found = search(engine, heard, "speeding")
    assert "Marlow" not in str(found.listing.cards)
    assert found.listing.withheld == 0, "a count of shut pieces would tell what is in them"
    assert "Marlow" in str(search(engine, heard, "speeding", actor=triager).listing.cards)


def test_what_was_withdrawn_or_changed_is_found_no_more(engine, heard):
    with transaction(engine) as session:
        first, second, *_others = session.scalars(
            select(Feedback).where(Feedback.words.contains("speeding")).order_by(Feedback.id)
        )
        first.sentiment = None
        second.words = "All is well."
    found = search(engine, heard, "worry")
    assert found.seldom, "ten are left"


def test_what_was_erased_is_in_the_index_no_more(engine, heard):
    with transaction(engine) as session:
        ids = session.scalars(select(Feedback.id).where(Feedback.words.contains(NAME))).all()
        retention.erase(session, ids, today=TODAY)
    for _ in range(100):
        with transaction(engine) as session:
            if not searches.tidy(session, OPERATOR):
                break
    with reading(engine) as session:
        if engine.dialect.name == "sqlite":
            blocks = session.scalars(text("SELECT block FROM feedback_text_data")).all()
            assert not any(NAME.casefold().encode() in bytes(block) for block in blocks)
        assert texts.pieces_with(session, NAME.casefold(), most=11) == 0


def test_common_and_rare_words_find_the_same_by_either_way(engine, heard, monkeypatch):
    rare = search(engine, heard, "speeding worry").listing
    monkeypatch.setattr(texts, "FEW", 3)
    assert search(engine, heard, "speeding worry").listing == rare
