"""The weeks around a meeting, as one side of a comparison."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core import periods
from core.actor import Actor
from core.i18n import _
from core.vocabulary import Grain
from services import districts
from services.meetings import marks
from services.meetings.marks import Meeting
from ui import runtime, says
from ui.filters import Chosen

WEEKS = 4
"""On either side of a meeting. Its own week is in neither: nobody knows which day moved it."""


def choose(actor: Actor, chosen: Chosen, *, side: str) -> Chosen:
    """What was ``chosen``, or the weeks before or after a meeting, in its district."""
    with runtime.reading() as session:
        held = marks.meetings(session, actor)
        names = {card.id: card.name for card in districts.every(session, actor)}
    if not held or chosen.scope.is_undated:
        return chosen
    by_name = {f"{one.title}, {says.day(one.day)}": one for one in held}
    picked = st.selectbox(
        _("Around a meeting"), [_("No meeting"), *by_name], key=f"{side}meeting",
        bind="query-params", help=_("The weeks before or after it, in its district."),
    )  # fmt: skip
    meeting = by_name.get(picked or "")
    if meeting is None:
        return chosen
    when = [one.format(n=WEEKS) for one in (_("The {n} weeks before"), _("The {n} weeks after"))]
    which = st.selectbox(_("When"), when, key=f"{side}when", bind="query-params")
    st.caption(_("The district and the period above do not count here."))
    return _around(chosen, meeting, names, is_after=which == when[1])


def _around(chosen: Chosen, meeting: Meeting, names: dict[int, str], *, is_after: bool) -> Chosen:
    week = periods.of(meeting.day, Grain.WEEK)
    first, last = (periods.shifted(week, by) for by in ((1, WEEKS) if is_after else (-WEEKS, -1)))
    place = meeting.district_ids[0] if len(meeting.district_ids) == 1 else None
    said = _("{n} weeks after “{title}”") if is_after else _("{n} weeks before “{title}”")
    return replace(
        chosen, scope=replace(chosen.scope, first=first, last=last, district_id=place),
        period=said.format(n=WEEKS, title=meeting.title), grain=Grain.WEEK,
        district=names.get(place or 0, _("All districts")),
    )  # fmt: skip
