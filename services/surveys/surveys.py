"""Surveys: a questionnaire put before people of one kind, opened and closed by staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.instruments import Instrument, SampleKind
from core.vocabulary import AuditAction, Permission
from db.models import Event, InstrumentVersion, Survey
from services import audit, departments
from services.access import require
from services.surveys import instruments

BY_CARD = frozenset({SampleKind.POST_CONTACT, SampleKind.PROBABILITY})
"""Kinds that ask certain people: others who found the address would change whom it stands for."""


class SurveyGoneError(CommonGroundError):
    message = "There is no such survey, or it is closed. Thank you for wanting to answer."


class SurveyExistsError(CommonGroundError):
    message = "There is a survey called {title} already. Give this one another name."


class OtherSurveyError(CommonGroundError):
    message = (
        "{title} asks another questionnaire, or other people, so these responses do not belong to "
        "it. Give them a name of their own with --title."
    )


class EventGoneError(CommonGroundError):
    message = "That meeting is not there any more. Choose another."


@dataclass(frozen=True)
class SurveyCard:
    """A survey as a list shows it; ``n`` counts those who finished."""

    id: int
    title: str
    kind: SampleKind
    is_open: bool
    n: int
    instrument: Instrument
    event: str | None


def every(session: Session, actor: Actor) -> list[SurveyCard]:
    """All of them, the newest first."""
    require(actor, Permission.READ_FIGURES)
    rows = session.execute(
        select(Survey, InstrumentVersion.content, Event.title)
        .join(InstrumentVersion, InstrumentVersion.id == Survey.instrument_version_id)
        .outerjoin(Event, Event.id == Survey.event_id)
        .order_by(Survey.id.desc())
    )
    return [
        SurveyCard(
            row.id, row.title, row.kind, row.is_open, row.n, Instrument.read(content), event
        )
        for row, content, event in rows
    ]  # fmt: skip


def open_to_all(session: Session, actor: Actor) -> list[tuple[int, Instrument]]:
    """What anybody may answer now, by number: open surveys that ask nobody in particular."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    rows = session.execute(
        select(Survey.id, InstrumentVersion.content)
        .join(InstrumentVersion, InstrumentVersion.id == Survey.instrument_version_id)
        .where(Survey.is_open, Survey.kind == SampleKind.OPEN)
        .order_by(Survey.id.desc())
    )
    return [(number, Instrument.read(content)) for number, content in rows]


def asked(session: Session, actor: Actor, *, survey_id: int) -> Instrument:
    """What an open survey asks; closed ones are as if they were not there."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    return instruments.of_version(session, open_one(session, survey_id).instrument_version_id)


def by_card(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Open surveys that are answered with a card, by number and title."""
    require(actor, Permission.PLAN_EVENTS)
    rows = session.execute(
        select(Survey.id, Survey.title).where(Survey.is_open, Survey.kind.in_(BY_CARD))
    )
    return [(number, title) for number, title in rows]


def start(
    session: Session, actor: Actor, *, title: str, instrument: str, kind: SampleKind,
    event_id: int | None = None, is_open: bool = True, now: datetime,
) -> int:  # fmt: skip
    """Put a questionnaire before people; answers the survey's number."""
    require(actor, Permission.EDIT_QUESTIONS)
    called = texts.clean(title, limit=120).replace("\n", " ")
    if session.scalar(select(Survey.id).where(Survey.title == called)) is not None:
        raise SurveyExistsError(title=called)
    if event_id is not None and session.get(Event, event_id) is None:
        raise EventGoneError
    asks = instruments.in_force(session, instrument, departments.today(session, actor, now=now))
    row = Survey(
        title=called, kind=kind, instrument_version_id=asks.id, event_id=event_id, is_open=is_open
    )
    session.add(row)
    session.flush()
    _note(session, actor, row, "opened" if is_open else "made", now)
    return row.id


def asks_already(session: Session, actor: Actor, *, title: str) -> Instrument | None:
    """The wording that a survey of this title asks, which a file's next rows are read by."""
    require(actor, Permission.BRING_IN_RECORDS)
    asked = select(InstrumentVersion.content).join(
        Survey, Survey.instrument_version_id == InstrumentVersion.id
    )
    found = session.scalar(asked.where(Survey.title == title))
    return None if found is None else Instrument.read(found)


def to_import_into(
    session: Session, actor: Actor, *, title: str, instrument: str, kind: SampleKind, now: datetime
) -> int:  # fmt: skip
    """The number of the survey that a file's responses belong to, which is made where it is new.

    It stays closed: nobody answers it here. One that asks otherwise is refused, so that responses
    of two kinds, or to two questionnaires, never come together.
    """
    require(actor, Permission.BRING_IN_RECORDS)
    row = session.scalar(select(Survey).where(Survey.title == title))
    if row is None:
        return start(
            session, actor, title=title, instrument=instrument, kind=kind, is_open=False, now=now
        )
    asks = session.get_one(InstrumentVersion, row.instrument_version_id)
    if (asks.name, row.kind) != (instrument, kind):
        raise OtherSurveyError(title=title)
    return row.id


def set_open(
    session: Session, actor: Actor, *, survey_id: int, is_open: bool, now: datetime
) -> None:
    """Open or close a survey. Who is in the middle of a closed one can still finish it."""
    require(actor, Permission.EDIT_QUESTIONS)
    row = get(session, survey_id)
    if row.is_open != is_open:
        row.is_open = is_open
        _note(session, actor, row, "opened" if is_open else "closed", now)


def take_newest_wording(session: Session, actor: Actor, *, survey_id: int, now: datetime) -> bool:
    """Ask the newest version of its questionnaire from now on; whether that is another one.

    Who began with the older wording finishes with it, and their answers are kept apart.
    """
    require(actor, Permission.EDIT_QUESTIONS)
    row = get(session, survey_id)
    name = session.get_one(InstrumentVersion, row.instrument_version_id).name
    newest = instruments.newest_of(session, name)
    if newest is None or newest.id == row.instrument_version_id:
        return False
    row.instrument_version_id = newest.id
    row.version += 1
    _note(session, actor, row, f"asks version {newest.version}", now)
    return True


def get(session: Session, survey_id: int) -> Survey:
    """The row; refused where there is none."""
    row = session.get(Survey, survey_id, with_for_update=True)
    if row is None:
        raise SurveyGoneError
    return row


def titled(session: Session, title: str) -> Survey:
    """The row of the open survey that staff call so."""
    row = session.scalar(select(Survey).where(Survey.title == title, Survey.is_open))
    if row is None:
        raise SurveyGoneError
    return row


def open_one(session: Session, survey_id: int) -> Survey:
    """The row of an open survey, looked at and not locked."""
    row = session.get(Survey, survey_id)
    if row is None or not row.is_open:
        raise SurveyGoneError
    return row


def _note(session: Session, actor: Actor, row: Survey, what: str, now: datetime) -> None:
    audit.note(session, actor, AuditAction.SURVEY_CHANGED, subject=row.title, now=now, details=what)
