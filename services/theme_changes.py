"""Changing the list of themes: each change is a new version, made in one act and kept for ever."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from babel.dates import format_date
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from analysis.theme_edits import Edit, edited, needs_tagging, new_code
from analysis.themes import ThemeList
from core import i18n
from core.actor import Actor
from core.errors import CommonGroundError
from core.theme_names import said
from core.vocabulary import AuditAction, Permission, ThemeChange
from db.models import Theme, ThemeDefinition, ThemeVersion
from db.queries.themes import NEWEST
from services import audit, counts, departments, retagging, themes
from services.access import require


class ChangedMeanwhileError(CommonGroundError):
    message = (
        "{who} changed the list of themes on {day}, after you had opened it. Yours was not saved, "
        "and what you wrote is still here: look at the list as it is now, then save again."
    )


@dataclass(frozen=True)
class Change:
    """One version as its history tells it; names are those of today, or the last there were."""

    version: int
    since_on: date
    who: str | None  # empty: it came with the software
    change: ThemeChange
    name: str
    other: str


def change(session: Session, actor: Actor, *, based_on: int, edit: Edit, now: datetime) -> int:
    """Make ``edit`` in the list as it was in version ``based_on``; the number of the new version.

    Refused where somebody else has changed the list since. Where texts may carry other themes
    than before, all are tagged anew, and the version in force stays until that is done.
    """
    require(actor, Permission.EDIT_THEMES)
    counts.alone(session)
    before = themes.newest(session, actor)
    if before.version != based_on:
        raise _meanwhile(session, actor)
    edit = coded(session, edit)
    after = edited(before, edit)
    if after.themes == before.themes:
        return before.version
    version = _version(session, before, after, edit)
    version.since_on = departments.today(session, actor, now=now)
    version.made_at, version.who = now, actor.name
    retagging.bring(session, version, after)
    if edit.kind is ThemeChange.MERGED:
        session.execute(
            update(Theme)
            .where(Theme.code == edit.code)
            .values(merged_into=edit.other, merged_in=version.version)
        )
    audit.note(
        session, actor, AuditAction.THEMES_CHANGED, subject=f"themes {version.version}", now=now,
        details=" ".join(filter(None, [version.change, version.code, version.other_code])),
    )  # fmt: skip
    return version.version


def history(session: Session, actor: Actor) -> list[Change]:
    """What was done to the list, newest first."""
    require(actor, Permission.READ_FIGURES)
    rows = session.execute(
        select(Theme.code, ThemeDefinition)
        .join(Theme, Theme.id == ThemeDefinition.theme_id)
        .order_by(ThemeDefinition.version)
    )
    names = {code: said(row) for code, row in rows}
    versions = session.scalars(select(ThemeVersion).order_by(ThemeVersion.version.desc()))
    return [
        Change(
            row.version, row.since_on, row.who, row.change or ThemeChange.SHIPPED,
            names.get(row.code or "", ""), names.get(row.other_code or "", ""),
        )
        for row in versions
    ]  # fmt: skip


def _version(session: Session, before: ThemeList, after: ThemeList, edit: Edit) -> ThemeVersion:
    last = session.scalars(select(ThemeVersion).where(ThemeVersion.version == NEWEST)).one()
    is_new = needs_tagging(before, after)
    renamed = edit.kind is ThemeChange.CHANGED and not is_new
    return ThemeVersion(
        version=after.version, shipped=last.shipped,
        tagging=after.version if is_new else last.tagging,
        change=ThemeChange.RENAMED if renamed else edit.kind,
        code=edit.code, other_code=edit.other or None,
    )  # fmt: skip


def coded(session: Session, edit: Edit) -> Edit:
    """A new theme gets a code of its own; any other keeps the one it has, for ever."""
    if edit.theme is None:
        return edit
    code = edit.code
    if edit.kind in (ThemeChange.ADDED, ThemeChange.SPLIT):
        code = new_code(edit.theme.name, set(session.scalars(select(Theme.code))))
    return replace(edit, code=code, theme=replace(edit.theme, code=code))


def _meanwhile(session: Session, actor: Actor) -> ChangedMeanwhileError:
    last = session.scalars(select(ThemeVersion).where(ThemeVersion.version == NEWEST)).one()
    return ChangedMeanwhileError(
        who=last.who or departments.current(session, actor).name,
        day=format_date(last.since_on, "long", locale=i18n.locale()),
    )
