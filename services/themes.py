"""The themes in force: a numbered list kept as data, with a lasting identity for each theme."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.themes import Theme as ThemeWords
from analysis.themes import ThemeList
from core.actor import Actor
from core.vocabulary import Permission
from db.models import Theme, ThemeDefinition, ThemeVersion
from services import counts
from services.access import require


def current(session: Session, actor: Actor) -> ThemeList:
    """The newest list, as analysis wants it."""
    require(actor, Permission.DO_WORK)
    version = session.scalar(select(func.max(ThemeVersion.version)))
    rows = session.execute(
        select(ThemeDefinition, Theme.code)
        .join(Theme, Theme.id == ThemeDefinition.theme_id)
        .where(ThemeDefinition.version == version)
        .order_by(ThemeDefinition.position)
    )
    themes = tuple(
        ThemeWords(code, row.name, row.description, row.is_conduct, tuple(row.terms))
        for row, code in rows
    )
    return ThemeList(version or 0, themes)


def store(session: Session, actor: Actor, *, themes: ThemeList, today: date) -> bool:
    """Keep ``themes`` as the version it says it is; whether that version was new."""
    require(actor, Permission.DO_WORK)
    if session.get(ThemeVersion, themes.version):
        return False
    session.add(ThemeVersion(version=themes.version, since_on=today))
    known = {row.code: row for row in session.scalars(select(Theme))}
    for theme in themes.themes:
        if theme.code not in known:
            known[theme.code] = Theme(code=theme.code)
            session.add(known[theme.code])
    session.flush()
    for position, theme in enumerate(themes.themes):
        session.add(
            ThemeDefinition(
                version=themes.version,
                theme_id=known[theme.code].id,
                position=position,
                name=theme.name,
                description=theme.description,
                is_conduct=theme.is_conduct,
                terms=list(theme.terms),
            )
        )
    session.flush()
    counts.names_changed(session)
    return True
