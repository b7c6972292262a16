"""What falls due by itself around meetings, and sending what waits in the outbox."""

from __future__ import annotations

from sqlalchemy import Engine

from core import clock
from core.actor import Actor
from core.keys import Keys
from core.settings import Settings
from db.session import transaction
from jobs.deliver_notices import deliver
from services import departments, retention
from services.meetings import check_ins, contacts, guests, reminders, series, waitlists
from services.surveys import responses

WORKER = Actor.operator()


def fall_due(engine: Engine, keys: Keys) -> None:
    """Reminders, offers that ended, meetings that come into sight, names and addresses to forget.

    Each may be asked for at any time and any number of times.
    """
    now = clock.now()
    with transaction(engine) as session:
        waitlists.end_offers(session, WORKER, now=now)
        reminders.put_due(session, WORKER, keys=keys, now=now)
        reminders.nag(session, WORKER, now=now)
    with transaction(engine) as session:
        series.make_ahead(session, WORKER, now=now)
        today = clock.local_date(now, departments.current(session, WORKER).tzid)
        contacts.forget_outdated(session, WORKER, today=today)
        check_ins.forget_names(session, WORKER, today=today)
        guests.forget(session, WORKER, now=now)
    with transaction(engine) as session:
        retention.purge(session, WORKER, today=today)
        responses.forget_drafts(session, WORKER, today=today)


def send(engine: Engine, settings: Settings, keys: Keys) -> int:
    """Send until nothing is due; how many messages were settled."""
    total = 0
    while count := deliver(engine, settings, keys):
        total += count
    return total
