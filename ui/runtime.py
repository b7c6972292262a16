"""What a screen needs to ask and to answer: records, keys, the time, the person, and refusals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache

import streamlit as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core import clock, i18n, settings
from core.actor import Actor
from core.errors import CommonGroundError
from core.keys import Keys
from core.screens import Screen
from db import session as db_session
from services import departments
from services.access import require
from services.departments import DepartmentCard
from ui import identity

SPOKEN = "spoken"
"""The language of the session's last run, in its state."""


@cache
def engine() -> Engine:
    return db_session.make_engine(settings.current().database_url)


@cache
def keys() -> Keys:
    return Keys.load(settings.current().key_file)


@contextmanager
def reading() -> Iterator[Session]:
    """The reader's path: one moment of the records, and no lock."""
    _speak()
    with db_session.reading(engine()) as session:
        yield session


@contextmanager
def transaction() -> Iterator[Session]:
    """The writer's path; when it ends well, everything is stored."""
    _speak()
    with db_session.transaction(engine()) as session:
        yield session


def now() -> datetime:
    return clock.now()


def today(department: DepartmentCard) -> date:
    """The department's day."""
    return clock.local_date(now(), department.tzid)


def actor() -> Actor:
    """Who is asking, looked up anew in every run: a session ended elsewhere ends here too."""
    with reading() as session:
        return identity.actor(session, now())


def allowed(screen: Screen) -> Actor:
    """Who is asking, refused where ``screen`` is not theirs, however they came to it."""
    who = actor()
    require(who, screen.permission)
    return who


def department() -> DepartmentCard:
    with reading() as session:
        return departments.current(session, Actor.visitor())


@contextmanager
def refusals_shown() -> Iterator[None]:
    """Show an expected refusal as its sentence; anything else is a bug and goes up."""
    try:
        yield
    except CommonGroundError as refusal:
        st.error(str(refusal))


def _speak() -> None:
    """Have the use case answer in the language of the session's last whole run.

    Callbacks and fragments run without the router, in a thread that has chosen none.
    """
    i18n.language.set(st.session_state.get(SPOKEN, i18n.language.get()))
