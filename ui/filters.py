"""Choosing what the figures are about. Every choice stands in the address, so it can be kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core import periods
from core.actor import Actor
from core.i18n import _, ngettext
from core.scope import NO_DISTRICT, Scope
from core.vocabulary import Grain, Sentiment
from services import concerns, districts, questions, sources
from services.sources import SourceCard
from ui import runtime, says

USUAL = {Grain.WEEK: 26, Grain.MONTH: 12, Grain.QUARTER: 8}


@dataclass(frozen=True)
class Chosen:
    """A scope, the words for its period, and how finely its time is told."""

    scope: Scope
    source: SourceCard
    period: str
    grain: Grain
    district: str


class Narrowed(NamedTuple):
    """One concern and one sentiment, or any."""

    theme_id: int | None
    sentiment: Sentiment | None


def unknown_district() -> str:
    return _("District not known")


def same(chosen: Chosen, *, period: int | None = None, **more: str) -> dict[str, str]:
    """The filters' values for a screen that shows the same scope, or one period of it, and
    ``more``, which may name ``district``, ``concern`` and ``sentiment``: the others are "any"."""
    grain, scope = chosen.grain, chosen.scope
    kept = {name: st.session_state[name] for name in ("source", "district", "question")}
    if not scope.is_undated:
        ends = (scope.first, scope.last) if period is None else (period, period)
        first, last = (says.period(periods.within(end, grain), grain) for end in ends)
        kept |= {"by": _(says.GRAIN[grain])} | dict(zip(ends_of(grain), (first, last), strict=True))
    return kept | {"concern": any_concern(), "sentiment": any_sentiment()} | more


def any_concern() -> str:
    return _("Any concern")


def any_sentiment() -> str:
    return _("Any sentiment")


def choose(
    actor: Actor, *, side: str = "", against: Scope | None = None,
    within: DeltaGenerator | None = None,
) -> Chosen | None:  # fmt: skip
    """The filters above a screen of figures; ``None``, with the first step said, without data.

    ``side`` keeps two sets of filters on one screen apart; the second is set ``against`` what the
    first one chose. They stand ``within`` a part of the screen, if one is given.
    """
    with runtime.reading() as session:
        all_sources = {card.name: card for card in sources.every(session, actor) if card.n}
        places = {card.name: card.id for card in districts.every(session, actor)}
        asked = {card.wording: card.id for card in questions.every(session, actor)}
    if not all_sources:
        st.info(
            _(
                "Nothing has been read yet. Feedback appears here a minute after it arrives. "
                "What you have already can be brought in from a file."
            )
        )
        return None
    above, times, below = _places(side, within)
    name = above.selectbox(
        _("Where it came from"), list(all_sources), key=f"{side}source", bind="query-params",
        help=_("One source at a time: people who fill in a form are not the people in a file."),
    )  # fmt: skip
    source = all_sources[name or next(iter(all_sources))]
    grain = _grain(times[0], side)
    first, last = _period(times[1], times[2], source, grain, side, against)
    by_district = {_("All districts"): None} | places | {unknown_district(): NO_DISTRICT}
    district, district_id = _one_of(below[0], _("District"), by_district, f"{side}district")
    by_question = {_("All questions"): None} | asked
    _wording, question_id = _one_of(below[1], _("Question asked"), by_question, f"{side}question")
    if first > last:
        st.warning(_("The period ends before it begins. Choose a later end."))
        return None
    scope = Scope(source.id, first, last, district_id, question_id)
    _say_undated(source, scope)
    words = says.span(first, periods.within(last, grain), grain)
    return Chosen(scope, source, words, grain, district)


def narrow(actor: Actor, *, within: DeltaGenerator | None = None) -> Narrowed:
    """Two more filters, for screens that show words."""
    sentiments = {_(says.SENTIMENT[word]): word for word in Sentiment}
    left, right = (within or st).container(key="filters-more").columns(2)
    theme_id = one_concern(actor, within=left)
    sentiment = right.selectbox(
        _("Sentiment"), [any_sentiment(), *sentiments], key="sentiment", bind="query-params"
    )
    return Narrowed(theme_id, sentiments.get(sentiment or ""))


def one_concern(actor: Actor, *, within: DeltaGenerator | None = None) -> int | None:
    """One more filter: the id of a theme, or any."""
    with runtime.reading() as session:
        themes = {theme.name: theme.id for theme in concerns.themes(session, actor)}
        asked = st.query_params.get("concern", "")
        if asked not in themes and (name := concerns.called(session, actor, name=asked)):
            st.session_state["concern"] = name
    concern = (within or st).selectbox(
        _("Concern"), [any_concern(), *themes], key="concern", bind="query-params"
    )
    return themes.get(concern or "")


def _say_undated(source: SourceCard, scope: Scope) -> None:
    if source.undated and not scope.is_undated:
        said = ngettext(
            "{n:,} piece of this source has no date and is in no month.",
            "{n:,} pieces of this source have no date and are in no month.",
            source.undated,
        )
        st.caption(said.format(n=source.undated))


def _places(
    side: str, within: DeltaGenerator | None
) -> tuple[DeltaGenerator, list[DeltaGenerator], list[DeltaGenerator]]:
    """Where the source, the three choices of time, and the other two stand."""
    rows = (within or st).container(key=f"{side}filters")
    if not side:
        source, *times = rows.columns([6, 4, 5, 5])
        return source, times, [*rows.columns(2)]
    source, (grain, district) = rows.container(), rows.columns(2)
    ends, question = rows.columns(2), rows.container()
    return source, [grain, *ends], [district, question]


def _one_of(
    place: DeltaGenerator, label: str, ids: dict[str, int | None], key: str
) -> tuple[str, int | None]:
    """What was chosen and the id behind it; the first where the address names none we know."""
    chosen = place.selectbox(label, list(ids), key=key, bind="query-params")
    name = chosen or next(iter(ids))
    return name, ids[name]


def _grain(place: DeltaGenerator, side: str) -> Grain:
    names = {_(says.GRAIN[grain]): grain for grain in (Grain.MONTH, Grain.WEEK, Grain.QUARTER)}
    chosen = place.selectbox(_("Time by"), list(names), key=f"{side}by", bind="query-params")
    return names.get(chosen or "", Grain.MONTH)


def ends_of(grain: Grain) -> tuple[str, str]:
    """The keys of a period's ends. Weeks have their own: a browser keeps what a list once had."""
    more = "" if grain is Grain.MONTH else f"-{grain}"
    return f"from{more}", f"to{more}"


def _period(
    left: DeltaGenerator, right: DeltaGenerator, source: SourceCard, grain: Grain, side: str,
    against: Scope | None,
) -> tuple[int, int]:  # fmt: skip
    ends = source.weeks if grain is Grain.WEEK else source.months
    if ends is None:
        left.caption(_("None of it has a date."))
        return periods.NO_DATE, periods.NO_DATE
    # The usual choice is the first option of each, so that an address without one means it.
    newest_first = periods.series(*ends, grain)[::-1]
    names = {says.period(period, grain): period for period in newest_first}
    usual = [_(says.USUAL[grain]).format(n=USUAL[grain])]
    if against:
        usual = [_("As long, just before"), _("The same time")]
    begins, ends_with = (f"{side}{name}" for name in ends_of(grain))
    first = left.selectbox(_("From"), [*usual, *names], key=begins, bind="query-params")
    if against and first not in names:  # its end follows from what it is set against
        taken = against if first == usual[-1] else against.before()
        return taken.first, taken.last
    last = right.selectbox(_("To"), list(names), key=ends_with, bind="query-params")
    to = periods.last_within(names.get(last or "", newest_first[0]), grain)
    back = periods.shifted(to, 1 - USUAL[grain] * (3 if grain is Grain.QUARTER else 1))
    return names.get(first or "", max(newest_first[-1], back)), to
