"""Inviting people to a survey by mail: after which contacts, how often, and never at night.

Nobody is invited after an arrest, a medical emergency, domestic or sexual violence, and no juvenile
is: a mail may be read by whoever they fear. What is not on the list of contacts is refused too.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core import quiet
from core.actor import Actor
from core.errors import CommonGroundError
from core.keys import Keys
from core.vocabulary import AuditAction, NoticeKind, Permission
from db.base import random_id
from db.models import ContactCard, RecentlyInvited
from services import audit, contact_cards, departments
from services.access import require
from services.meetings import contacts, notices
from services.surveys import surveys

ALLOWED = ("call for service", "community event", "question", "report", "traffic stop", "visit")
AFTER = 3
"""Days after a contact: soon enough to remember, and over the first of it."""
OLDEST = timedelta(days=45)
PAUSE = timedelta(days=183)
"""Nobody hears from us about a survey twice in six months."""
ASKED_AT = time(10, 0)


class InvitedByMailError(CommonGroundError):
    message = "{title} is open to all, so nobody is invited to it by mail. Share its address."


class NotInvitedError(CommonGroundError):
    """One person is not invited; the others are. The message is the reason, in one sentence."""

    message = "{reason}"


@dataclass(frozen=True)
class Invitee:
    """Somebody who had a contact with the department; ``kind`` is one of ``ALLOWED``."""

    email: str
    kind: str
    contact_on: date
    is_juvenile: bool
    language: str


@dataclass(frozen=True)
class Invited:
    """How many are invited, and why each of the others is not, by their number."""

    n: int
    refused: dict[int, str]


def invite(
    session: Session, actor: Actor, *, title: str, people: Mapping[int, Invitee], after: int,
    keys: Keys, now: datetime,
) -> Invited:  # fmt: skip
    """Write to each of ``people`` (by a number of the caller's) so many days ``after`` their
    contact, by day, with a link that is good for one response."""
    require(actor, Permission.BRING_IN_RECORDS)
    survey = surveys.titled(session, title)
    if survey.kind not in surveys.BY_CARD:
        raise InvitedByMailError(title=title)
    today = departments.today(session, actor, now=now)
    session.execute(delete(RecentlyInvited).where(RecentlyInvited.until <= today))
    n, refused = 0, {}
    for place, person in people.items():
        try:
            _invite(session, actor, person, survey.id, after, keys, now, today)
            n += 1
        except CommonGroundError as refusal:
            refused[place] = str(refusal)
    audit.note(
        session, actor, AuditAction.SURVEY_CHANGED, subject=title, now=now,
        details=f"{n} people invited",
    )  # fmt: skip
    return Invited(n, refused)


def _invite(
    session: Session, actor: Actor, person: Invitee, survey_id: int, after: int, keys: Keys,
    now: datetime, today: date,
) -> None:  # fmt: skip
    _refuse_contact(person, today)
    email = contacts.checked(person.email, is_13_or_older=True)
    if email is None:
        raise NotInvitedError(reason="There is no address.")
    known = hmac.digest(keys.contact, b"invited\0" + email.casefold().encode(), hashlib.sha256)
    if session.get(RecentlyInvited, known) is not None:
        raise NotInvitedError(reason="They were invited to a survey in the last six months.")
    session.add(RecentlyInvited(address_hash=known, until=today + PAUSE))
    tzid = departments.current(session, actor).tzid
    day = max(today, person.contact_on + timedelta(days=after))
    begin = datetime.combine(day, ASKED_AT, ZoneInfo(tzid))
    until = day + contact_cards.LIVES
    card = ContactCard(
        id=random_id(), code_hash=hashlib.sha256(random_id().to_bytes(8)).digest(),
        good_until=until, survey_id=survey_id,
    )  # fmt: skip
    session.add(card)
    contact_id = contacts.seal(session, email, language=person.language, until=until, keys=keys)
    notices.put(
        session, NoticeKind.SURVEY, once=f"survey:{card.id:x}", now=now, contact_id=contact_id,
        about=f"{card.id:x}", not_before=quiet.first_moment(max(now, begin), tzid),
    )  # fmt: skip


def _refuse_contact(person: Invitee, today: date) -> None:
    if person.is_juvenile:
        raise NotInvitedError(reason="Nobody under 18 is invited by mail.")
    if person.kind.strip().casefold() not in ALLOWED:
        allowed = ", ".join(ALLOWED)
        raise NotInvitedError(
            reason=f"After “{person.kind[:40]}” nobody is invited. Only after: {allowed}."
        )
    if not today - OLDEST <= person.contact_on <= today:
        raise NotInvitedError(reason=f"The contact was not in the last {OLDEST.days} days.")
