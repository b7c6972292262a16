"""Shares over time in words, in tables, and as many small lines on one scale."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from analysis.comparison import Comparison
from analysis.series import Line, Point
from charts import multiples as small
from charts.theme import Palette
from core.i18n import _
from core.vocabulary import Grain, Sentiment
from ui import cached, drawn, figures, says
from ui.cached import Chart
from ui.filters import Chosen

MOST_ROWS = 12
_ORDER = {"rose": 0, "fell": 1, "no clear change": 2, "too few to tell": 3}


def title(name: str, points: Sequence[Point], grain: Grain) -> str:
    """A chart's title says its finding: the newest period that bears a statement."""
    last = _newest_told(points)
    if last is None:
        return _("**{name}:** too few to tell in any {period}").format(
            name=_(name), period=_(says.ONE_PERIOD[grain]).lower()
        )
    return _("**{name}:** {share} of {n:,}, {period} ({between})").format(
        name=_(name),
        share=says.percent(last.share),
        n=last.total,
        period=says.period(last.period, grain),
        between=says.between(last.low, last.high),
    )


def columns(felt: Mapping[Sentiment, Sequence[Point]], grain: Grain) -> dict[str, list[object]]:
    """The periods' figures in words, newest first; what is too few to tell says so."""
    names = {word: _(says.SENTIMENT[word]) for word in felt}
    rows = [
        (names[word], point)
        for in_one_period in reversed([*zip(*felt.values(), strict=True)])
        for word, point in zip(felt, in_one_period, strict=True)
        if point.total
    ]
    told = [point for _name, point in rows]
    return {
        _(says.ONE_PERIOD[grain]): [says.period(point.period, grain) for point in told],
        _("Sentiment"): [name for name, _point in rows],
        **figures.share_columns(told),
    }


def most_telling_first(
    lines: Sequence[Line], compared: Mapping[int, Comparison]
) -> tuple[Line, ...]:
    """The ``lines`` that were ``compared``: clear changes first, then the largest shares."""

    def telling(line: Line) -> tuple[int, float]:
        change = compared[line.id]
        return _ORDER[change.verdict], -change.share

    return tuple(sorted((line for line in lines if line.id in compared), key=telling))


class Small(NamedTuple):
    """Small lines in two columns: who they are, by their rows, and how they are drawn."""

    caption: str
    names: tuple[tuple[str, ...], ...]
    charts: tuple[dict[str, Any], ...]


def multiples(
    key: str, lines: Sequence[Line], chosen: Chosen, *, title: str, about: tuple[Hashable, ...]
) -> str | None:
    """Small lines in their order; answers the name of the one that was picked.

    ``about`` holds all that ``lines`` were made from.
    """
    many, is_all = len(lines), True
    if many > MOST_ROWS:
        label = _("Show all {n:,}").format(n=many)
        is_all = st.toggle(label, key=f"{key}-all", bind="query-params")
    shown = lines if is_all else lines[:MOST_ROWS]
    made = cached.kept((key, *about, title, len(shown)), lambda: _small(shown, chosen.grain, title))
    st.caption(made.caption)
    picked: list[str] = []
    at = 0
    for column, names, chart in zip(st.columns(2), made.names, made.charts, strict=False):
        with column:
            points = drawn.show(f"{key}-{at}", chart)
        picked += [names[int(point[small.PICKED])] for point in points]
        at += len(names)
    return next(iter(picked), None)


def _small(lines: Sequence[Line], grain: Grain, title: str) -> Small:
    highest, half = drawn.highest(p for line in lines for p in line.points), -(-len(lines) // 2)
    caption = _(
        "Clear changes first. Beside each name its newest figure that bears a statement; all "
        "are drawn against the same {top}, and grey crosses are too few to tell."
    ).format(top=says.percent(highest))
    parts = [part for part in (lines[:half], lines[half:]) if part]
    charts = []
    for part in parts:
        rows = len(part)

        def draw(empty: pd.DataFrame, palette: Palette, rows: int = rows) -> Chart:
            return small.shares(
                empty, rows=rows, highest=highest, grain=grain, title=title, palette=palette
            )

        form = ("small", rows, highest, grain, title)
        charts.append(drawn.filled(_numbered(part), *form, draw=draw))
    names = tuple(tuple(line.name for line in part) for part in parts)
    return Small(caption, names, tuple(charts))


def _numbered(lines: Sequence[Line]) -> dict[str, list[Any]]:
    """``lines`` as columns, numbered from the top, each called by its newest figure."""
    points = [point for line in lines for point in line.points]
    rows = [row for row, line in enumerate(lines) for _point in line.points]
    names = [_called(line) for line in lines]
    return {**drawn.columns(points), "row": rows, "name": [names[row] for row in rows]}


def _called(line: Line) -> str:
    last = _newest_told(line.points)
    if last is None:
        return _("{name}: too few to tell").format(name=line.name)
    return _("{name}: {share} of {n:,}").format(
        name=line.name, share=says.percent(last.share), n=last.total
    )


def _newest_told(points: Sequence[Point]) -> Point | None:
    return next((point for point in reversed(points) if point.enough), None)
