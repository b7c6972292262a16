"""Copies of one text: put together as they are read; what may be a campaign, counted like all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.orm import Session

from analysis.copies import Pairs, are_copies, bands, pairs
from core.actor import Actor
from core.scope import Scope
from core.vocabulary import Permission, Sentiment
from db.base import random_id
from db.models import CopyBand, Feedback, Source, TextCopy, TextGroup
from db.queries.cells import feedback_in
from services.access import require
from services.sources import FORM_SOURCE

MOST_TO_A_BAND = 32
"""What more texts share than this are common words: another band tells them apart."""

MOST_COMPARED = 16
CAMPAIGN, DAYS = 5, 7
"""This many copies by the open form within so many days may be a campaign."""


@dataclass(frozen=True)
class Campaigns:
    """How many pieces are copies in campaigns, and of how many texts."""

    pieces: int
    texts: int


def campaigns(session: Session, actor: Actor, *, scope: Scope) -> Campaigns:
    """What may be campaigns among the pieces behind a figure. They count like all others."""
    require(actor, Permission.READ_FIGURES)
    form = session.scalar(select(Source.id).where(Source.name == FORM_SOURCE))
    if scope.source_id != form:  # what is brought in from elsewhere came by no open form
        return Campaigns(0, 0)
    rows = session.scalars(_asked(scope)).all()
    return Campaigns(sum(rows), len(rows))


@lru_cache(maxsize=1_000)  # it takes longer to write than to answer
def _asked(scope: Scope) -> Select[int]:
    return (
        select(func.count())
        .select_from(TextGroup)
        .join(TextCopy, TextCopy.group_id == TextGroup.id)
        .join(Feedback, Feedback.id == TextCopy.feedback_id)
        .where(
            TextGroup.is_campaign, *feedback_in(scope, TextCopy),
            Feedback.sentiment != Sentiment.NOT_READ,
        )
        .group_by(TextGroup.id)
        .having(func.count() >= CAMPAIGN)
    )  # fmt: skip


def keep(session: Session, found: Mapping[int, tuple[int, ...]]) -> None:
    """Put these pieces (their ``bands``) among their copies.

    What was put there before stays. Whoever calls has taken its turn with ``counts.alone``, so two
    workers with copies of one text make one group of them.
    """
    if not found:
        return
    known = session.scalars(select(TextCopy.feedback_id).where(TextCopy.feedback_id.in_(found)))
    placed = set(known)
    heads = _heads_by_band(session, {band for those in found.values() for band in those})
    texts = _Texts(session)
    head_of: dict[int, int] = {}
    rows: list[dict[str, int]] = []
    for one, own in found.items():
        if one in placed or any(one in heads[band] for band in own):
            continue
        shared = Counter(head for band in own for head in heads[band])
        likely = (head for head, _n in shared.most_common(MOST_COMPARED))
        head = next((head for head in likely if are_copies(texts[one], texts[head])), None)
        if head is not None:
            head_of[one] = head
            continue
        for band in own:
            if len(heads[band]) < MOST_TO_A_BAND:
                heads[band].append(one)
                rows.append({"band": band, "feedback_id": one})
    if rows:
        session.execute(insert(CopyBand), rows)
    if head_of:
        _flag(session, _join(session, head_of))


def forget(session: Session, feedback_ids: Collection[int]) -> None:
    """Take pieces out of their groups while their words are still there.

    Where one of them stood for its group, another one does from now on.
    """
    of_these = TextCopy.feedback_id.in_(feedback_ids)
    wanted = select(TextCopy.feedback_id, TextCopy.group_id).where(of_these)
    group_of = dict(session.execute(wanted).all())
    session.execute(delete(TextCopy).where(of_these))
    for one, own in _bands_of(session, feedback_ids).items():
        mine = (CopyBand.feedback_id == one) & CopyBand.band.in_(own)
        stood_for_it = session.scalars(delete(CopyBand).where(mine).returning(CopyBand.band)).all()
        if stood_for_it and one in group_of:
            _let_another_stand(session, group_of[one])
    left = select(TextCopy.group_id).where(TextCopy.group_id.in_(group_of.values()))
    still = set(session.scalars(left))
    gone = set(group_of.values()) - still
    session.execute(delete(TextGroup).where(TextGroup.id.in_(gone)))
    # Fewer may be no campaign any more.
    session.execute(update(TextGroup).where(TextGroup.id.in_(still)).values(is_campaign=False))
    _flag(session, still)


def _heads_by_band(session: Session, asked: Collection[int]) -> dict[int, list[int]]:
    """The pieces that have each of these bands."""
    heads: dict[int, list[int]] = defaultdict(list)
    wanted = select(CopyBand.band, CopyBand.feedback_id).where(CopyBand.band.in_(asked))
    for band, head in session.execute(wanted):
        heads[band].append(head)
    return heads


class _Texts(dict[int, Pairs]):
    """The pairs of words of each piece that is asked for."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def __missing__(self, one: int) -> Pairs:
        words = self._session.scalar(select(Feedback.words).where(Feedback.id == one))
        self[one] = pairs(words or "")
        return self[one]


def _bands_of(session: Session, feedback_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    rows = session.execute(select(Feedback.id, Feedback.words).where(Feedback.id.in_(feedback_ids)))
    return {one: bands(pairs(words)) for one, words in rows}


def _join(session: Session, head_of: Mapping[int, int]) -> set[int]:
    """Put each piece into the group of the head it is a copy of; the groups."""
    heads = set(head_of.values())
    known = select(TextCopy.feedback_id, TextCopy.group_id).where(TextCopy.feedback_id.in_(heads))
    group_of = dict(session.execute(known).all())
    new = {head: random_id() for head in sorted(heads - group_of.keys())}
    if new:
        groups = [{"id": one, "is_campaign": False} for one in new.values()]
        session.execute(insert(TextGroup), groups)
    group_of |= new
    newcomers = {one: group_of[head] for one, head in head_of.items()} | new
    facts = select(Feedback.id, Feedback.source_id, Feedback.received_on)
    rows = [
        {"feedback_id": row.id, "group_id": newcomers[row.id], "source_id": row.source_id,
         "received_on": row.received_on}
        for row in session.execute(facts.where(Feedback.id.in_(newcomers)))
    ]  # fmt: skip
    session.execute(insert(TextCopy), rows)
    return set(newcomers.values())


def _flag(session: Session, groups: Iterable[int]) -> None:
    """Mark those of these groups that are campaigns."""
    fresh = select(TextGroup).where(TextGroup.id.in_(groups), ~TextGroup.is_campaign)
    for group in session.scalars(fresh).all():
        days = (
            select(TextCopy.received_on)
            .join(Source, Source.id == TextCopy.source_id)
            .where(
                TextCopy.group_id == group.id, Source.name == FORM_SOURCE,
                TextCopy.received_on.is_not(None),
            )
            .order_by(TextCopy.received_on)
        )  # fmt: skip
        group.is_campaign = _came_together(session.scalars(days).all())


def _came_together(days: Sequence[date | None]) -> bool:
    """Whether ``CAMPAIGN`` of these days, in order, lie within ``DAYS``."""
    return any(
        first and last and last - first < timedelta(DAYS)
        for first, last in zip(days, days[CAMPAIGN - 1 :], strict=False)
    )


def _let_another_stand(session: Session, group_id: int) -> None:
    """Have a piece that is left be found for all of its group."""
    left = select(TextCopy.feedback_id).where(TextCopy.group_id == group_id)
    first = session.scalars(left.order_by(TextCopy.feedback_id).limit(1)).all()
    for one, own in _bands_of(session, first).items():
        session.execute(insert(CopyBand), [{"band": band, "feedback_id": one} for band in own])
