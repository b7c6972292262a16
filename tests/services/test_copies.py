"""Copies of one text: together whoever reads them, shown as one, and counted like all others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from analysis.copies import bands, pairs
from core.vocabulary import InboxState, Sentiment
from db.base import random_id
from db.models import CopyBand, Feedback, Source, TextCopy, TextGroup, UnreadFeedback
from db.session import reading, transaction
from services import copies, copy_groups, inbox, readings, retention, sentiment
from services.copies import Campaigns
from tests.conftest import NOW
from tests.factories import OPERATOR, TODAY, make_feedback, make_reading, scope_of
from tests.services.together import overtaken

LETTER = (
    "Please do not close the front desk on Harbour Lane at night, for many of us work late and "
    "cannot come by day"
)
READ = make_reading(Sentiment.NEGATIVE, "TRF")


def read_waiting(session, size=100):
    """Read what waits, as the worker does; how many."""
    batch = readings.claim(session, OPERATOR, now=NOW, size=size)
    said = {text.feedback_id: text.words for text in batch.texts}
    return readings.store(
        session, OPERATOR, lease=batch.lease, readings=dict.fromkeys(said, READ),
        bands={one: bands(pairs(text)) for one, text in said.items()},
    )  # fmt: skip


def add(engine, *said, on=TODAY):
    """Pieces of feedback that were read; their ids."""
    ids = []
    for text in said:
        with transaction(engine) as session:
            make_feedback(session, text, on=on)
            read_waiting(session)
            known = select(Feedback.id).where(Feedback.words == text, Feedback.id.not_in(ids))
            ids.append(session.scalars(known.limit(1)).one())
    return ids


def groups(engine):
    """The ids of each group, the groups in the order of their size."""
    with reading(engine) as session:
        found = {}
        for row in session.scalars(select(TextCopy)):
            found.setdefault(row.group_id, set()).add(row.feedback_id)
        assert found.keys() == set(session.scalars(select(TextGroup.id)))
    return sorted(found.values(), key=len)


def listed(engine, actor, state=InboxState.WAITS, **more):
    with transaction(engine) as session:
        source_id = session.scalars(select(Feedback.source_id).limit(1)).one()
        return inbox.listing(
            session, actor, scope=scope_of(source_id), state=state, now=NOW, **more
        )


def test_copies_are_put_together_and_others_are_not(engine):
    ids = add(engine, LETTER, "The light on Elm Street is out again.", f"{LETTER}!", "Thanks.",
              f"Dear chief, {LETTER}", "Thanks.")  # fmt: skip

    assert groups(engine) == [{ids[0], ids[2], ids[4]}]


def test_a_group_survives_a_second_reading(engine):
    add(engine, LETTER, f"{LETTER}!", "The light on Elm Street is out again.")
    with reading(engine) as session:
        before = groups(engine), set(session.execute(select(CopyBand.band, CopyBand.feedback_id)))

    with transaction(engine) as session:
        readings.ask_again(session, OPERATOR)
        assert read_waiting(session) == 3

    with reading(engine) as session:
        after = groups(engine), set(session.execute(select(CopyBand.band, CopyBand.feedback_id)))
    assert after == before


def test_two_workers_with_copies_of_one_text_make_one_group(engine):
    with transaction(engine) as session:
        for said in (LETTER, f"{LETTER}!"):
            make_feedback(session, said)

    def read_one(session):
        return read_waiting(session, size=1)

    assert overtaken(engine, read_one, read_one, before="INSERT INTO copy_band") == [1, 1]
    assert [len(group) for group in groups(engine)] == [2]


def test_whoever_stood_for_a_group_may_go_and_later_copies_still_find_it(engine):
    first, second = add(engine, LETTER, f"{LETTER}!")

    with transaction(engine) as session:
        retention.uncount(session, [first])
    assert groups(engine) == [{second}]
    (third,) = add(engine, f"{LETTER}...")
    assert groups(engine) == [{second, third}]

    with transaction(engine) as session:
        retention.uncount(session, [second, third])
        assert session.scalar(select(func.count()).select_from(CopyBand)) == 0
    assert groups(engine) == []


def test_common_words_fill_no_band_beyond_its_limit(engine, monkeypatch):
    monkeypatch.setattr(copies, "MOST_TO_A_BAND", 2)
    monkeypatch.setattr(copies, "are_copies", lambda *_texts: False)
    add(engine, *(f"{LETTER}{'!' * n}" for n in range(4)))

    with reading(engine) as session:
        counted = select(func.count()).select_from(CopyBand).group_by(CopyBand.band)
        assert set(session.scalars(counted)) == {2}


def test_the_inbox_shows_one_for_all_and_each_where_they_are_asked_for(engine, officer, triager):
    ids = add(engine, *(f"{LETTER}{'!' * n}" for n in range(4)), "The light on Elm Street is out.")
    with transaction(engine) as session:
        session.get_one(Feedback, ids[0]).waits_for_triage = True

    found = listed(engine, officer)
    more = [piece.copies and piece.copies.n for piece in found.pieces]
    assert (found.listing.total, found.listing.firsts, sorted(map(str, more))) == (
        4, 2, ["2", "None"],
    )  # fmt: skip
    (group,) = {piece.copies.group_id for piece in found.pieces if piece.copies}

    assert {one.card.id for one in listed(engine, officer, group_id=group).pieces} == {*ids[1:4]}
    assert {one.card.id for one in listed(engine, triager, group_id=group).pieces} == {*ids[:4]}
    with transaction(engine) as session:
        inbox.mark_looked_at(session, officer, feedback_id=found.pieces[0].card.id, now=NOW)
    assert len(listed(engine, officer).pieces) in {1, 2}


def test_many_copies_do_not_hide_what_comes_after_them(engine, officer, monkeypatch):
    monkeypatch.setattr(inbox, "MOST_LISTED", 4)
    yesterday = TODAY - timedelta(days=1)
    add(engine, "The light on Elm Street is out.", "Thank you.", on=yesterday)
    add(engine, *(f"{LETTER}{'!' * n}" for n in range(6)))

    found = listed(engine, officer)

    assert len(found.pieces) == 3
    assert found.pieces[0].copies.n == 5
    with reading(engine) as session:
        every = select(Feedback.id)
        order = (Feedback.received_on.desc(), Feedback.id.desc())
        assert len(copy_groups.first_of_each(session, every, order, 2)) == 2


@pytest.mark.parametrize(
    ("days", "source", "is_campaign"),
    [
        ((0, 1, 2, 3, 6), "Online form", True),
        ((0, 1, 2, 3, 7), "Online form", False),
        ((0, 1, 2, 6), "Online form", False),
        ((0, 1, 2, 3, 6), "Letters", False),
    ],
)
def test_five_within_seven_days_by_the_open_form_may_be_a_campaign_and_all_are_counted(
    engine, officer, days, source, is_campaign
):
    with transaction(engine) as session:
        make_feedback(session, "The light on Elm Street is out.")
        source_id = session.scalars(select(Source.id).where(Source.name == source)).one()
        ids = [random_id() for _ in days]
        for one, day in zip(ids, days, strict=True):
            on = TODAY - timedelta(days=day)
            session.add(
                Feedback(id=one, source_id=source_id, words=f"{LETTER}{'!' * day}", received_on=on)
            )
        session.flush()
        session.add_all(UnreadFeedback(feedback_id=one) for one in ids)
        session.flush()
        read_waiting(session)
        scope = scope_of(source_id, first=202602)

        found = copies.campaigns(session, officer, scope=scope)
        overall = sentiment.overall(session, officer, scope=scope)
        was = session.scalars(select(TextGroup.is_campaign)).all()
        copies.forget(session, ids[1:])
        session.expire_all()
        fewer = session.scalars(select(TextGroup.is_campaign)).all()

    assert any(was) == is_campaign
    assert not any(fewer)
    assert found == (Campaigns(len(days), 1) if is_campaign else Campaigns(0, 0))
    assert overall.counts[Sentiment.NEGATIVE] == len(days) + (source == "Letters")
