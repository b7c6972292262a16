"""One piece of feedback on the screen: the words, the evidence in them, how they were read."""

from __future__ import annotations

from html import escape

import streamlit as st
from babel.dates import format_date

from analysis.spans import Span, merge
from core import i18n
from core.i18n import _, ngettext
from services import words
from services.cards import PAGE, Listing, WordsCard
from ui import runtime, says
from ui.says import literal


def say_how_many(listing: Listing, period: str) -> None:
    """How many there are, and how many wait for somebody else's eyes."""
    if not listing.total and not listing.withheld:
        st.info(_("Nobody said this here, {period}. Widen what you ask for.").format(period=period))
        return
    found = ngettext(
        "**{n:,} piece of feedback**, {period}.",
        "**{n:,} pieces of feedback**, {period}, newest first.",
        listing.total,
    )
    st.markdown(found.format(n=listing.total, period=period))
    if listing.withheld:
        waiting = ngettext(
            "{n:,} more names an officer or tells of conduct. It is in the figures; the words "
            "wait for someone with the right to triage complaints.",
            "{n:,} more name an officer or tell of conduct. They are in the figures; the words "
            "wait for someone with the right to triage complaints.",
            listing.withheld,
        )
        st.info(waiting.format(n=listing.withheld))


def show(card: WordsCard, *, may_triage: bool) -> None:
    """The words as they were sent, the evidence marked, and the reading below."""
    with st.container(border=True):
        evidence = merge(span for concern in card.concerns for span in concern.spans)
        st.html(f'<p class="cg-words">{marked(card.words, evidence)}</p>')
        st.caption(" · ".join(facts(card)), help=_("Read by {method}.").format(method=card.method))
        for concern in card.concerns:
            said = ", ".join(f"“{literal(card.words[a:b])}”" for a, b in concern.spans)
            st.caption(f"**{concern.concern}** ({said})")
        if card.waits_for_triage and may_triage:
            st.button(
                _("Mark as triaged"), key=f"triage-{card.id}", on_click=triage, args=(card.id,),
                help=_("Everyone who reads feedback can then read this."),
            )  # fmt: skip


def marked(text: str, evidence: tuple[Span, ...]) -> str:
    """``text`` as HTML, made harmless, with every span of ``evidence`` in a ``mark``."""
    pieces, at = [], 0
    for start, end in evidence:
        pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return "".join([*pieces, escape(text[at:])])


def facts(card: WordsCard) -> list[str]:
    """What is known beside the words."""
    said = [_(says.SENTIMENT[card.sentiment])]
    if card.district:
        said.append(literal(card.district))
    if card.received_on:
        said.append(format_date(card.received_on, "long", locale=i18n.language.get()))
    if card.question:
        said.append(_("asked: {question}").format(question=literal(card.question)))
    said += [
        _("{scale}: {value} of 5").format(scale=_(says.RATING[scale]), value=value)
        for scale, value in card.ratings.items()
    ]
    return said


def triage(feedback_id: int) -> None:
    with runtime.refusals_shown(), runtime.transaction() as session:
        words.triage(session, runtime.actor(), feedback_id=feedback_id, now=runtime.now())


def turn_page(listing: Listing, page: int) -> int:
    """Buttons for the pages before and after; answers the page that is shown."""
    pages = -(-listing.total // PAGE)
    if pages < 2:
        return page
    before, where, after = st.columns(3)
    before.button(_("Newer"), disabled=page == 0, on_click=_go, args=(page - 1,))
    where.markdown(_("Page {page} of {pages}").format(page=page + 1, pages=pages))
    after.button(_("Older"), disabled=page + 1 >= pages, on_click=_go, args=(page + 1,))
    return page


def _go(page: int) -> None:
    st.session_state["words-page"] = page
