"""Who a person is to us: anonymous, confidential or named, as they chose."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import sealing, texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.keys import Keys
from core.vocabulary import Permission
from core.voice import Mode
from db.models import Feedback, FeedbackContact
from services import cards
from services.access import require
from services.meetings import contacts

NAME_LIMIT = 100


class AddressMissingError(CommonGroundError):
    message = "To be confidential, leave an e-mail address; or choose to stay anonymous."


class NameMissingError(CommonGroundError):
    message = "To be named, write your name; or choose to stay anonymous."


@dataclass(frozen=True)
class Identity:
    """What a person fills in about themselves. What their ``mode`` does not ask for is not kept."""

    mode: Mode = Mode.ANONYMOUS
    email: str = ""
    is_13_or_older: bool = False
    name: str = ""


UNKNOWN = Identity()


def checked(identity: Identity) -> tuple[str | None, str]:
    """The address and the name, as far as the mode that was chosen asks for them."""
    if identity.mode is Mode.ANONYMOUS:
        return None, ""
    email = contacts.checked(identity.email, is_13_or_older=identity.is_13_or_older)
    if identity.mode is Mode.CONFIDENTIAL:
        if email is None:
            raise AddressMissingError
        return email, ""
    name = texts.optional(identity.name, limit=NAME_LIMIT)
    if not name:
        raise NameMissingError
    return email, name


def keep(
    session: Session, feedback_id: int, mode: Mode, *, email: str | None, name: str,
    until: date | None, language: str, keys: Keys,
) -> None:  # fmt: skip
    """Seal what was checked, apart from the words; an anonymous piece can have no row here."""
    if mode is Mode.ANONYMOUS:
        return
    contact_id = None
    if email is not None:
        contact_id = contacts.seal(
            session, email, language=language, until=until or date.max, keys=keys
        )
    sealed = sealing.seal(name, place=_place(feedback_id), key=keys.contact) if name else None
    session.add(
        FeedbackContact(feedback_id=feedback_id, mode=mode, contact_id=contact_id, name=sealed)
    )
    session.flush()


def names(
    session: Session, actor: Actor, *, feedback_ids: Collection[int], keys: Keys
) -> dict[int, str]:
    """The names of those of these pieces, shown to ``actor``, whose writers chose to be named."""
    require(actor, Permission.HANDLE_FEEDBACK)
    wanted = select(Feedback.id).where(Feedback.id.in_(feedback_ids))
    mine, _withheld = cards.readable(actor, wanted)
    rows = session.scalars(
        select(FeedbackContact).where(
            FeedbackContact.feedback_id.in_(mine), FeedbackContact.name.is_not(None)
        )
    )
    return {
        row.feedback_id: sealing.opened(
            row.name or b"", place=_place(row.feedback_id), key=keys.contact
        )
        for row in rows
    }


def _place(feedback_id: int) -> str:
    return f"feedback_contact.name:{feedback_id}"
