"""Asking a survey: choose or write a questionnaire, put it before people, open and close it."""

from __future__ import annotations

from html import escape

import streamlit as st

from core import screens, settings
from core.i18n import _
from exports import paper
from services.surveys import instruments, surveys
from services.surveys.surveys import SurveyCard
from ui import frame, questionnaire_form, runtime
from ui.says import literal
from ui.survey_figures import KINDS, who_is_asked


def show(card: SurveyCard) -> None:
    """One survey: where it is answered, and whether."""
    with st.container(border=True):
        st.markdown(f"**{literal(card.title)}**")
        st.caption(
            _("{who} · {n:,} answered · {state}").format(
                who=_(KINDS[card.kind]),
                n=card.n,
                state=_("open") if card.is_open else _("closed"),
            )
        )
        if card.is_open:
            where = f"/plain/surveys/{card.id}"
            with st.container(horizontal=True):
                frame.door(_("See it as people do"), where)
                frame.door(_("Type in what came on paper"), f"{where}?paper=1")
            address = f"{settings.current().address}{where}"
            with st.expander(_("Link and code to show")):
                st.html(
                    f'<p class="cg-words">{escape(address)}</p>'
                    f'<div class="cg-qr">{paper.code(address)}</div>'
                )
        with st.container(horizontal=True):
            name = _("Close it") if card.is_open else _("Open it")
            if st.button(name, key=f"open-{card.id}"):
                with runtime.transaction() as session:
                    surveys.set_open(
                        session, actor, survey_id=card.id, is_open=not card.is_open,
                        now=runtime.now(),
                    )  # fmt: skip
                st.rerun()
            if st.button(_("Ask the newest wording"), key=f"newest-{card.id}"):
                with runtime.transaction() as session:
                    other = surveys.take_newest_wording(
                        session, actor, survey_id=card.id, now=runtime.now()
                    )
                st.toast(_("Asked from now on.") if other else _("It is the newest already."))


def begin(names: dict[str, str]) -> None:
    """Put a questionnaire before people."""
    with st.form("start"):
        st.subheader(_("Ask a survey"))
        chosen = st.selectbox(_("Questionnaire"), list(names), format_func=names.__getitem__)
        title = st.text_input(_("What you call it (residents do not see this)"))
        kind = who_is_asked(list(KINDS))
        if not st.form_submit_button(_("Open it"), type="primary"):
            return
    with runtime.refusals_shown():
        with runtime.transaction() as session:
            surveys.start(
                session, actor, title=title or "", instrument=chosen, kind=kind, now=runtime.now()
            )
        st.rerun()


actor = runtime.allowed(screens.QUESTIONNAIRES)
st.title(_(screens.QUESTIONNAIRES.title))
with runtime.reading() as session:
    cards = surveys.every(session, actor)
    written = instruments.every(session, actor)
for card in cards:
    show(card)
if not cards:
    st.info(_("No survey was asked yet. Begin with one of the questionnaires below."))
begin({one.name: one.called("en") for one in written})
questionnaire_form.write(actor, {one.name: one for one in written})
