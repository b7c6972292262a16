"""Working on the files that staff bring in by hand: checking them, and bringing them in."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import structlog
from sqlalchemy import Engine

from core import clock
from core.actor import Actor
from core.errors import CommonGroundError, RecordsAwayError
from core.vocabulary import UploadState
from db.session import transaction
from imports.feedback_rows import ColumnMap
from imports.uploads import as_read_on_a_screen, path_of, remove
from jobs.import_feedback import Outcome, import_feedback
from services import uploads
from services.uploads import Claimed

WORKER = Actor.operator()
SAID_EVERY = 0.5  # seconds between two notes of how far the work is

log = structlog.get_logger()


class _Stopped(Exception):  # noqa: N818 -- a signal to ourselves, never shown
    pass


def work_on_one(engine: Engine, folder: Path) -> bool:
    """Check or bring in the file that has waited longest; whether there was one."""
    with transaction(engine) as session:
        claimed = uploads.claim(session, WORKER, now=clock.now())
    if claimed is None:
        return False
    outcome, refusal = None, None
    try:
        outcome = asdict(_import(engine, folder, claimed))
        outcome["refused_file"] = outcome["refused_file"] is not None
    except _Stopped:
        return True
    except RecordsAwayError:
        raise  # its lease ends, and it is handed out again
    except CommonGroundError as error:
        refusal = as_read_on_a_screen(
            error, path_of(folder, claimed.card.id), claimed.card.file_name
        )
    except Exception as error:
        log.exception("upload failed", kind=type(error).__name__)
        refusal = str(CommonGroundError())
    with transaction(engine) as session:
        uploads.finish(
            session, WORKER, upload_id=claimed.card.id, lease=claimed.lease, outcome=outcome,
            refusal=refusal,
        )  # fmt: skip
    return True


def forget_outdated(engine: Engine, folder: Path) -> None:
    """Remove what was brought here and left."""
    with transaction(engine) as session:
        ids = uploads.outdated(session, WORKER, now=clock.now())
    for upload_id in ids:
        remove(folder, upload_id)


def _import(engine: Engine, folder: Path, claimed: Claimed) -> Outcome:
    choices = claimed.card.choices
    return import_feedback(
        engine, path_of(folder, claimed.card.id), columns=ColumnMap(**choices["columns"]),
        source=choices["source"], date_format=choices.get("date_format"),
        encoding=choices.get("encoding"), triaged=choices.get("triaged", False),
        dry_run=claimed.card.state is UploadState.TO_CHECK, said=_says(engine, claimed),
        who=Actor(WORKER.permissions, claimed.account_id, claimed.card.who),
    )  # fmt: skip


def _says(engine: Engine, claimed: Claimed) -> Callable[[float], None]:
    """Notes how far the work is, now and then, and stops it where somebody said so."""
    last = 0.0

    def said(fraction: float) -> None:
        nonlocal last
        if time.monotonic() - last < SAID_EVERY:
            return
        last = time.monotonic()
        with transaction(engine) as session:
            goes_on = uploads.go_on(
                session, WORKER, upload_id=claimed.card.id, lease=claimed.lease,
                fraction=fraction, now=clock.now(),
            )  # fmt: skip
        if not goes_on:
            raise _Stopped

    return said
