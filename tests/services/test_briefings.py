"""Briefings: every figure as it stands, kept as made, and nothing in them that was withdrawn."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from core import clock
from core.keys import Keys
from core.settings import current
from core.vocabulary import Grain, NoticeKind, Role, Sentiment
from db.models import AuditEntry, Briefing, Feedback, Notice
from db.session import reading, transaction
from jobs import briefings as job
from services import briefing_content, briefing_schedules, briefings, sentiment
from services.meetings import letters
from services.meetings.letters import Sender
from tests.conftest import NOW
from tests.factories import (
    OPERATOR,
    TODAY,
    make_account,
    make_district,
    make_feedback,
    make_reading,
    scope_of,
)

N, P = Sentiment.NEGATIVE, Sentiment.POSITIVE
STREETS = ("Elm Street", "Pell Lane", "Mill Road", "Oak Lane", "King Road", "Harbour Street")


@pytest.fixture
def source_id(engine):
    """Twelve who complain of cars in one district, and two who thank in another."""
    with transaction(engine) as session:
        for code in ("1", "2", "3"):
            make_district(session, code)
        for number in range(12):
            words = f"Cars drive far too fast past my {number} cats on {STREETS[number % 6]}."
            make_feedback(session, words, district="1", reading=make_reading(N, "TRF"))
        for number in range(2):
            source_id = make_feedback(
                session, f"Thank you for coming so quickly, all {number + 2} of you.",
                district="2", reading=make_reading(P, "THX"),
            )  # fmt: skip
        return source_id


def make(engine, source_id, **more):
    with reading(engine) as session:
        content = briefing_content.compose(
            session, OPERATOR, scope=scope_of(source_id), language="en", today=TODAY,
            **({"minimum": 11} | more),
        )  # fmt: skip
    with transaction(engine) as session:
        return content, briefings.keep(session, OPERATOR, content=content, today=TODAY)


def open_(engine, briefing_id, actor=OPERATOR):
    with transaction(engine) as session:
        return briefings.opened(session, actor, briefing_id=briefing_id, now=NOW)


def test_a_briefing_says_what_the_figures_say(engine, source_id):
    content, briefing_id = make(engine, source_id)
    opened = open_(engine, briefing_id)

    assert opened.content == content, "it comes back as it was kept"
    assert content.about == "14 pieces of feedback from Letters."
    by_title = {section.title: section for section in content.sections}
    with reading(engine) as session:
        scope = scope_of(source_id)
        (negative, *_rest) = sentiment.compared(
            session, OPERATOR, scope=scope, other=scope.before()
        ).to_dict("records")
    said = by_title["How we are seen"].findings[0].text
    assert said.startswith(f"Sounds negative: {negative['share']:.0%}. 12 of 14, between ")
    (row,) = by_title["What worries people"].rows
    assert (row.name, row.n, row.total) == ("Traffic & road safety", 12, 14)
    assert by_title["District 2"].findings[0].text == "Too few to tell: 2 pieces of feedback."
    assert "District 3" not in by_title, "nothing was heard there"


def test_quotes_come_from_enough_pieces_alone_and_are_read_anew(engine, source_id):
    content, briefing_id = make(engine, source_id)
    opened = open_(engine, briefing_id)
    places = {one for section in content.sections for said in section.said for one in said.places}

    assert {quote.words[:4] for quote in opened.quotes.values()} == {"Cars"}
    assert places == opened.quotes.keys()
    with reading(engine) as session:
        kept = str(session.scalars(select(Briefing.content)).one())
        subjects = set(session.scalars(select(AuditEntry.subject)))
    assert "Cars drive" not in kept, "no word of a resident is kept in it"
    assert {f"feedback {place.feedback_id:x}" for place in places} <= subjects


def test_what_was_withdrawn_is_gone_and_the_old_briefing_says_so(engine, source_id):
    content, briefing_id = make(engine, source_id)
    place = next(section.said[0].places[0] for section in content.sections if section.said)
    with transaction(engine) as session:
        row = session.get_one(Feedback, place.feedback_id)
        row.sentiment, row.withdrawn_on = None, TODAY + timedelta(days=1)
    opened = open_(engine, briefing_id)

    assert place not in opened.quotes
    assert opened.gone == 1
    assert opened.withdrawn == 1
    assert "withdrawn or changed since" in opened.changed[0]
    assert "A new briefing does not count it" in opened.changed[1]


def test_a_period_with_nothing_in_it_says_so(engine, source_id):
    with reading(engine) as session:
        content = briefing_content.compose(
            session, OPERATOR, scope=scope_of(source_id, first=202401, last=202401),
            language="en", minimum=11, today=TODAY,
        )  # fmt: skip
    first = content.sections[0]
    assert [finding.text for finding in first.findings] == ["Nothing was heard in this period."]
    assert not any(section.rows or section.said for section in content.sections)


def test_composing_writes_nothing(engine, source_id):
    make(engine, source_id)
    with reading(engine) as session:
        assert not session.scalar(
            select(func.count()).where(AuditEntry.subject.startswith("feedback"))
        )


def test_an_address_of_no_briefing_is_refused_in_a_sentence(engine, source_id):
    for name in ("", "x", "1" * 17, "ffff", "-1"):
        with pytest.raises(briefings.BriefingGoneError):
            open_(engine, briefings.number(name))


@pytest.fixture
def scheduled(engine, source_id):
    with transaction(engine) as session:
        chief, other = make_account(session), make_account(session, Role.ADMINISTRATOR)
        made = briefing_schedules.add(
            session, chief, source_id=source_id, every=Grain.MONTH, now=NOW,
            account_ids=[chief.account_id, other.account_id],
        )  # fmt: skip
        return made, chief


def test_a_schedule_is_made_once_and_tells_those_who_may_read(engine, scheduled, tmp_path):
    _made, chief = scheduled
    keys = Keys.load(tmp_path / "key")
    with reading(engine) as session:
        (card,) = briefing_schedules.every(session, chief)
        assert (card.next_on, card.readers) == (date(2026, 4, 1), (chief.name,))
        assert not briefing_schedules.due(session, OPERATOR, today=TODAY)
        (due,) = briefing_schedules.due(session, OPERATOR, today=card.next_on)
        assert (due.scope.first, due.scope.last) == (202601, 202603)

    clock.hold(NOW + timedelta(days=40))
    for _ in range(2):
        job.make_due(engine, current())
    with reading(engine) as session:
        (notice,) = session.scalars(select(Notice).where(Notice.kind == NoticeKind.BRIEFING))
        (briefing,) = session.scalars(select(Briefing))
        (card,) = briefing_schedules.every(session, chief)
        letter = letters.letter(
            session, OPERATOR, notice_id=notice.id, now=NOW,
            sender=Sender("https://cg.example.org", keys),
        )  # fmt: skip
    assert card.next_on == date(2026, 5, 1)
    assert notice.account_id == chief.account_id
    assert letter.doors[-1].url == f"https://cg.example.org/briefing?briefing={briefing.id:x}"
    assert not any(word in str(letter) for word in ("Traffic", "Cars", "14 pieces"))


def test_a_schedule_without_readers_is_refused_and_a_stopped_one_is_made_no_more(
    engine, scheduled, source_id
):
    made, chief = scheduled
    with transaction(engine) as session:
        with pytest.raises(briefing_schedules.NoReadersError):
            briefing_schedules.add(
                session, chief, source_id=source_id, every=Grain.WEEK, now=NOW, account_ids=[]
            )
        for _ in range(2):
            briefing_schedules.stop(session, chief, schedule_id=made, now=NOW)
        assert not briefing_schedules.due(session, OPERATOR, today=date(2027, 1, 1))
