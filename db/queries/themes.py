"""Which version of the themes is in force, which one is coming, and how a theme is called."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import i18n
from db.models import FiguresVersion, Theme, ThemeVersion

IN_FORCE = select(FiguresVersion.theme_version).scalar_subquery()
"""The version of the themes in force: its names and meanings."""

TAGGING = (
    select(ThemeVersion.tagging)
    .join(FiguresVersion, FiguresVersion.theme_version == ThemeVersion.version)
    .scalar_subquery()
)
"""The version whose tags are in force. One subquery of one row: no statement can mix two."""

NEWEST = select(func.max(ThemeVersion.version)).scalar_subquery()
"""The version people wrote last. Where it is not in force, it is being tagged."""


class Named(Protocol):
    """What has a name and a description in two languages."""

    @property
    def name(self) -> str: ...
    @property
    def name_es(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def description_es(self) -> str: ...


def said(theme: Named) -> str:
    """Its name in the language of the person, or else in English."""
    return (theme.name_es if _is_spanish() else "") or theme.name


def told(theme: Named) -> str:
    """What it is about, in the same language."""
    return (theme.description_es if _is_spanish() else "") or theme.description


def coming(session: Session) -> int | None:
    """The version whose tags are being made; ``None`` where those in force are the newest."""
    newest = select(ThemeVersion.tagging).where(
        ThemeVersion.version == NEWEST, ThemeVersion.tagging != TAGGING
    )
    return session.scalar(newest)


def followed(session: Session, version: int) -> dict[str, str]:
    """From the code of every theme that was merged by ``version`` to the code it counts as."""
    rows = session.execute(
        select(Theme.code, Theme.merged_into).where(Theme.merged_in <= version)
    ).all()
    merged = {row.code: row.merged_into or row.code for row in rows}
    last = {}
    for code in merged:
        at = code
        while at in merged:
            at = merged[at]
        last[code] = at
    return last


def _is_spanish() -> bool:
    return i18n.language.get().split("-")[0] == "es"
