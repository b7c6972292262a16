"""The commands that bring in files. Each calls one job and says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from core import settings
from core.instruments import SampleKind
from core.keys import Keys
from imports.feedback_rows import ColumnMap
from jobs import (
    import_calendar,
    import_districts,
    import_feedback,
    import_opinions,
    import_survey,
    invite,
    start,
)
from jobs.progress import progress
from services.surveys.invitations import AFTER

InputFile = Annotated[Path, typer.Argument(metavar="FILE")]
Encoding = Annotated[str | None, typer.Option(help="How the file is written, if not in UTF-8.")]


def districts(
    file: InputFile,
    id: Annotated[str, typer.Option(metavar="PROP")],
    name: Annotated[str | None, typer.Option(metavar="PROP")] = None,
    population: Annotated[str | None, typer.Option(metavar="PROP")] = None,
    attribute: Annotated[list[str] | None, typer.Option(metavar="NAME=PROP")] = None,
) -> None:
    """Bring in districts with their boundaries and who lives there."""
    pairs = [pair.partition("=") for pair in attribute or ()]
    stored, cleared = import_districts.import_districts(
        start.records(), file, id_property=id, name_property=name, population_property=population,
        attributes={name: prop or name for name, _, prop in pairs},
    )  # fmt: skip
    if cleared:
        print("The invented sample was removed.")
    if stored.placed:
        print(f"{stored.placed} pieces of feedback now have their district.")
    print(f"added {stored.added}, updated {stored.updated}")


def feedback(
    file: InputFile,
    text: Annotated[str, typer.Option(metavar="COL")],
    source: Annotated[str, typer.Option(metavar="NAME")],
    key: Annotated[str | None, typer.Option(metavar="COL")] = None,
    received: Annotated[str | None, typer.Option(metavar="COL")] = None,
    date_format: Annotated[str | None, typer.Option(metavar="F")] = None,
    district: Annotated[str | None, typer.Option(metavar="COL")] = None,
    category: Annotated[str | None, typer.Option(metavar="COL")] = None,
    language: Annotated[str | None, typer.Option(metavar="COL")] = None,
    question: Annotated[str | None, typer.Option(metavar="COL")] = None,
    triaged: Annotated[bool, typer.Option("--triaged")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    encoding: Encoding = None,
) -> None:
    """Bring in feedback from a CSV file; each row is stored once, however often it comes."""
    columns = ColumnMap(text, key, received, district, category, language, question)
    with progress("Bringing in") as said:
        outcome = import_feedback.import_feedback(
            start.records(), file, columns=columns, source=source, date_format=date_format,
            encoding=encoding, triaged=triaged, dry_run=dry_run, said=said,
        )  # fmt: skip
    print("\n".join(outcome.told(has_district=bool(district), dry_run=dry_run)))


def survey(
    file: InputFile,
    instrument: Annotated[str, typer.Option(metavar="NAME", help="Whose columns the file has.")],
    title: Annotated[str, typer.Option(help="What the survey is called here.")] = "",
    kind: Annotated[SampleKind, typer.Option()] = SampleKind.PROBABILITY,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day it was answered.")
    ] = None,
    encoding: Encoding = None,
) -> None:
    """Bring in the responses of a survey from a CSV file; each row is stored once."""
    with progress("Bringing in") as said:
        outcome = import_survey.import_survey(
            start.records(), file, instrument=instrument, title=title, kind=kind,
            answered_on=on.date() if on else None, encoding=encoding, said=said,
        )  # fmt: skip
    print("\n".join(outcome.told()))


def population_shares(file: InputFile) -> None:
    """Bring in who lives here: a CSV file with the columns margin, group and share."""
    found = import_survey.import_population(start.records(), file)
    print(", ".join(f"{margin}: {n} groups" for margin, n in found.items()))


def opinions(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER")],
    title: Annotated[str, typer.Option(help="What the conversation is called here.")],
    question: Annotated[str, typer.Option(help="What people were asked.")] = "",
    kind: Annotated[SampleKind, typer.Option()] = SampleKind.OPEN,
) -> None:
    """Bring in statements and votes as Polis exports them: comments.csv and votes.csv."""
    outcome = import_opinions.import_opinions(
        start.records(), folder, title=title, question=question or title, kind=kind
    )
    print("\n".join(outcome.told()))


def calendar(
    file: InputFile,
    name: Annotated[str, typer.Option(metavar="NAME", help="What these days are called.")] = "",
    meetings: Annotated[bool, typer.Option("--meetings", help="As drafts of meetings.")] = False,
) -> None:
    """Bring in an ICS file: days to plan around, or meetings as drafts."""
    if meetings:
        found, stored = import_calendar.import_events(start.records(), file)
    else:
        found, stored = import_calendar.import_days(start.records(), file, name=name or file.stem)
    print(f"read {found}, stored {stored}, already known {found - stored}")


def invited(
    file: InputFile,
    survey: Annotated[str, typer.Option(metavar="TITLE", help="A survey that asks by card.")],
    after: Annotated[int, typer.Option(help="Days after the contact.")] = AFTER,
) -> None:
    """Invite the people of a CSV file: columns email, contact, on, juvenile, language."""
    keys = Keys.load(settings.current().key_file)
    done = invite.invite(start.records(), file, title=survey, keys=keys, after=after)
    print("\n".join(done.told()))


COMMANDS: dict[str, Callable[..., None]] = {
    "import-districts": districts,
    "import-feedback": feedback,
    "import-survey": survey,
    "import-population": population_shares,
    "import-opinions": opinions,
    "import-calendar": calendar,
    "invite": invited,
}
