"""Rows for tests: plain defaults, no surprises."""

from __future__ import annotations

import secrets
from datetime import date

from sqlalchemy.orm import Session

from analysis.concerns import ConcernTag
from analysis.reading import Reading
from analysis.spans import Span
from core.actor import Actor
from core.scope import Scope
from core.vocabulary import Permission, Role, Sentiment
from core.voice import Act
from services import (
    accounts,
    districts,
    feedback,
    feedback_import,
    questions,
    readings,
    releases,
)
from services.access import permissions_of
from services.districts import DistrictRecord
from services.feedback_import import FeedbackRecord
from tests.conftest import NOW

TODAY = NOW.date()
OPERATOR = Actor.operator()
VISITOR = Actor.visitor()
PASSWORD = "three words here"
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]],
}


def make_account(session: Session, role: Role = Role.COMMAND, *, triages: bool = False) -> Actor:
    """An account of ``role`` and the actor who stands for it."""
    email = f"{role.value}-{secrets.token_hex(4)}@example.org"
    account_id = accounts.add(session, OPERATOR, email=email, role=role, password=PASSWORD, now=NOW)
    given = frozenset({Permission.TRIAGE_COMPLAINTS}) if triages else frozenset()
    if triages:
        accounts.set_right(
            session, OPERATOR, account_id=account_id, now=NOW, given=True,
            permission=Permission.TRIAGE_COMPLAINTS,
        )  # fmt: skip
    return Actor(permissions_of(role, given), account_id=account_id, name=email, role=role)


def make_district(session: Session, code: str = "1", name: str = "") -> int:
    record = DistrictRecord(code, name or f"District {code}", 1_000, SQUARE, {})
    districts.store(session, OPERATOR, records=[record], now=NOW)
    return districts.codes(session, OPERATOR)[code]


def make_form(session: Session, words: str = "Please mend the light on Elm Street.", **more):
    """A filled-in form with a nonce of its own."""
    asked = questions.asked(session, VISITOR)[0]
    values = {
        "nonce": secrets.token_bytes(32), "words": words, "question_version_id": asked.version_id,
    } | more  # fmt: skip
    return feedback.Form(**values)


def make_feedback(
    session: Session, words: str = "Please mend the light.", *, source: str = "Letters",
    on: date | None = TODAY, district: str | None = None, reading: Reading | None = None,
    key: str | None = None,
) -> int:  # fmt: skip
    """One imported feedback and its source's id; with a ``reading`` it is read at once."""
    source_id = feedback_import.source(session, OPERATOR, name=source)
    record = FeedbackRecord(
        words, key or f"key:{secrets.token_hex(8)}", received_on=on, district=district
    )
    feedback_import.store(
        session, OPERATOR, records=[record], source_id=source_id,
        districts=districts.codes(session, OPERATOR), questions={},
    )  # fmt: skip
    if reading is not None:
        batch = readings.claim(session, OPERATOR, now=NOW)
        found = {text.feedback_id: reading for text in batch.texts}
        readings.store(session, OPERATOR, lease=batch.lease, readings=found)
    return source_id


def make_reading(
    sentiment: Sentiment = Sentiment.NEUTRAL, *codes: str, names_officer: bool = False,
    act: Act | None = None, language: str | None = "en",
) -> Reading:  # fmt: skip
    """What analysis might have made of a text."""
    return Reading(
        language=language, sentiment=sentiment, sentences=(), names_officer=names_officer,
        dangers=(), complaint=(),
        concerns=tuple(ConcernTag(code, (Span(0, 6),)) for code in codes),
        method="test", version="1", theme_version=1, act=act,
    )  # fmt: skip


def make_release(session: Session, *, source: str = "Letters") -> None:
    """The last quarter of 2025, in which twelve were negative and nothing else was heard."""
    for _ in range(12):
        reading = make_reading(Sentiment.NEGATIVE, "TRF")
        source_id = make_feedback(session, source=source, on=date(2025, 11, 3), reading=reading)
    releases.release(session, OPERATOR, source_id=source_id, quarter=202510, minimum=11, now=NOW)


def scope_of(source_id: int, **more) -> Scope:
    """March 2026 alone, unless said otherwise."""
    return Scope(**({"source_id": source_id, "first": 202603, "last": 202603} | more))
