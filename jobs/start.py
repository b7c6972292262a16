"""What happens before the first visitor: the schema, what every installation holds, the sample."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from core import clock, settings
from core.actor import Actor
from core.settings import Settings
from db import schema
from db.session import make_engine, transaction
from jobs.progress import progress
from services import departments, installation, sample

OPERATOR = Actor.operator()


@dataclass(frozen=True)
class Started:
    """What the person at the terminal must be told."""

    setup_token: str | None
    sample_passwords: dict[str, str]


def records() -> Engine:
    """The database of this installation, brought to the newest schema."""
    engine = make_engine(settings.current().database_url)
    migrate(engine)
    return engine


def migrate(engine: Engine) -> None:
    """Bring the database to the newest schema and put in what is missing."""
    schema.upgrade(engine)
    with schema.alone(engine), transaction(engine) as session:
        installation.prepare(session, OPERATOR, now=clock.now())


def start(engine: Engine, settings: Settings) -> Started:
    """Get ready to serve. Refuses to serve a sample as if it were real."""
    migrate(engine)
    now = clock.now()
    with schema.alone(engine), transaction(engine) as session:
        if settings.sample and sample.fits(session, OPERATOR):
            with progress("Inventing") as said:
                sample.load(session, OPERATOR, now=now, size=settings.sample, said=said)
        if sample.is_here(session, OPERATOR):
            if not settings.sample:
                raise sample.HoldsSampleError
            return Started(None, sample.new_passwords(session, OPERATOR, now=now))
        if departments.wants_setup(session, OPERATOR):
            return Started(departments.create_setup_link(session, OPERATOR, now=now), {})
    return Started(None, {})
