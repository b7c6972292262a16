"""Bringing in the responses of a survey, and who lives here, from CSV files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine

from core import clock
from core.actor import Actor
from core.errors import CommonGroundError
from core.instruments import SampleKind
from core.places import district_key
from db.session import reading, transaction
from imports.csv_files import open_table, require_columns
from imports.refused import RefusedRows
from imports.survey_rows import SurveyRow, SurveyRowReader
from services import departments, districts, sample
from services.surveys import instruments, population, responses, scores, surveys
from services.surveys.responses import ResponseRecord

BATCH = 1_000
OPERATOR = Actor.operator()


class ShareError(CommonGroundError):
    message = "Row {row}: “{said}” is not a share. Write 0.25 or 25% for a quarter."


@dataclass(frozen=True)
class SurveyOutcome:
    """The figures of one import; ``read`` is the sum of the next three."""

    read: int
    stored: int
    known: int
    refused: int
    refused_file: Path | None
    sample_cleared: bool

    def told(self) -> list[str]:
        """What the person at the terminal is told; the figures last."""
        lines = ["The invented sample was removed."] if self.sample_cleared else []
        if self.refused_file:
            lines.append(f"Refused rows, with the reasons: {self.refused_file}")
        return [
            *lines,
            f"read {self.read}, stored {self.stored}, already known {self.known}, "
            f"refused {self.refused}",
        ]


def import_survey(
    engine: Engine, path: Path, *, instrument: str, title: str = "", answered_on: date | None,
    kind: SampleKind = SampleKind.PROBABILITY, encoding: str | None = None,
    said: Callable[[float], None] = lambda _fraction: None,
) -> SurveyOutcome:  # fmt: skip
    """Keep each row of ``path`` once, as a response to the survey called ``title``."""
    now = clock.now()
    with reading(engine) as session:
        day = answered_on or departments.today(session, OPERATOR, now=now)
    with open_table(path, encoding=encoding) as table:
        with transaction(engine) as session:
            # Before the sample makes room: a file without the columns takes nothing away.
            newest = instruments.named(session, OPERATOR, name=instrument, today=day)
            title = title or newest.called("en")
            asks = surveys.asks_already(session, OPERATOR, title=title) or newest
        reader = SurveyRowReader(asks, day)
        require_columns(table, reader.columns())
        with transaction(engine) as session:
            cleared = sample.clear(session, OPERATOR, now=now)
            survey_id = surveys.to_import_into(
                session, OPERATOR, title=title, instrument=instrument,
                kind=kind, now=now,
            )  # fmt: skip
        read = stored = 0
        with RefusedRows(path, table.columns) as refused:
            rows = refused.taken(table, reader.read)
            while batch := list(islice(rows, BATCH)):
                stored += _keep(engine, survey_id, batch, day)
                read += len(batch)
                said(table.fraction_read)
        said(1.0)
    with transaction(engine) as session:
        scores.work_out(session, OPERATOR, survey_id=survey_id, now=now)
    return SurveyOutcome(
        read + refused.count, stored, read - stored, refused.count,
        refused.path if refused.count else None, cleared,
    )  # fmt: skip


def import_population(engine: Engine, path: Path) -> dict[str, int]:
    """Keep the shares of a file with the columns margin, group, share; how many of each margin."""
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    with open_table(path) as table:
        require_columns(table, ("margin", "group", "share"))
        for row in table:
            margin, name = (row.values[c].strip() for c in ("margin", "group"))
            shares[margin.casefold()][name] = _share(row.values["share"].strip(), row.number)
    with transaction(engine) as session:
        sample.clear(session, OPERATOR, now=clock.now())
        population.keep(session, OPERATOR, shares=shares, now=clock.now())
    return {margin: len(groups) for margin, groups in shares.items()}


def _share(said: str, row: int) -> float:
    try:
        share = float(said.removesuffix("%")) / (100 if said.endswith("%") else 1)
    except ValueError as error:
        raise ShareError(row=row, said=said[:40]) from error
    if not 0 <= share <= 1:
        raise ShareError(row=row, said=said[:40])
    return share


def _keep(engine: Engine, survey_id: int, batch: list[SurveyRow], day: date) -> int:
    with transaction(engine) as session:
        places = districts.codes(session, OPERATOR)
        records = [
            ResponseRecord(
                row.answers, row.district, places.get(district_key(row.district or "")),
                row.record_key,
            )
            for row in batch
        ]  # fmt: skip
        return responses.store(
            session, OPERATOR, survey_id=survey_id, records=records, answered_on=day
        )
