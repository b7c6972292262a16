"""Briefings that are due: made from one moment of the records, kept, and their readers told."""

from __future__ import annotations

from functools import partial

import structlog
from sqlalchemy import Engine

from core import clock, i18n
from core.actor import Actor
from core.errors import RecordsAwayError
from core.scope import Scope
from core.settings import Settings
from db.session import reading, transaction
from exports import language_model
from services import briefing_content, briefing_schedules, briefings, departments
from services.briefing_schedules import Due

WORKER = Actor.operator()
log = structlog.get_logger()


def make_due(engine: Engine, settings: Settings) -> None:
    """Make what is due. Asked any number of times, by any number of workers, it is made once."""
    with reading(engine) as session:
        today = clock.local_date(clock.now(), departments.current(session, WORKER).tzid)
        waiting = briefing_schedules.due(session, WORKER, today=today)
    for due in waiting:
        try:
            _make_one(engine, settings, due)
        except RecordsAwayError:
            raise
        except Exception as error:
            log.error("a briefing could not be made", schedule=due.schedule_id, error=repr(error))


def _make_one(engine: Engine, settings: Settings, due: Due) -> None:
    briefing_id = make(
        engine, settings, WORKER, scope=due.scope, language=due.language, once=due.once
    )
    with transaction(engine) as session:
        briefing_schedules.made(session, WORKER, done=due, briefing_id=briefing_id, now=clock.now())


def make(
    engine: Engine, settings: Settings, actor: Actor, *, scope: Scope, language: str,
    once: str | None = None,
) -> int:  # fmt: skip
    """Make one briefing and answer its id. While it is worked out nothing is locked."""
    before = i18n.language.set(language)
    try:
        with reading(engine) as session:
            today = clock.local_date(clock.now(), departments.current(session, actor).tzid)
            content = briefing_content.compose(
                session, actor, scope=scope, language=language, today=today,
                minimum=settings.minimum_cell_size,
            )  # fmt: skip
    finally:
        i18n.language.reset(before)
    if settings.language_model_url and language == "en":
        content = content.rephrased(partial(
            language_model.rephrased, url=settings.language_model_url,
            model=settings.language_model,
        ))  # fmt: skip
    with transaction(engine) as session:
        return briefings.keep(session, actor, content=content, today=today, once=once)
