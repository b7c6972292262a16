"""What surveys say: how sure it is, who answered, and who did not."""

from __future__ import annotations

import streamlit as st

from core import screens
from core.i18n import _, ngettext
from services.meetings import coverage
from services.surveys import scores, surveys
from ui import runtime, says, survey_figures
from ui.says import literal

actor = runtime.allowed(screens.SURVEYS)
st.title(_(screens.SURVEYS.title))
with runtime.reading() as session:
    cards = {card.id: card for card in surveys.every(session, actor)}
if not cards:
    st.info(_("There is no survey yet. Ask one, or bring one in with `manage.py import-survey`."))
    st.stop()
chosen = st.selectbox(
    _("Survey"), [str(number) for number in cards], key="survey", bind="query-params",
    format_func=lambda number: cards[int(number)].title,
)  # fmt: skip
card = cards[int(chosen)]
with runtime.reading() as session:
    result = scores.of(session, actor, survey_id=card.id)
said = ngettext("{n:,} person answered.", "{n:,} people answered.", card.n).format(n=card.n)
st.markdown(f"**{said}** {_(survey_figures.KIND[card.kind])}")
source = card.instrument.source
verified = "" if card.instrument.is_verified else _("Its wording was not checked.")
st.caption(f"{literal(card.instrument.about)} {literal(source)} {verified}")
if result is None or not result.figures.n:
    st.info(_("There is nothing to show yet. Figures appear a few seconds after the first answer."))
    st.stop()
asked, figures = result.instrument, result.figures
if result.is_behind:
    when = says.moment(result.worked_out_at, runtime.department().tzid)
    st.caption(_("As of {when}; answers that came since are being counted.").format(when=when))
if result.earlier:
    st.caption(
        ngettext(
            "{n} person answered an earlier wording, which is not counted together with this one.",
            "{n} people answered an earlier wording, which is not counted together with this one.",
            result.earlier,
        ).format(n=result.earlier)
    )
survey_figures.overview(figures, asked)
st.subheader(_("One question"))
scored = {score.key: score for score in figures.scores}
left, right = st.columns([3, 2], gap="large", vertical_alignment="bottom")
key = left.selectbox(
    _("Question or score"), list(scored), key="score", bind="query-params",
    format_func=lambda key: survey_figures.named(asked, scored[key]),
)  # fmt: skip
score = scored[key]
margins = [margin for margin, groups in score.by.items() if groups]
by = None
if margins:
    by = right.selectbox(
        _("Mean by"), margins, key="by", bind="query-params",
        index=margins.index("district") if "district" in margins else 0,
        format_func=lambda margin: _(survey_figures.MARGIN[margin]),
    )  # fmt: skip
survey_figures.one(score, asked, by or "")
survey_figures.who(figures)
with runtime.reading() as session:
    survey_figures.attendance(coverage.attended(session, actor, now=runtime.now()))
