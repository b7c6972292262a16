"""Replies: each once, never more than there is room, and a waitlist by its rule."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text, update

from core.attendance import NeedKind, NeedState, RsvpState, Way
from core.links import LinkError, LinkPurpose, token
from core.vocabulary import NoticeKind
from db.models import Contact, Event, Need, Notice, Rsvp
from db.session import transaction
from services.meetings import rsvps, states, waitlists
from services.meetings.contacts import AddressError, AgeError
from services.meetings.reply_rules import NotOnError, PartyError, RepliesClosedError, WayError
from services.meetings.rsvps import NoRoomForChangeError, OfferOverError, ReplyUnknownError
from tests.factories import NOW, OPERATOR, VISITOR
from tests.services.meetings.conftest import DAY, HOUR, answer, make_event, proof

GOING, WAITING, OFFERED = RsvpState.GOING, RsvpState.WAITING, RsvpState.OFFERED


def taken(session, event_id):
    row = session.get(Event, event_id, populate_existing=True)
    return row.room_taken


def card(session, keys, receipt):
    return rsvps.by_receipt(session, VISITOR, receipt=receipt, keys=keys)


def test_a_reply_is_kept_and_found_again_by_its_receipt(engine, officer, keys):
    with transaction(engine) as session:
        event_id = make_event(session, officer, room_capacity=10)
        sent = answer(
            session, keys, event_id, name=" Maya\nO. ", party_size=3,
            needs={NeedKind.INTERPRETER: "Somali", NeedKind.STEP_FREE: ""},
        )  # fmt: skip
        found = card(session, keys, sent.receipt)

    assert sent.state is GOING
    assert (found.state, found.party_size, found.name) == (GOING, 3, "Maya O.")
    assert not found.has_address
    assert [(n.kind, n.details, n.state) for n in found.needs] == [
        (NeedKind.INTERPRETER, "Somali", NeedState.ASKED),
        (NeedKind.STEP_FREE, "", NeedState.ASKED),
    ]
    with transaction(engine) as session:
        assert taken(session, event_id) == 3
        assert session.scalar(select(Need.due_on).limit(1)).isoformat() == "2026-03-07"
        assert session.scalar(select(func.count()).select_from(Notice)) == 0, "nobody to write to"


def test_a_form_sent_twice_is_one_reply_and_one_message(engine, officer, keys):
    nonce = secrets.token_bytes(32)
    with transaction(engine) as session:
        event_id = make_event(session, officer, room_capacity=10)
    sent = []
    for _ in range(2):
        with transaction(engine) as session:
            sent.append(
                answer(session, keys, event_id, nonce=nonce, email="a@example.org",
                       is_13_or_older=True)
            )  # fmt: skip

    assert sent[0] == sent[1]
    with transaction(engine) as session:
        assert taken(session, event_id) == 1
        assert list(session.scalars(select(Notice.kind))) == [NoticeKind.CONFIRMATION]
        assert session.scalar(select(func.count()).select_from(Contact)) == 1


def test_an_address_is_sealed_and_bound_to_its_row(engine, officer, keys):
    with transaction(engine) as session:
        event_id = make_event(session, officer)
        answer(session, keys, event_id, email="maya@example.org", is_13_or_older=True)
        answer(session, keys, event_id, email="omar@example.org", is_13_or_older=True)
        sealed = session.execute(select(Contact.id, Contact.sealed)).all()

    for _contact_id, value in sealed:
        assert b"example" not in value


def test_what_cannot_be_kept_is_refused_in_a_sentence_and_takes_no_place(engine, officer, keys):
    with transaction(engine) as session:
        event_id = make_event(session, officer, room_capacity=10)
    for error, said in (
        (AddressError, {"email": "no address", "is_13_or_older": True}),
        (AddressError, {"email": "a@b.example, c@d.example", "is_13_or_older": True}),
        (AddressError, {"email": "a@b.example\nBcc: all@example.org", "is_13_or_older": True}),
        (AgeError, {"email": "maya@example.org"}),
        (PartyError, {"party_size": 0}),
        (PartyError, {"party_size": 21}),
        (WayError, {"way": Way.ONLINE}),
    ):
        with pytest.raises(error), transaction(engine) as session:
            answer(session, keys, event_id, **said)
    with transaction(engine) as session:
        assert taken(session, event_id) == 0


def test_replies_close_with_the_start_and_drafts_take_none(engine, officer, keys):
    with transaction(engine) as session:
        event_id = make_event(session, officer)
        draft = make_event(session, officer, is_public=False)
        with pytest.raises(NotOnError):
            answer(session, keys, draft)
        with pytest.raises(RepliesClosedError):
            answer(session, keys, event_id, now=NOW + 30 * DAY)
        states.cancel(session, officer, event_id=event_id, reason="The hall burnt.", now=NOW)
        with pytest.raises(NotOnError):
            answer(session, keys, event_id)


def test_a_full_meeting_has_a_waitlist_in_the_order_of_joining(engine, officer, keys):
    with transaction(engine) as session:
        event_id = make_event(session, officer, room_capacity=2)
        first = answer(session, keys, event_id, party_size=2)
        pair = answer(session, keys, event_id, party_size=2, now=NOW + HOUR)
        single = answer(session, keys, event_id, now=NOW + 2 * HOUR)

        assert (first.state, pair.state, single.state) == (GOING, WAITING, WAITING)
        assert card(session, keys, pair.receipt).place_in_line == 1
        assert card(session, keys, single.receipt).place_in_line == 2

        freed = proof(session, keys, first.receipt, now=NOW + DAY)
        rsvps.decline(session, VISITOR, proof=freed, keys=keys, now=NOW + DAY)

        assert card(session, keys, pair.receipt).state is OFFERED
        assert card(session, keys, single.receipt).state is WAITING
        assert taken(session, event_id) == 2, "the places are held for them"


def test_a_small_party_gets_what_a_large_one_before_it_cannot_use(engine, officer, keys):
    with transaction(engine) as session:
        event_id = make_event(session, officer, room_capacity=2)
        gone = [answer(session, keys, event_id) for _ in range(2)]
        family = answer(session, keys, event_id, party_size=2, now=NOW + HOUR)
        single = answer(session, keys, event_id, now=NOW + 2 * HOUR)

        rsvps.decline(
            session, VISITOR, proof=proof(session, keys, gone[0].receipt), keys=keys, now=NOW
        )

        assert card(session, keys, single.receipt).state is OFFERED
        assert card(session, keys, family.receipt).place_in_line == 1


def test_an_offer_is_taken_by_its_link_or_ends_and_goes_to_the_next(engine, officer, keys):
    with transaction(engine) as session:
        event_id = make_event(session, officer, room_capacity=1)
        first = answer(session, keys, event_id)
        second = answer(session, keys, event_id, now=NOW + HOUR)
        third = answer(session, keys, event_id, now=NOW + 2 * HOUR,
                       email="c@example.org", is_13_or_older=True)  # fmt: skip
        rsvps.decline(
            session, VISITOR, proof=proof(session, keys, first.receipt), keys=keys, now=NOW
        )
        until = card(session, keys, second.receipt).offer_until
    assert until == NOW + DAY

    with transaction(engine) as session:
        assert waitlists.end_offers(session, OPERATOR, now=until - HOUR) == 0
    with transaction(engine) as session:
        assert waitlists.end_offers(session, OPERATOR, now=until) == 1
        late = proof(session, keys, second.receipt, now=until)
        with pytest.raises(OfferOverError):
            rsvps.claim(session, VISITOR, proof=late, purpose=LinkPurpose.CHANGE_REPLY, keys=keys,
                        now=until)  # fmt: skip
        assert card(session, keys, second.receipt).state is RsvpState.DECLINED
        offered = card(session, keys, third.receipt)
        assert offered.state is OFFERED
        assert NoticeKind.OFFER in set(session.scalars(select(Notice.kind)))
        link = token(LinkPurpose.CLAIM_PLACE, offered.id, until=offered.offer_until, key=keys.links)
        for _ in range(2):  # twice is once
            got = rsvps.claim(session, VISITOR, proof=link, purpose=LinkPurpose.CLAIM_PLACE,
                              keys=keys, now=until + HOUR)  # fmt: skip
            assert got.state is GOING
        assert taken(session, event_id) == 1


def test_a_change_without_room_is_refused_and_the_old_places_are_safe(engine, officer, keys):
    with transaction(engine) as session:
        event_id = make_event(session, officer, room_capacity=4)
        mine = answer(session, keys, event_id, party_size=2)
        answer(session, keys, event_id, party_size=2)
    with pytest.raises(NoRoomForChangeError), transaction(engine) as session:
        rsvps.change(session, VISITOR, proof=proof(session, keys, mine.receipt), way=Way.ROOM,
                     party_size=3, wants_reminder=True, keys=keys, now=NOW)  # fmt: skip
    with transaction(engine) as session:
        assert card(session, keys, mine.receipt).party_size == 2
        assert taken(session, event_id) == 4
        smaller = rsvps.change(session, VISITOR, proof=proof(session, keys, mine.receipt),
                               way=Way.ROOM, party_size=1, wants_reminder=False, keys=keys,
                               now=NOW)  # fmt: skip
        assert (smaller.party_size, smaller.wants_reminder) == (1, False)
        assert taken(session, event_id) == 3


def test_a_proof_is_good_for_its_purpose_and_its_hour_alone(engine, officer, keys):
    with transaction(engine) as session:
        event_id = make_event(session, officer)
        sent = answer(session, keys, event_id)
        found = proof(session, keys, sent.receipt)
        for bad in (found[:-2], found + "A", "", "ü", token(
            LinkPurpose.UNFOLLOW, card(session, keys, sent.receipt).id, until=NOW + DAY,
            key=keys.links,
        )):  # fmt: skip
            with pytest.raises(LinkError):
                rsvps.decline(session, VISITOR, proof=bad, keys=keys, now=NOW)
        with pytest.raises(LinkError):
            rsvps.decline(session, VISITOR, proof=found, keys=keys, now=NOW + HOUR)
        gone = token(LinkPurpose.CHANGE_REPLY, 12345, until=NOW + DAY, key=keys.links)
        with pytest.raises(ReplyUnknownError):
            rsvps.decline(session, VISITOR, proof=gone, keys=keys, now=NOW)


def crowd(engine, keys, event_id, people=200):
    """``people`` replies at once; how many were told that they are going."""

    def come(_number):
        with transaction(engine) as own:
            return answer(own, keys, event_id).state

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(come, range(people))).count(GOING)


def test_two_hundred_for_fifty_places_are_exactly_fifty(engine, officer, keys):
    with transaction(engine) as session:
        event_id = make_event(session, officer, room_capacity=50)

    assert crowd(engine, keys, event_id) == 50

    with transaction(engine) as session:
        assert taken(session, event_id) == 50
        going = select(func.count()).where(Rsvp.state == GOING)
        assert session.scalar(going) == 50


def test_without_the_guard_more_would_be_promised_than_there_are(
    engine, officer, keys, monkeypatch
):
    """The control: look, then write, without the lock and without the tables' own check."""
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite's writers take turns whatever the code does")
    with transaction(engine) as session:
        event_id = make_event(session, officer, room_capacity=50)
        session.execute(text("ALTER TABLE event DROP CONSTRAINT ck_event_room_not_overbooked"))

    def take_unguarded(session, event_id, way, people):
        row = session.execute(select(Event.room_taken, Event.room_capacity)).one()
        if row.room_taken + people > row.room_capacity:
            return False
        session.execute(update(Event).values(room_taken=Event.room_taken + people))
        return True

    monkeypatch.setattr(waitlists, "take", take_unguarded)
    monkeypatch.setattr(waitlists, "somebody_waits", lambda *_: False)
    monkeypatch.setattr(waitlists, "promote", lambda *_, **__: 0)
    monkeypatch.setattr(rsvps, "get", lambda session, event_id, lock: session.get(Event, event_id))

    assert crowd(engine, keys, event_id) > 50


def test_the_table_itself_refuses_a_place_that_is_not_there(engine, officer):
    with transaction(engine) as session:
        event_id = make_event(session, officer, room_capacity=5)
    with pytest.raises(Exception, match="room_not_overbooked"), transaction(engine) as session:
        session.execute(update(Event).where(Event.id == event_id).values(room_taken=6))


def test_replies_changes_and_offers_that_end_at_once_neither_lock_each_other_nor_lose_a_place(
    engine, officer, keys
):
    with transaction(engine) as session:
        event_id = make_event(session, officer, room_capacity=8)
        sent = [answer(session, keys, event_id, party_size=1 + n % 3) for n in range(24)]

    def act(number):
        with transaction(engine) as own:
            if number % 4 == 0:
                answer(own, keys, event_id, party_size=1 + number % 2)
            elif number % 4 == 1:
                waitlists.end_offers(own, OPERATOR, now=NOW + 2 * DAY)
            else:
                held = proof(own, keys, sent[number % 24].receipt)
                rsvps.decline(own, VISITOR, proof=held, keys=keys, now=NOW)

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(act, range(48)))

    with transaction(engine) as session:
        holding = select(func.coalesce(func.sum(Rsvp.party_size), 0)).where(
            Rsvp.state.in_((GOING, OFFERED))
        )
        assert session.scalar(holding) == taken(session, event_id) <= 8
