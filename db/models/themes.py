"""Themes: what a concern can be called, kept as data in numbered versions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.vocabulary import ThemeChange
from db.base import Base, BigId, growing


class Theme(Base):
    """A theme's lasting identity; its words may change from version to version.

    A code is never used again. From version ``merged_in`` on, what was said of this theme counts
    as said of ``merged_into``.
    """

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    merged_into: Mapped[str | None]  # a code
    merged_in: Mapped[int | None]


class ThemeVersion(Base):
    """A list of themes, and what was done to the one before it, by whom.

    ``tagging`` is the version whose tags it goes by: its own, or an earlier one's where names
    alone changed. ``shipped`` is the number of the list that came with the software and is held
    in it. The version in force is in ``figures_version``; a newer one is being tagged.
    """

    __tablename__ = "theme_version"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since_on: Mapped[date]
    tagging: Mapped[int] = mapped_column(server_default="1")
    shipped: Mapped[int] = mapped_column(server_default="1")
    made_at: Mapped[datetime | None]
    who: Mapped[str | None]  # empty: it came with the software
    change: Mapped[ThemeChange | None] = mapped_column(growing(ThemeChange))
    code: Mapped[str | None]  # of the theme that was changed
    other_code: Mapped[str | None]  # into which it was merged, or out of which it was taken


class ThemeDefinition(Base):
    """What one theme means in one version."""

    __tablename__ = "theme_definition"

    version: Mapped[int] = mapped_column(
        ForeignKey("theme_version.version", ondelete="CASCADE"), primary_key=True
    )
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    position: Mapped[int]
    name: Mapped[str]
    description: Mapped[str]
    is_conduct: Mapped[bool]
    terms: Mapped[list[Any]]
    name_es: Mapped[str] = mapped_column(server_default="")
    description_es: Mapped[str] = mapped_column(server_default="")
    terms_es: Mapped[list[Any]] = mapped_column(server_default="[]")
    examples: Mapped[list[Any]] = mapped_column(server_default="[]")


class RetagPart(Base):
    """A share of all feedback ids, and how far the tagging under a new version has come in it.

    Ids are random, so the shares are alike and their places say how much is done. No rows:
    nothing is being tagged anew.
    """

    __tablename__ = "retag_part"
    __table_args__ = (CheckConstraint("part >= 0", name="part_not_negative"),)

    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tagging: Mapped[int]
    after: Mapped[int] = mapped_column(BigId)  # the last id that is tagged
    is_done: Mapped[bool]


class NewConcern(Base):
    """What people may have begun to talk about, for a person to name or to dismiss.

    ``phrases`` go together; ``quotes`` are the ids of pieces that say so, and ``places`` how many
    come from which district. What was dismissed stays, so that it does not come back.
    """

    __tablename__ = "new_concern"
    __table_args__ = (CheckConstraint("n > 0", name="n_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id", ondelete="CASCADE"), index=True)
    is_burst: Mapped[bool]  # else it is said often and no theme holds it
    phrases: Mapped[list[Any]]
    quotes: Mapped[list[Any]]
    places: Mapped[list[Any]]
    n: Mapped[int]
    total: Mapped[int]
    n_before: Mapped[int]
    total_before: Mapped[int]
    dismissed_on: Mapped[date | None]
    dismissed_by: Mapped[str | None]


class NewConcernSearch(Base):
    """When new concerns were looked for last, and whether somebody asked for it again."""

    __tablename__ = "new_concern_search"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    is_asked: Mapped[bool]
    leased_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class UntaggedFeedback(Base):
    """A piece that was read or corrected while all are tagged anew, and so must be once more."""

    __tablename__ = "untagged_feedback"

    feedback_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
