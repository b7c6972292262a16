"""A newer list of themes that comes with the software, taken in without undoing what staff did."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.theme_edits import needs_tagging
from analysis.themes import Theme as ThemeWords
from analysis.themes import ThemeList, checked
from core.actor import Actor
from core.vocabulary import Permission, ThemeChange
from db.models import Theme, ThemeVersion
from db.queries.themes import NEWEST
from services import counts, retagging, themes
from services.access import require

FILLED = ("examples", "name_es", "description_es", "terms_es")
"""What is filled in a theme that staff changed, where they left it empty."""


def take_in(session: Session, actor: Actor, *, shipped: ThemeList, today: date) -> bool:
    """Make ``shipped`` the next version, if it is newer than what was taken in last; whether it is.

    Themes that staff never touched become what is shipped, and new ones are added. What staff
    changed stays as they have it, and what they merged or retired stays away.
    """
    require(actor, Permission.DO_WORK)
    counts.alone(session)
    last = session.scalars(select(ThemeVersion).where(ThemeVersion.version == NEWEST)).one_or_none()
    if last is None:
        return themes.store(session, actor, themes=shipped, today=today)
    if last.shipped >= shipped.version:
        return False
    before = themes.listed(session, last.version)
    after = _together(session, before, shipped)
    is_new = needs_tagging(before, after)
    retagging.bring(
        session,
        ThemeVersion(
            version=after.version, since_on=today, shipped=shipped.version,
            change=ThemeChange.SHIPPED, tagging=after.version if is_new else last.tagging,
        ),
        after,
    )  # fmt: skip
    return True


def _together(session: Session, before: ThemeList, shipped: ThemeList) -> ThemeList:
    """``before`` with what is better in ``shipped``. Where two names would meet, ours stays."""
    rows = session.execute(select(ThemeVersion.code, ThemeVersion.other_code)).all()
    touched = {code for row in rows for code in row if code}
    known = set(session.scalars(select(Theme.code)))
    new = {theme.code: theme for theme in shipped.themes}
    ours = {_key(name) for one in before.themes if one.code in touched for name in _names(one)}
    after = []
    for theme in before.themes:
        better = new.get(theme.code)
        if better is None:
            after.append(theme)
        elif theme.code in touched:
            empty = {name: getattr(better, name) for name in FILLED if not getattr(theme, name)}
            after.append(replace(theme, **empty))
        elif any(_key(name) in ours for name in _names(better)):
            after.append(replace(better, name=theme.name, name_es=theme.name_es))
        else:
            after.append(better)
    after += [
        theme
        for theme in shipped.themes
        if theme.code not in known and not any(_key(name) in ours for name in _names(theme))
    ]
    return checked(ThemeList(before.version + 1, tuple(after)))


def _names(theme: ThemeWords) -> tuple[str, str]:
    return theme.name, theme.name_es or theme.name


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
