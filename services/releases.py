"""Releasing figures to people outside: whole quarters, once each, with small cells hidden."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis import reading_error
from analysis.disclosure import hidden, protect_shares
from analysis.felt import READ
from core import periods
from core.actor import Actor
from core.errors import CommonGroundError
from core.scope import Scope
from core.theme_names import said
from core.vocabulary import AuditAction, Grain, Permission, Sentiment
from db.models import NONE, Release, SentimentCount, Source, ThemeDefinition
from db.queries.cells import counted_in
from db.queries.upserts import insert_into
from services import audit, concerns, departments, districts
from services.access import require
from services.sentiment import INDICATIVE

EVERYWHERE = "all districts"
COLUMNS = ["district", "sentiment", "n", "total", "share", "low", "high"]
CONCERN_COLUMNS = ["concern", "n", "total", "share", "low", "high"]


class QuarterNotOverError(CommonGroundError):
    message = "This quarter is not over yet. Figures are released once, so wait until it is."


class ReleasedAlreadyError(CommonGroundError):
    message = "This quarter was released already. A release never changes."


class NothingToReleaseError(CommonGroundError):
    message = "Nothing was read from this source in this quarter, so there is nothing to release."


class ReleaseGoneError(CommonGroundError):
    message = "That release is not there any more. Load the page again."


@dataclass(frozen=True)
class ReleaseCard:
    """One quarter of one source. ``quarter`` goes by its first month."""

    id: int
    source: str
    quarter: int
    released_on: date
    minimum: int


@dataclass(frozen=True)
class Released:
    """The tables of a release: ``felt`` has ``COLUMNS``, ``raised`` has ``CONCERN_COLUMNS``.

    What is hidden is missing. ``felt`` begins with the rows of ``EVERYWHERE``; feedback whose
    district is not known has an empty name.
    """

    card: ReleaseCard
    felt: pd.DataFrame
    raised: pd.DataFrame


def every(session: Session, actor: Actor) -> list[ReleaseCard]:
    """All releases, the newest quarter first."""
    require(actor, Permission.READ_RELEASES)
    rows = session.execute(
        select(Release.id, Source.name, Release.quarter, Release.released_on, Release.minimum)
        .join(Source, Source.id == Release.source_id)
        .order_by(Release.quarter.desc(), Source.name)
    )
    return [ReleaseCard(*row) for row in rows]


def one(session: Session, actor: Actor, *, release_id: int) -> Released:
    """A release, as it was made."""
    require(actor, Permission.READ_RELEASES)
    row = session.get(Release, release_id)
    if row is None:
        raise ReleaseGoneError
    card = next(card for card in every(session, actor) if card.id == release_id)
    raised = pd.DataFrame(row.figures["raised"], columns=CONCERN_COLUMNS)
    names = _names(session)
    raised["concern"] = raised["concern"].map(lambda name: names.get(name, name))
    return Released(card, pd.DataFrame(row.figures["felt"], columns=COLUMNS), raised)


def waiting(session: Session, actor: Actor, *, today: date) -> dict[tuple[int, str], list[int]]:
    """The quarters that may be released, the newest first, by their source's id and name."""
    require(actor, Permission.RELEASE_FIGURES)
    rows = session.execute(
        select(Source.id, Source.name, SentimentCount.period)
        .join(SentimentCount, SentimentCount.source_id == Source.id)
        .where(SentimentCount.period.between(periods.FIRST, periods.LAST), SentimentCount.n > 0)
        .distinct()
    ).all()
    done = {tuple(row) for row in session.execute(select(Release.source_id, Release.quarter))}
    found: dict[tuple[int, str], list[int]] = {}
    for source_id, name, month in rows:
        quarter = periods.within(month, Grain.QUARTER)
        mine = found.setdefault((source_id, name), [])
        if quarter not in mine and (source_id, quarter) not in done and _is_over(quarter, today):
            mine.append(quarter)
    return {source: sorted(mine, reverse=True) for source, mine in sorted(found.items()) if mine}


def release(
    session: Session, actor: Actor, *, source_id: int, quarter: int, minimum: int, now: datetime
) -> None:
    """Work out a quarter's figures, hide what would tell of fewer than ``minimum``, and keep them.

    ``quarter`` goes by its first month. What is released stays as it is, also when feedback of that
    time arrives later: the difference would tell of those few.
    """
    require(actor, Permission.RELEASE_FIGURES)
    today = departments.today(session, actor, now=now)
    if periods.within(quarter, Grain.QUARTER) != quarter or not _is_over(quarter, today):
        raise QuarterNotOverError
    scope = Scope(source_id, quarter, periods.last_within(quarter, Grain.QUARTER))
    felt = _felt(session, actor, scope, minimum)
    if felt.empty:
        raise NothingToReleaseError
    ranked = concerns.ranked(session, actor, scope=scope)
    heard = ranked.loc[ranked["n"] > 0, CONCERN_COLUMNS].sort_values("concern")
    raised = protect_shares(heard, minimum=minimum)
    kept = session.scalar(
        insert_into(session, Release)
        .values(
            source_id=source_id, quarter=quarter, released_on=today, minimum=minimum,
            figures={"felt": _rows(felt), "raised": _rows(raised[CONCERN_COLUMNS])},
        )
        .on_conflict_do_nothing(index_elements=["source_id", "quarter"])
        .returning(Release.id)
    )  # fmt: skip
    if kept is None:
        raise ReleasedAlreadyError
    audit.note(
        session, actor, AuditAction.FIGURES_RELEASED, subject=f"source {source_id}", now=now,
        details=f"quarter from {quarter}, minimum {minimum}",
    )  # fmt: skip


def _names(session: Session) -> dict[str, str]:
    """Every name a theme had, in both languages, and the same in the language of the person."""
    rows = session.scalars(select(ThemeDefinition).order_by(ThemeDefinition.version)).all()
    return {name: said(row) for row in rows for name in (row.name, row.name_es) if name}


def _is_over(quarter: int, today: date) -> bool:
    return periods.first_day(periods.shifted(quarter, 3)) <= today


def _felt(session: Session, actor: Actor, scope: Scope, minimum: int) -> pd.DataFrame:
    """Every district by every sentiment, and all of them together, as one table that adds up."""
    counted = func.sum(SentimentCount.n)
    rows = session.execute(
        select(SentimentCount.district_id, SentimentCount.sentiment, counted, INDICATIVE)
        .where(
            *counted_in(scope, SentimentCount, each_district=True),
            SentimentCount.sentiment.in_(READ),
        )
        .group_by(SentimentCount.district_id, SentimentCount.sentiment)
    ).all()
    heard = {(place, word): int(n) for place, word, n, _less_sure in rows}
    less_sure: Counter[int] = Counter()
    for place, _word, _n, indicative in rows:
        less_sure[place] += int(indicative)
    names = {card.id: card.name for card in districts.every(session, actor)} | {NONE: ""}
    places = [place for place in names if any((place, word) in heard for word in READ)]
    counts = np.array(
        [[heard.get((place, word), 0) for word in READ] for place in places], dtype=np.int64
    ).reshape(len(places), len(READ))
    if not len(counts):
        return pd.DataFrame(columns=COLUMNS)
    secret = hidden(counts, minimum=minimum)
    table = _lines(
        EVERYWHERE,
        counts.sum(axis=0),
        less_sure.total(),
        secret.columns,
        is_hidden=secret.all,
        minimum=minimum,
    )
    for place, row, cells, whole in zip(places, counts, secret.cells, secret.rows, strict=True):
        table += _lines(
            names[place], row, less_sure[place], cells, is_hidden=bool(whole), minimum=minimum
        )
    return pd.DataFrame(table, columns=COLUMNS)


def _lines(
    name: str, counts: np.ndarray, indicative: int, secret: np.ndarray, *, is_hidden: bool,
    minimum: int,
) -> list[tuple[Any, ...]]:  # fmt: skip
    """One district's rows; a share beside a count would tell a total that is hidden.

    Nor may an interval tell that a few people wrote in another language.
    """
    total, lines = int(counts.sum()), []
    if indicative < minimum:
        indicative = 0
    elif total - indicative < minimum:
        indicative = total
    known = reading_error.of_sentiments()
    for word, n, few in zip(READ, counts.tolist(), secret.tolist(), strict=True):
        share = None
        if not (few or is_hidden):
            share = reading_error.share(n, total, known.get(word), indicative)
        lines.append(
            (
                name, Sentiment(word).value, None if few else n, None if is_hidden else total,
                *(share[:3] if share else (None, None, None)),
            )
        )  # fmt: skip
    return lines


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """As JSON keeps it: what is missing is null."""
    found: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", double_precision=15))
    return found
