"""One consistent copy under load, and the way back: wholly or not at all."""

from __future__ import annotations

import stat
from threading import Event, Thread

import pytest
from sqlalchemy import func, select, text

from core.errors import RecordsAwayError
from core.vocabulary import AuditAction, Sentiment
from db import schema
from db.base import Base
from db.models import AuditEntry, Feedback
from db.session import make_engine, reading, transaction
from jobs import backup, start
from services import audit
from tests.conftest import NOW
from tests.factories import OPERATOR, make_account, make_feedback, make_reading

pytestmark = pytest.mark.usefixtures("tools")


def everything(engine):
    with reading(engine) as session:
        return {
            table.name: sorted(map(str, session.execute(select(table))))
            for table in Base.metadata.sorted_tables
        }


def fill(engine):
    with transaction(engine) as session:
        make_account(session)
        make_feedback(session, "It’s — naïve 👍", reading=make_reading(Sentiment.MIXED, "TRF"))


@pytest.fixture
def copy(engine, tmp_path):
    """A backup of a database with something in it."""
    fill(engine)
    path = tmp_path / "backups" / "monday.backup"
    backup.backup(engine, path)
    return path


def test_what_was_backed_up_comes_back_to_the_last_row(engine, empty, copy):
    before = everything(engine)

    backup.restore(empty, copy, force=False)

    assert everything(empty) == before
    with empty.connect() as connection:
        assert schema.is_newest(connection)
    with transaction(empty) as session:  # and it can be worked with
        make_feedback(session)
        assert audit.verify(session, OPERATOR).broken_at is None


def test_the_copy_is_one_file_that_its_owner_alone_may_read(engine, copy):
    backup.backup(engine, copy)

    assert [path.name for path in copy.parent.iterdir()] == ["monday.backup"]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_its_size_is_said_and_an_older_copy_is_replaced(engine, copy):
    with transaction(engine) as session:
        for number in range(500):
            make_feedback(session, f"{number} " * 100)
    old = copy.stat().st_size

    size = backup.backup(engine, copy)

    assert size == copy.stat().st_size > old


def test_looking_into_a_copy_leaves_nothing_beside_it(engine, empty, copy):
    backup.restore(empty, copy, force=False)

    assert [path.name for path in copy.parent.iterdir()] == ["monday.backup"]


def test_records_are_not_replaced_unless_that_is_wanted(engine, copy):
    with transaction(engine) as session:
        make_feedback(session, "Written after the backup")
    after = everything(engine)

    with pytest.raises(backup.WouldOverwriteError):
        backup.restore(engine, copy, force=False)

    assert everything(engine) == after


def test_with_force_records_are_those_of_the_copy(engine, copy):
    before = everything(engine)
    with transaction(engine) as session:
        make_feedback(session, "Written after the backup")

    backup.restore(engine, copy, force=True)

    assert everything(engine) == before


def test_an_installation_nobody_has_used_may_be_restored_into(engine, empty, copy):
    start.migrate(empty)
    before = everything(engine)

    backup.restore(empty, copy, force=False)

    assert everything(empty) == before


def damage(path, how):
    whole = path.read_bytes()
    damaged = {
        "empty": b"",
        "cut": whole[: len(whole) // 2],
        "no backup at all": b"%PDF-1.7 a letter to the mayor" * 100,
        "another beginning": b"\0" * 512 + whole[512:],
    }
    path.write_bytes(damaged[how])


@pytest.mark.parametrize("how", ["empty", "cut", "no backup at all", "another beginning"])
def test_a_damaged_copy_is_refused_and_nothing_is_changed(engine, copy, how):
    before = everything(engine)
    damage(copy, how)

    with pytest.raises((backup.NotABackupError, backup.BackupFailedError)):
        backup.restore(engine, copy, force=True)

    assert everything(engine) == before


def test_a_sound_database_of_something_else_is_refused(sqlite_url, tmp_path):
    other = make_engine(f"sqlite:///{tmp_path / 'else.db'}")
    with other.begin() as connection:
        connection.execute(text("CREATE TABLE recipes (id INTEGER)"))
    other.dispose()
    ours = make_engine(sqlite_url)

    with pytest.raises(backup.NotABackupError):
        backup.restore(ours, tmp_path / "else.db", force=True)
    ours.dispose()


def test_a_copy_that_is_not_there_is_refused(engine, tmp_path):
    with pytest.raises(backup.NotABackupError):
        backup.restore(engine, tmp_path / "nothing.backup", force=True)
    assert not (tmp_path / "nothing.backup").exists()


@pytest.mark.parametrize("place", ["taken/x.backup", "folder"])
def test_a_copy_that_cannot_be_written_is_said_and_leaves_nothing(engine, tmp_path, place):
    (tmp_path / "taken").write_text("a file, not a folder")
    (tmp_path / "folder" / "full").mkdir(parents=True)

    with pytest.raises(backup.BackupFailedError):
        backup.backup(engine, tmp_path / place)

    assert list(tmp_path.rglob("*.part")) == []


def test_a_backup_that_failed_leaves_the_older_one(engine, copy, monkeypatch):
    whole = copy.read_bytes()
    monkeypatch.setattr("os.fsync", _no_room)

    with pytest.raises(backup.BackupFailedError):
        backup.backup(engine, copy)

    assert copy.read_bytes() == whole


def _no_room(_file):
    raise OSError(28, "No space left on device")


def test_without_postgresqls_programs_that_is_said(postgresql_url, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    engine = make_engine(postgresql_url)

    with pytest.raises(backup.ToolMissingError, match="pg_dump"):
        backup.backup(engine, tmp_path / "x.backup")
    engine.dispose()


def test_a_restore_where_the_records_are_away_is_said(copy):
    away = make_engine("postgresql+psycopg://u@127.0.0.1:1/x")

    with pytest.raises(RecordsAwayError):
        backup.restore(away, copy, force=False)
    away.dispose()


def test_a_copy_made_while_others_write_is_of_one_moment(engine, empty, tmp_path):
    """Each writer stores a feedback and an audit entry together: so must the copy hold them."""
    enough, some_written = Event(), Event()

    def write():
        while not enough.is_set():
            with transaction(engine) as session:
                for _ in range(3):
                    make_feedback(session)
                    audit.note(
                        session, OPERATOR, AuditAction.FEEDBACK_TRIAGED, subject="x", now=NOW
                    )
            some_written.set()

    writers = [Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    some_written.wait(timeout=60)
    try:
        for number in range(3):
            backup.backup(engine, tmp_path / f"{number}.backup")
    finally:
        enough.set()
        for writer in writers:
            writer.join(timeout=60)

    held = []
    for number in range(3):
        backup.restore(empty, tmp_path / f"{number}.backup", force=True)
        with reading(empty) as session:
            noted = AuditEntry.action == AuditAction.FEEDBACK_TRIAGED
            entries = session.scalar(select(func.count()).where(noted))
            assert session.scalar(select(func.count()).select_from(Feedback)) == entries
            assert audit.verify(session, OPERATOR).broken_at is None
        held.append(entries)
    assert held == sorted(held)
    assert held[0] > 0
    assert {count % 3 for count in held} == {0}
