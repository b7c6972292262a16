"""The command line. Each command calls one job or use case and says what came of it."""

from __future__ import annotations

import getpass
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine
from typer.exceptions import TyperException

from core import clock, logs, settings
from core.actor import Actor
from core.errors import CommonGroundError
from core.keys import Keys
from core.sample import SampleSize
from core.vocabulary import Role, Sentiment
from db.session import make_engine, reading, transaction
from imports.feedback_rows import ColumnMap
from jobs import analyse as analyse_job
from jobs import backup as backup_job
from jobs import import_calendar as calendar_job
from jobs import meetings as meetings_job
from jobs import start as start_job
from jobs import work as work_job
from jobs.import_districts import import_districts as bring_districts
from jobs.import_feedback import import_feedback as bring_feedback
from jobs.progress import progress
from services import accounts, audit, departments, readings, sample

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
OPERATOR = Actor.operator()
InputFile = Annotated[Path, typer.Argument(metavar="FILE")]
Encoding = Annotated[str | None, typer.Option(help="How the file is written, if not in UTF-8.")]


def engine() -> Engine:
    """The database of this installation, brought to the newest schema."""
    records = make_engine(settings.current().database_url)
    start_job.migrate(records)
    return records


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    engine()
    print("The database is at the newest schema.")


@cli.command("create-user")
def create_user(
    email: str,
    role: Annotated[Role, typer.Option()],
    password_stdin: Annotated[bool, typer.Option("--password-stdin")] = False,
) -> None:
    """Add an account for a member of staff."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else getpass.getpass()
    with transaction(engine()) as session:
        accounts.add(session, OPERATOR, email=email, role=role, password=password, now=clock.now())
    print(f"{email} can sign in as {role.value}.")


@cli.command("create-setup-link")
def create_setup_link() -> None:
    """A new one-time link for the first administrator."""
    with transaction(engine()) as session:
        token = departments.create_setup_link(session, OPERATOR, now=clock.now())
    chosen = settings.current()
    print(f"http://{chosen.host}:{chosen.port}/account/set-up?link={token}")


@cli.command("import-districts")
def import_districts(
    file: InputFile,
    id: Annotated[str, typer.Option(metavar="PROP")],
    name: Annotated[str | None, typer.Option(metavar="PROP")] = None,
    population: Annotated[str | None, typer.Option(metavar="PROP")] = None,
    attribute: Annotated[list[str] | None, typer.Option(metavar="NAME=PROP")] = None,
) -> None:
    """Bring in districts with their boundaries and who lives there."""
    pairs = [pair.partition("=") for pair in attribute or ()]
    stored, cleared = bring_districts(
        engine(), file, id_property=id, name_property=name, population_property=population,
        attributes={name: prop or name for name, _, prop in pairs},
    )  # fmt: skip
    if cleared:
        print("The invented sample was removed.")
    if stored.placed:
        print(f"{stored.placed} pieces of feedback now have their district.")
    print(f"added {stored.added}, updated {stored.updated}")


@cli.command("import-feedback")
def import_feedback(
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
        outcome = bring_feedback(
            engine(), file, columns=columns, source=source, date_format=date_format,
            encoding=encoding, triaged=triaged, dry_run=dry_run, said=said,
        )  # fmt: skip
    print("\n".join(outcome.told(has_district=bool(district), dry_run=dry_run)))


@cli.command("import-calendar")
def import_calendar(
    file: InputFile,
    name: Annotated[str, typer.Option(metavar="NAME", help="What these days are called.")] = "",
    meetings: Annotated[bool, typer.Option("--meetings", help="As drafts of meetings.")] = False,
) -> None:
    """Bring in an ICS file: days to plan around, or meetings as drafts."""
    if meetings:
        found, stored = calendar_job.import_events(engine(), file)
    else:
        found, stored = calendar_job.import_days(engine(), file, name=name or file.stem)
    print(f"read {found}, stored {stored}, already known {found - stored}")


@cli.command()
def analyse(
    file: InputFile,
    text: Annotated[str, typer.Option(metavar="COL")],
    out: Annotated[Path, typer.Option(metavar="OUT.csv")],
    question: Annotated[str | None, typer.Option(metavar="COL")] = None,
    language: Annotated[str | None, typer.Option(metavar="COL")] = None,
    encoding: Encoding = None,
) -> None:
    """Read a file's texts without a database, and write what was made of each."""
    with progress("Reading") as said:
        done = analyse_job.analyse(
            file, out, text=text, question=question, language=language, encoding=encoding,
            said=said,
        )  # fmt: skip
    if done.renamed:
        print(f"The file's own columns of these names became input_...: {', '.join(done.renamed)}")
    figures = ", ".join(f"{word.value} {done.sentiments[word]}" for word in Sentiment)
    print(f"read {done.sentiments.total()}: {figures}")


@cli.command()
def work(
    once: Annotated[bool, typer.Option("--once", help="End when nothing waits.")] = False,
    with_parent: Annotated[bool, typer.Option("--with-parent", hidden=True)] = False,
) -> None:
    """Do waiting work; any number of these may run."""
    records = engine()
    logs.configure(settings.current().log_level)
    chosen = settings.current()
    keys = Keys.load(chosen.key_file)
    if once:
        with reading(records) as session:
            waiting = readings.waiting(session, OPERATOR)
        with progress("Reading") as said:
            meetings_job.fall_due(records, keys)
            count = work_job.work_off(
                records, chosen, keys, said=lambda done: said(done / max(done, waiting, 1))
            )
        print(f"read {count}")
        return
    work_job.work_until_told(records, chosen, keys, with_parent=with_parent)


@cli.command()
def reanalyse(
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE")] = None,
) -> None:
    """Read feedback again, as after a new model or a new version of the themes."""
    records = engine()
    day: date | None = since.date() if since else None
    with transaction(records) as session:
        waiting = readings.ask_again(session, OPERATOR, since=day)
    print(f"{waiting} pieces wait to be read again; a running worker is at it already.")


@cli.command()
def backup(file: InputFile) -> None:
    """Write one consistent, checked copy of all records."""
    size = backup_job.backup(engine(), file)
    key = f"Keep the key file ({settings.current().key_file.name}) in another place"
    print(f"wrote {size:,} bytes to {file}. {key}: receipts need it.")


@cli.command()
def restore(file: InputFile, force: Annotated[bool, typer.Option("--force")] = False) -> None:
    """Replace all records by those of a backup."""
    backup_job.restore(make_engine(settings.current().database_url), file, force=force)
    print(f"restored from {file}")


@cli.command("verify-audit")
def verify_audit(head: Annotated[str | None, typer.Option(metavar="HASH")] = None) -> None:
    """Check that no audit entry was altered or taken out."""
    with reading(engine()) as session:
        chain = audit.verify(session, OPERATOR, expected_head=head)
    if chain.broken_at is not None:
        raise audit.ChainBrokenError(entry=chain.broken_at)
    print(f"{chain.entries} entries hold; head {chain.head}")


@cli.command("seed-sample")
def seed_sample(
    size: Annotated[SampleSize, typer.Option(help="How large a place.")] = SampleSize.TOWN,
) -> None:
    """Put an invented town or city into an empty database."""
    with transaction(engine()) as session, progress("Inventing") as said:
        stored = sample.load(session, OPERATOR, now=clock.now(), size=size, said=said)
    print(f"stored {stored} invented pieces of feedback")


@cli.command("clear-sample")
def clear_sample() -> None:
    """Take the invented town or city out again."""
    with transaction(engine()) as session:
        cleared = sample.clear(session, OPERATOR, now=clock.now())
    print("The invented sample was removed." if cleared else "There is no sample here.")


def main() -> None:
    """Run one command; a refusal is one sentence on standard error and status 1, misuse 2."""
    try:
        sys.exit(cli(standalone_mode=False))
    except CommonGroundError as refusal:
        sys.exit(f"{refusal}")
    except typer.Abort:
        sys.exit("Stopped.")
    except TyperException as misuse:
        print(misuse.format_message(), file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
