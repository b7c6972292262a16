"""The command line. Each command calls one job or use case and says what came of it."""

from __future__ import annotations

import getpass
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from core import clock, logs, settings
from core.actor import Actor
from core.errors import CommonGroundError
from core.keys import Keys
from core.sample import SampleSize
from core.vocabulary import Role, Sentiment
from db.session import make_engine, reading, transaction
from jobs import analyse as analyse_job
from jobs import backup as backup_job
from jobs import import_commands
from jobs import learn as learn_job
from jobs import meetings as meetings_job
from jobs import retagging as retagging_job
from jobs import start as start_job
from jobs import work as work_job
from jobs.import_commands import Encoding, InputFile
from jobs.progress import progress
from services import accounts, audit, departments, readings, sample

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for called, bring_in in import_commands.COMMANDS.items():
    cli.command(called)(bring_in)
OPERATOR = Actor.operator()


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    start_job.records()
    print("The database is at the newest schema.")


@cli.command("create-user")
def create_user(
    email: str,
    role: Annotated[Role, typer.Option()],
    password_stdin: Annotated[bool, typer.Option("--password-stdin")] = False,
) -> None:
    """Add an account for a member of staff."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else getpass.getpass()
    with transaction(start_job.records()) as session:
        accounts.add(session, OPERATOR, email=email, role=role, password=password, now=clock.now())
    print(f"{email} can sign in as {role.value}.")


@cli.command("create-setup-link")
def create_setup_link() -> None:
    """A new one-time link for the first administrator."""
    with transaction(start_job.records()) as session:
        token = departments.create_setup_link(session, OPERATOR, now=clock.now())
    chosen = settings.current()
    print(f"http://{chosen.host}:{chosen.port}/account/set-up?link={token}")


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
    records = start_job.records()
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
    """Read feedback again, as after a new model. After a change of themes, ``retag`` is enough."""
    records = start_job.records()
    day: date | None = since.date() if since else None
    with transaction(records) as session:
        waiting = readings.ask_again(session, OPERATOR, since=day)
    print(f"{waiting} pieces wait to be read again; a running worker is at it already.")


@cli.command()
def retag() -> None:
    """Tag all feedback under the newest themes now, as a worker would; then they are in force."""
    records = start_job.records()
    with progress("Tagging") as said:
        pieces = retagging_job.tag_all(records, said=said)
    print(f"tagged {pieces} pieces")


@cli.command()
def learn(
    undo: Annotated[bool, typer.Option("--undo", help="Read as shipped again.")] = False,
) -> None:
    """Learn from what staff corrected, and use it if it reads held-out pieces better."""
    path = settings.current().head_file
    if undo:
        learn_job.undo(path)
        print("Feedback is read as shipped again. For what is read already, run reanalyse.")
        return
    learn_job.learn(start_job.records(), path, said=_say_compared)
    print("New feedback is read so from now on. For what is read already, run reanalyse.")


def _say_compared(found: learn_job.Learnt) -> None:
    print(f"learnt from {found.pieces} pieces, {found.corrections} of them corrected")
    print(
        f"{'held out':20} {'n':>6} {'right before':>13} {'right after':>12}  gain (95 % interval)"
    )
    for name, one in (
        ("corrected", found.corrected), ("left as they were", found.left),
        ("all", found.feelings),
    ):  # fmt: skip
        if one.n:
            gain = f"{(one.after - one.before) / one.n:+.1%} ({one.low:+.1%} to {one.high:+.1%})"
            print(f"{name:20} {one.n:6} {one.before:13} {one.after:12}  {gain}")
    one = found.concerns
    gain = f"{one.after - one.before:+.2f} ({one.low:+.2f} to {one.high:+.2f})"
    print(f"{'concerns (micro-F1)':20} {one.n:6} {one.before:13.2f} {one.after:12.2f}  {gain}")
    for name, better in (("Feelings", found.feelings), ("Concerns", found.concerns)):
        print(f"{name}: {'read so from now on' if better.is_better else 'as before'}.")


@cli.command()
def backup(file: InputFile) -> None:
    """Write one consistent, checked copy of all records."""
    size = backup_job.backup(start_job.records(), file)
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
    with reading(start_job.records()) as session:
        chain = audit.verify(session, OPERATOR, expected_head=head)
    if chain.broken_at is not None:
        raise audit.ChainBrokenError(entry=chain.broken_at)
    print(f"{chain.entries} entries hold; head {chain.head}")


@cli.command("seed-sample")
def seed_sample(
    size: Annotated[SampleSize, typer.Option(help="How large a place.")] = SampleSize.TOWN,
) -> None:
    """Put an invented town or city into an empty database."""
    with transaction(start_job.records()) as session, progress("Inventing") as said:
        stored = sample.load(session, OPERATOR, now=clock.now(), size=size, said=said)
    print(f"stored {stored} invented pieces of feedback")


@cli.command("clear-sample")
def clear_sample() -> None:
    """Take the invented town or city out again."""
    with transaction(start_job.records()) as session:
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
