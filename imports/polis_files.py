"""A conversation as Polis exports it: comments.csv and votes.csv, which are held to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from core import texts
from core.errors import CommonGroundError
from imports.csv_files import Row, Table, open_table, require_columns

COMMENTS, VOTES = "comments.csv", "votes.csv"
MODERATED = {"1": True, "-1": False, "0": None}
SAID = {"1": 1, "-1": -1, "0": 0}
T = TypeVar("T")


class PolisRowError(CommonGroundError):
    message = "In {path} row {row} cannot be used: {reason} Nothing was brought in."


class VotesContradictError(CommonGroundError):
    message = (
        "The two files contradict each other: comment {key} has {agrees} who agree and "
        "{disagrees} who disagree, but votes.csv holds {found_agrees} and {found_disagrees}. "
        "Export both again at the same time. Nothing was brought in."
    )


class VotesTurnedError(CommonGroundError):
    message = (
        "In votes.csv agree and disagree are the other way around than in comments.csv: write 1 "
        "for agree and -1 for disagree. Nothing was brought in."
    )


@dataclass(frozen=True)
class PolisStatement:
    """A comment. ``is_approved`` is empty where nobody moderated it."""

    key: str
    words: str
    said_on: date
    is_approved: bool | None
    agrees: int
    disagrees: int


@dataclass(frozen=True)
class PolisConversation:
    """``votes``: the last of each person on each statement, by (statement, person).

    1 agrees, -1 disagrees, 0 passed; ``read`` counts the rows they come from.
    """

    statements: tuple[PolisStatement, ...]
    votes: dict[tuple[str, str], int]
    read: int


def read(folder: Path) -> PolisConversation:
    """The conversation in ``folder``, refused as a whole where a row of it cannot be used."""
    with open_table(folder / COMMENTS) as table:
        require_columns(
            table, ("timestamp", "comment-id", "agrees", "disagrees", "moderated", "comment-body")
        )
        statements = tuple(_statement(table, row) for row in _sound(table))
    with open_table(folder / VOTES) as table:
        require_columns(table, ("timestamp", "comment-id", "voter-id", "vote"))
        rows = sorted(_vote(table, row) for row in _sound(table))
    known = {statement.key for statement in statements}
    for _at, number, statement, _person, _said in rows:
        if statement not in known:
            raise PolisRowError(
                path=VOTES, row=number, reason=f"there is no comment {statement} in {COMMENTS}."
            )
    votes = {(statement, person): said for _at, _number, statement, person, said in rows}
    every = Counter((statement, said) for _at, _number, statement, _person, said in rows)
    latest = Counter((statement, said) for (statement, _person), said in votes.items())
    _hold_together(statements, every, latest)
    return PolisConversation(statements, votes, len(rows))


def _hold_together(
    statements: tuple[PolisStatement, ...], *counts: Counter[tuple[str, int]]
) -> None:
    """Refuse votes that are not those the comments count (all, or only the last of each person)."""
    wrong = [
        one for one in statements
        if (one.agrees, one.disagrees) not in [(n[one.key, 1], n[one.key, -1]) for n in counts]
    ]  # fmt: skip
    if not wrong:
        return
    if all(
        any((one.disagrees, one.agrees) == (n[one.key, 1], n[one.key, -1]) for n in counts)
        for one in statements
    ):
        raise VotesTurnedError
    first = wrong[0]
    raise VotesContradictError(
        key=first.key, agrees=first.agrees, disagrees=first.disagrees,
        found_agrees=counts[0][first.key, 1], found_disagrees=counts[0][first.key, -1],
    )  # fmt: skip


def _sound(table: Table) -> Iterator[Row]:
    for row in table:
        if row.problem:
            raise PolisRowError(path=table.path.name, row=row.number, reason=row.problem)
        yield row


def _statement(table: Table, row: Row) -> PolisStatement:
    words = " ".join(row.values["comment-body"].split())
    if not texts.is_storable(words) or not texts.says_something(words):
        raise PolisRowError(path=table.path.name, row=row.number, reason="it holds no words.")
    agrees, disagrees = (_whole(table, row, name) for name in ("agrees", "disagrees"))
    said_at = datetime.fromtimestamp(_whole(table, row, "timestamp") / 1000, UTC)
    return PolisStatement(
        _key(table, row, "comment-id"), texts.plain(words), said_at.date(),
        _one_of(table, row, "moderated", MODERATED), agrees, disagrees,
    )  # fmt: skip


def _vote(table: Table, row: Row) -> tuple[int, int, str, str, int]:
    """When, in which row, of what, who, what: in this order votes follow each other."""
    return (
        _whole(table, row, "timestamp"), row.number, _key(table, row, "comment-id"),
        _key(table, row, "voter-id"), _one_of(table, row, "vote", SAID),
    )  # fmt: skip


def _key(table: Table, row: Row, column: str) -> str:
    return str(_whole(table, row, column))


def _whole(table: Table, row: Row, column: str) -> int:
    said = row.values[column].strip()
    if not (said.isascii() and said.isdigit() and len(said) < 15):
        raise PolisRowError(
            path=table.path.name, row=row.number,
            reason=f"“{said[:40]}” in column “{column}” is no whole number.",
        )  # fmt: skip
    return int(said)


def _one_of(table: Table, row: Row, column: str, known: dict[str, T]) -> T:
    said = row.values[column].strip()
    if said not in known:
        raise PolisRowError(
            path=table.path.name, row=row.number,
            reason=f"“{said[:40]}” in column “{column}” is not one of {', '.join(known)}.",
        )  # fmt: skip
    return known[said]
