"""Tags: the rows that say which themes a piece raises, under one version of the themes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy import ScalarSelect, insert, select
from sqlalchemy.orm import Session

from analysis.concerns import ConcernTag
from db.models import FeedbackConcern, Theme, ThemeDefinition, ThemeVersion
from db.queries.themes import followed

Spans = list[list[int]]


class Piece(Protocol):
    """What a tag repeats of its piece."""

    @property
    def id(self) -> int: ...
    @property
    def source_id(self) -> int: ...
    @property
    def received_on(self) -> date | None: ...


@dataclass(frozen=True)
class Known:
    """The themes of one version: their ids by code, which are of conduct, what was merged."""

    tagging: int
    ids: Mapping[str, int]
    conduct: frozenset[str]
    followed: Mapping[str, str]

    def now(self, codes: Iterable[str]) -> list[str]:
        """What a person once set, as this version has it; what it no longer has is left out."""
        called = (self.followed.get(code, code) for code in codes)
        return [code for code in dict.fromkeys(called) if code in self.ids]


def under(session: Session, version: int | ScalarSelect[Any]) -> Known:
    """The themes of ``version``."""
    row = session.scalars(select(ThemeVersion).where(ThemeVersion.version == version)).one()
    rows = session.execute(
        select(Theme.code, Theme.id, ThemeDefinition.is_conduct)
        .join(ThemeDefinition, ThemeDefinition.theme_id == Theme.id)
        .where(ThemeDefinition.version == row.version)
    ).all()
    return Known(
        row.tagging,
        {one.code: one.id for one in rows},
        frozenset(one.code for one in rows if one.is_conduct),
        followed(session, row.version),
    )


def heard(concerns: Iterable[ConcernTag]) -> dict[str, Spans]:
    """The places by code, as they are stored."""
    return {tag.code: [list(span) for span in tag.spans] for tag in concerns}


def insert_all(
    session: Session, known: Known, pieces: Sequence[Piece], raised: Mapping[int, Mapping[str, Any]]
) -> None:
    """Write down what each piece raises, by its id: the places that say so, by code."""
    rows = [
        {
            "feedback_id": piece.id,
            "tagging": known.tagging,
            "theme_id": known.ids[code],
            "source_id": piece.source_id,
            "received_on": piece.received_on,
            "spans": spans,
        }
        for piece in pieces
        for code, spans in raised[piece.id].items()
        if code in known.ids
    ]
    if rows:
        session.execute(insert(FeedbackConcern), rows)
