"""What staff do to the list of themes: each edit makes the next version out of the one before."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace

from analysis.concerns import tag
from analysis.themes import PRAISE, Theme, ThemeList, ThemeListError, checked, parse
from core.i18n import _
from core.vocabulary import ThemeChange

LETTERS = 4
"""Of a code made here. Those that come with the software have three, so the two never meet."""

MOST_TERMS = 1_000


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing done to one theme.

    ``theme`` is how it is to read: needed to add, change or split off. ``other`` is a code: into
    which it is merged, or out of which it is split, with the terms that ``theme`` has.
    """

    kind: ThemeChange
    code: str
    theme: Theme | None = None
    other: str = ""


def edited(themes: ThemeList, edit: Edit) -> ThemeList:
    """The next version; ``ThemeListError`` where the edit cannot be made."""
    match edit.kind, edit.theme:
        case ThemeChange.ADDED, Theme() as theme:
            after = [*themes.themes, _usable(theme)]
        case ThemeChange.CHANGED, Theme() as theme:
            _careful(one_of(themes, edit.code), theme)
            after = [theme if one.code == edit.code else one for one in themes.themes]
        case ThemeChange.SPLIT, Theme() as theme:
            whole = one_of(themes, edit.other)
            rest = _without(whole, theme)
            after = [rest if one is whole else one for one in themes.themes]
            after.append(replace(theme, is_conduct=theme.is_conduct or whole.is_conduct))
        case ThemeChange.MERGED, _:
            after = _merged(themes, edit.code, edit.other)
        case ThemeChange.RETIRED, _:
            _not_praise(edit.code)
            gone = one_of(themes, edit.code)
            _careful(gone, None)
            after = [one for one in themes.themes if one is not gone]
        case _:
            raise AssertionError(edit.kind)
    return checked(ThemeList(themes.version + 1, tuple(after)))


def one_of(themes: ThemeList, code: str) -> Theme:
    """The theme of this code; ``ThemeListError`` where the list has none."""
    for theme in themes.themes:
        if theme.code == code:
            return theme
    raise ThemeListError(_("The theme “{code}” is not on the list any more."), code=code)


def needs_tagging(before: ThemeList, after: ThemeList) -> bool:
    """Whether a text may carry other themes, or be withheld for another, than it was."""

    def means(themes: ThemeList) -> dict[str, object]:
        return {
            one.code: (set(one.terms), set(one.terms_es), set(one.examples), one.is_conduct)
            for one in themes.themes
        }

    return means(before) != means(after)


def new_code(name: str, taken: Collection[str]) -> str:
    """A code for a new theme, from its name, that no theme has or ever had."""
    plain = unicodedata.normalize("NFKD", name).upper()
    base = "".join(sign for sign in plain if "A" <= sign <= "Z")[:LETTERS].ljust(LETTERS, "X")
    number, code = 1, base
    while code in taken:
        number += 1
        code = f"{base}{number}"
    return code


def lines(typed: str) -> tuple[str, ...]:
    """What was typed, a line each, without empty ones and without saying anything twice."""
    said = (" ".join(line.split()) for line in typed.splitlines())
    return tuple(dict.fromkeys(line for line in said if line))


def terms(typed: str) -> tuple[str, ...]:
    """Terms as they were typed, a line or a comma between them, in small letters."""
    return tuple(dict.fromkeys(line.lower() for line in lines(typed.replace(",", "\n"))))


def _usable(theme: Theme) -> Theme:
    finds = [term for term in (*theme.terms, *theme.terms_es) if not parse(term).is_exception]
    if not theme.name.strip() or not (finds or theme.examples):
        raise ThemeListError(_("A theme needs a name, and at least one term or example."))
    if len(theme.terms) + len(theme.terms_es) > MOST_TERMS:
        raise ThemeListError(_("A theme has at most {most:,} terms."), most=MOST_TERMS)
    return theme


def _careful(before: Theme, after: Theme | None) -> None:
    """Refuse to make less of conduct: words that tell of it would be open to more people."""
    if before.is_conduct and (after is None or not after.is_conduct):
        raise ThemeListError(
            _(
                "“{name}” is about conduct, so what is said of it stays shut until somebody with "
                "the right has looked at it. It can be merged or split, and not be taken away."
            ),
            name=before.name,
        )
    if after is not None:
        _usable(after)


def _merged(themes: ThemeList, code: str, other: str) -> list[Theme]:
    """The list in which ``other`` means all that it and ``code`` meant."""
    if code == other:
        raise ThemeListError(_("Choose two themes: one cannot be merged into itself."))
    for each in (code, other):
        _not_praise(each)
    gone, kept = one_of(themes, code), one_of(themes, other)
    both = replace(
        kept,
        is_conduct=kept.is_conduct or gone.is_conduct,
        terms=_together(_open_to(kept.terms, gone.terms), _open_to(gone.terms, kept.terms)),
        terms_es=_together(
            _open_to(kept.terms_es, gone.terms_es), _open_to(gone.terms_es, kept.terms_es)
        ),
        examples=_together(kept.examples, gone.examples),
    )
    return [both if one is kept else one for one in themes.themes if one is not gone]


def _without(theme: Theme, taken: Theme) -> Theme:
    """``theme`` without what ``taken`` takes; neither may be left empty."""
    missing = [
        term
        for term in (*taken.terms, *taken.terms_es)
        if term not in (*theme.terms, *theme.terms_es)
    ]
    if missing or not (taken.terms or taken.terms_es):
        raise ThemeListError(_("Choose the terms that go to the new theme."))
    return _usable(
        replace(
            theme,
            terms=tuple(term for term in theme.terms if term not in taken.terms),
            terms_es=tuple(term for term in theme.terms_es if term not in taken.terms_es),
        )
    )


def _open_to(terms: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """``terms`` without the exceptions that would shut out what ``others`` find."""
    found = ThemeList(0, (Theme("-", "-", "", False, others),))
    return tuple(
        term
        for term in terms
        if not (parse(term).is_exception and tag(term.removeprefix("-").replace("*", ""), found))
    )


def _together(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one + other))


def _not_praise(code: str) -> None:
    if code == PRAISE:
        raise ThemeListError(
            _("Thanks and praise are kept apart from worries, so they stay a theme of their own.")
        )
