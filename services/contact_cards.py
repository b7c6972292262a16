"""Contact cards: an officer hands one over, and its holder gives one answer, without a name.

A used card leaves the table. What stays behind is who made how many (in the audit) and the answers,
and nothing that leads from one to the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from core import card_codes, links
from core.actor import Actor
from core.errors import CommonGroundError
from core.keys import Keys
from core.links import LinkError, LinkPurpose
from core.vocabulary import AuditAction, Permission
from db.base import random_id
from db.models import ContactCard, Survey
from services import audit
from services.access import require

MOST = 100
LIVES = timedelta(days=60)


class CardCountError(CommonGroundError):
    message = "A sheet has 1 to {most} cards. Choose a number between them."


class InvitationSpentError(CommonGroundError):
    message = (
        "This invitation was answered already, or its time is over. Thank you. You can always tell "
        "us more on the form."
    )


class CardSurveyError(CommonGroundError):
    message = "That survey is not there any more. Load the page again."


class CardUnknownError(CommonGroundError):
    message = (
        "No card with these letters can be used. Each card is good for one answer and for 60 "
        "days. You can tell us without a card as well."
    )


class CardSpentError(CommonGroundError):
    message = (
        "Your card cannot be used any more: it was used, or this page was open for too long. "
        "Your words are still here. You can send them without the card."
    )


@dataclass(frozen=True)
class Opened:
    """What a card opens, the form or the survey with this number; ``proof`` stands for it."""

    proof: str
    survey_id: int | None


@dataclass(frozen=True)
class CardSheet:
    """New cards: their codes, which are shown this once, and the last day they are good."""

    codes: tuple[str, ...]
    good_until: date


def make(
    session: Session, actor: Actor, *, n: int, keys: Keys, now: datetime, today: date,
    survey_id: int | None = None,
) -> CardSheet:  # fmt: skip
    """Make ``n`` cards, for the form or for a survey. Those whose time is over are forgotten."""
    require(actor, Permission.PLAN_EVENTS)
    if not 1 <= n <= MOST:
        raise CardCountError(most=MOST)
    if survey_id is not None and session.get(Survey, survey_id) is None:
        raise CardSurveyError
    session.execute(delete(ContactCard).where(ContactCard.good_until < today))
    codes, until = tuple(card_codes.fresh() for _ in range(n)), today + LIVES
    rows = [
        {
            "id": random_id(),
            "code_hash": card_codes.stored_hash(code, keys),
            "good_until": until,
            "survey_id": survey_id,
        }
        for code in codes
    ]
    session.execute(insert(ContactCard), rows)
    audit.note(
        session, actor, AuditAction.CARDS_MADE, subject="contact cards", now=now, details=str(n)
    )
    return CardSheet(codes, until)


def opened(
    session: Session, actor: Actor, *, code: str, keys: Keys, now: datetime, today: date
) -> Opened:
    """What the card opens, with the proof that a page carries for an hour instead of its code.

    The card is not used yet.
    """
    require(actor, Permission.GIVE_FEEDBACK)
    found = session.scalar(
        select(ContactCard).where(
            ContactCard.code_hash == card_codes.stored_hash(code, keys),
            ContactCard.good_until >= today,
        )
    )
    if found is None:
        raise CardUnknownError
    until = now + links.PROOF_LIVES
    proof = links.token(LinkPurpose.CONTACT_CARD, found.id, until=until, key=keys.links)
    return Opened(proof, found.survey_id)


def invited(
    session: Session, actor: Actor, *, proof: str, keys: Keys, now: datetime, today: date
) -> Opened:
    """The same for the link of an invitation, which holds no code."""
    require(actor, Permission.GIVE_FEEDBACK)
    number = links.subject_of(proof, LinkPurpose.SURVEY_INVITATION, now=now, key=keys.links)
    found = session.get(ContactCard, number)
    if found is None or found.good_until < today:
        raise InvitationSpentError
    until = now + links.PROOF_LIVES
    fresh = links.token(LinkPurpose.CONTACT_CARD, found.id, until=until, key=keys.links)
    return Opened(fresh, found.survey_id)


def use(
    session: Session, actor: Actor, *, proof: str, keys: Keys, now: datetime, today: date
) -> None:
    """Use a card for the form up, in the transaction that stores its answer."""
    require(actor, Permission.GIVE_FEEDBACK)
    use_up(session, card_of(proof, keys, now), survey_id=None, today=today)


def card_of(proof: str, keys: Keys, now: datetime) -> int:
    """The id of the card that a page was opened with; refused where the proof is too old."""
    try:
        return links.subject_of(proof, LinkPurpose.CONTACT_CARD, now=now, key=keys.links)
    except LinkError as error:
        raise CardSpentError from error


def use_up(session: Session, card_id: int, *, survey_id: int | None, today: date) -> None:
    """Use a card up that is for this survey, or for the form (``None``).

    One statement finds and removes it, so of two that come at once the database lets one through.
    """
    used = session.scalar(
        delete(ContactCard)
        .where(
            ContactCard.id == card_id, ContactCard.good_until >= today,
            ContactCard.survey_id.is_not_distinct_from(survey_id),
        )
        .returning(ContactCard.id)
    )  # fmt: skip
    if used is None:
        raise CardSpentError
