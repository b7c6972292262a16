"""A resident tells us something: one question, their words, and a receipt."""

from __future__ import annotations

import secrets
from html import escape

import streamlit as st

from core import i18n, texts
from core.actor import Actor
from core.i18n import _
from core.ratings import RATINGS
from core.receipts import NONCE_BYTES
from core.vocabulary import Rating
from core.voice import ComplaintChoice
from services import districts, feedback, questions
from services.departments import DepartmentCard
from ui import before_sending, frame, runtime, says


def kept(sentence: str) -> None:
    """Beside a field: what is kept of it, and who sees it."""
    st.html(f'<p class="cg-kept">{escape(sentence)}</p>')


def send(actor: Actor, department: DepartmentCard, form: feedback.Form) -> None:
    with runtime.refusals_shown():
        if before_sending.must_stop(texts.clean(form.words, limit=texts.FORM_LIMIT), form):
            st.rerun()
        with runtime.transaction() as session:
            receipt = feedback.submit(
                session,
                actor,
                form=form,
                keys=runtime.keys(),
                today=runtime.today(department),
                now=runtime.now(),
            )
        st.session_state["receipt"] = receipt
        st.rerun()


def show_receipt(receipt: str) -> None:
    st.title(_("Thank you. We have it."))
    st.markdown(
        _("This is your receipt. Write it down or take a picture: we cannot show it again.")
    )
    st.html(f'<p class="cg-receipt receipt">{escape(receipt)}</p>')
    st.markdown(
        _(
            "**What happens next.** Within a few minutes it is sorted by concern and counted. "
            "With the six words you can see what we hold, on the receipt page."
        )
    )
    frame.door(_("Open the receipt page"), "/plain/receipt")
    if st.button(_("Say something else")):
        before_sending.forget()
        for name in ("receipt", "nonce"):
            st.session_state.pop(name, None)
        st.rerun()


def rate() -> dict[Rating, int]:
    with st.expander(_("Five quick ratings, if you like")):
        kept(_("1 means not at all, 5 very much. Leave out what you like. Kept with your words."))
        given = {
            scale: st.segmented_control(_(RATINGS[scale]), list(range(1, 6)), key=scale)
            for scale in Rating
        }
    return {scale: value for scale, value in given.items() if value is not None}


def say(wording: str) -> str:
    """The field for the words, with what is kept of them."""
    # No max_chars: Streamlit would cut a pasted letter in silence. The refusal keeps it whole.
    words = st.text_area(says.literal(wording), height=180)
    kept(
        _(
            "Kept: your words, up to 5,000 characters, and today's date. Staff of the "
            "department read them. No name, address or device is kept. Leave out names you "
            "would not want read."
        )
    )
    return words or ""


def ask(actor: Actor, department: DepartmentCard) -> None:
    with runtime.reading() as session:
        asked = {_(card.wording): card for card in questions.asked(session, actor)}
        places = {card.name: card.id for card in districts.every(session, actor)}
    st.title(_("Tell us what you think"))
    frame.way_out()
    frame.help_now(department)
    unknown = _("I don't know, or rather not say")
    wording = next(iter(asked))
    if len(asked) > 1:
        wording = st.radio(
            _("What do you want to talk about?"), list(asked), format_func=says.literal
        )
    with st.form("feedback", border=False):
        words = say(wording)
        place = st.selectbox(_("Which district is it about?"), [unknown, *places])
        kept(_("Kept with your words, so that we see where something happens."))
        ratings = rate()
        choice = before_sending.go_on(department)
        sent = st.form_submit_button(_("Send"), type="primary")
        kept(_("You get a receipt of six words. What you send may be a public record by law."))
    frame.door(
        _("Leave a name or an address, or look before you send: the page without script"),
        "/plain/feedback",
    )
    if sent or choice:
        form = feedback.Form(
            nonce=st.session_state["nonce"],
            words=words,
            question_version_id=asked[wording].version_id,
            district_id=places.get(place or unknown),
            ratings=ratings,
            language=i18n.language.get(),
            complaint=choice if isinstance(choice, ComplaintChoice) else None,
        )
        send(actor, department, form)


st.session_state.setdefault("nonce", secrets.token_bytes(NONCE_BYTES))
if "receipt" in st.session_state:
    show_receipt(st.session_state["receipt"])
else:
    ask(runtime.actor(), runtime.department())
