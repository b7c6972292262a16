"""The audit: a chain in which whatever was altered, added or taken out shows."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import delete, insert, select, update

from core.vocabulary import AuditAction
from db.models import AuditEntry, AuditHead
from db.session import reading, transaction
from services import audit
from tests.conftest import NOW
from tests.factories import OPERATOR, make_account
from tests.services.together import together


def note(session, subject, actor=OPERATOR, details=""):
    audit.note(
        session, actor, AuditAction.RECORDS_IMPORTED, subject=subject, now=NOW, details=details
    )


@pytest.fixture
def written(engine) -> int:
    """How many entries there are: those of a new installation, and five of ours."""
    with transaction(engine) as session:
        for number in range(5):
            note(session, f"subject {number}", details="d")
    return len(chain(engine))


def chain(engine):
    with reading(engine) as session:
        return session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()


def verify(engine, expected_head=None):
    with reading(engine) as session:
        return audit.verify(session, OPERATOR, expected_head=expected_head)


def tamper(engine, *statements):
    with transaction(engine) as session:
        for statement in statements:
            session.execute(statement)


def test_an_untouched_chain_holds_to_its_newest_entry(engine, written):
    found = verify(engine)

    newest = chain(engine)[-1]
    assert found == audit.Chain(written, newest.hash.hex(), broken_at=None)
    assert [entry.id for entry in chain(engine)] == list(range(1, written + 1))


def test_entries_are_shown_the_newest_first_and_no_more_than_asked(engine, written):
    with reading(engine) as session:
        found = audit.entries(session, OPERATOR, limit=2)

    imported = AuditAction.RECORDS_IMPORTED
    assert found == [
        audit.AuditLine(NOW, "command line", imported, "subject 4", "d"),
        audit.AuditLine(NOW, "command line", imported, "subject 3", "d"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"who": "somebody else"},
        {"subject": "another"},
        {"details": ""},
        {"account_id": 1},
        {"action": AuditAction.SIGNED_IN},
        {"at": NOW + timedelta(seconds=1)},
        {"hash": bytes(32)},
    ],
)
def test_an_altered_entry_shows_where_it_stands(engine, written, change):
    tamper(engine, update(AuditEntry).where(AuditEntry.id == written - 2).values(change))

    found = verify(engine)

    assert (found.entries, found.broken_at) == (written - 3, written - 2)


def test_an_entry_taken_out_of_the_middle_shows(engine, written):
    tamper(engine, delete(AuditEntry).where(AuditEntry.id == written - 2))

    assert verify(engine).broken_at == written - 2


def test_a_gap_that_was_closed_shows_too(engine, written):
    gone = written - 2
    tamper(
        engine,
        delete(AuditEntry).where(AuditEntry.id == gone),
        update(AuditEntry).where(AuditEntry.id == gone + 1).values(id=gone),
        update(AuditEntry).where(AuditEntry.id == gone + 2).values(id=gone + 1),
    )

    assert verify(engine).broken_at == gone


def test_a_truncated_chain_shows_by_its_head(engine, written):
    tamper(engine, delete(AuditEntry).where(AuditEntry.id == written))

    assert verify(engine).broken_at == written


def test_a_chain_cut_with_its_head_shows_by_a_hash_written_down_before(engine, written):
    remembered = verify(engine).head
    before = chain(engine)[-2]
    tamper(
        engine,
        delete(AuditEntry).where(AuditEntry.id == written),
        update(AuditHead).values(entry_id=before.id, hash=before.hash),
    )

    assert verify(engine).broken_at is None  # it cannot know
    assert verify(engine, remembered).broken_at == written


def test_an_emptied_audit_shows(engine, written):
    tamper(engine, delete(AuditEntry))

    assert verify(engine).broken_at == 1


def test_an_audit_without_its_head_shows(engine, written):
    tamper(engine, delete(AuditHead))

    assert verify(engine).broken_at == written + 1


def test_an_entry_slipped_in_at_the_end_shows(engine, written):
    tamper(
        engine,
        insert(AuditEntry).values(
            id=written + 1, at=NOW, who="x", action=AuditAction.SIGNED_IN, subject="x",
            details="", hash=bytes(32),
        ),
    )  # fmt: skip

    assert verify(engine).broken_at == written + 1


def test_every_earlier_head_is_still_in_a_chain_that_grew(engine, written):
    heads = [entry.hash.hex() for entry in chain(engine)]
    with transaction(engine) as session:
        note(session, "one more")

    assert [verify(engine, head).broken_at for head in heads] == [None] * written
    assert verify(engine, "00" * 32).broken_at == written + 2


def test_an_entry_and_its_act_are_stored_together_or_not_at_all(engine, written):
    def act_and_fail():
        with transaction(engine) as session:
            note(session, "never happened")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act_and_fail()

    assert len(chain(engine)) == written
    assert verify(engine).broken_at is None


def test_eight_who_write_at_once_make_one_chain(engine, written):
    def several(session, name):
        for number in range(5):
            note(session, f"{name} {number}")

    together(engine, *(partial(several, name=f"thread {number}") for number in range(8)))

    found = verify(engine)
    assert (found.entries, found.broken_at) == (written + 40, None)


def test_looks_at_many_subjects_are_one_entry_each_and_none_again(engine, written):
    with transaction(engine) as session:
        person = make_account(session)
    before = len(chain(engine))

    for subjects in (["a", "b"], ["b", "c"], []):
        with transaction(engine) as session:
            audit.note_looks(session, person, subjects=subjects, now=NOW)

    fresh = chain(engine)[before:]
    assert [(entry.subject, entry.at.minute) for entry in fresh] == [("a", 0), ("b", 0), ("c", 0)]
    assert verify(engine).broken_at is None


def test_without_its_head_nothing_can_be_written(engine, written):
    tamper(engine, delete(AuditHead))

    with pytest.raises(RuntimeError, match="not prepared"), transaction(engine) as session:
        note(session, "x")
