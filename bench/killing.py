"""What is lost when writers are killed: 25 times, four writers, on SQLite. A count, no timing."""

from __future__ import annotations

import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from bench.timing import Measure
from core import clock
from core.actor import Actor
from core.keys import Keys
from core.receipts import stored_hash
from db.models import Feedback
from db.session import make_engine, reading, transaction
from jobs.start import migrate
from services import feedback, questions

KILLS, WRITERS = 25, 4
VISITOR = Actor.visitor()


def measures() -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = make_engine(f"sqlite:///{folder}/bench.db")
        migrate(engine)
        keys = Keys.load(folder / "key")
        acknowledged: list[str] = []
        for _kill in range(KILLS):
            acknowledged += _killed(folder)
        with reading(engine) as session:
            kept = set(session.scalars(select(Feedback.receipt_hash)))
            lost = sum(stored_hash(receipt, keys) not in kept for receipt in acknowledged)
            sound = session.connection().exec_driver_sql("PRAGMA integrity_check").scalar()
        engine.dispose()
    if sound != "ok" or not acknowledged:
        raise SystemExit(f"the database is damaged or nothing was written: {sound}")
    yield Measure(f"receipts acknowledged before {KILLS} kills", len(acknowledged), "receipts")
    yield Measure("  of them lost", lost, "receipts")


def _killed(folder: Path) -> list[str]:
    """Start the writers, kill them all at a random moment, and answer what they acknowledged."""
    logs = [folder / f"log-{secrets.token_hex(4)}" for _ in range(WRITERS)]
    writers = [
        subprocess.Popen([sys.executable, "-m", "bench.killing", str(folder), str(log)])  # noqa: S603 -- ourselves
        for log in logs
    ]
    while not all(log.exists() and log.stat().st_size for log in logs):
        time.sleep(0.02)
    time.sleep(random.uniform(0.05, 0.5))  # noqa: S311 -- a moment, not a secret
    for writer in writers:
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
    # a line without its end was cut by the kill: its writer had not finished saying it
    said = [line for log in logs for line in log.read_text().splitlines(keepends=True)]
    return [line.strip() for line in said if line.endswith("\n")]


def write_for_ever(folder: Path, log: Path) -> None:
    """Send one form after the other; a receipt is logged only after the transaction has ended."""
    engine, keys = make_engine(f"sqlite:///{folder}/bench.db"), Keys.load(folder / "key")
    with reading(engine) as session:
        version = questions.asked(session, VISITOR)[0].version_id
    with log.open("a", buffering=1) as acknowledged:
        while True:
            form = feedback.Form(secrets.token_bytes(32), "The light is out.", version)
            with transaction(engine) as session:
                receipt = feedback.submit(
                    session,
                    VISITOR,
                    form=form,
                    keys=keys,
                    today=clock.now().date(),
                    now=clock.now(),
                )
            acknowledged.write(f"{receipt}\n")


if __name__ == "__main__":
    write_for_ever(Path(sys.argv[1]), Path(sys.argv[2]))
