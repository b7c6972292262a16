"""The language of a screen: set at the top of every run, and the menu to choose another."""

from __future__ import annotations

from html import escape

import streamlit as st

from core import catalogues, i18n, languages
from core.actor import Actor
from core.i18n import _
from services import languages as reviews
from services.departments import DepartmentCard
from ui import runtime

NOBODY = Actor.visitor()
NO_DEPARTMENT = DepartmentCard()


def settle(department: DepartmentCard = NO_DEPARTMENT, actor: Actor = NOBODY) -> None:
    """Answer this run in the person's language.

    In every run, for each has a thread of its own. Staff whose language is not finished for their
    screens are answered in the department's: half a screen in each would be harder to read.
    """
    wanted = asked() or languages.spoken(department.languages)
    if actor.account_id is not None and wanted not in for_staff():
        wanted = next((tag for tag in department.languages if tag in for_staff()), "en")
    i18n.language.set(wanted)
    st.session_state[runtime.SPOKEN] = wanted


def asked() -> str | None:
    """What the address, the cookie or the browser asks for, as the shell was asked before."""
    return languages.asked(
        link=st.query_params.get(languages.LINK),
        cookie=st.context.cookies.get(languages.COOKIE),
        accepted=st.context.headers.get("Accept-Language", ""),
    )


def for_staff() -> tuple[str, ...]:
    """The languages in which every sentence is there."""
    return tuple(
        tag for tag in i18n.OFFERED
        if tag == i18n.DEFAULT_LANGUAGE or catalogues.figures(tag).is_complete
    )  # fmt: skip


def above(url: str, actor: Actor) -> None:
    """For residents the menu stands at the top: who cannot read the page needs it first."""
    if actor.account_id is None:
        _menu(url, actor)
    _unreviewed()


def below(url: str, actor: Actor) -> None:
    """For staff, who choose once, it stands at the foot."""
    if actor.account_id is not None:
        _menu(url, actor)


def _menu(url: str, actor: Actor) -> None:
    """Links to this screen in each language, in that language's own words.

    Links, and no list to choose from: the page has to load anew for its shell to change too.
    """
    query = [(key, st.query_params[key]) for key in st.query_params]
    offered = i18n.OFFERED if actor.account_id is None else for_staff()
    links = [
        _link(tag, address)
        for tag, address in languages.menu(f"/{url}", query).items()
        if tag in offered
    ]
    st.html(
        f'<nav class="cg-languages cg-noprint" aria-label="{escape(_("Language"))}">'
        f"{' '.join(links)}</nav>"
    )


def _unreviewed() -> None:
    """Say that nobody has checked this translation, while that is so."""
    tag = i18n.language.get()
    if tag == i18n.DEFAULT_LANGUAGE:
        return
    with runtime.reading() as session:
        is_reviewed = reviews.is_reviewed(session, Actor.visitor(), language=tag)
    if not is_reviewed:
        st.html(f'<p class="cg-kept" role="note">{escape(_(languages.UNREVIEWED))}</p>')


def _link(tag: str, address: str) -> str:
    if tag == i18n.language.get():
        return f'<span lang="{tag}" aria-current="true">{escape(languages.name(tag))}</span>'
    return (
        f'<a href="{escape(address)}" target="_self" lang="{tag}" hreflang="{tag}">'
        f"{escape(languages.name(tag))}</a>"
    )
