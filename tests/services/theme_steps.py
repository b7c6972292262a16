"""What the tests of changing themes do to a list, and see of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from sqlalchemy import select

from analysis.theme_edits import Edit, one_of
from analysis.themes import Theme
from core.vocabulary import Sentiment, ThemeChange
from db.models import ALL, ConcernCount, FeedbackConcern, RetagPart
from db.models import Theme as ThemeRow
from db.queries.themes import TAGGING
from db.session import reading, transaction
from jobs import retagging as job
from services import readings, theme_changes, themes
from tests.conftest import NOW
from tests.factories import OPERATOR, make_feedback, make_reading

SHOW = Theme("", "Street takeovers", "Cars that take over a crossing.", False, ("takeover*",))


def newest(engine):
    with reading(engine) as session:
        return themes.newest(session, OPERATOR)


def change(engine, actor, kind, code="", theme=None, other="", based_on=None):
    edit = Edit(kind, code, theme, other)
    based_on = based_on or newest(engine).version
    with transaction(engine) as session:
        return theme_changes.change(session, actor, based_on=based_on, edit=edit, now=NOW)


def add(engine, actor, theme=SHOW, **more):
    return change(engine, actor, ThemeChange.ADDED, theme=theme, **more)


def one(engine, code):
    return one_of(newest(engine), code)


def read(engine, words, *codes, sentiment=Sentiment.NEUTRAL):
    """A piece that was read as raising ``codes``; its id."""
    with transaction(engine) as session:
        make_feedback(session, words)
        batch = readings.claim(session, OPERATOR, now=NOW)
        (text,) = batch.texts
        version = themes.current(session, OPERATOR).version
        made = replace(make_reading(sentiment, *codes), theme_version=version)
        found = {text.feedback_id: made}
        assert readings.store(session, OPERATOR, lease=batch.lease, readings=found) == 1
        return text.feedback_id


def in_force(engine):
    with reading(engine) as session:
        return themes.current(session, OPERATOR).version


def tags(engine):
    """The codes of every piece under the tags in force, and how each theme is counted."""
    with reading(engine) as session:
        rows = session.execute(
            select(FeedbackConcern.feedback_id, ThemeRow.code)
            .join(ThemeRow, ThemeRow.id == FeedbackConcern.theme_id)
            .where(FeedbackConcern.tagging == TAGGING)
        ).all()
        counted = session.execute(
            select(ThemeRow.code, ConcernCount.n)
            .join(ThemeRow, ThemeRow.id == ConcernCount.theme_id)
            .where(
                ConcernCount.tagging == TAGGING, ConcernCount.district_id == ALL,
                ConcernCount.question_version_id == ALL, ConcernCount.period < 1_000_000,
                ConcernCount.n > 0,
            )
        )  # fmt: skip
        found: dict[int, set[str]] = {}
        for feedback_id, code in rows:
            found.setdefault(feedback_id, set()).add(code)
        figures = {row.code: row.n for row in counted}
    assert figures == Counter(code for codes in found.values() for code in codes)
    return found


def finish(engine):
    return job.tag_all(engine)


def is_at_rest(engine):
    """Nothing of the work is left: no parts, and no tags but those in force."""
    with reading(engine) as session:
        return not session.scalars(select(RetagPart.part)).all() and not [
            row
            for table in (FeedbackConcern, ConcernCount)
            for row in session.scalars(select(table.tagging).where(table.tagging != TAGGING))
        ]
