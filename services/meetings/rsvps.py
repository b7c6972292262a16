"""Replies: who comes, by a receipt and without an account, and never more than there is room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock, links, receipts, texts
from core.actor import Actor
from core.attendance import NeedKind, NeedState, RsvpState, Way
from core.errors import CommonGroundError
from core.keys import Keys
from core.links import LinkPurpose
from core.vocabulary import NoticeKind, Permission
from db.base import random_id
from db.models import Event, Need, Rsvp
from services.access import require
from services.meetings import contacts, follows, notices, reply_cards, reply_rules, waitlists
from services.meetings.plans import get
from services.meetings.reply_cards import Replied, Reply, ReplyCard, hashed_ticket, ticket_of

NEEDS_DUE = timedelta(days=3)  # before the meeting: an interpreter cannot be found overnight


class NoRoomForChangeError(CommonGroundError):
    message = "There is no room for that change. What you had before is safe, as it was."


class OfferOverError(CommonGroundError):
    message = (
        "This offer has ended, and the place went to the next in line. "
        "Reply to the meeting again to join the list."
    )


class ReplyUnknownError(CommonGroundError):
    message = "We have no reply under these words. Check each one and try again."


def reply(session: Session, actor: Actor, *, reply: Reply, keys: Keys, now: datetime) -> Replied:
    """Keep a reply once; a full meeting does not refuse, the party joins the waitlist.

    A form that is sent twice answers the same six words and takes no second place.
    """
    require(actor, Permission.REPLY_TO_EVENTS)
    receipt = receipts.words_for(reply.nonce, keys)
    receipt_hash = receipts.stored_hash(receipt, keys)
    event = get(session, reply.event_id, lock=True)
    ticket = ticket_of(reply.nonce, keys)
    sent = session.scalar(select(Rsvp).where(Rsvp.receipt_hash == receipt_hash))
    if sent is not None:
        return Replied(receipt, ticket, sent.state)
    reply_rules.check_open(event, now)
    reply_rules.check(event, reply.way, reply.party_size)
    email = contacts.checked(reply.email, is_13_or_older=reply.is_13_or_older)
    rsvp = Rsvp(
        id=random_id(), event_id=event.id, receipt_hash=receipt_hash,
        ticket_hash=hashed_ticket(ticket, keys), way=reply.way, party_size=reply.party_size,
        name=reply_rules.name(reply.name), language=reply.language,
        wants_reminder=reply.wants_reminder, replied_on=clock.local_date(now, event.tzid),
    )  # fmt: skip
    _find_place(session, rsvp, now)
    session.add(rsvp)
    session.flush()
    _keep_needs(session, event, rsvp, reply.needs)
    if email is not None:
        _keep_address(session, event, rsvp, reply, email, keys, now)
    waitlists.promote(session, event, now=now)
    return Replied(receipt, ticket, rsvp.state)


def by_receipt(session: Session, actor: Actor, *, receipt: str, keys: Keys) -> ReplyCard:
    """The reply under these six words."""
    require(actor, Permission.REPLY_TO_EVENTS)
    wanted = select(Rsvp).where(Rsvp.receipt_hash == receipts.stored_hash(receipt, keys))
    rsvp = session.scalar(wanted)
    if rsvp is None:
        raise ReplyUnknownError
    return reply_cards.read(session, rsvp)


def proved(
    session: Session, actor: Actor, *, proof: str, purpose: LinkPurpose, keys: Keys, now: datetime
) -> ReplyCard:
    """The reply that a link of ours, or the form behind a receipt, stands for."""
    require(actor, Permission.REPLY_TO_EVENTS)
    return reply_cards.read(session, _proved(session, proof, purpose, keys, now))


def proof_of(card: ReplyCard, *, keys: Keys, now: datetime) -> str:
    """What the form behind a receipt carries instead of the receipt itself; good for an hour."""
    until = now + links.PROOF_LIVES
    return links.token(LinkPurpose.CHANGE_REPLY, card.id, until=until, key=keys.links)


def change(
    session: Session, actor: Actor, *, proof: str, way: Way, party_size: int,
    wants_reminder: bool, keys: Keys, now: datetime,
) -> ReplyCard:  # fmt: skip
    """Come another way or with more or fewer people; refused, with nothing lost, without room."""
    require(actor, Permission.REPLY_TO_EVENTS)
    rsvp, event = _locked(session, proof, LinkPurpose.CHANGE_REPLY, keys, now)
    reply_rules.check_open(event, now)
    reply_rules.check(event, way, party_size)
    rsvp.wants_reminder = wants_reminder
    if (way, party_size) == (rsvp.way, rsvp.party_size) and rsvp.state is not RsvpState.DECLINED:
        return reply_cards.read(session, rsvp)
    if rsvp.state is RsvpState.GOING:
        waitlists.give_back(session, event.id, rsvp.way, rsvp.party_size)
        if not waitlists.take(session, event.id, way, party_size):
            waitlists.take(session, event.id, rsvp.way, rsvp.party_size)
            raise NoRoomForChangeError
        rsvp.way, rsvp.party_size = way, party_size
    else:
        waited_since = rsvp.waitlisted_at if way is rsvp.way else None
        waitlists.release(session, rsvp)
        rsvp.way, rsvp.party_size = way, party_size
        _find_place(session, rsvp, now, waited_since)
    session.flush()
    waitlists.promote(session, event, now=now)
    return reply_cards.read(session, rsvp)


def decline(session: Session, actor: Actor, *, proof: str, keys: Keys, now: datetime) -> ReplyCard:
    """Give the places back; the next in line is offered them at once."""
    require(actor, Permission.REPLY_TO_EVENTS)
    rsvp, event = _locked(session, proof, LinkPurpose.CHANGE_REPLY, keys, now)
    if rsvp.state is not RsvpState.DECLINED:
        waitlists.release(session, rsvp)
        waitlists.promote(session, event, now=now)
    return reply_cards.read(session, rsvp)


def claim(
    session: Session, actor: Actor, *, proof: str, purpose: LinkPurpose, keys: Keys, now: datetime
) -> ReplyCard:
    """Take a place that was offered; twice is once."""
    require(actor, Permission.REPLY_TO_EVENTS)
    rsvp, event = _locked(session, proof, purpose, keys, now)
    if rsvp.state is RsvpState.GOING:
        return reply_cards.read(session, rsvp)
    if rsvp.state is not RsvpState.OFFERED or rsvp.offer_until is None or now >= rsvp.offer_until:
        raise OfferOverError
    rsvp.state, rsvp.waitlisted_at, rsvp.offer_until = RsvpState.GOING, None, None
    session.flush()
    if rsvp.contact_id is not None:
        _confirm(session, event, rsvp, now)
    return reply_cards.read(session, rsvp)


def stop_reminders(
    session: Session, actor: Actor, *, proof: str, keys: Keys, now: datetime
) -> None:
    """Remind this person of nothing; their place stays theirs."""
    require(actor, Permission.REPLY_TO_EVENTS)
    _proved(session, proof, LinkPurpose.STOP_REMINDERS, keys, now).wants_reminder = False
    session.flush()


def _find_place(
    session: Session, rsvp: Rsvp, now: datetime, waited_since: datetime | None = None
) -> None:
    """Going, where nobody waits and there is room; else on the waitlist, whose place is kept."""
    waits = waited_since is not None or waitlists.somebody_waits(session, rsvp.event_id, rsvp.way)
    if not waits and waitlists.take(session, rsvp.event_id, rsvp.way, rsvp.party_size):
        rsvp.state, rsvp.waitlisted_at = RsvpState.GOING, None
    else:
        rsvp.state, rsvp.waitlisted_at = RsvpState.WAITING, waited_since or now


def _keep_needs(session: Session, event: Event, rsvp: Rsvp, needs: Mapping[NeedKind, str]) -> None:
    due_on = clock.local_date(event.starts_at, event.tzid) - NEEDS_DUE
    session.add_all(
        Need(
            rsvp_id=rsvp.id, event_id=event.id, kind=kind, state=NeedState.ASKED, answer="",
            details=texts.optional(said, limit=500), due_on=due_on,
            account_id=event.organizer_id,
        )
        for kind, said in needs.items()
    )  # fmt: skip
    session.flush()


def _keep_address(
    session: Session, event: Event, rsvp: Rsvp, reply: Reply, email: str, keys: Keys,
    now: datetime,
) -> None:  # fmt: skip
    """Seal the address, and write to it what the reply came to."""
    until = clock.local_date(event.ends_at, event.tzid) + contacts.KEPT_AFTER
    rsvp.contact_id = contacts.seal(session, email, language=reply.language, until=until, keys=keys)
    _confirm(session, event, rsvp, now)
    if reply.follows_series and event.series_id is not None:
        follows.begin(
            session, rsvp.contact_id, nonce=reply.nonce, series_id=event.series_id, now=now,
            keys=keys,
        )  # fmt: skip


def _confirm(session: Session, event: Event, rsvp: Rsvp, now: datetime) -> None:
    """Write to the person what their reply came to."""
    waits = rsvp.state is RsvpState.WAITING
    notices.put(
        session, NoticeKind.WAITLIST if waits else NoticeKind.CONFIRMATION,
        once=f"{rsvp.state.value}:{rsvp.id:x}:{event.sequence}", now=now, event=event,
        contact_id=rsvp.contact_id, rsvp_id=rsvp.id,
    )  # fmt: skip


def _proved(session: Session, proof: str, purpose: LinkPurpose, keys: Keys, now: datetime) -> Rsvp:
    rsvp_id = links.subject_of(proof, purpose, now=now, key=keys.links)
    rsvp = session.get(Rsvp, rsvp_id)
    if rsvp is None:
        raise ReplyUnknownError
    return rsvp


def _locked(
    session: Session, proof: str, purpose: LinkPurpose, keys: Keys, now: datetime
) -> tuple[Rsvp, Event]:
    """The reply and its meeting, whose lock comes first: everybody takes turns at that one door."""
    rsvp = _proved(session, proof, purpose, keys, now)
    event = get(session, rsvp.event_id, lock=True)
    session.refresh(rsvp)
    return rsvp, event
