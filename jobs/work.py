"""What a worker does: files that wait, then texts that wait, and again."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import structlog
from sqlalchemy import Engine

from core.errors import RecordsAwayError
from jobs import uploads
from jobs.read_feedback import read_batch

PAUSE = 2.0  # seconds between looks at an empty queue
LONGEST_PAUSE = 60.0  # between tries while the records are away

log = structlog.get_logger()


def work_off(
    engine: Engine, folder: Path, *, said: Callable[[int], None] = lambda _count: None
) -> int:
    """Work until nothing waits; answers how many texts were read, of which ``said`` hears."""
    while uploads.work_on_one(engine, folder):
        pass
    total = 0
    while count := read_batch(engine):
        total += count
        said(total)
    return total


def work_for_ever(engine: Engine, folder: Path, *, stopped: Callable[[float], bool]) -> None:
    """Do what comes until ``stopped(seconds)``, which waits that long, answers true.

    While the records are away it waits ever longer; nothing is lost, for what was claimed is
    handed out again when its lease ends.
    """
    pause = PAUSE
    while not stopped(pause):
        try:
            started = time.monotonic()
            if count := work_off(engine, folder):
                log.info("read", texts=count, seconds=round(time.monotonic() - started, 1))
            uploads.forget_outdated(engine, folder)
            pause = PAUSE
        except RecordsAwayError:
            pause = min(pause * 2, LONGEST_PAUSE)
            log.warning("records are away", next_try_seconds=pause)


def work_until_told(engine: Engine, folder: Path, *, with_parent: bool) -> None:
    """``work_for_ever``, politely, until a signal ends it or, ``with_parent``, our parent's end."""
    os.nice(5)  # residents at their forms come first
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if with_parent:
        threading.Thread(target=_wait_for_parent, args=(stop,), daemon=True).start()
    work_for_ever(engine, folder, stopped=stop.wait)


def _wait_for_parent(stop: threading.Event) -> None:
    sys.stdin.read()  # the pipe from our parent ends when it does, however it ends
    stop.set()
