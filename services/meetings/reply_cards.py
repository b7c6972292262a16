"""A reply as it is sent, and as its owner sees it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.attendance import NeedKind, NeedState, RsvpState, Way
from core.keys import Keys
from db.models import Need, Rsvp
from services.meetings import waitlists


@dataclass(frozen=True)
class Reply:
    """What a resident fills in. ``nonce`` is the form's own; ``needs`` have their details."""

    nonce: bytes
    event_id: int
    way: Way
    party_size: int = 1
    name: str = ""
    email: str = ""
    is_13_or_older: bool = False
    language: str = "en"
    wants_reminder: bool = True
    follows_series: bool = False
    needs: Mapping[NeedKind, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NeedCard:
    """One need and what came of it; ``answer`` is what staff wrote to the person."""

    id: int
    kind: NeedKind
    details: str
    state: NeedState
    answer: str


@dataclass(frozen=True)
class ReplyCard:
    """A reply as its owner sees it. ``place_in_line`` is 0 unless it waits."""

    id: int
    event_id: int
    state: RsvpState
    way: Way
    party_size: int
    name: str
    has_address: bool
    wants_reminder: bool
    place_in_line: int
    offer_until: datetime | None
    needs: tuple[NeedCard, ...]


@dataclass(frozen=True)
class Replied:
    """What a reply came to, with the six words that lead back to it and the door's short code."""

    receipt: str
    ticket: str
    state: RsvpState


def read(session: Session, rsvp: Rsvp) -> ReplyCard:
    """The card of a row."""
    waits = rsvp.state is RsvpState.WAITING
    return ReplyCard(
        rsvp.id, rsvp.event_id, rsvp.state, rsvp.way, rsvp.party_size, rsvp.name or "",
        rsvp.contact_id is not None, rsvp.wants_reminder,
        waitlists.place_in_line(session, rsvp) if waits else 0, rsvp.offer_until,
        needs_of(session, rsvp.id),
    )  # fmt: skip


def needs_of(session: Session, rsvp_id: int) -> tuple[NeedCard, ...]:
    """What a reply needs, in the order of asking."""
    rows = session.scalars(select(Need).where(Need.rsvp_id == rsvp_id).order_by(Need.id))
    return tuple(NeedCard(row.id, row.kind, row.details, row.state, row.answer) for row in rows)


def ticket_of(nonce: bytes, keys: Keys) -> str:
    """The short code for the door: ten letters and digits; it opens nothing but the door."""
    return base64.b32encode(hmac.digest(keys.links, b"ticket" + nonce, hashlib.sha256)).decode()[
        :10
    ]


def hashed_ticket(ticket: str, keys: Keys) -> bytes:
    """What the table keeps of a ticket, however it was typed."""
    plain = "".join(ticket.split()).upper()
    return hmac.digest(keys.receipt_hash, b"ticket" + plain.encode(), hashlib.sha256)
