"""One sentiment by district: the map, small lines on one scale, and a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import streamlit as st

from analysis import felt
from analysis.comparison import Comparison
from analysis.felt import Places
from analysis.series import Line
from analysis.shares import FEWEST_TO_COMPARE
from charts import districts as maps
from core import periods, screens
from core.actor import Actor
from core.i18n import _
from core.scope import NO_DISTRICT
from core.vocabulary import Sentiment
from services import counts, districts, sentiment
from ui import cached, drawn, figures, filters, navigation, runtime, says, series, tables
from ui.filters import Chosen


class Shown(NamedTuple):
    """What is on the screen: districts by their id in the order of the table, and what is drawn."""

    names: dict[int, str]
    table: str
    map: dict[str, Any] | None
    ordered: tuple[Line, ...]


def show(actor: Actor, chosen: Chosen) -> None:
    """The section, with a way to the words behind each district."""
    st.markdown(_("### By district"))
    names = {_(says.SENTIMENT[word]): word for word in felt.READ}
    word = names[st.selectbox(_("Share of"), list(names), key="share", bind="query-params")]
    with runtime.reading() as session:
        places = sentiment.places(session, actor, scope=chosen.scope, sentiment=word)
        version = counts.version(session, actor)
    about = (places, word, chosen.scope, chosen.grain, chosen.period, version)
    shown = cached.kept(("places", *about), lambda: _made(actor, places, chosen, word, version))
    if not shown.names:
        return
    st.caption(
        _(
            "{sentiment} feedback, {period}, against as long a period before it. By chance alone "
            "about one district in twenty seems to change. Choose one to read the words."
        ).format(sentiment=_(says.SENTIMENT[word]), period=chosen.period)
    )
    picked = None
    if shown.map:
        points = drawn.show("map", shown.map)
        ids = [int(value) for point in points for value in point.values()]
        picked = next((name for one, name in shown.names.items() if one in ids), None)
    if not chosen.scope.is_undated:
        title = _("Share of {sentiment} feedback in each district, {period}").format(
            sentiment=word.value, period=chosen.period
        )
        over_time = series.multiples(
            "places-over-time", shown.ordered, chosen, title=title, about=about
        )
        picked = over_time or picked
    st.html(shown.table)
    figures.download_links("districts", chosen.scope, sentiment=word)
    _to_words(chosen, word, [*shown.names.values()], picked)


def _to_words(chosen: Chosen, word: Sentiment, names: list[str], picked: str | None) -> None:
    """The way to a district's words: of the one that was picked on a chart, or by its name."""
    if picked is None:
        picked = st.selectbox(
            _("Read the words from"), names, index=None, key="place-by-hand",
            placeholder=_("Choose a district"),
        )  # fmt: skip
    if picked is not None:
        navigation.lead(
            screens.WORDS,
            _("Read the words: {sentiment}, {district}").format(
                sentiment=_(says.SENTIMENT[word]).lower(), district=says.literal(picked)
            ),
            key="place",
            **filters.same(chosen, district=picked, sentiment=_(says.SENTIMENT[word])),
        )


def _made(actor: Actor, places: Places, chosen: Chosen, word: Sentiment, version: int) -> Shown:
    """All that follows from the counts."""
    called = [(one, name or filters.unknown_district()) for one, name in places.names]
    places = places._replace(names=tuple(called))
    compared = felt.districts(places)
    names = {one: name for one, name in called if one in compared}
    when = periods.series(chosen.scope.first, chosen.scope.last, chosen.grain)
    is_somewhere = bool(names.keys() - {NO_DISTRICT})
    columns = figures.columns([*names.values()], [*compared.values()], label=_("District"))
    return Shown(
        names,
        tables.html(columns, label=_("Shares by district")),
        _map(actor, names, compared, chosen, word, version) if is_somewhere else None,
        series.most_telling_first(felt.district_lines(places, when, chosen.grain), compared),
    )


def _map(
    actor: Actor, names: Mapping[int, str], compared: Mapping[int, Comparison], chosen: Chosen,
    word: Sentiment, version: int,
) -> dict[str, Any]:  # fmt: skip
    """The map: drawn once for the boundaries' ``version``, and then filled with figures."""

    def outlines() -> dict[int, dict[str, Any]]:
        with runtime.reading() as session:  # only now: they are large, and seldom drawn anew
            return maps.outlines(districts.boundaries(session, actor))

    light = cached.kept(("outlines", version), outlines)
    rows = [
        row._asdict()
        | {
            "district_id": one,
            "district": names[one],
            "enough": row.total >= FEWEST_TO_COMPARE,
        }
        for one, row in compared.items()
    ]
    form = cached.kept(
        ("map", version),
        lambda: cached.drawn(
            lambda: maps.shares_on_map([], outlines=light, title="", palette=drawn.palette())
        ),
    )
    (name,) = form["datasets"]
    title = _("Share of {sentiment} feedback by district, {period}").format(
        sentiment=word.value, period=chosen.period
    )
    return form | {"description": title, "datasets": {name: maps.features(rows, light)}}
