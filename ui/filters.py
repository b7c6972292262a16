"""Choosing what the figures are about. Every choice stands in the address, so it can be kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st
from babel.dates import format_date
from streamlit.delta_generator import DeltaGenerator

from core import i18n, months
from core.actor import Actor
from core.i18n import _
from core.scope import NO_DISTRICT, Scope
from services import districts, questions, sources
from services.sources import SourceCard
from ui import runtime

USUAL_MONTHS = 12


@dataclass(frozen=True)
class Chosen:
    """A scope, and the words for it."""

    scope: Scope
    source: SourceCard
    period: str


def month_name(month: int) -> str:
    """A month as people say it."""
    return day_in_month(months.first_day(month)) if month else _("Without a date")


def day_in_month(day: date) -> str:
    return format_date(day, "MMMM y", locale=i18n.language.get())


def unknown_district() -> str:
    return _("District not known")


def same(*, first: int, last: int, **more: str) -> dict[str, str]:
    """The filters' values for a screen that shows the same scope, or a part of it, and ``more``.

    ``more`` may name ``district``, ``concern`` and ``sentiment``; what it does not name is "any".
    """
    kept = {name: st.session_state[name] for name in ("source", "district", "question")}
    if first != months.NO_DATE:
        kept |= {"from": month_name(first), "to": month_name(last)}
    return kept | {"concern": any_concern(), "sentiment": any_sentiment()} | more


def any_concern() -> str:
    return _("Any concern")


def any_sentiment() -> str:
    return _("Any sentiment")


def choose(actor: Actor) -> Chosen | None:
    """The filters above a screen of figures; ``None``, with the first step said, without data."""
    with runtime.reading() as session:
        all_sources = {card.name: card for card in sources.every(session, actor) if card.n}
        all_districts = districts.every(session, actor)
        all_questions = questions.every(session, actor)
    if not all_sources:
        st.info(
            _(
                "Nothing has been read yet. Feedback appears here a minute after it arrives. "
                "What you have already can be brought in with manage.py import-feedback."
            )
        )
        return None
    rows = st.container(key="filters")
    above, below = rows.columns([2, 1, 1]), rows.columns(2)
    name = above[0].selectbox(
        _("Where it came from"), list(all_sources), key="source", bind="query-params",
        help=_("One source at a time: people who fill in a form are not the people in a file."),
    )  # fmt: skip
    source = all_sources[name or next(iter(all_sources))]
    first, last = _period(above[1], above[2], source)
    by_district = {_("All districts"): None} | {card.name: card.id for card in all_districts}
    district_id = _one_of(
        below[0], _("District"), by_district | {unknown_district(): NO_DISTRICT}, key="district"
    )
    by_question = {_("All questions"): None} | {card.wording: card.id for card in all_questions}
    question_id = _one_of(below[1], _("Question asked"), by_question, key="question")
    if first > last:
        st.warning(_("The period ends before it begins. Choose a later end."))
        return None
    scope = Scope(source.id, first, last, district_id, question_id)
    if source.undated and not scope.is_undated:
        said = _("{n} pieces of this source have no date and are in no month.")
        st.caption(said.format(n=source.undated))
    return Chosen(scope, source, _period_words(first, last))


def _one_of(
    place: DeltaGenerator, label: str, ids: dict[str, int | None], *, key: str
) -> int | None:
    """The id behind the name that was chosen; the first where the address names none we know."""
    chosen = place.selectbox(label, list(ids), key=key, bind="query-params")
    return ids[chosen or next(iter(ids))]


def _period(left: DeltaGenerator, right: DeltaGenerator, source: SourceCard) -> tuple[int, int]:
    if source.first is None or source.last is None:
        left.caption(_("None of it has a date."))
        return months.NO_DATE, months.NO_DATE
    # The usual choice is the first option of each, so that an address without one means it.
    newest_first = months.span(source.first, source.last)[::-1]
    names = {month_name(month): month for month in newest_first}
    a_year_back = _("12 months back")
    first = left.selectbox(_("From"), [a_year_back, *names], key="from", bind="query-params")
    last = right.selectbox(_("To"), list(names), key="to", bind="query-params")
    to = names.get(last or "", source.last)
    return names.get(first or "", max(source.first, months.shifted(to, 1 - USUAL_MONTHS))), to


def _period_words(first: int, last: int) -> str:
    if first == last:
        return month_name(first)
    return _("{first} to {last}").format(first=month_name(first), last=month_name(last))
