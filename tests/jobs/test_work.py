"""The worker: files, then texts, until it is stopped."""

from __future__ import annotations

from core.settings import Settings
from db.session import make_engine, reading, transaction
from jobs import work
from services import readings
from tests.factories import OPERATOR, make_feedback


def settings_in(folder):
    return Settings(upload_folder=folder, _env_file=None)


def stop_after(times):
    """Stands where the signal would: says no so often, and remembers how long to wait."""
    pauses = []

    def stopped(seconds):
        pauses.append(seconds)
        return len(pauses) > times

    return stopped, pauses


def test_the_worker_reads_what_comes_until_it_is_stopped(engine, tmp_path, keys):
    with transaction(engine) as session:
        for _ in range(3):
            make_feedback(session)
    stopped, pauses = stop_after(2)

    work.work_for_ever(engine, settings_in(tmp_path), keys, stopped=stopped)

    with reading(engine) as session:
        assert readings.waiting(session, OPERATOR) == 0
    assert pauses == [work.PAUSE, 0, work.PAUSE]  # after work it looks again at once


def test_while_the_records_are_away_it_waits_longer_and_longer(tmp_path, keys):
    (tmp_path / "taken").write_text("a file, not a folder")
    engine = make_engine(f"sqlite:///{tmp_path / 'taken' / 'x.db'}")
    stopped, pauses = stop_after(7)

    work.work_for_ever(engine, settings_in(tmp_path), keys, stopped=stopped)

    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60]
    engine.dispose()
