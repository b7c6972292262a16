"""How right the reader is, as tables and one chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from analysis.accuracy import EVERY, UNSEEN, Accuracy, Found, Right, Tagged
from analysis.shares import wilson
from charts import accuracy as charts
from core import when
from core.i18n import N_, _
from core.vocabulary import Sentiment
from services.corrections import Corrected
from ui import drawn, says, tables
from ui.says import literal

SOURCES = {
    "all": N_("All together"),
    "polis_bg": N_("Bowling Green, forum"),
    "polis_bg_rand": N_("Bowling Green, drawn at random"),
    "polis_bg2050": N_("Bowling Green, its future"),
    "dc_vz": N_("Washington, street safety"),
    "polis_marchon": N_("March On"),
    "philly": N_("Philadelphia, complaints that staff wrote down"),
    "polis_london": N_("London, young people"),
    "bellingham": N_("Bellingham"),
}
WAYS = {"terms": N_("Terms alone"), "blend": N_("As it is")}
PARTS = {
    UNSEEN: N_("Six sources the terms had not seen"),
    "unseen_own_words": N_("Of these, what residents wrote themselves"),
    EVERY: N_("All eight; two were read while the terms were written"),
}
FEW = 10
"""Fewer comments on a theme tell nothing of how well it is found."""


def share(one: Right) -> str:
    """“84 % (82–86)”."""
    told = wilson(one.right, one.n)
    if told is None:
        return "–"
    return f"{told.estimate:.0%} ({100 * told.low:.0f}–{100 * told.high:.0f})"


def feelings(found: Accuracy) -> None:
    columns: dict[str, Sequence[object]] = {
        _("Comments from"): [_(SOURCES[source]) for source in found.feelings],
        _("Comments"): [one.n for one in found.feelings.values()],
        _("Right (95 % interval)"): [share(one) for one in found.feelings.values()],
    }
    st.html(tables.html(columns, label=_("Feelings, by source"), names_are_sentences=True))


def calibration(found: Accuracy) -> None:
    steps = []
    for chance, one in found.calibration:
        told = wilson(one.right, one.n)
        if told:
            steps.append((chance, told.estimate, told.low, told.high, one.right, one.n))
    frame = pd.DataFrame(steps, columns=["chance", "share", "low", "high", "n", "total"])
    drawn.chart("calibration", frame, draw=lambda paper: charts.calibration(frame, palette=paper))


def concerns(found: Accuracy) -> None:
    """The parts that matter, then every source."""
    named = {**PARTS, **{source: SOURCES[source] for source in found.concerns if source in SOURCES}}
    named[EVERY] = PARTS[EVERY]
    rows = [
        (f"{_(named[part])}: {_(WAYS[way])}", one)
        for part, ways in found.concerns.items()
        for way, one in ways.items()
    ]
    columns: dict[str, Sequence[object]] = {
        _("Comments from"): [name for name, _one in rows],
        _("Comments"): [one.texts for _name, one in rows],
        **_scores([one.found for _name, one in rows]),
        _("F1 lies between"): [f"{one.low:.2f}–{one.high:.2f}" for _name, one in rows],
        _("Tagged though no concern"): [_false(one) for _name, one in rows],
    }
    st.html(tables.html(columns, label=_("Concerns, by source"), names_are_sentences=True))


def themes(found: Accuracy, names: Mapping[str, str]) -> None:
    """Themes in the order of the list; those with too few comments say so."""
    shown = {code: ways for code, ways in found.themes.items() if code in names}
    columns: dict[str, Sequence[object]] = {
        _("Concern"): [names[code] for code in shown],
        _("Comments"): [ways["terms"].wanted for ways in shown.values()],
        _("Terms alone: F1"): [_f1(ways["terms"]) for ways in shown.values()],
        **_scores([ways["blend"] for ways in shown.values()], hide=FEW),
    }
    st.html(tables.html(columns, label=_("Concerns, by theme")))


def languages(found: Accuracy) -> None:
    """The reader of other languages; first in English, on real comments."""
    names = {code: when.language_name(code) for code in found.languages}
    names["en"] = _("{language}, comments of residents").format(language=names["en"])
    columns: dict[str, Sequence[object]] = {
        _("Language"): list(names.values()),
        _("Comments"): [n for _answers, n in found.languages.values()],
        _("Answered"): [f"{one.n / n:.0%}" for one, n in found.languages.values()],
        _("Of its answers, right (95 % interval)"): [
            share(one) for one, _n in found.languages.values()
        ],
    }
    st.html(tables.html(columns, label=_("Feelings, by language")))


def misses(found: Accuracy) -> None:
    feeling = {word.value: _(says.SENTIMENT[word]) for word in Sentiment}
    columns = {
        _("Words"): [text for text, _truth, _said in found.misses],
        _("A person says"): [feeling[truth] for _text, truth, _said in found.misses],
        _("It says"): [feeling[said] for _text, _truth, said in found.misses],
    }
    st.html(tables.html(columns, label=_("What it gets wrong"), names_are_sentences=True))


def corrected(found: Sequence[Corrected]) -> None:
    columns: dict[str, Sequence[object]] = {
        _("It said"): [literal(_(says.SENTIMENT[one.before])) for one in found],
        _("Staff say"): [literal(_(says.SENTIMENT[one.after])) for one in found],
        _("Times"): [one.n for one in found],
    }
    st.html(tables.html(columns, label=_("What staff corrected here")))


def _scores(found: Sequence[Found], *, hide: int = 0) -> dict[str, list[str]]:
    shown = [one if one.wanted >= hide else None for one in found]
    return {
        _("Of its tags, right"): [_percent(one and one.precision) for one in shown],
        _("Of the concerns, found"): [_percent(one and one.recall) for one in shown],
        "F1": [_f1(one) for one in found] if hide else [f"{one.f1:.2f}" for one in found],
    }


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _f1(one: Found) -> str:
    return f"{one.f1:.2f}" if one.wanted >= FEW else _("too few to tell")


def _false(one: Tagged) -> str:
    return share(one.false)
