"""The two paths to the records: readers cannot write, writers take turns, trouble is said."""

from __future__ import annotations

import socket
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import event, func, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from core.errors import (
    CommonGroundError,
    RecordsAwayError,
    StorageFullError,
    TextRefusedError,
)
from db.models import Feedback, Question, Source
from db.session import make_engine, reading, transaction
from tests.conftest import NOW

THREADS, TIMES = 4, 50


def positions(engine):
    with reading(engine) as session:
        return session.scalars(select(Question.position).order_by(Question.id)).all()


def counted(engine):
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(Feedback))


def add(session, number, words="x"):
    session.add(Feedback(id=number, source_id=1, words=words))


def count_up(session):
    """Read, then write what was read and one more: the update that is easily lost."""
    question = session.get(Question, 1, with_for_update=True)
    question.position += 1


def test_what_is_done_in_a_transaction_is_stored(engine):
    with transaction(engine) as session:
        add(session, 1)

    assert counted(engine) == 1


def fail_after(engine, error):
    with transaction(engine) as session:
        add(session, 1)
        session.flush()
        add(session, 2)
        raise error


@pytest.mark.parametrize("error", [ZeroDivisionError(), CommonGroundError(), KeyboardInterrupt()])
def test_an_error_takes_back_all_of_a_transaction(engine, error):
    with pytest.raises(type(error)):
        fail_after(engine, error)

    assert counted(engine) == 0


def test_a_reader_cannot_write(engine):
    def write():
        with reading(engine) as session:
            session.execute(update(Question).values(position=99))
            session.commit()

    with pytest.raises(DBAPIError, match=r"(readonly database|read-only transaction)"):
        write()

    assert positions(engine) == [1, 2, 3]


def test_a_connection_that_was_a_readers_can_write_again(engine):
    assert counted(engine) == 0
    with transaction(engine) as session:
        add(session, 1)
    assert counted(engine) == 1
    with pytest.raises(DBAPIError), reading(engine) as session:
        session.execute(update(Question).values(position=99))


def test_a_reader_sees_one_moment_and_waits_for_no_writer(engine):
    with reading(engine) as session:
        before = session.scalar(select(func.count()).select_from(Feedback))
        with transaction(engine) as writer:
            add(writer, 1)
            writer.flush()
            during = counted(engine)  # a third one, beside the writer
        after = session.scalar(select(func.count()).select_from(Feedback))

    assert (before, during, after, counted(engine)) == (0, 0, 0, 1)


def count_in_threads(engine, once):
    gate = Barrier(THREADS)

    def work(_thread):
        gate.wait(timeout=60)
        failures = 0
        for _ in range(TIMES):
            try:
                once()
            except OperationalError:
                failures += 1
        return failures

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(work, range(THREADS)))


def test_writers_take_turns_and_lose_nothing(engine):
    def once():
        with transaction(engine) as session:
            count_up(session)

    failures = count_in_threads(engine, once)

    assert (failures, positions(engine)[0]) == (0, 1 + THREADS * TIMES)


def test_writers_that_begin_deferred_lose_or_fail(sqlite_url):
    """The control: SQLite as SQLAlchemy opens it, where a reader decides to write."""
    engine = make_engine(sqlite_url)
    event.remove(engine, "begin", _begin_of(engine))
    both_have_read = Barrier(2)

    def once(_thread):
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 0")
            connection.exec_driver_sql("BEGIN DEFERRED")
            found = connection.scalar(text("SELECT position FROM question WHERE id = 1"))
            both_have_read.wait(timeout=60)
            try:
                connection.execute(
                    text("UPDATE question SET position = :to WHERE id = 1"), {"to": found + 1}
                )
                connection.exec_driver_sql("COMMIT")
            except OperationalError:
                return "database is locked"
            return "stored"

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(once, range(2)))
    engine.dispose()

    assert "database is locked" in answers


def _begin_of(engine):
    (listener,) = [one for one in engine.dispatch.begin if "begin" in one.__name__]
    return listener


def test_counting_first_and_writing_later_loses_updates(engine):
    """The control on both: what two who read before either writes leave behind."""
    both_have_read = Barrier(2)

    def once(_thread):
        with reading(engine) as session:
            found = session.scalar(select(Question.position).where(Question.id == 1))
        both_have_read.wait(timeout=60)
        with transaction(engine) as session:
            session.execute(update(Question).where(Question.id == 1).values(position=found + 1))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(once, range(2)))

    assert positions(engine)[0] == 2  # two counted up from 1


def test_sqlite_is_opened_as_measured(sqlite_url):
    engine = make_engine(sqlite_url)
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    engine.dispose()

    assert found == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1,
    }  # fmt: skip


def test_a_full_disk_is_said_and_leaves_nothing_half_written(sqlite_url):
    engine = make_engine(sqlite_url)

    def fill(count):
        with transaction(engine) as session:
            for number in range(count):
                add(session, number, "x" * 4_000)
                session.flush()

    limit(engine, pages=1)  # SQLite takes the size it has where less is asked
    with pytest.raises(StorageFullError):
        fill(100)
    left = counted(engine)
    with reading(engine) as session:
        broken = session.scalar(text("PRAGMA integrity_check"))
    limit(engine, pages=1_000_000)
    fill(100)

    assert (left, broken, counted(engine)) == (0, "ok", 100)
    engine.dispose()


def limit(engine, pages):
    """Room for so many pages, for every connection opened from now on."""
    engine.dispose()

    @event.listens_for(engine, "connect")
    def _limited(connection, _entry):
        connection.execute(f"PRAGMA max_page_count = {pages}")


def test_room_made_meanwhile_is_used_by_the_same_session(sqlite_url):
    engine = make_engine(sqlite_url)
    limit(engine, pages=1)

    with Session(engine) as session:
        for number in range(100):
            add(session, number, "x" * 4_000)
        with pytest.raises(OperationalError, match="full"):
            session.flush()
        session.rollback()
        session.execute(text("PRAGMA max_page_count = 1000000"))
        add(session, 1)
        session.commit()

    assert counted(engine) == 1
    engine.dispose()


def test_a_server_that_does_not_answer_is_said():
    with socket.socket() as taken:  # a port that is ours, and on which nobody listens
        taken.bind(("127.0.0.1", 0))
        engine = make_engine(f"postgresql+psycopg://u:p@127.0.0.1:{taken.getsockname()[1]}/x")
        for path in (reading, transaction):
            with pytest.raises(RecordsAwayError), path(engine) as session:
                session.execute(text("SELECT 1"))
        engine.dispose()


@pytest.mark.parametrize("folder", ["taken/below", "taken"])
def test_a_file_that_cannot_be_opened_is_said(tmp_path, folder):
    (tmp_path / "taken").write_text("a file, not a folder")
    engine = make_engine(f"sqlite:///{tmp_path / folder / 'x.db'}")

    for path in (reading, transaction):
        with pytest.raises(RecordsAwayError), path(engine) as session:
            session.execute(text("SELECT 1"))
    engine.dispose()


def test_a_folder_that_is_missing_is_made(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'new' / 'folder' / 'x.db'}")

    with transaction(engine) as session:
        session.execute(text("CREATE TABLE one (id INTEGER)"))

    engine.dispose()
    assert (tmp_path / "new" / "folder" / "x.db").stat().st_size > 0


def test_a_database_that_went_away_is_said_and_found_again(sqlite_url, tmp_path):
    engine = make_engine(sqlite_url)
    path, away = tmp_path / "test.db", tmp_path / "away.db"
    path.rename(away)
    path.mkdir()
    with pytest.raises(RecordsAwayError):
        counted(engine)

    path.rmdir()
    away.rename(path)

    assert counted(engine) == 0
    engine.dispose()


@pytest.mark.parametrize("words", ["lone \ud83d surrogate", "NUL \0 inside"])
def test_text_a_database_cannot_keep_is_said(postgresql_url, words):
    engine = make_engine(postgresql_url)

    with pytest.raises(TextRefusedError), transaction(engine) as session:
        add(session, 1, words)

    assert counted(engine) == 0
    engine.dispose()


def test_a_lone_surrogate_is_said_by_sqlite_too(sqlite_url):
    engine = make_engine(sqlite_url)

    with pytest.raises(TextRefusedError), transaction(engine) as session:
        add(session, 1, "\ud83d")

    assert counted(engine) == 0
    engine.dispose()


@pytest.mark.parametrize("statement", ["SELECT * FROM nowhere", "SELECT nothing FROM source",
                                       "SELEC 1"])  # fmt: skip
def test_our_own_mistakes_stay_bugs(engine, statement):
    with pytest.raises((OperationalError, ProgrammingError)), reading(engine) as session:
        session.execute(text(statement))


def test_what_the_tables_refuse_stays_a_bug(engine):
    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.add(Source(name=None, kind=None))


def test_a_second_transaction_does_not_see_what_the_first_has_not_stored(engine):
    with transaction(engine) as session:
        session.add(Question(code="q", position=9, retired_at=NOW))
        session.flush()
        assert len(positions(engine)) == 3
    assert len(positions(engine)) == 4


def test_sqlite_says_busy_only_after_its_long_wait(sqlite_url):
    engine = make_engine(sqlite_url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 30_000
    engine.dispose()
    assert sqlite3.sqlite_version_info >= (3, 35)  # RETURNING
