"""Reading what waits: claim a batch, read it with no lock held, keep it, and again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from sqlalchemy import Engine

from analysis import copies, learnt
from analysis import reading as texts
from analysis.themes import ThemeList
from core import clock, settings
from core.actor import Actor
from db.session import transaction
from services import officers, readings, themes, urgent

WORKER = Actor.operator()


def read_batch(engine: Engine) -> int:
    """Read one batch and answer how many texts it had; 0 when nothing waits."""
    with transaction(engine) as session:
        batch = readings.claim(session, WORKER, now=clock.now())
        if not batch.texts:
            return 0
        wanted = _as_before(themes.current(session, WORKER))
    reader = learnt.using(settings.current().head_file)
    found = {
        text.feedback_id: texts.read(
            text.words,
            themes=wanted,
            language=text.language,
            question=text.question,
            is_fresh=urgent.is_fresh(text.received_on, clock.now()),
            reader=reader,
        )
        for text in batch.texts
    }
    bands = {text.feedback_id: copies.bands(copies.pairs(text.words)) for text in batch.texts}
    with transaction(engine) as session:
        readings.store(
            session, WORKER, lease=batch.lease, readings=found, now=clock.now(), bands=bands
        )
    return len(batch.texts)


def search_batch(engine: Engine) -> int:
    """Look for somebody's new names in one batch of feedback; 0 when nobody has any."""
    with transaction(engine) as session:
        return officers.search(session, WORKER)


def read_all(engine: Engine, *, said: Callable[[int], None] = lambda _count: None) -> int:
    """Read until nothing waits; ``said`` hears how many were read after each batch."""
    total = 0
    while count := read_batch(engine):
        total += count
        said(total)
    return total


@lru_cache(maxsize=1)
def _as_before(wanted: ThemeList) -> ThemeList:
    """The very list of the batch before, where it is the same: analysis looks its tree of terms up
    for every text, and two equal lists are compared term by term."""
    return wanted
