"""What was done, by whom: a chain of entries in which a missing or altered one shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.actor import Actor
from core.errors import CommonGroundError
from core.vocabulary import AuditAction, Permission
from db.models import AuditEntry, AuditHead
from services.access import require

GENESIS = bytes(32)


class ChainBrokenError(CommonGroundError):
    message = (
        "The audit does not hold from entry {entry} on: something was altered, added or taken out. "
        "Keep a copy of the database as it is, and look into it."
    )


@dataclass(frozen=True)
class AuditLine:
    """One entry as people read it."""

    at: datetime
    who: str
    action: AuditAction
    subject: str
    details: str


@dataclass(frozen=True)
class Chain:
    """The outcome of a check: how many entries hold, and the newest hash as hexadecimal."""

    entries: int
    head: str
    broken_at: int | None


def note(
    session: Session, actor: Actor, action: AuditAction, *, subject: str, now: datetime,
    details: str = "",
) -> None:  # fmt: skip
    """Write one entry into the caller's transaction: the act and its trace are stored together."""
    _append(session, actor, action, [subject], at=now, details=details)


def note_looks(session: Session, actor: Actor, *, subjects: Iterable[str], now: datetime) -> None:
    """Write that ``actor`` looked at ``subjects``: once a person, subject and hour."""
    hour = clock.hour_of(now)
    _head(session)  # the lock comes before the look, or two tabs would both find nothing
    asked = list(dict.fromkeys(subjects))  # two sentences of one piece are one look
    known = set(
        session.scalars(
            select(AuditEntry.subject).where(
                AuditEntry.account_id == actor.account_id,
                AuditEntry.action == AuditAction.FEEDBACK_READ,
                AuditEntry.at == hour,
                AuditEntry.subject.in_(asked),
            )
        )
    )
    fresh = [subject for subject in asked if subject not in known]
    _append(session, actor, AuditAction.FEEDBACK_READ, fresh, at=hour)


def entries(session: Session, actor: Actor, *, limit: int = 100) -> list[AuditLine]:
    """The newest entries first."""
    require(actor, Permission.READ_AUDIT)
    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit))
    return [AuditLine(row.at, row.who, row.action, row.subject, row.details) for row in rows]


def verify(session: Session, actor: Actor, *, expected_head: str | None = None) -> Chain:
    """Walk the whole chain and say where, if anywhere, it does not hold.

    ``expected_head`` is a hash somebody wrote down earlier: it must still be in the chain, or the
    chain was cut and grown again.
    """
    require(actor, Permission.READ_AUDIT)
    previous, count, known = GENESIS, 0, expected_head is None
    rows = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500)
    with closing(session.scalars(rows)) as found:  # PostgreSQL keeps a cursor open for it
        for row in found:
            count += 1
            if row.id != count or row.hash != _hash(previous, row):
                return Chain(count - 1, previous.hex(), broken_at=count)
            previous = row.hash
            known = known or previous.hex() == expected_head
    head = session.get(AuditHead, 1)
    whole = known and head is not None and (head.entry_id, head.hash) == (count, previous)
    return Chain(count, previous.hex(), broken_at=None if whole else count + 1)


def _append(
    session: Session, actor: Actor, action: AuditAction, subjects: list[str], *, at: datetime,
    details: str = "",
) -> None:  # fmt: skip
    head = _head(session)
    for subject in subjects:
        entry = AuditEntry(
            id=head.entry_id + 1, at=at, account_id=actor.account_id, who=actor.name,
            action=action, subject=subject, details=details, hash=b"",
        )  # fmt: skip
        entry.hash = _hash(head.hash, entry)
        session.add(entry)
        head.entry_id, head.hash = entry.id, entry.hash
    session.flush()


def _head(session: Session) -> AuditHead:
    head = session.get(AuditHead, 1, with_for_update=True, populate_existing=True)
    if head is None:
        raise RuntimeError("the audit has no head: the installation was not prepared")
    return head


def _hash(previous: bytes, entry: AuditEntry) -> bytes:
    said = [
        entry.id, entry.at.isoformat(), entry.account_id, entry.who, entry.action.value,
        entry.subject, entry.details,
    ]  # fmt: skip
    return hashlib.sha256(previous + json.dumps(said).encode()).digest()
