"""Addresses people left: sealed at once, opened only to write to them, and gone in time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core import sealing
from core.actor import Actor
from core.errors import CommonGroundError
from core.keys import Keys
from core.vocabulary import Permission
from db.base import random_id
from db.models import Contact, FeedbackContact
from services.access import require

KEPT_AFTER = timedelta(days=60)  # thanks, results, and 30 days in which to say "this is not done"
_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class AddressError(CommonGroundError):
    message = (
        "That does not look like an e-mail address. It looks like name@example.org. "
        "You can also leave it out: your receipt is enough."
    )


class AgeError(CommonGroundError):
    message = (
        "We keep an address only of people who are 13 or older. Tick the box, or leave the "
        "address out: your receipt is enough."
    )


@dataclass(frozen=True)
class Address:
    """Where one person wants to be written to, and in which language."""

    email: str
    language: str


def checked(email: str, *, is_13_or_older: bool) -> str | None:
    """The address as it can be kept; ``None`` where none was left; refused where it cannot be."""
    plain = email.strip()
    if not plain:
        return None
    if len(plain) > 254 or not plain.isascii() or not _ADDRESS.fullmatch(plain):
        raise AddressError
    if not is_13_or_older:
        raise AgeError
    return plain


def seal(session: Session, email: str, *, language: str, until: date, keys: Keys) -> int:
    """Keep an address that was checked; answers the contact's id."""
    contact_id = random_id()
    sealed = sealing.seal(email, place=_place(contact_id), key=keys.contact)
    session.add(
        Contact(
            id=contact_id, sealed=sealed, language=language, is_13_or_older=True,
            keep_until=until,
        )
    )  # fmt: skip
    session.flush()
    return contact_id


def keep_longer(session: Session, contact_id: int, until: date) -> None:
    """Keep a contact until a later day; never shorten what was promised."""
    contact = session.get_one(Contact, contact_id)
    contact.keep_until = max(contact.keep_until, until)


def address(session: Session, actor: Actor, *, contact_id: int, keys: Keys) -> Address | None:
    """Open one address, for the program that sends; ``None`` where it was forgotten meanwhile."""
    require(actor, Permission.DO_WORK)
    contact = session.get(Contact, contact_id)
    if contact is None:
        return None
    email = sealing.opened(contact.sealed, place=_place(contact.id), key=keys.contact)
    return Address(email, contact.language)


def forget_outdated(session: Session, actor: Actor, *, today: date) -> int:
    """Erase every address whose day has come; how many. What hung on it goes, or loses it.

    Those beside feedback go with its words (``services/retention.py``), which a hold may keep.
    """
    require(actor, Permission.DO_WORK)
    of_feedback = select(FeedbackContact.contact_id).where(FeedbackContact.contact_id.is_not(None))
    gone = (
        delete(Contact)
        .where(Contact.keep_until < today, Contact.id.not_in(of_feedback))
        .returning(Contact.id)
    )
    return len(session.scalars(gone).all())


def _place(contact_id: int) -> str:
    return f"contact.sealed:{contact_id}"
