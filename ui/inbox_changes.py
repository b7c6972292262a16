"""What is done to a piece of the inbox, with what stood on the person's screen when they did it.

All of it happens in callbacks: after them the screen is drawn from what is true by then, and what
somebody else has changed meanwhile would be taken for what the person saw.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st
from sqlalchemy.orm import Session

from core.actor import Actor
from core.errors import CommonGroundError
from core.i18n import _, ngettext
from core.vocabulary import Permission
from services import answers, corrections, inbox, notes
from services.meetings import commitments
from ui import runtime

REFUSED, DONE = "inbox-refused", "inbox-done"
TOLD = "inbox-told"
"""Where it is kept what was refused (a piece, a sentence) and done (a piece, its place)."""


def change(feedback_id: int, act: Callable[[Session, Actor], object]) -> bool:
    """Make a change; a refusal is shown where the piece stands. Whether it was made."""
    st.session_state.pop(DONE, None)
    try:
        with runtime.transaction() as session:
            act(session, runtime.actor())
    except CommonGroundError as refusal:
        st.session_state[REFUSED] = (feedback_id, str(refusal))
        return False
    return True


def look_at(feedback_id: int, place: object) -> None:
    if change(
        feedback_id,
        lambda session, actor: inbox.mark_looked_at(
            session, actor, feedback_id=feedback_id, now=runtime.now()
        ),
    ):
        st.session_state[DONE] = (feedback_id, place)


def put_back(feedback_id: int) -> None:
    change(
        feedback_id,
        lambda session, actor: inbox.put_back(
            session, actor, feedback_id=feedback_id, now=runtime.now()
        ),
    )


def assign(
    feedback_id: int, account_id: int | None, expected: int | None, due_on: date | None = None
) -> None:
    if change(
        feedback_id,
        lambda session, actor: inbox.assign(
            session, actor, feedback_id=feedback_id, account_id=account_id, expected=expected,
            due_on=due_on, now=runtime.now(),
        ),
    ):  # fmt: skip
        _close(feedback_id)


def assign_chosen(feedback_id: int, key: str, expected: int | None) -> None:
    assign(feedback_id, st.session_state[key], expected, st.session_state.get(f"due-{key}"))


def save(feedback_id: int, expected: int | None, key: str) -> None:
    sentiment, codes = st.session_state[f"sounds-{key}"], st.session_state[f"about-{key}"]
    withheld = []
    if change(
        feedback_id,
        lambda session, actor: withheld.append(
            corrections.correct(
                session, actor, feedback_id=feedback_id, sentiment=sentiment, codes=codes,
                expected=expected, now=runtime.now(),
            )
        ),
    ):  # fmt: skip
        _close(feedback_id)
        if any(withheld) and not runtime.actor().may(Permission.TRIAGE_COMPLAINTS):
            st.toast(_("Saved. It tells of conduct, so only those who triage complaints see it."))


def note(feedback_id: int, key: str) -> None:
    words = st.session_state[key]
    if change(
        feedback_id,
        lambda session, actor: notes.add(
            session, actor, feedback_id=feedback_id, words=words, now=runtime.now()
        ),
    ):
        _close(feedback_id)


def answer(feedback_id: int, key: str) -> None:
    """Send the answer under ``key``, and keep it as a template where it was given a name."""
    words, name = st.session_state[key], st.session_state[f"name-{key}"]

    def send(session: Session, actor: Actor) -> None:
        answers.answer(
            session, actor, feedback_id=feedback_id, words=words, now=runtime.now(),
            today=runtime.today(runtime.department()),
        )  # fmt: skip
        if name.strip():
            answers.keep_template(session, actor, name=name, words=words)

    if change(feedback_id, send):
        _close(feedback_id)


def answer_many(feedback_ids: tuple[int, ...]) -> None:
    """Send the answer that was typed to all of these."""
    words = st.session_state["answer-many-words"]
    if not st.session_state["answer-many-sure"]:
        st.session_state[TOLD] = _("Read what they wrote first, then tick the box.")
        return
    try:
        with runtime.transaction() as session:
            reached = answers.answer_many(
                session, runtime.actor(), feedback_ids=feedback_ids, words=words,
                now=runtime.now(), today=runtime.today(runtime.department()),
            )  # fmt: skip
    except CommonGroundError as refusal:
        st.session_state[TOLD] = str(refusal)
        return
    said = ngettext("Sent to {n} person.", "Sent to {n} people.", reached)
    st.session_state[TOLD] = said.format(n=reached)
    st.session_state["answer-many-words"] = ""


def remove_template(template_id: int) -> None:
    with runtime.transaction() as session:
        answers.remove_template(session, runtime.actor(), template_id=template_id)


def _close(feedback_id: int) -> None:
    st.session_state[f"tool-{feedback_id}"] = None


def raised(feedback_id: int, key: str, promises: dict[str, int]) -> None:
    """Note that a piece raised the promise that is chosen under ``key``."""
    change(
        feedback_id,
        lambda session, actor: commitments.raised_by(
            session, actor, commitment_id=promises[st.session_state[key]],
            feedback_id=feedback_id, now=runtime.now(),
        ),
    )  # fmt: skip
