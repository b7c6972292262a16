"""How often a meeting comes again, in words that planners use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import streamlit as st

from core.i18n import N_, _

ONCE = ""
OWN = "own"
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
OFTEN = {
    N_("Once"): ONCE,
    N_("Every week"): "FREQ=WEEKLY",
    N_("Every two weeks"): "FREQ=WEEKLY;INTERVAL=2",
    N_("Every month, on the same weekday"): "monthly",
    N_("Every month, on the same date"): "FREQ=MONTHLY",
    N_("By a rule of your own"): OWN,
}


@dataclass(frozen=True)
class Repeats:
    """A rule (RFC 5545; empty for once), and whether meetings are published as they are made."""

    rule: str
    is_public: bool
    skips_holidays: bool


def ask(starts: datetime, key: str) -> Repeats:
    """The fields, as they are filled in now; inside a form of the caller's."""
    with st.expander(_("Does it come again?")):
        names = {_(name): rule for name, rule in OFTEN.items()}
        often = names[st.selectbox(_("How often?"), list(names), key=f"{key}-often")]
        own = st.text_input(
            _("Your own rule, as calendars write it (FREQ=WEEKLY;BYDAY=MO,TH)"), key=f"{key}-rule"
        )
        last = st.date_input(_("Until which day? (empty: no end)"), value=None, key=f"{key}-until")
        holidays = st.checkbox(
            _("Not on days from the calendar of holidays"), value=True, key=f"{key}-holidays"
        )
        public = st.checkbox(
            _("Publish its meetings as they are made"), value=True, key=f"{key}-public"
        )
    return Repeats(_rule(often, own or "", starts, last), public, holidays)


def _rule(often: str, own: str, starts: datetime, last: object) -> str:
    if often == OWN:
        return own
    if often == "monthly":
        often = f"FREQ=MONTHLY;BYDAY={(starts.day - 1) // 7 + 1}{DAYS[starts.weekday()]}"
    if often and isinstance(last, date):
        often += f";UNTIL={last:%Y%m%d}"
    return often
