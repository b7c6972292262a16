"""Questionnaires: those that are shipped, those that staff write, and every version of both."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.instruments import Instrument
from core.vocabulary import Permission
from db.models import InstrumentVersion
from services.access import require

FOLDER = Path(__file__).with_name("shipped")


class InstrumentUnknownError(CommonGroundError):
    message = "There is no questionnaire called {name}. These are there: {names}."


@lru_cache
def _shipped() -> dict[str, Instrument]:
    """The questionnaires that come with Common Ground, by name."""
    read = (
        Instrument.read(tomllib.loads(path.read_text("utf-8"))) for path in FOLDER.glob("*.toml")
    )
    return {found.name: found for found in sorted(read, key=lambda found: found.name)}


def every(session: Session, actor: Actor) -> list[Instrument]:
    """The newest version of each, ours and the department's, by name."""
    require(actor, Permission.EDIT_QUESTIONS)
    newest = select(func.max(InstrumentVersion.id)).group_by(InstrumentVersion.name)
    rows = session.scalars(select(InstrumentVersion).where(InstrumentVersion.id.in_(newest)))
    found = _shipped() | {row.name: Instrument.read(row.content) for row in rows}
    return sorted(found.values(), key=lambda one: one.name)


def keep(session: Session, actor: Actor, *, instrument: Instrument, today: date) -> Instrument:
    """Keep a new version, where anything differs from the newest; answers what is in force.

    What was asked before stays as it was asked.
    """
    require(actor, Permission.EDIT_QUESTIONS)
    name = texts.clean(instrument.name, limit=60).casefold()
    row = newest_of(session, name)
    before = Instrument.read(row.content) if row else _shipped().get(name)
    version = before.version if before else 0
    fresh = Instrument.read(replace(instrument, name=name, version=version or 1).said())
    if fresh == before:
        return fresh
    fresh = replace(fresh, version=version + 1)
    if row is None and before:  # so that the shipped wording can always be found again
        _add(session, before, today)
    _add(session, fresh, today)
    return fresh


def named(session: Session, actor: Actor, *, name: str, today: date) -> Instrument:
    """The version in force of the questionnaire called ``name``."""
    require(actor, Permission.EDIT_QUESTIONS)
    return Instrument.read(in_force(session, name, today).content)


def in_force(session: Session, name: str, today: date) -> InstrumentVersion:
    """The row of the newest version; what is shipped gets its row when it is first used."""
    row = newest_of(session, name)
    if row is not None:
        return row
    if name not in _shipped():
        raise InstrumentUnknownError(name=name, names=", ".join(_shipped()))
    return _add(session, _shipped()[name], today)


def of_version(session: Session, version_id: int) -> Instrument:
    """The wording of one version."""
    return Instrument.read(session.get_one(InstrumentVersion, version_id).content)


def newest_of(session: Session, name: str) -> InstrumentVersion | None:
    """The row of the newest version, where there is one."""
    asked = select(InstrumentVersion).where(InstrumentVersion.name == name)
    return session.scalar(asked.order_by(InstrumentVersion.version.desc()).limit(1))


def _add(session: Session, found: Instrument, today: date) -> InstrumentVersion:
    row = InstrumentVersion(
        name=found.name, version=found.version, content=found.said(), since_on=today
    )
    session.add(row)
    session.flush()
    return row
