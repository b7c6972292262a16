"""Files that staff bring in by hand: uploaded, looked at, checked, and brought in by a worker."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from core.actor import Actor
from core.errors import CommonGroundError
from core.vocabulary import AuditAction, Permission, UploadState
from db.models import Upload
from services import audit, sample
from services.access import require

LEASE = timedelta(minutes=2)
KEPT = timedelta(days=7)
WAITING = (UploadState.TO_CHECK, UploadState.TO_IMPORT)


class UploadGoneError(CommonGroundError):
    message = "That file is not here any more. Choose it again from where you keep it."


class UploadBusyError(CommonGroundError):
    message = "This file is being worked on. Wait until it is done, or stop it first."


class NotCheckedError(CommonGroundError):
    message = "Check the file first, with the columns as they are now. Then bring it in."


class DemonstrationError(CommonGroundError):
    message = (
        "This is a demonstration with an invented town, so real feedback is not put into it. "
        "Checking a file is fine. To bring it in, start without the sample (make serve)."
    )


@dataclass(frozen=True)
class UploadCard:
    """One file as its page shows it. ``choices`` and ``outcome`` are as ``jobs.uploads`` has them.

    ``fraction`` of the work under way is done (0 to 1).
    """

    id: int
    who: str
    file_name: str
    uploaded_at: datetime
    state: UploadState
    choices: dict[str, Any]
    fraction: float
    outcome: dict[str, Any] | None
    refusal: str | None


@dataclass(frozen=True)
class Claimed:
    """A file that a worker has under ``lease``, for the person ``actor``."""

    card: UploadCard
    account_id: int | None
    lease: str


def add(session: Session, actor: Actor, *, upload_id: int, file_name: str, now: datetime) -> None:
    """Note a file that was put into the folder of uploads under ``upload_id``."""
    require(actor, Permission.BRING_IN_RECORDS)
    session.add(
        Upload(
            id=upload_id, account_id=actor.account_id, who=actor.name, file_name=file_name[:200],
            uploaded_at=now, state=UploadState.UPLOADED, choices={}, fraction=0.0,
        )
    )  # fmt: skip
    audit.note(
        session, actor, AuditAction.FILE_UPLOADED, subject=f"file {upload_id:x}", now=now,
        details=file_name[:200],
    )  # fmt: skip


def every(session: Session, actor: Actor) -> list[UploadCard]:
    """All files, the newest first."""
    require(actor, Permission.BRING_IN_RECORDS)
    return [
        _card(row) for row in session.scalars(select(Upload).order_by(Upload.uploaded_at.desc()))
    ]


def one(session: Session, actor: Actor, *, upload_id: int) -> UploadCard:
    """One file."""
    require(actor, Permission.BRING_IN_RECORDS)
    row = session.get(Upload, upload_id)
    if row is None:
        raise UploadGoneError
    return _card(row)


def check(session: Session, actor: Actor, *, upload_id: int, choices: dict[str, Any]) -> None:
    """Have every row checked with these ``choices``; nothing is stored by it."""
    require(actor, Permission.BRING_IN_RECORDS)
    row = _idle(session, upload_id)
    row.choices, row.outcome, row.refusal = choices, None, None
    row.state, row.fraction = UploadState.TO_CHECK, 0.0


def bring_in(session: Session, actor: Actor, *, upload_id: int, choices: dict[str, Any]) -> None:
    """Have the rows stored, as they were checked with the same ``choices``."""
    require(actor, Permission.BRING_IN_RECORDS)
    row = _idle(session, upload_id)
    if row.state is not UploadState.CHECKED or row.choices != choices:
        raise NotCheckedError
    if sample.is_here(session, actor):
        raise DemonstrationError
    row.state, row.fraction, row.outcome = UploadState.TO_IMPORT, 0.0, None


def cancel(session: Session, actor: Actor, *, upload_id: int) -> None:
    """Stop the work on a file. What was stored stays, and is known when the file comes again."""
    require(actor, Permission.BRING_IN_RECORDS)
    row = _row(session, upload_id)
    if row.state in WAITING:
        row.state, row.lease, row.leased_until = UploadState.CANCELLED, None, None


def forget(session: Session, actor: Actor, *, upload_id: int) -> None:
    """Take a file off the list; whoever calls this removes its bytes."""
    require(actor, Permission.BRING_IN_RECORDS)
    session.delete(_idle(session, upload_id))


def claim(session: Session, actor: Actor, *, now: datetime) -> Claimed | None:
    """Lease the file that has waited longest. One whose worker died is handed out again."""
    require(actor, Permission.DO_WORK)
    row = session.scalars(
        select(Upload)
        .where(Upload.state.in_(WAITING))
        .where(or_(Upload.leased_until.is_(None), Upload.leased_until < now))
        .order_by(Upload.uploaded_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if row is None:
        return None
    row.lease, row.leased_until = secrets.token_hex(8), now + LEASE
    return Claimed(_card(row), row.account_id, row.lease)


def go_on(
    session: Session, actor: Actor, *, upload_id: int, lease: str, fraction: float, now: datetime
) -> bool:
    """Say how far the work is and keep the lease; whether to go on, or it was stopped meanwhile."""
    require(actor, Permission.DO_WORK)
    held = session.execute(
        update(Upload)
        .where(Upload.id == upload_id, Upload.lease == lease, Upload.state.in_(WAITING))
        .values(fraction=fraction, leased_until=now + LEASE)
        .returning(Upload.id)
    )
    return held.first() is not None


def finish(
    session: Session, actor: Actor, *, upload_id: int, lease: str,
    outcome: dict[str, Any] | None = None, refusal: str | None = None,
) -> None:  # fmt: skip
    """Keep what came of the work: its figures, or why the file as a whole cannot be used."""
    require(actor, Permission.DO_WORK)
    row = session.get(Upload, upload_id, with_for_update=True)
    if row is None or row.lease != lease:
        return
    if refusal is not None:
        row.state = UploadState.REFUSED
    elif row.state is UploadState.TO_CHECK:
        row.state = UploadState.CHECKED
    elif row.state is UploadState.TO_IMPORT:
        row.state = UploadState.DONE
    row.outcome, row.refusal, row.lease, row.leased_until = outcome, refusal, None, None


def outdated(session: Session, actor: Actor, *, now: datetime) -> list[int]:
    """The ids of files older than ``KEPT``, taken off the list; the caller removes their bytes."""
    require(actor, Permission.DO_WORK)
    old = select(Upload).where(Upload.uploaded_at < now - KEPT)
    rows = session.scalars(old.with_for_update(skip_locked=True)).all()
    for row in rows:
        session.delete(row)
    return [row.id for row in rows]


def _row(session: Session, upload_id: int) -> Upload:
    row = session.get(Upload, upload_id, with_for_update=True)
    if row is None:
        raise UploadGoneError
    return row


def _idle(session: Session, upload_id: int) -> Upload:
    row = _row(session, upload_id)
    if row.state in WAITING:
        raise UploadBusyError
    return row


def _card(row: Upload) -> UploadCard:
    return UploadCard(**{name: getattr(row, name) for name in UploadCard.__dataclass_fields__})
