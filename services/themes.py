"""The themes in force: a numbered list kept as data, with a lasting identity for each theme."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from analysis.themes import Theme as ThemeWords
from analysis.themes import ThemeList
from core.actor import Actor
from core.vocabulary import Permission, ThemeChange
from db.models import FiguresVersion, Theme, ThemeDefinition, ThemeVersion
from db.queries.themes import IN_FORCE, NEWEST
from services import counts
from services.access import require


def current(session: Session, actor: Actor) -> ThemeList:
    """The list in force, as analysis wants it."""
    require(actor, Permission.DO_WORK)
    return listed(session, session.scalar(select(IN_FORCE)))


def newest(session: Session, actor: Actor) -> ThemeList:
    """The list as people wrote it last; it may still be tagged."""
    require(actor, Permission.READ_FIGURES)
    return listed(session, session.scalar(select(NEWEST)))


def store(session: Session, actor: Actor, *, themes: ThemeList, today: date) -> bool:
    """Keep the list that came with the software as the first version; whether there was none."""
    require(actor, Permission.DO_WORK)
    if session.scalar(select(NEWEST)) is not None:
        return False
    first = ThemeVersion(
        version=1, since_on=today, tagging=1, shipped=themes.version, change=ThemeChange.SHIPPED
    )
    keep(session, first, themes)
    in_force(session, first.version)
    return True


def listed(session: Session, version: int | None) -> ThemeList:
    """The themes of ``version``."""
    rows = session.execute(
        select(ThemeDefinition, Theme.code)
        .join(Theme, Theme.id == ThemeDefinition.theme_id)
        .where(ThemeDefinition.version == version)
        .order_by(ThemeDefinition.position)
    )
    themes = tuple(
        ThemeWords(
            code, row.name, row.description, row.is_conduct, tuple(row.terms),
            examples=tuple(row.examples), name_es=row.name_es,
            description_es=row.description_es, terms_es=tuple(row.terms_es),
        )
        for row, code in rows
    )  # fmt: skip
    return ThemeList(version or 0, themes)


def keep(session: Session, version: ThemeVersion, themes: ThemeList) -> None:
    """Write a version down, with every theme in it; a code that is new gets its identity."""
    session.add(version)
    known = {row.code: row for row in session.scalars(select(Theme))}
    for theme in themes.themes:
        if theme.code not in known:
            known[theme.code] = Theme(code=theme.code)
            session.add(known[theme.code])
    session.flush()
    session.add_all(
        ThemeDefinition(
            version=version.version, theme_id=known[theme.code].id, position=position,
            name=theme.name, description=theme.description, is_conduct=theme.is_conduct,
            terms=list(theme.terms), examples=list(theme.examples), name_es=theme.name_es,
            description_es=theme.description_es, terms_es=list(theme.terms_es),
        )
        for position, theme in enumerate(themes.themes)
    )  # fmt: skip
    session.flush()


def in_force(session: Session, version: int) -> None:
    """Put ``version`` in force; with it all figures change, in this one act."""
    session.execute(update(FiguresVersion).values(theme_version=version))
    counts.names_changed(session)
