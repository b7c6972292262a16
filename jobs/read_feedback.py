"""Reading what waits: claim a batch, read it with no lock held, keep it, and again."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable

import structlog
from sqlalchemy import Engine

from analysis import reading as texts
from core import clock
from core.actor import Actor
from core.errors import RecordsAwayError
from db.session import transaction
from services import readings, themes

WORKER = Actor.operator()
PAUSE = 2.0  # seconds between looks at an empty queue
LONGEST_PAUSE = 60.0  # between tries while the records are away

log = structlog.get_logger()


def read_batch(engine: Engine) -> int:
    """Read one batch and answer how many texts it had; 0 when nothing waits."""
    with transaction(engine) as session:
        batch = readings.claim(session, WORKER, now=clock.now())
        if not batch.texts:
            return 0
        wanted = themes.current(session, WORKER)
    found = {
        text.feedback_id: texts.read(
            text.words, themes=wanted, language=text.language, question=text.question
        )
        for text in batch.texts
    }
    with transaction(engine) as session:
        readings.store(session, WORKER, lease=batch.lease, readings=found)
    return len(batch.texts)


def read_all(engine: Engine, *, said: Callable[[int], None] = lambda _count: None) -> int:
    """Read until nothing waits; ``said`` hears how many were read after each batch."""
    total = 0
    while count := read_batch(engine):
        total += count
        said(total)
    return total


def read_for_ever(engine: Engine, *, stopped: Callable[[float], bool]) -> None:
    """Read what comes until ``stopped(seconds)``, which waits that long, answers true.

    While the records are away it waits ever longer; nothing is lost, for what was claimed is
    handed out again when its lease ends.
    """
    pause = PAUSE
    while not stopped(pause):
        try:
            started = time.monotonic()
            if count := read_all(engine):
                log.info("read", texts=count, seconds=round(time.monotonic() - started, 1))
            pause = PAUSE
        except RecordsAwayError:
            pause = min(pause * 2, LONGEST_PAUSE)
            log.warning("records are away", next_try_seconds=pause)


def read_until_told(engine: Engine, *, with_parent: bool) -> None:
    """``read_for_ever``, politely, until a signal ends it or, ``with_parent``, our parent's end."""
    os.nice(5)  # residents at their forms come first
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if with_parent:
        threading.Thread(target=_wait_for_parent, args=(stop,), daemon=True).start()
    read_for_ever(engine, stopped=stop.wait)


def _wait_for_parent(stop: threading.Event) -> None:
    sys.stdin.read()  # the pipe from our parent ends when it does, however it ends
    stop.set()
