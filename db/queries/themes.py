"""Which version of the themes is in force, and which one is coming."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

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
