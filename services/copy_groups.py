"""Copies of one text in a list: one is shown for all, with how many more there are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from db.models import Feedback, TextCopy, TextGroup


@dataclass(frozen=True)
class Others:
    """The group of a piece, and how many more of it the actor may read in the same list."""

    group_id: int
    n: int
    is_campaign: bool


def first_of_each(
    session: Session, wanted: Select[int], order: Sequence[ColumnElement[Any]], most: int
) -> list[int]:
    """The pieces of ``wanted`` in order, up to ``most``, with one for all that are copies of it."""
    listed = wanted.add_columns(TextCopy.group_id).outerjoin(
        TextCopy, TextCopy.feedback_id == Feedback.id
    )
    firsts: dict[int, int] = {}  # the first piece of each group that was met
    while True:
        of_others = TextCopy.group_id.is_(None) | TextCopy.group_id.not_in(list(firsts))
        rows = session.execute(
            listed.where(or_(of_others, Feedback.id.in_(list(firsts.values()))))
            .order_by(*order)
            .limit(most)
        ).all()
        met = len(firsts)
        found = []
        for one, group_id in rows:
            if group_id is None or firsts.setdefault(group_id, one) == one:
                found.append(one)
        # As many as there are, or nothing was taken out that would make room for more.
        if len(rows) < most or len(found) == len(rows) or len(firsts) == met:
            return found


def others(
    session: Session, wanted: Select[int], feedback_ids: Collection[int]
) -> dict[int, Others]:
    """How many more copies ``wanted`` has of each of these pieces, where it has any."""
    groups = session.execute(
        select(TextCopy.feedback_id, TextGroup.id, TextGroup.is_campaign)
        .join(TextGroup, TextGroup.id == TextCopy.group_id)
        .where(TextCopy.feedback_id.in_(feedback_ids))
    ).all()
    counted = session.execute(
        wanted.with_only_columns(TextCopy.group_id, func.count(), maintain_column_froms=True)
        .join(TextCopy, TextCopy.feedback_id == Feedback.id)
        .where(TextCopy.group_id.in_([group_id for _one, group_id, _is in groups]))
        .group_by(TextCopy.group_id)
    )
    n = dict(counted.all())
    return {
        one: Others(group_id, n[group_id] - 1, is_campaign)
        for one, group_id, is_campaign in groups
        if n.get(group_id, 0) > 1
    }


def in_group(wanted: Select[int], group_id: int) -> Select[int]:
    """Those of ``wanted`` that are copies of one text."""
    return wanted.where(
        Feedback.id.in_(select(TextCopy.feedback_id).where(TextCopy.group_id == group_id))
    )
