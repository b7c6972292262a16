"""Translations: how complete each is, who has read which version, and signing the present one."""

from __future__ import annotations

import streamlit as st

from core import languages as tongues
from core import screens
from core.actor import Actor
from core.i18n import _
from services import languages
from services.languages import CatalogueCard
from ui import runtime, says, tables


def show(actor: Actor, card: CatalogueCard) -> None:
    """One catalogue: whether it is checked, who signed, and the form to sign it."""
    name = tongues.name(card.language)
    st.subheader(name)
    if card.is_reviewed:
        st.success(_("Checked: a person has read what people see now."))
    else:
        st.warning(_("Not checked: every page in this language says so at its top."))
    if card.reviews:
        tzid = runtime.department().tzid
        reviews = card.reviews
        st.html(
            tables.html(
                {
                    _("Read by"): [review.reviewer for review in reviews],
                    _("Signed"): [says.moment(review.signed_at, tzid) for review in reviews],
                    _("Version"): [review.digest[:16] for review in reviews],
                    _("Shown now"): [
                        _("yes") if review.is_present else _("no") for review in reviews
                    ],
                },
                label=_("Who signed: {language}").format(language=name),
            )
        )
    if not card.is_reviewed:
        sign(actor, card, name)


def sign(actor: Actor, card: CatalogueCard, name: str) -> None:
    with st.form(f"sign-{card.language}"):
        reviewer = st.text_input(
            _("Who read the whole translation?"),
            max_chars=languages.LONGEST_NAME,
            help=_("The person's name. They need no account. It stands here and in the audit."),
        )
        st.markdown(
            _(
                "Sign only what was read from beginning to end by somebody who speaks the "
                "language well. The file is `translations/{language}/LC_MESSAGES/messages.po`."
            ).format(language=card.language)
        )
        if not st.form_submit_button(_("Sign this version: {language}").format(language=name)):
            return
    with runtime.refusals_shown():
        with runtime.transaction() as session:
            languages.sign(
                session, actor, language=card.language, digest=card.digest,
                reviewer=reviewer or "", now=runtime.now(),
            )  # fmt: skip
        st.rerun()


actor = runtime.allowed(screens.LANGUAGES)
st.title(_(screens.LANGUAGES.title))
st.markdown(
    _(
        "People can choose among these languages on every page. A translation counts as checked "
        "once a person has read it and signed here. When its words change, it has to be read again."
    )
)
with runtime.reading() as session:
    cards = languages.every(session, actor)
st.html(
    tables.html(
        {
            _("Language"): [tongues.name(card.language) for card in cards],
            _("Sentences"): [card.counted.sentences for card in cards],
            _("Translated"): [card.counted.translated for card in cards],
            _("For residents"): [card.counted.for_residents for card in cards],
            _("Of those translated"): [card.counted.translated_for_residents for card in cards],
            _("Version"): [card.digest[:16] for card in cards],
        },
        label=_("How complete each translation is"),
    )
)
for card in cards:
    show(actor, card)
