"""Doing several things at the same moment, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core.errors import CommonGroundError
from db.session import transaction


def together(engine: Engine, *acts: Callable[[Session], Any]) -> list[Any]:
    """What each act answered, or the refusal it met."""
    gate = Barrier(len(acts))

    def run(act: Callable[[Session], Any]) -> Any:
        gate.wait(timeout=60)
        try:
            with transaction(engine) as session:
                return act(session)
        except CommonGroundError as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
