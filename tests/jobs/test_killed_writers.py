"""Whoever was shown a receipt has been heard, though the program was killed a moment later."""

from __future__ import annotations

from sqlalchemy import select, text

from core.keys import Keys
from core.receipts import stored_hash
from db.models import Feedback, UnreadFeedback
from db.session import reading
from tests.jobs.commands import ROOT, begin

KILLS = 5  # bench/ kills more often
WRITERS = 2
AT_LEAST = 20  # receipts of each before it is killed


def acknowledged(programs):
    """All receipts that were printed whole, some of them while the killing went on."""
    found = []
    for program in programs:
        found += [program.stdout.readline() for _ in range(AT_LEAST)]
    for program in programs:
        program.kill()
    for program in programs:
        found += program.stdout  # not communicate(), which forgets what readline() has ahead
        assert program.wait(timeout=60) == -9
        program.stdout.close()
        program.stderr.close()
    return [line.strip() for line in found if line.endswith("\n")]


def test_no_acknowledged_feedback_is_lost_to_a_kill(database_url, engine, tmp_path):
    receipts = []

    for _ in range(KILLS):
        programs = [
            begin(database_url, tmp_path, str(ROOT / "tests" / "jobs" / "writer.py"))
            for _ in range(WRITERS)
        ]
        receipts += acknowledged(programs)

    keys = Keys.load(tmp_path / "secret.key")
    assert len(receipts) >= KILLS * WRITERS * AT_LEAST
    assert len(set(receipts)) == len(receipts)
    with reading(engine) as session:
        kept = set(session.scalars(select(Feedback.receipt_hash)))
        assert {stored_hash(receipt, keys) for receipt in receipts} <= kept
        stored = set(session.scalars(select(Feedback.id)))
        assert set(session.scalars(select(UnreadFeedback.feedback_id))) == stored
        if engine.dialect.name == "sqlite":
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
    # one that was stored and never acknowledged for each kill at most
    assert len(receipts) <= len(stored) <= len(receipts) + KILLS * WRITERS
