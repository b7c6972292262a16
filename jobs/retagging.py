"""Tagging all history anew when the themes have changed: read a batch, tag it, keep it, and on."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine

from analysis import learnt
from analysis.reading import concerns_in, felt_in
from core import settings
from core.actor import Actor
from db.session import reading, transaction
from services import past_tags, retagging

WORKER = Actor.operator()


def tag_batch(engine: Engine) -> int | None:
    """Tag one batch under the new version, or remove some of what is past.

    How many texts were tagged; ``None`` where there is nothing to do. They are tagged with no lock
    held.
    """
    with reading(engine) as session:
        batch = retagging.claim(session, WORKER)
    if batch is None:
        return 0 if sweep_batch(engine) else None
    reader = learnt.using(settings.current().head_file)
    found = {
        text.id: concerns_in(
            text.words, batch.themes, text.language,
            felt_in(text.words, text.language, text.question), reader,
        )
        for text in batch.texts
    }  # fmt: skip
    with transaction(engine) as session:
        kept = retagging.keep(session, WORKER, batch=batch, found=found)
    return len(found) if kept else 0


def sweep_batch(engine: Engine) -> bool:
    """Remove some of the tags of versions that are past; whether there were any."""
    with reading(engine) as session:
        if not past_tags.are_left(session, WORKER):
            return False
    with transaction(engine) as session:
        return past_tags.sweep(session, WORKER) > 0


def tag_all(engine: Engine, *, said: Callable[[float], None] = lambda _share: None) -> int:
    """Tag until the newest version is in force and nothing is left of those before; how many.

    ``said`` hears the share that is done.
    """
    total = 0
    while (count := tag_batch(engine)) is not None:
        total += count
        with reading(engine) as session:
            progress = retagging.progress(session, WORKER)
        said(1.0 if progress is None else progress.share)
    return total
