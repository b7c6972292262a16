"""Looking for new concerns, once a day or when somebody asks for it."""

from __future__ import annotations

from sqlalchemy import Engine

from core import clock
from core.actor import Actor
from db.session import reading, transaction
from services import new_concern_search, themes

WORKER = Actor.operator()


def look(engine: Engine) -> bool:
    """Look, if it is time; whether it was. The texts are compared with no lock held."""
    with reading(engine) as session:  # so that nobody waits for a writer who has nothing to do
        if not new_concern_search.is_due(session, WORKER, now=clock.now()):
            return False
    with transaction(engine) as session:
        if not new_concern_search.claim(session, WORKER, now=clock.now()):
            return False
    with reading(engine) as session:
        said = new_concern_search.said(session, WORKER, now=clock.now())
        newest = themes.newest(session, WORKER)
    found = {
        source_id: new_concern_search.look(texts, since, newest)
        for source_id, (texts, since) in said.items()
    }
    with transaction(engine) as session:
        new_concern_search.keep(session, WORKER, found=found, now=clock.now())
    return True
