"""The week of an outreach officer: what is ahead, what waits, and where nobody was met."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from core import screens, when
from core.actor import Actor
from core.i18n import _, ngettext
from core.plans import NEEDS, STATES
from core.recurrence import wall
from services.meetings import commitments, coverage, events, needs
from services.meetings.event_cards import EventCard
from services.meetings.events import Expected
from ui import meeting_views, navigation, runtime, says

AHEAD = {30: timedelta(days=30), 90: timedelta(days=90), 365: timedelta(days=365)}


def line(card: EventCard, expected: Expected | None, key: str, number: int | None = None) -> None:
    """One meeting with what waits for somebody, and the way to its page."""
    with st.container(border=True):
        left, right = st.columns([4, 1], vertical_alignment="center")
        numbered = f"{number}\\. " if number else ""
        said = [f"{numbered}**{says.literal(card.title)}** · {_(STATES[card.state])}"]
        where = card.where or _("no place yet")
        said.append(f"{when.span(card.starts, card.ends)} · {says.literal(where)}")
        left.markdown("  \n".join(said))
        if expected is not None:
            left.caption(waits(card, expected))
        if right.button(_("Open"), key=f"{key}-{card.id}", width="stretch"):
            navigation.go(screens.MEETING, event=str(card.id))


def waits(card: EventCard, expected: Expected) -> str:
    """How many replied, how full it is, and how many needs nobody has answered."""
    n = expected.replies
    said = [ngettext("{n} reply", "{n} replies", n).format(n=n)]
    for seats in card.seats.values():
        if seats.capacity is not None:
            said.append(_("{taken} of {all} places").format(taken=seats.taken, all=seats.capacity))
    if expected.open_needs:
        n = expected.open_needs
        said.append(
            ngettext("{n} need is not answered", "{n} needs are not answered", n).format(n=n)
        )
    return " · ".join(said)


def needs_waiting(actor: Actor) -> None:
    with runtime.reading() as session:
        tasks = needs.tasks(session, actor)
    if tasks:
        st.subheader(_("What people need"))
        st.dataframe(
            [
                {
                    _("Until"): when.day(task.due_on, with_year=False),
                    _("Need"): f"{_(NEEDS[task.kind])} {task.details}".strip(),
                    _("Meeting"): task.title,
                    _("With"): task.who or _("nobody"),
                }
                for task in tasks
            ],
            hide_index=True,
        )


def covered(actor: Actor, tzid: str) -> None:
    """Which districts have not been met for how long, beside how many live there."""
    with runtime.reading() as session:
        rows = coverage.by_district(session, actor, now=runtime.now())
    if not rows:
        return
    st.subheader(_("Where we have not met people"))
    st.caption(_("Never first, then the longest ago; the larger district before the smaller."))

    def day(at: object) -> str:
        return when.day(wall(at, tzid).date()) if at else _("never")  # type: ignore[arg-type] # an instant

    st.dataframe(
        [
            {
                _("District"): row.district,
                _("People"): row.population,
                _("Last met"): day(row.last_at),
                _("Meetings in a year"): row.in_a_year,
                _("Next"): day(row.next_at) if row.next_at else _("none planned"),
            }
            for row in rows
        ],
        hide_index=True,
    )


actor = runtime.allowed(screens.MEETINGS)
department, now = runtime.department(), runtime.now()
st.title(_(screens.MEETINGS.title))
if st.button(_("Plan a meeting"), type="primary"):
    navigation.go(screens.MEETING, event="new")
with runtime.reading() as session:
    over = events.to_close(session, actor, now=now)
    ahead = events.planned(session, actor, first_at=now, last_at=now + AHEAD[90])
    expected = events.expected(session, actor, event_ids=[card.id for card in ahead])
    late = commitments.needing_a_chief(session, actor, today=runtime.today(department))
if late:
    n = len(late)
    said = ngettext("{n} promise is late or open again.", "{n} promises are late or open again.", n)
    st.warning(said.format(n=n))
    if st.button(_("See the promises")):
        navigation.go(screens.COMMITMENTS)
if over:
    st.subheader(_("Held, and not closed yet"))
    st.caption(_("People who came wait to hear what came of it."))
    for card in over:
        line(card, None, "over")
needs_waiting(actor)
st.subheader(_("The next three months"))
shown_as = meeting_views.choose()
if shown_as == meeting_views.MONTH:
    meeting_views.month(actor, department.tzid)
else:
    if shown_as == meeting_views.MAP:
        meeting_views.on_map(actor, ahead)
    if not ahead:
        st.info(_("Nothing is planned. Plan a meeting: it takes one page and two minutes."))
    for number, card in enumerate(ahead, 1):
        line(card, expected[card.id], "ahead", number if shown_as == meeting_views.MAP else None)
covered(actor, department.tzid)
