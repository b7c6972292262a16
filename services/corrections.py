"""Corrections: what a person reads in a piece of feedback, where the program read it wrongly."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, aliased

from core import i18n
from core.actor import Actor
from core.errors import CommonGroundError
from core.vocabulary import AuditAction, Permission, Sentiment
from db.models import Correction, Feedback, FeedbackConcern, Reading, Theme
from db.queries.pieces import corrections_in_force
from db.queries.themes import IN_FORCE, TAGGING
from services import audit, cards, concerns, counts, departments, retagging, tags
from services.access import require


class CorrectedMeanwhileError(CommonGroundError):
    message = (
        "{who} corrected this on {day} at {time}, after you had opened it. Yours was not saved: "
        "look at what it says now."
    )


class ThemeGoneError(CommonGroundError):
    message = "That concern is not on our list any more. Load the page again, then choose."


class NotSaidError(CommonGroundError):
    message = "“Not read” is for what no program could read. Choose how it sounds to you."


class Corrected(NamedTuple):
    """A feeling that the program read, what staff made of it, and how often."""

    before: Sentiment
    after: Sentiment
    n: int


class Tally(NamedTuple):
    """How many pieces were corrected, and how their feelings changed, most often first."""

    pieces: int
    feelings: tuple[Corrected, ...]


def correct(
    session: Session, actor: Actor, *, feedback_id: int, sentiment: Sentiment,
    codes: Collection[str], expected: int | None, now: datetime,
) -> bool:  # fmt: skip
    """Say how a piece is to be read; whether it waits for someone with the right to triage now.

    ``expected`` is the correction (its id) that the person had before them, if any. What was in
    force stays on record, and what is in force already is not written down again.
    """
    require(actor, Permission.HANDLE_FEEDBACK)
    counts.alone(session)  # before the row, as a worker does, or the two would block each other
    feedback = cards.locked(session, actor, feedback_id)
    reading = session.scalars(select(Reading).filter_by(feedback_id=feedback_id)).one()
    before = _concerns(session, feedback_id)
    after = [theme for theme in concerns.themes(session, actor) if theme.code in codes]
    chosen = [theme.code for theme in after]
    if set(chosen) != set(codes):
        raise ThemeGoneError
    last = corrections_in_force(session, [feedback_id]).get(feedback_id)
    if sentiment is feedback.sentiment and set(chosen) == before.keys():
        return feedback.waits_for_triage
    if last is not None and last.id != expected:
        raise _meanwhile(session, actor, last)
    if sentiment is Sentiment.NOT_READ is not reading.sentiment:
        raise NotSaidError
    if last is None:  # from here on the rows are the person's, so the reader's are kept here
        reading.concerns = [[code, spans] for code, spans in before.items()]
    row = Correction(
        feedback_id=feedback_id, account_id=actor.account_id, who=actor.name, made_at=now,
        sentiment=sentiment, themes=chosen, sentiment_before=feedback.sentiment,
        themes_before=list(before),
    )  # fmt: skip
    session.add(row)
    with counts.in_step(session, [feedback_id]):
        feedback.sentiment = sentiment
        _replace(session, feedback, reading, chosen)
    if any(theme.is_conduct for theme in after):
        _withhold(session, feedback, reading)
    _note(session, actor, row, now)
    return feedback.waits_for_triage


def tally(session: Session, actor: Actor) -> Tally:
    """What staff corrected here, of what is still kept: the latest word on each piece."""
    require(actor, Permission.READ_FIGURES)
    kept = (
        select(func.min(Correction.id).label("first"), func.max(Correction.id).label("last"))
        .join(Feedback, Feedback.id == Correction.feedback_id)
        .where(Feedback.withdrawn_on.is_(None), Feedback.erased_on.is_(None))
        .group_by(Correction.feedback_id)
        .subquery()
    )
    first, last = aliased(Correction), aliased(Correction)
    n = func.count()
    rows = session.execute(
        select(first.sentiment_before, last.sentiment, n)
        .select_from(kept)
        .join(first, first.id == kept.c.first)
        .join(last, last.id == kept.c.last)
        .group_by(first.sentiment_before, last.sentiment)
        .order_by(n.desc(), first.sentiment_before, last.sentiment)
    ).all()
    changed = tuple(Corrected(*row) for row in rows if row[0] is not row[1])
    return Tally(sum(row[2] for row in rows), changed)


def _concerns(session: Session, feedback_id: int) -> dict[str, list[Any]]:
    """The codes of the concerns that are counted, each with the places that say so."""
    rows = session.execute(
        select(Theme.code, FeedbackConcern.spans)
        .join(Theme, Theme.id == FeedbackConcern.theme_id)
        .where(FeedbackConcern.feedback_id == feedback_id, FeedbackConcern.tagging == TAGGING)
        .order_by(Theme.id)
    )
    return {row.code: row.spans for row in rows}


def _replace(session: Session, feedback: Feedback, reading: Reading, codes: list[str]) -> None:
    """Put ``codes`` in place of the concerns, with the reader's evidence where it has some."""
    spans = dict(reading.concerns or ())
    mine = (FeedbackConcern.feedback_id == feedback.id, FeedbackConcern.tagging == TAGGING)
    session.execute(delete(FeedbackConcern).where(*mine))
    raised = {feedback.id: {code: spans.get(code, []) for code in codes}}
    tags.insert_all(session, tags.under(session, IN_FORCE), [feedback], raised)
    retagging.ask_for(session, [feedback.id])


def _withhold(session: Session, feedback: Feedback, reading: Reading) -> None:
    """A person says it is about conduct: it waits, unless someone with the right has seen it."""
    reading.is_sensitive = True
    if feedback.triaged_on is None and not feedback.waits_for_triage:
        cards.withhold(session, [feedback.id])


def _note(session: Session, actor: Actor, row: Correction, now: datetime) -> None:
    """Which part was corrected, not to what: observers read the audit, and no one's words."""
    parts = {
        "sentiment": row.sentiment is not row.sentiment_before,
        "concerns": set(row.themes) != set(row.themes_before),
    }
    audit.note(
        session, actor, AuditAction.FEEDBACK_CORRECTED, subject=f"feedback {row.feedback_id:x}",
        now=now, details=", ".join(part for part, changed in parts.items() if changed),
    )  # fmt: skip


def _meanwhile(session: Session, actor: Actor, last: Correction) -> CorrectedMeanwhileError:
    at = last.made_at.astimezone(ZoneInfo(departments.current(session, actor).tzid))
    language = i18n.locale()
    return CorrectedMeanwhileError(
        who=last.who,
        day=format_date(at.date(), "long", locale=language),
        time=format_time(at, "short", locale=language),
    )
