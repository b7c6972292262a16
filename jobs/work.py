"""What a worker does: files that wait, then new names of staff, then texts that wait, and again."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

import structlog
from sqlalchemy import Engine

from core.actor import Actor
from core.errors import RecordsAwayError
from core.keys import Keys
from core.settings import Settings
from db.session import transaction
from jobs import briefings, meetings, new_concerns, opinions, surveys, uploads
from jobs.read_feedback import read_batch, search_batch
from jobs.retagging import tag_batch
from services import searches

PAUSE = 2.0  # seconds between looks at an empty queue
FALLS_DUE = 30.0  # between looks at what falls due by itself: reminders, offers that end
TIDIED = 24 * 60 * 60.0  # between turns at taking what was erased out of the search index
LONGEST_PAUSE = 60.0  # between tries while the records are away

WORKER = Actor.operator()
log = structlog.get_logger()


def work_off(
    engine: Engine, settings: Settings, keys: Keys, *,
    said: Callable[[int], None] = lambda _count: None,
) -> int:  # fmt: skip
    """Work until nothing waits; answers how many texts were read, of which ``said`` hears."""
    total = 0
    while (turn := work_on(engine, settings, keys)).is_more:
        total += turn.read
        said(total)
    return total


class Turn(NamedTuple):
    """How many texts were read in it, and whether another one is worth its while."""

    read: int
    is_more: bool


def work_on(engine: Engine, settings: Settings, keys: Keys) -> Turn:
    """One turn at each kind of work, so that none waits for the end of another.

    A million texts take an hour or more, and a letter to somebody who waits must not.
    """
    meetings.send(engine, settings, keys)
    while uploads.work_on_one(engine, settings.upload_folder):
        pass
    while search_batch(engine):  # before reading: what names somebody is shut to them first
        pass
    read = read_batch(engine)
    tagged = tag_batch(engine)  # one of each: neither new words nor new themes wait for the other
    if not read:  # else what is new may be among what still waits
        new_concerns.look(engine)
    surveys.work_out(engine)
    opinions.work_out(engine)
    return Turn(read, is_more=read > 0 or tagged is not None)


def work_for_ever(
    engine: Engine, settings: Settings, keys: Keys, *, stopped: Callable[[float], bool]
) -> None:
    """Do what comes until ``stopped(seconds)``, which waits that long, answers true.

    While the records are away it waits ever longer; nothing is lost, for what was claimed is
    handed out again when its lease ends.
    """
    pause, due, untidy = PAUSE, 0.0, 0.0
    read, began = 0, 0.0
    while not stopped(pause):
        try:
            if time.monotonic() >= due:
                meetings.fall_due(engine, keys)
                briefings.make_due(engine, settings)
                due = time.monotonic() + FALLS_DUE
            if time.monotonic() >= untidy:
                tidy(engine)
                untidy = time.monotonic() + TIDIED
            turn = work_on(engine, settings, keys)
            if turn.read:
                read, began = read + turn.read, began or time.monotonic()
            elif read:
                log.info("read", texts=read, seconds=round(time.monotonic() - began, 1))
                read, began = 0, 0.0
            uploads.forget_outdated(engine, settings.upload_folder)
            pause = 0.0 if turn.is_more else PAUSE
        except RecordsAwayError:
            pause = min(max(pause, PAUSE) * 2, LONGEST_PAUSE)
            log.warning("records are away", next_try_seconds=pause)


def tidy(engine: Engine) -> None:
    """Take what was erased out of the search index, a little at a time: nobody's form waits."""
    is_left = True
    while is_left:
        with transaction(engine) as session:
            is_left = searches.tidy(session, WORKER)


def work_until_told(engine: Engine, settings: Settings, keys: Keys, *, with_parent: bool) -> None:
    """``work_for_ever``, politely, until a signal ends it or, ``with_parent``, our parent's end."""
    os.nice(19)  # residents at their forms come first
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if with_parent:
        threading.Thread(target=_wait_for_parent, args=(stop,), daemon=True).start()
    work_for_ever(engine, settings, keys, stopped=stop.wait)


def _wait_for_parent(stop: threading.Event) -> None:
    sys.stdin.read()  # the pipe from our parent ends when it does, however it ends
    stop.set()
