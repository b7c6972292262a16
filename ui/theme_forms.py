"""Forms that change the list of themes. None of them keeps anything: ``ui.theme_pending`` asks."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.theme_edits import Edit, lines, terms
from analysis.themes import Theme
from core.i18n import _
from core.vocabulary import ThemeChange
from ui import theme_pending
from ui.theme_pending import ThemeDesk

LONGEST_NAME, LONGEST_LINE, TALL = 80, 300, 160


def change(desk: ThemeDesk, theme: Theme) -> None:
    """All that can be done to ``theme``."""
    with st.expander(_("Change its name, its words or its examples")):
        write(desk, theme, ThemeChange.CHANGED)
    with st.expander(_("Merge it into another theme")):
        _merge(desk, theme)
    with st.expander(_("Split it in two")):
        _split(desk, theme)
    with st.expander(_("Take it off the list")):
        _retire(desk, theme)


def write(desk: ThemeDesk, theme: Theme, kind: ThemeChange) -> None:
    """The form of a whole theme, in both languages."""
    key = theme.code or " ".join(["new", *theme.terms])
    with st.form(f"write-{key}", border=False):
        left, right = st.columns(2)
        english = _in_one_language(
            left, f"en-{key}", theme.name, theme.description, theme.terms,
            labels=(_("Name"), _("What it is about"), _("Words people use for it, one a line")),
        )  # fmt: skip
        spanish = _in_one_language(
            right, f"es-{key}", theme.name_es, theme.description_es, theme.terms_es,
            labels=(
                _("Name in Spanish"), _("What it is about, in Spanish"),
                _("Words people use for it in Spanish"),
            ),
        )  # fmt: skip
        examples = st.text_area(
            _("Whole sentences that somebody might write, one a line. Invent them"),
            "\n".join(theme.examples), height=TALL, key=f"examples-{key}",
        )  # fmt: skip
        conduct = st.checkbox(
            _("It is about how police staff behave: such words stay shut until they are triaged"),
            theme.is_conduct, key=f"conduct-{key}",
        )  # fmt: skip
        if st.form_submit_button(_("See what would change")):
            written = replace(
                theme, name=english[0], description=english[1], terms=terms(english[2]),
                name_es=spanish[0], description_es=spanish[1], terms_es=terms(spanish[2]),
                examples=lines(examples or ""), is_conduct=conduct,
            )  # fmt: skip
            edit = Edit(kind, theme.code, written)
            theme_pending.look(desk, edit, form=f"write-{key}", name=written.name)
    theme_pending.ask(desk, form=f"write-{key}")


def _in_one_language(
    place: DeltaGenerator, key: str, name: str, about: str, said: tuple[str, ...], *,
    labels: tuple[str, str, str],
) -> tuple[str, str, str]:  # fmt: skip
    """The three fields of one language, and what stands in them."""
    typed = (
        place.text_input(labels[0], name, max_chars=LONGEST_NAME, key=f"name-{key}"),
        place.text_input(labels[1], about, max_chars=LONGEST_LINE, key=f"about-{key}"),
        place.text_area(
            labels[2], "\n".join(said), height=TALL, key=f"terms-{key}",
            help=_(
                "speeding finds that word; pothole* finds all words that begin so; a * alone "
                "stands for any one word; a - in front makes a line an exception."
            ),
        ),
    )  # fmt: skip
    one, two, three = (each or "" for each in typed)
    return " ".join(one.split()), " ".join(two.split()), three


def _merge(desk: ThemeDesk, theme: Theme) -> None:
    form = f"merge-{theme.code}"
    others = {code: name for code, name in desk.names.items() if code != theme.code}
    with st.form(form, border=False):
        other = st.selectbox(_("Into"), list(others), format_func=others.__getitem__)
        if st.form_submit_button(_("See what would change")) and other:
            edit = Edit(ThemeChange.MERGED, theme.code, other=other)
            name = desk.names[theme.code]
            theme_pending.look(desk, edit, form=form, name=name, other=others[other])
    theme_pending.ask(desk, form=form)


def _split(desk: ThemeDesk, theme: Theme) -> None:
    form = f"split-{theme.code}"
    every = [*dict.fromkeys((*theme.terms, *theme.terms_es))]
    with st.form(form, border=False):
        typed = st.text_input(_("Name of the new theme"), max_chars=LONGEST_NAME)
        about = st.text_input(_("What it is about"), max_chars=LONGEST_LINE)
        taken = st.multiselect(_("Words that go to the new theme"), every)
        if st.form_submit_button(_("See what would change")):
            new = Theme(
                "", " ".join((typed or "").split()), (about or "").strip(), theme.is_conduct,
                tuple(term for term in theme.terms if term in taken),
                terms_es=tuple(term for term in theme.terms_es if term in taken),
            )  # fmt: skip
            edit = Edit(ThemeChange.SPLIT, "", new, theme.code)
            theme_pending.look(desk, edit, form=form, name=new.name)
    theme_pending.ask(desk, form=form)


def _retire(desk: ThemeDesk, theme: Theme) -> None:
    form = f"retire-{theme.code}"
    with st.form(form, border=False):
        st.markdown(_("Better merge it, if people still write about it."))
        if st.form_submit_button(_("See what would change")):
            edit = Edit(ThemeChange.RETIRED, theme.code)
            theme_pending.look(desk, edit, form=form, name=desk.names[theme.code])
    theme_pending.ask(desk, form=form)
