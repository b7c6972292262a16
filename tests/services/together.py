"""Doing several things at the same moment, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread
from typing import Any

from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from core.errors import CommonGroundError
from db.session import transaction


def together(engine: Engine, *acts: Callable[[Session], Any]) -> list[Any]:
    """What each act answered, or the refusal it met."""
    gate = Barrier(len(acts))

    def run(act: Callable[[Session], Any]) -> Any:
        gate.wait(timeout=60)
        return _answer(engine, act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def overtaken(
    engine: Engine, first: Callable[[Session], Any], second: Callable[[Session], Any], *,
    before: str,
) -> list[Any]:  # fmt: skip
    """What both answered, where ``second`` comes as ``first`` is about to send ``before``.

    The first goes on once the second has ended or waits for it: the worst moment, every time.
    """
    answers: list[Any] = [None, None]

    def come() -> None:
        answers[1] = _answer(engine, second)

    other = Thread(target=come)

    @event.listens_for(engine, "before_cursor_execute")
    def _comes(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(before) and not other.ident:
            other.start()
            _until_ended_or_waiting(other, engine)

    answers[0] = _answer(engine, first)
    assert other.ident, f"nothing began with {before}"
    other.join(timeout=60)
    return answers


def _answer(engine: Engine, act: Callable[[Session], Any]) -> Any:
    try:
        with transaction(engine) as session:
            return act(session)
    except CommonGroundError as refusal:
        return refusal


def _until_ended_or_waiting(other: Thread, engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        return  # one writer at a time: the other waits for its BEGIN
    waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with engine.connect() as watcher:
        while other.is_alive() and not watcher.scalar(waits):
            watcher.rollback()
