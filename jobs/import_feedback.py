"""Bringing in feedback from a CSV file: streamed, each row once, what is refused beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core import clock
from core.actor import Actor
from core.places import district_key
from core.vocabulary import AuditAction
from db.session import reading, transaction
from imports.csv_files import Table, open_table, require_columns
from imports.dates import DateForm, explicit, recognise
from imports.feedback_rows import ColumnMap, FeedbackRow, RowReader
from imports.refused import RefusedRows
from services import audit, departments, districts, feedback_import, sample
from services.feedback_import import FeedbackRecord

BATCH = 200
OPERATOR = Actor.operator()


@dataclass(frozen=True)
class Outcome:
    """The figures of one import; the first is the sum of the next three."""

    read: int
    stored: int
    known: int
    refused: int
    undated: int
    in_no_known_district: int
    date_form: str | None
    refused_file: Path | None
    sample_cleared: bool

    def told(self, *, has_district: bool, dry_run: bool) -> list[str]:
        """What the person at the terminal is told, line by line; the figures last."""
        lines = {
            "The invented sample was removed.": self.sample_cleared,
            f"Dates read as {self.date_form}; {self.undated} without a date.": self.date_form,
            f"In no known district: {self.in_no_known_district} of {self.stored} stored.":
                has_district and self.stored,
            f"Refused rows, with the reasons: {self.refused_file}": self.refused_file,
            "A dry run: nothing was stored.": dry_run,
            f"read {self.read}, stored {self.stored}, "
            f"already known {self.known}, refused {self.refused}": True,
        }  # fmt: skip
        return [line for line, is_so in lines.items() if is_so]


def import_feedback(
    engine: Engine, path: Path, *, columns: ColumnMap, source: str,
    date_format: str | None = None, encoding: str | None = None, triaged: bool = False,
    dry_run: bool = False, said: Callable[[float], None] = lambda _fraction: None,
    who: Actor = OPERATOR,
) -> Outcome:  # fmt: skip
    """Read ``path`` to its end; ``said`` hears how much of it is done (0 to 1).

    Batches are stored one by one: what was stored when the power went is known when the same file
    comes again. A dry run checks every row, stores nothing, and counts what it would have stored.
    The audit names ``who`` brought it in.
    """
    with reading(engine) as session:
        tzid = departments.current(session, OPERATOR).tzid
    today = clock.local_date(clock.now(), tzid)
    counted: Counter[str] = Counter()
    with open_table(path, encoding=encoding) as table:
        require_columns(table, columns.names())
        form = _date_form(table, columns.received, date_format)
        with RefusedRows(path, table.columns) as refused:
            reader = RowReader(columns, form, ZoneInfo(tzid), today)
            rows = refused.taken(table, reader.read)
            keep = (
                _Rehearsal(engine, source)
                if dry_run
                else _Store(engine, source, today if triaged else None, today, who)
            )
            while batch := list(islice(rows, BATCH)):
                counted.update(keep.batch(batch))
                counted["accepted"] += len(batch)
                counted["undated"] += sum(row.received_on is None for row in batch)
                said(table.fraction_read)
            said(1.0)
    return _outcome(counted, form, refused)


def _outcome(counted: Counter[str], form: DateForm | None, refused: RefusedRows) -> Outcome:
    return Outcome(
        read=counted["accepted"] + refused.count,
        stored=counted["stored"],
        known=counted["accepted"] - counted["stored"],
        refused=refused.count,
        undated=counted["undated"],
        in_no_known_district=counted["in no known district"],
        date_form=form.name if form else None,
        refused_file=refused.path if refused.count else None,
        sample_cleared=bool(counted["sample cleared"]),
    )


def _date_form(table: Table, column: str | None, date_format: str | None) -> DateForm | None:
    if column is None:
        return None
    if date_format is not None:
        return explicit(date_format)
    return recognise(row.values[column] for row in table)


class _Store:
    """Keeps batches; before the first of them an invented sample makes room."""

    def __init__(
        self, engine: Engine, source: str, triaged_on: date | None, today: date, who: Actor
    ) -> None:
        self._engine, self._source, self._today = engine, source, today
        self._triaged_on, self._who = triaged_on, who
        self._began = False

    def batch(self, rows: list[FeedbackRow]) -> Counter[str]:
        with transaction(self._engine) as session:
            cleared = not self._began and self._begin(session)
            source_id = feedback_import.source(session, OPERATOR, name=self._source)
            wordings = {row.question for row in rows if row.question}
            outcome = feedback_import.store(
                session,
                OPERATOR,
                records=[_record(row) for row in rows],
                source_id=source_id,
                districts=districts.codes(session, OPERATOR),
                questions={
                    wording: feedback_import.question_version(
                        session, OPERATOR, wording=wording, today=self._today
                    )
                    for wording in wordings
                },
                triaged_on=self._triaged_on,
            )
        self._began = True
        return Counter(
            {
                "stored": outcome.stored,
                "in no known district": outcome.in_no_known_district,
                "sample cleared": int(cleared),
            }
        )

    def _begin(self, session: Session) -> bool:
        now = clock.now()
        cleared = sample.clear(session, OPERATOR, now=now)
        audit.note(
            session, self._who, AuditAction.RECORDS_IMPORTED, subject="feedback", now=now,
            details=self._source,
        )  # fmt: skip
        return cleared


class _Rehearsal:
    """Counts what a real import would store."""

    def __init__(self, engine: Engine, source: str) -> None:
        self._engine, self._source = engine, source
        self._seen: set[str] = set()

    def batch(self, rows: list[FeedbackRow]) -> Counter[str]:
        fresh = {row.import_key: row for row in rows if row.import_key not in self._seen}
        self._seen |= fresh.keys()
        with reading(self._engine) as session:
            makes_room = sample.is_here(session, OPERATOR)  # and takes its districts along
            known = feedback_import.known(
                session, OPERATOR, source=self._source, import_keys=list(fresh)
            )
            placed = {} if makes_room else districts.codes(session, OPERATOR)
        new = [row for key, row in fresh.items() if key not in known]
        unplaced = sum(district_key(row.district or "") not in placed for row in new)
        return Counter({"stored": len(new), "in no known district": unplaced})


def _record(row: FeedbackRow) -> FeedbackRecord:
    return FeedbackRecord(
        words=row.text,
        import_key=row.import_key,
        received_on=row.received_on,
        district=row.district,
        category=row.category,
        language=row.language,
        question=row.question,
    )
