"""Following a meeting, a series or a promise by e-mail: it counts once its owner confirmed it."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import links
from core.actor import Actor
from core.errors import CommonGroundError
from core.keys import Keys
from core.links import LinkPurpose
from core.vocabulary import EventState, NoticeKind, Permission
from db.base import random_id
from db.models import Commitment, Event, Follow, Series
from db.queries.upserts import insert_into
from services.access import require
from services.meetings import contacts, notices

KEPT = timedelta(days=365)
UNCONFIRMED = timedelta(days=7)


class NothingToFollowError(CommonGroundError):
    message = "There is nothing to follow at this address any more. Go back to the list."


class AddressMissingError(CommonGroundError):
    message = "Type the e-mail address at which you want to hear of it."


@dataclass(frozen=True)
class Wish:
    """What somebody wants to follow: one of the three, with their address."""

    nonce: bytes
    email: str
    is_13_or_older: bool
    language: str = "en"
    event_id: int | None = None
    series_id: int | None = None
    commitment_id: int | None = None


def follow(session: Session, actor: Actor, *, wish: Wish, keys: Keys, now: datetime) -> None:
    """Ask the owner of an address whether they want to follow; nothing else is sent before.

    The answer is the same whether or not the address follows already: nobody can find out who does.
    """
    require(actor, Permission.REPLY_TO_EVENTS)
    email = contacts.checked(wish.email, is_13_or_older=wish.is_13_or_older)
    if email is None:
        raise AddressMissingError
    target = _target(session, wish)
    until = now.date() + UNCONFIRMED
    contact_id = contacts.seal(session, email, language=wish.language, until=until, keys=keys)
    begin(session, contact_id, nonce=wish.nonce, keys=keys, now=now, **target)


def begin(
    session: Session, contact_id: int, *, nonce: bytes, keys: Keys, now: datetime, **target: int
) -> None:
    """Write the wish down and the question to its owner; a form sent twice is one wish."""
    follow_id = session.scalar(
        insert_into(session, Follow)
        .values(
            id=random_id(), contact_id=contact_id, confirmed_at=None, **target,
            nonce_hash=hmac.digest(keys.links, b"follow" + nonce, hashlib.sha256),
        )
        .on_conflict_do_nothing(index_elements=["nonce_hash"])
        .returning(Follow.id)
    )  # fmt: skip
    if follow_id is not None:
        notices.put(
            session, NoticeKind.FOLLOW, once=f"follow:{follow_id:x}", now=now,
            contact_id=contact_id, follow_id=follow_id,
        )  # fmt: skip


def confirm(session: Session, actor: Actor, *, proof: str, keys: Keys, now: datetime) -> str:
    """Begin to follow; answers what. Twice is once."""
    require(actor, Permission.REPLY_TO_EVENTS)
    found = _proved(session, proof, LinkPurpose.CONFIRM_FOLLOW, keys, now)
    if found.confirmed_at is None:
        found.confirmed_at = now
        contacts.keep_longer(session, found.contact_id, now.date() + KEPT)
    return name_of(session, found)


def stop(session: Session, actor: Actor, *, proof: str, keys: Keys, now: datetime) -> None:
    """Stop following. Twice is once: who is not there any more has stopped."""
    require(actor, Permission.REPLY_TO_EVENTS)
    follow_id = links.subject_of(proof, LinkPurpose.UNFOLLOW, now=now, key=keys.links)
    found = session.get(Follow, follow_id, with_for_update=True)
    if found is not None:
        session.delete(found)
        session.flush()


def named(
    session: Session, actor: Actor, *, proof: str, purpose: LinkPurpose, keys: Keys, now: datetime
) -> str:
    """What a link is about, for the page that asks before it acts."""
    require(actor, Permission.REPLY_TO_EVENTS)
    return name_of(session, _proved(session, proof, purpose, keys, now))


def name_of(session: Session, found: Follow) -> str:
    """What is followed, by the name the public knows."""
    if found.commitment_id is not None:
        return session.get_one(Commitment, found.commitment_id).wording
    if found.event_id is not None:
        return session.get_one(Event, found.event_id).title
    series = session.get_one(Series, found.series_id)
    return str(series.plan["title"])


def _target(session: Session, wish: Wish) -> dict[str, int]:
    if wish.commitment_id is not None and session.get(Commitment, wish.commitment_id) is not None:
        return {"commitment_id": wish.commitment_id}
    if wish.series_id is not None and session.get(Series, wish.series_id) is not None:
        return {"series_id": wish.series_id}
    if wish.event_id is not None:
        public = select(Event.id).where(Event.id == wish.event_id, Event.state != EventState.DRAFT)
        if session.scalar(public) is not None:
            return {"event_id": wish.event_id}
    raise NothingToFollowError


def _proved(
    session: Session, proof: str, purpose: LinkPurpose, keys: Keys, now: datetime
) -> Follow:
    follow_id = links.subject_of(proof, purpose, now=now, key=keys.links)
    found = session.get(Follow, follow_id, with_for_update=True)
    if found is None:
        raise links.LinkError
    return found
