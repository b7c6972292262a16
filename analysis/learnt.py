"""The reader with what a department's own corrections taught it, where they taught anything."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import structlog

from analysis import local_head, local_tags, trained
from analysis.encoder import ModelFileError
from analysis.sentiment import Reader

Learnt = TypeVar("Learnt")
log = structlog.get_logger()


def using(path: Path) -> Reader:
    """The reader with what is in ``path`` and beside it; the shipped one where nothing is."""
    return _with(path, _written(path), _written(beside(path)))


def beside(path: Path) -> Path:
    """Where what concerns learnt is kept: next to what feelings did."""
    return path.with_name(f"{path.stem}-concerns{path.suffix}")


@lru_cache(maxsize=1)
def _with(path: Path, _head_written: int | None, _tags_written: int | None) -> Reader:
    plain = trained.shipped()
    head = _kept(path, local_head.loads)
    tags = _kept(beside(path), local_tags.loads)
    if tags and (plain.tagger is None or tags.tagger != plain.tagger.version):
        log.warning("What concerns learnt was learnt of another reader and is not used.")
        tags = None
    if not (head or tags):
        return plain
    try:
        return trained.load(trained.FOLDER, head, tags)
    except ModelFileError as error:
        log.warning("What was learnt from corrections cannot be used.", reason=str(error))
        return plain


def _kept(path: Path, loads: Callable[[str], Learnt]) -> Learnt | None:
    """One of the two files; either may be missing, or be taken away meanwhile."""
    try:
        return loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (ModelFileError, OSError, UnicodeDecodeError) as error:
        log.warning("What was learnt from corrections cannot be used.", reason=str(error))
        return None


def _written(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return None
