"""Residents' words: behind the right figure, withheld until triaged, each look written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import product

import pytest
from sqlalchemy import select, text

from analysis import felt
from analysis.sentiment import SentenceReading
from analysis.spans import Span
from core.actor import Actor
from core.errors import NotAllowedError
from core.vocabulary import AuditAction, Rating, Role, Sentiment
from db.models import AuditEntry, Feedback, Source, Theme
from db.queries import pieces
from db.session import make_engine, reading, transaction
from services import (
    cards,
    concerns,
    feedback,
    feedback_import,
    questions,
    readings,
    sentiment,
    words,
)
from services.cards import Evidence, Listing, WordsCard
from tests.conftest import NOW
from tests.factories import (
    OPERATOR,
    TODAY,
    VISITOR,
    make_account,
    make_district,
    make_feedback,
    make_form,
    make_reading,
    scope_of,
)
from tests.services.figures import fill, statements
from tests.services.together import together

SENSITIVE = make_reading(Sentiment.NEGATIVE, "FOR")
HARMLESS = make_reading(Sentiment.NEGATIVE, "TRF")


@pytest.fixture
def chief(engine) -> Actor:
    with transaction(engine) as session:
        return make_account(session, Role.COMMAND)


def add(engine, said="Words", found=HARMLESS, **more):
    with transaction(engine) as session:
        return make_feedback(session, said, reading=found, **more)


def behind(engine, actor, source_id, *, now=NOW, scope=None, **more):
    with transaction(engine) as session:
        return words.behind(session, actor, scope=scope or scope_of(source_id), now=now, **more)


def shown(listing):
    return [card.words for card in listing.cards]


def looks(engine):
    asked = select(AuditEntry.who, AuditEntry.at).where(
        AuditEntry.action == AuditAction.FEEDBACK_READ
    )
    with reading(engine) as session:
        return [tuple(row) for row in session.execute(asked.order_by(AuditEntry.id))]


def id_of(engine, said):
    with reading(engine) as session:
        return session.scalars(select(Feedback.id).where(Feedback.words == said)).one()


def test_a_card_shows_the_words_with_all_that_is_known_of_them(engine, keys, chief):
    found = replace(
        make_reading(Sentiment.NEGATIVE, "NOI", "TRF"),
        sentences=(SentenceReading(Span(0, 5), Sentiment.NEGATIVE),),
    )
    with transaction(engine) as session:
        form = make_form(
            session, "Words here", district_id=make_district(session, "1", "Harbor"),
            ratings={Rating.TRUST: 2},
        )  # fmt: skip
        feedback.submit(session, VISITOR, form=form, keys=keys, today=TODAY, now=NOW)
        batch = readings.claim(session, OPERATOR, now=NOW)
        feedback_id = batch.texts[0].feedback_id
        readings.store(session, OPERATOR, lease=batch.lease, readings={feedback_id: found})
        source_id = session.scalars(select(Source.id)).one()
        asked = questions.asked(session, VISITOR)[0].wording

    listing = behind(engine, chief, source_id)

    card = WordsCard(
        id=feedback_id, words="Words here", question=asked, district="Harbor",
        received_on=TODAY, language="en", sentiment=Sentiment.NEGATIVE,
        sentences=((Span(0, 5), Sentiment.NEGATIVE),),
        concerns=(
            Evidence("TRF", "Traffic & road safety", (Span(0, 6),)),
            Evidence("NOI", "Noise & nuisance", (Span(0, 6),)),
        ),
        ratings={Rating.TRUST: 2}, method="test 1", waits_for_triage=False, has_receipt=True,
    )  # fmt: skip
    assert listing == Listing((card,), total=1, withheld=0)


def test_words_are_withheld_until_triaged_and_counted(engine, chief):
    source_id = add(engine, "Light is out")
    add(engine, "They hit him", SENSITIVE)
    add(engine, "Officer Gray came", make_reading(names_officer=True))

    listing = behind(engine, chief, source_id)

    assert shown(listing) == ["Light is out"]
    assert (listing.total, listing.withheld) == (1, 2)


def test_who_was_given_the_right_by_name_sees_what_waits(engine, triager):
    source_id = add(engine, "They hit him", SENSITIVE)

    listing = behind(engine, triager, source_id)

    assert [(card.words, card.waits_for_triage) for card in listing.cards] == [
        ("They hit him", True)
    ]
    assert (listing.total, listing.withheld) == (1, 0)


@pytest.mark.parametrize("role", Role)
def test_no_role_alone_may_triage(engine, role):
    add(engine, "They hit him", SENSITIVE)
    with transaction(engine) as session:
        person = make_account(session, role)

    with pytest.raises(NotAllowedError), transaction(engine) as session:
        words.triage(session, person, feedback_id=1, now=NOW)


def test_once_triaged_it_is_shown_to_all_who_read_feedback(engine, chief, triager):
    source_id = add(engine, "They hit him", SENSITIVE)
    feedback_id = id_of(engine, "They hit him")

    for _twice in range(2):
        with transaction(engine) as session:
            words.triage(session, triager, feedback_id=feedback_id, now=NOW)

    with reading(engine) as session:
        assert session.scalars(select(Feedback.triaged_on)).one() == TODAY
        noted = session.execute(
            select(AuditEntry.subject, AuditEntry.who).where(
                AuditEntry.action == AuditAction.FEEDBACK_TRIAGED
            )
        ).all()
    listing = behind(engine, chief, source_id)
    assert [tuple(row) for row in noted] == [(f"feedback {feedback_id:x}", triager.name)]
    assert (shown(listing), listing.withheld) == (["They hit him"], 0)


def test_what_is_gone_is_not_triaged(engine, triager):
    with pytest.raises(cards.FeedbackGoneError), transaction(engine) as session:
        words.triage(session, triager, feedback_id=1, now=NOW)


def test_rows_declared_triaged_by_their_import_are_shown(engine, chief):
    with transaction(engine) as session:
        source_id = feedback_import.source(session, OPERATOR, name="Letters")
        feedback_import.store(
            session, OPERATOR, source_id=source_id, districts={}, questions={},
            records=[feedback_import.FeedbackRecord("They hit him", "key:1", TODAY)],
            triaged_on=TODAY,
        )  # fmt: skip
        batch = readings.claim(session, OPERATOR, now=NOW)
        found = {batch.texts[0].feedback_id: SENSITIVE}
        readings.store(session, OPERATOR, lease=batch.lease, readings=found)

    assert shown(behind(engine, chief, source_id)) == ["They hit him"]


def test_what_is_withheld_is_found_by_its_index_and_not_among_a_million(sqlite_url, chief):
    engine = make_engine(sqlite_url)
    _shown, waiting = cards.readable(chief, pieces.behind(scope_of(1), None, None))
    asked = waiting.compile(engine, compile_kwargs={"literal_binds": True})

    with reading(engine) as session:
        plan = session.execute(text(f"EXPLAIN QUERY PLAN {asked}")).all()

    assert ["ix_feedback_waits_for_triage" in row.detail for row in plan] == [True]
    engine.dispose()


def test_what_was_not_read_yet_is_not_shown(engine, chief):
    source_id = add(engine, "Read")
    add(engine, "Waits", None)

    listing = behind(engine, chief, source_id)

    assert (shown(listing), listing.total, listing.withheld) == (["Read"], 1, 0)


def test_a_look_is_written_down_once_a_person_and_hour(engine, chief, triager):
    source_id = add(engine)
    minute = timedelta(minutes=1)
    at = [NOW, NOW + 29 * minute, NOW + 30 * minute, NOW + 31 * minute]  # 15:30, 15:59, 16:00 ...

    for moment in at:
        behind(engine, chief, source_id, now=moment)
    behind(engine, triager, source_id)

    three, four = NOW.replace(minute=0), NOW.replace(hour=16, minute=0)
    assert looks(engine) == [(chief.name, three), (chief.name, four), (triager.name, three)]


def test_eight_looks_at_once_are_one_entry(engine, chief):
    source_id = add(engine)
    act = partial(words.behind, actor=chief, scope=scope_of(source_id), now=NOW)

    answers = together(engine, *[act] * 8)

    assert [shown(answer) for answer in answers] == [["Words"]] * 8
    assert len(looks(engine)) == 1


def test_what_is_withheld_leaves_no_look(engine, chief):
    source_id = add(engine, "They hit him", SENSITIVE)

    behind(engine, chief, source_id)

    assert looks(engine) == []


def test_pages_hold_everything_once_the_newest_first(engine, chief):
    days = [date(2026, 3, 1) + timedelta(days=number % 2) for number in range(45)]
    with transaction(engine) as session:
        for number, day in enumerate(days):
            source_id = make_feedback(session, f"Words {number}", on=day, reading=HARMLESS)

    pages = [behind(engine, chief, source_id, page=number) for number in range(4)]

    cards = [card for page in pages for card in page.cards]
    assert [len(page.cards) for page in pages] == [20, 20, 5, 0]
    assert {page.total for page in pages} == {45}
    assert sorted(card.words for card in cards) == sorted(f"Words {n}" for n in range(45))
    assert [card.received_on for card in cards] == sorted(days, reverse=True)
    assert behind(engine, chief, source_id, page=-1).cards == pages[0].cards


def test_the_words_behind_a_figure_are_as_many_as_it_says(engine, triager):
    sources, districts = fill(engine)
    periods = [(202603, 202603), (202601, 202602), (202601, 202603), (0, 0), (202604, 202605)]
    places = [None, districts["1"], districts["3"], 0]
    for source_id, (first, last), place in product(sources.values(), periods, places):
        scope = scope_of(source_id, first=first, last=last, district_id=place)
        look = partial(behind, engine, triager, source_id, scope=scope)
        with reading(engine) as session:
            overall = sentiment.overall(session, OPERATOR, scope=scope)
            ranked = concerns.ranked(session, OPERATOR, scope=scope)

        assert look().total == overall.total + overall.not_read
        assert {word: look(sentiment=word).total for word in felt.READ} == overall.counts
        for row in ranked.itertuples():
            assert look(theme_id=row.theme_id).total == row.n


def test_sentiment_and_concern_narrow_together(engine, chief):
    source_id = add(engine, "Bad traffic")
    add(engine, "Bad noise", make_reading(Sentiment.NEGATIVE, "NOI"))
    add(engine, "Good traffic", make_reading(Sentiment.POSITIVE, "TRF"))
    with reading(engine) as session:
        traffic = session.scalars(select(Theme.id).where(Theme.code == "TRF")).one()

    asked = {"sentiment": Sentiment.NEGATIVE, "theme_id": traffic}
    assert shown(behind(engine, chief, source_id, **asked)) == ["Bad traffic"]
    nowhere = scope_of(source_id, district_id=0)  # with a place the pieces are asked, not the theme
    assert shown(behind(engine, chief, source_id, scope=nowhere, **asked)) == ["Bad traffic"]


def test_one_card_and_three_cost_the_same_number_of_statements(engine, chief):
    source_id = add(engine)

    def cost():
        behind(engine, chief, source_id)  # or looks written for the first time would count
        with statements(engine) as sent:
            cards = behind(engine, chief, source_id).cards
        return len(cards), len(sent)

    one = cost()
    add(engine)
    add(engine)
    three = cost()

    assert (one[0], three[0]) == (1, 3)
    assert one[1] == three[1]


def test_what_is_not_counted_beforehand_is_counted_up_to_a_limit(engine, chief, monkeypatch):
    source_id = [add(engine) for _ in range(4)][-1]
    with reading(engine) as session:
        traffic = {card.code: card.id for card in concerns.themes(session, chief)}["TRF"]
    asked = {"theme_id": traffic, "sentiment": Sentiment.NEGATIVE}

    monkeypatch.setattr(pieces, "MOST_COUNTED", 4)
    exact = behind(engine, chief, source_id, **asked)
    monkeypatch.setattr(pieces, "MOST_COUNTED", 3)
    more = behind(engine, chief, source_id, **asked)

    assert (exact.total, exact.is_more) == (4, False)
    assert (more.total, more.is_more) == (3, True)
    assert len(more.cards) == 4


def test_words_of_one_week_are_those_the_week_counts(engine, triager):
    sources, _ = fill(engine)
    week = scope_of(sources["Letters"], first=20260223, last=20260223)

    listing = behind(engine, triager, None, scope=week)

    with reading(engine) as session:
        counted = sentiment.overall(session, triager, scope=week)
    assert listing.total == counted.total + counted.not_read == len(listing.cards)
    assert {card.received_on for card in listing.cards} == {date(2026, 2, 28), date(2026, 3, 1)}
