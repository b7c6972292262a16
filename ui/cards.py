"""One piece of feedback on the screen: the words, the evidence in them, how they were read."""

from __future__ import annotations

from html import escape

import streamlit as st
from babel.dates import format_date

from analysis.spans import Span, merge
from core import clock, i18n
from core.i18n import _, ngettext
from core.ratings import RATINGS
from services import words
from services.cards import PAGE, Corrected, Listing, WordsCard
from ui import runtime, says
from ui.says import literal


def say_how_many(listing: Listing, period: str, *, nothing: str) -> None:
    """How many there are, and how many wait for somebody else's eyes; ``nothing`` if none do."""
    if not listing.total and not listing.withheld:
        st.info(nothing.format(period=period))
        return
    found = ngettext(
        "**{n:,} piece of feedback**, {period}.",
        "**{n:,} pieces of feedback**, {period}, newest first.",
        listing.total,
    )
    if listing.is_more:
        found = _("**More than {n:,} pieces of feedback**, {period}, newest first.")
    st.markdown(found.format(n=listing.total, period=period))
    if listing.withheld:
        waiting = ngettext(
            "{n:,} more names an officer or tells of conduct. It is in the figures; the words "
            "wait for someone with the right to triage complaints.",
            "{n:,} more name an officer or tell of conduct. They are in the figures; the words "
            "wait for someone with the right to triage complaints.",
            listing.withheld,
        )
        st.caption(waiting.format(n=listing.withheld))


def show(card: WordsCard, *, may_triage: bool, tzid: str) -> None:
    """A card by itself, to be read."""
    with st.container(border=True):
        read(card, tzid)
        if may_triage:
            triage_if_waiting(card)


def read(card: WordsCard, tzid: str) -> None:
    """The words as they were sent, the evidence marked, and the reading below."""
    evidence = merge(span for concern in card.concerns for span in concern.spans)
    st.html(f'<p class="cg-words">{marked(card.words, evidence)}</p>')
    st.caption(" · ".join(facts(card)), help=_("Read by {method}.").format(method=card.method))
    for concern in card.concerns:
        said = ", ".join(f"“{literal(card.words[a:b])}”" for a, b in concern.spans)
        said = said or _("a person says so")
        st.caption(f"**{literal(concern.concern)}** ({said})")
    if card.corrected:
        # As HTML: Markdown makes a link of every e-mail address.
        st.html(f'<p class="cg-kept">{escape(correction(card, card.corrected, tzid))}</p>')


def correction(card: WordsCard, by: Corrected, tzid: str) -> str:
    """Who says how this is read, and what the program itself says."""
    concerns = tuple(one.concern for one in card.concerns)
    sentence = _("Corrected by {who} on {day}. The program says: {said}.")
    if (by.sentiment, by.concerns) == (card.sentiment, concerns):
        sentence = _("Checked by {who} on {day}, who says the same as the program.")
    return sentence.format(
        who=by.who,
        day=says.day(clock.local_date(by.made_at, tzid)),
        said=", ".join([_(says.SENTIMENT[by.sentiment]), *by.concerns]),
    )


def triage_if_waiting(card: WordsCard) -> None:
    """For those who triage: the button that opens a card to everyone who reads feedback."""
    if card.waits_for_triage:
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
    if card.is_indicative:
        said = [_("{sentiment} (indicative)").format(sentiment=said[0])]
    if card.district:
        said.append(literal(card.district))
    if card.received_on:
        said.append(format_date(card.received_on, "long", locale=i18n.locale()))
    if card.question:
        said.append(_("asked: {question}").format(question=literal(card.question)))
    said += [
        _("{scale}: {value} of 5").format(scale=_(RATINGS[scale]), value=value)
        for scale, value in card.ratings.items()
    ]
    return said


def triage(feedback_id: int) -> None:
    with runtime.refusals_shown(), runtime.transaction() as session:
        words.triage(session, runtime.actor(), feedback_id=feedback_id, now=runtime.now())


def page_of(screen: str, asked: object) -> int:
    """The page that ``screen`` shows; the first one where other things are ``asked`` for."""
    if st.session_state.get(f"{screen}-asked") != asked:
        st.session_state[f"{screen}-asked"], st.session_state[f"{screen}-page"] = asked, 0
    return int(st.session_state[f"{screen}-page"])


def turn_page(screen: str, listing: Listing) -> None:
    """Buttons for the pages before and after."""
    pages = -(-(listing.total if listing.firsts is None else listing.firsts) // PAGE)
    page = min(st.session_state[f"{screen}-page"], max(0, pages - 1))
    if pages < 2:
        return
    before, where, after = st.columns(3)
    before.button(
        _("Newer"), key=f"{screen}-newer", disabled=page == 0, on_click=_go,
        args=(screen, page - 1),
    )  # fmt: skip
    where.markdown(_("Page {page} of {pages}").format(page=page + 1, pages=pages))
    after.button(
        _("Older"), key=f"{screen}-older", disabled=page + 1 >= pages, on_click=_go,
        args=(screen, page + 1),
    )  # fmt: skip


def _go(screen: str, page: int) -> None:
    st.session_state[f"{screen}-page"] = page
