"""Responses that are not sent yet: how far somebody has come, and the proof their page carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core import links
from core.errors import CommonGroundError
from core.instruments import Instrument, Item
from core.keys import Keys
from core.links import LinkError, LinkPurpose
from db.models import SurveyResponse
from services.surveys import instruments

DRAFT_LIVES = timedelta(hours=2)


class DraftGoneError(CommonGroundError):
    message = (
        "This page was open for too long, or the survey was sent already. What was sent is safe. "
        "If you were not done, please begin again."
    )


@dataclass(frozen=True)
class Draft:
    """How far somebody has come; ``proof`` is what their next page carries."""

    proof: str
    instrument: Instrument
    answers: Mapping[str, int | str]

    @property
    def asked(self) -> list[Item]:
        """The items that are asked of this person, as far as we know, in order."""
        return list(self.instrument.asked(self.answers))

    def after(self, key: str) -> Item | None:
        """The item that is asked after the one called ``key`` (the first after none)."""
        keys = [item.key for item in self.asked]
        at = keys.index(key) + 1 if key in keys else 0
        return self.asked[at] if at < len(keys) else None

    def before(self, key: str) -> Item | None:
        """The item that was asked before the one called ``key``."""
        at = next((n for n, item in enumerate(self.asked) if item.key == key), 0)
        return self.asked[at - 1] if at else None

    def progress(self, item: Item) -> tuple[int, int]:
        """Which question this is, and of how many as far as we know."""
        return self.asked.index(item) + 1, len(self.asked)


def proven(session: Session, proof: str, keys: Keys, now: datetime) -> SurveyResponse:
    """The row of the draft that a page carries, locked; refused when it was sent or is too old."""
    try:
        number = links.subject_of(proof, LinkPurpose.SURVEY_DRAFT, now=now, key=keys.links)
    except LinkError as error:
        raise DraftGoneError from error
    row = session.get(SurveyResponse, number, with_for_update=True)
    if row is None or row.answered_on is not None:
        raise DraftGoneError
    return row


def of(session: Session, row: SurveyResponse, keys: Keys, now: datetime) -> Draft:
    """The draft, with a fresh proof for the next page."""
    until = now + DRAFT_LIVES
    proof = links.token(LinkPurpose.SURVEY_DRAFT, row.id, until=until, key=keys.links)
    return Draft(proof, asks(session, row), row.answers)


def asks(session: Session, row: SurveyResponse) -> Instrument:
    """The wording that this person is asked, whatever the survey asks by now."""
    return instruments.of_version(session, row.instrument_version_id)
