"""The inbox: what came in, and what is being done about each piece."""

from __future__ import annotations

import streamlit as st

from core import screens
from core.i18n import N_, _
from core.vocabulary import InboxState, Permission
from services import answers, concerns, inbox, modes
from services.inbox import Waiting
from services.meetings import commitments
from ui import cards, filters, inbox_answers, inbox_cards, inbox_copies, runtime
from ui.desk import Desk
from ui.says import literal

STATE = {
    InboxState.WAITS: N_("Waits to be looked at"),
    InboxState.MINE: N_("Assigned to me"),
    InboxState.NOBODYS: N_("Assigned to nobody"),
    InboxState.LATE: N_("An answer is late"),
    InboxState.TO_TRIAGE: N_("Waits for triage: names an officer or tells of conduct"),
    InboxState.LOOKED_AT: N_("Looked at"),
    InboxState.ALL: N_("All"),
}
NOTHING = {
    InboxState.WAITS: N_("Nothing waits to be looked at here, {period}."),
    InboxState.MINE: N_("Nothing here is assigned to you, {period}."),
    InboxState.NOBODYS: N_("Nothing here waits without somebody who has it in hand, {period}."),
    InboxState.LATE: N_("No answer is late here, {period}."),
    InboxState.TO_TRIAGE: N_("Nothing here waits for triage, {period}."),
    InboxState.LOOKED_AT: N_("Nothing here was marked as looked at yet, {period}."),
    InboxState.ALL: N_("Nobody said this here, {period}. Widen what you ask for."),
}


def in_each_source(waiting: list[Waiting]) -> str:
    """How much waits in each source: the list below is of one of them."""
    said = []
    for one in waiting:
        sentence = _("{source}: {n} waiting")
        if one.mine:
            sentence = _("{source}: {n} waiting, {mine:,} with you")
        if one.late:
            sentence = _("{source}: {n} waiting, {late:,} late")
        if one.mine and one.late:
            sentence = _("{source}: {n} waiting, {mine:,} with you, {late:,} late")
        n = _("more than {n:,}").format(n=one.n) if one.is_more else f"{one.n:,}"
        said.append(sentence.format(source=literal(one.source), n=n, mine=one.mine, late=one.late))
    return " · ".join(said)


actor = runtime.allowed(screens.INBOX)
st.title(_(screens.INBOX.title))
states = {_(name): state for state, name in STATE.items()}
if not actor.may(Permission.TRIAGE_COMPLAINTS):
    del states[_(STATE[InboxState.TO_TRIAGE])]
head = st.container()
more = st.expander(_("Filters"))
chosen = filters.choose(actor, within=more)
if chosen:
    shown = head.selectbox(_("Show"), list(states), key="state", bind="query-params")
    state = states.get(shown or "", InboxState.WAITS)
    narrowed = filters.narrow(actor, within=more)
    group_id = inbox_copies.chosen((chosen.scope, narrowed, state))
    asked = (chosen.scope, narrowed, state, group_id)
    page = cards.page_of("inbox", asked)
    with runtime.transaction() as session:  # a look is written down, so this is a change
        found = inbox.listing(
            session, actor, scope=chosen.scope, state=state, page=page, now=runtime.now(),
            group_id=group_id, **narrowed._asdict(),
        )  # fmt: skip
        waiting = inbox.waiting(session, actor, now=runtime.now())
        shown_ids = [piece.card.id for piece in found.pieces]
        work = Desk(
            actor, inbox.staff(session, actor), concerns.themes(session, actor),
            runtime.department().tzid, runtime.today(runtime.department()),
            commitments.public(session, actor),
            answers.templates(session, actor),
            modes.names(session, actor, feedback_ids=shown_ids, keys=runtime.keys()),
        )  # fmt: skip
    if len(waiting) > 1:
        head.caption(in_each_source(waiting))
    if group_id is not None:
        inbox_copies.way_back()
    inbox_answers.to_many(actor, chosen, narrowed, state, group_id)
    cards.say_how_many(found.listing, chosen.period, nothing=_(NOTHING[state]))
    for number, piece in enumerate(found.pieces):
        inbox_cards.undo((asked, page, number))
        inbox_cards.show(piece, work, (asked, page, number))
    inbox_cards.undo((asked, page, len(found.pieces)))
    inbox_cards.say_what_was_refused()
    cards.turn_page("inbox", found.listing)
