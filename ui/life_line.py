"""The life of one concern on the screen: a drawing, and what happened, day by day."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import NamedTuple

import pandas as pd
import streamlit as st

from charts.expected import heard_and_expected
from core import periods
from core.actor import Actor
from core.i18n import N_, _, ngettext
from core.plans import PROMISE_STEPS
from core.scope import Scope
from core.vocabulary import Grain
from services import life_lines
from services.life_lines import LifeLine
from ui import drawn, runtime, says, tables
from ui.filters import Chosen

TURNS = {
    "first heard": N_("First heard"),
    "gone quiet": N_("Gone quiet"),
    "back again": N_("Back again"),
    "above what was expected": N_("Above what was expected"),
}


class Step(NamedTuple):
    """Something that happened, and where to read of it."""

    on: date
    said: str
    address: str = ""


def show(actor: Actor, chosen: Chosen, theme_id: int, concern: str) -> None:
    """All that is known of the concern from this source, however short the period chosen."""
    grain = Grain.WEEK if chosen.grain is Grain.WEEK else Grain.MONTH
    ends = chosen.source.weeks if grain is Grain.WEEK else chosen.source.months
    if ends is None:
        st.caption(_("None of it has a date."))
        return
    scope = Scope(chosen.scope.source_id, *ends, chosen.scope.district_id)
    with runtime.reading() as session:
        found = life_lines.of(session, actor, scope=scope, theme_id=theme_id)
    frame = _frame(found)
    title = _("Pieces that raise {concern}, and how many were expected").format(concern=concern)
    drawn.chart(
        "life-line", frame, title,
        draw=lambda palette: heard_and_expected(frame, grain=grain, title=title, palette=palette),
    )  # fmt: skip
    st.caption(
        ngettext(
            "{n:,} piece in all; staff answered {answered:,}. The band is what was expected.",
            "{n:,} pieces in all; staff answered {answered:,}. The band is what was expected.",
            found.n,
        ).format(n=found.n, answered=found.answered)
    )
    st.html(
        "".join(
            f'<p class="cg-kept">{escape(says.day(step.on))} · {_linked(step)}</p>'
            for step in sorted(_steps(found, grain))
        )
    )
    with st.expander(_("The same as a table")):
        _table(found, grain)


def _frame(found: LifeLine) -> pd.DataFrame:
    rows = [
        (
            periods.first_day(one.period), one.n,
            *((told.expected, told.low, told.high) if told else (None, None, None)),
        )
        for one, told in zip(found.line, found.history, strict=True)
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["starts", "n", "expected", "low", "high"])
    return frame.astype({"expected": float, "low": float, "high": float})


def _steps(found: LifeLine, grain: Grain) -> list[Step]:
    turned = [
        Step(
            periods.first_day(one.period),
            f"{_(TURNS[one.turn])} ({says.period(one.period, grain)})",
        )
        for one in found.turns
    ]
    met = [
        Step(one.on, _("A meeting spoke of it: {title}").format(title=one.title),
             f"/meeting?event={one.event_id}")
        for one in found.met
    ]  # fmt: skip
    promised = [
        Step(
            one.made_on,
            _("Promised: {wording} ({state})").format(
                wording=one.wording, state=_(PROMISE_STEPS[one.state])
            ),
            f"/plain/commitments/{one.commitment_id}",
        )
        for one in found.promised
    ]
    return [*turned, *met, *promised]


def _linked(step: Step) -> str:
    if not step.address:
        return escape(step.said)
    return f'<a href="{escape(step.address)}" target="_self">{escape(step.said)}</a>'


def _table(found: LifeLine, grain: Grain) -> None:
    pairs = [*zip(found.line, found.history, strict=True)][::-1]
    few = _("too few to tell")
    st.html(
        tables.html(
            {
                _(says.ONE_PERIOD[grain]): [says.period(one.period, grain) for one, _told in pairs],
                _("Pieces"): [one.n for one, _told in pairs],
                _("Of"): [one.total for one, _told in pairs],
                _("Expected"): [
                    f"{told.expected:,.0f} ({told.low:,} - {told.high:,})" if told else few
                    for _one, told in pairs
                ],
            },
            label=_("Heard and expected"),
        )
    )
