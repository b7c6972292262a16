"""Inviting people to a survey from a CSV file; who is not invited comes back with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from core import clock, i18n
from core.actor import Actor
from core.keys import Keys
from db.session import transaction
from imports.csv_files import Row, open_table, require_columns
from imports.dates import DateForm, recognise
from imports.refused import RefusedRows, RowRefusedError
from services import departments
from services.surveys import invitations
from services.surveys.invitations import AFTER, Invitee

OPERATOR = Actor.operator()
COLUMNS = ("email", "contact", "on", "juvenile")
NO = {"no", "n", "false", "0"}


@dataclass(frozen=True)
class InviteOutcome:
    """How many were read and invited, and where the others are."""

    read: int
    invited: int
    refused_file: Path | None

    def told(self) -> list[str]:
        lines = []
        if self.refused_file:
            lines.append(f"Not invited, with the reasons: {self.refused_file}")
        return [*lines, f"read {self.read}, invited {self.invited}"]


def invite(
    engine: Engine, path: Path, *, title: str, keys: Keys, after: int = AFTER
) -> InviteOutcome:
    """Invite the people of ``path``: columns email, contact, on, juvenile, and perhaps language."""
    now = clock.now()
    with open_table(path) as table, transaction(engine) as session:
        require_columns(table, COLUMNS)
        rows = list(table)
        form = recognise(row.values["on"] for row in rows)
        tz = ZoneInfo(departments.current(session, OPERATOR).tzid)
        with RefusedRows(path, table.columns) as refused:
            people = dict(_readable(rows, form, tz, refused))
            done = invitations.invite(
                session, OPERATOR, title=title, people=people, after=after, keys=keys, now=now
            )
            for number, reason in done.refused.items():
                refused.add(rows[number], reason)
    return InviteOutcome(len(rows), done.n, refused.path if refused.count else None)


def _readable(
    rows: list[Row], form: DateForm, tz: ZoneInfo, refused: RefusedRows
) -> Iterator[tuple[int, Invitee]]:
    """The people of the rows that can be read, by the number of their row."""
    for number, row in enumerate(rows):
        try:
            contact_on = form.parse(row.values["on"], tz=tz)
        except RowRefusedError as refusal:
            refused.add(row, str(refusal))
            continue
        yield number, Invitee(
            row.values["email"], row.values["contact"], contact_on, _is_juvenile(row),
            row.values.get("language", "").strip() or i18n.DEFAULT_LANGUAGE,
        )  # fmt: skip


def _is_juvenile(row: Row) -> bool:
    """Whatever is not plainly "no" is taken for "yes": better one invitation too few."""
    return row.values["juvenile"].strip().casefold() not in NO
