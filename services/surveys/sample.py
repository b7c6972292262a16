"""Surveys of the invented town: who answered is not quite who lives there, as in any town."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from core.actor import Actor
from core.instruments import Instrument, ItemKind, SampleKind
from core.vocabulary import Permission
from db.base import random_id
from db.models import (
    InstrumentVersion,
    PopulationShare,
    Survey,
    SurveyFigures,
    SurveyResponse,
)
from services.access import require
from services.surveys import instruments

SEED = 20_260_302
ANSWERED = 420
SHARES = {
    "age": {"13 to 17": 0.08, "18 to 24": 0.11, "25 to 34": 0.19, "35 to 44": 0.17,
            "45 to 64": 0.27, "65 or older": 0.18},
}  # fmt: skip
HEARD = {1: 2, 2: 4, 3: 13, 4: 18, 5: 36, 6: 27}
"""How often each age band answers: the old more than the young."""


def load(session: Session, actor: Actor, *, districts: dict[str, int], today: date) -> None:
    """Put in two surveys: one open to all with its responses, and one for after meetings."""
    require(actor, Permission.DO_WORK)
    dice = random.Random(SEED)  # noqa: S311 -- invented people, not secrets
    asks = instruments.in_force(session, "safety-and-trust", today)
    after = instruments.in_force(session, "meeting-feedback", today)
    session.add(
        Survey(
            title="After meetings", kind=SampleKind.EVENT, instrument_version_id=after.id,
            is_open=True, version=0,
        )
    )  # fmt: skip
    session.flush()
    survey = Survey(
        title="Safety and trust", kind=SampleKind.OPEN, instrument_version_id=asks.id,
        is_open=True, version=1, n=ANSWERED,
    )  # fmt: skip
    session.add(survey)
    session.add_all(
        PopulationShare(margin=margin, name=name, share=share)
        for margin, groups in SHARES.items()
        for name, share in groups.items()
    )
    session.flush()
    _respond(session, dice, survey, Instrument.read(asks.content), list(districts.values()), today)


def _respond(
    session: Session, dice: random.Random, survey: Survey, asks: Instrument, places: list[int],
    today: date,
) -> None:  # fmt: skip
    mood = {place: dice.gauss(0, 0.9) for place in places}
    rows = []
    for _number in range(ANSWERED):
        place, day = dice.choice(places), today - timedelta(dice.randrange(150))
        rows.append(
            {
                "id": random_id(), "survey_id": survey.id, "district_id": place,
                "instrument_version_id": survey.instrument_version_id, "begun_on": day,
                "answered_on": day, "channel": "web",
                "language": dice.choices(["en", "es"], [5, 1])[0],
                "answers": _answers(dice, asks, mood[place]),
            }
        )  # fmt: skip
    session.execute(insert(SurveyResponse), rows)


def clear(session: Session, actor: Actor) -> None:
    """Take all surveys out again."""
    require(actor, Permission.DO_WORK)
    for table in (SurveyFigures, SurveyResponse, Survey, InstrumentVersion, PopulationShare):
        session.execute(delete(table))


def _answers(dice: random.Random, asks: Instrument, mood: float) -> dict[str, int]:
    age = dice.choices(list(HEARD), list(HEARD.values()))[0]
    level = 5.6 + mood + 0.25 * (age - 4) + dice.gauss(0, 1.2)
    answers = {
        item.key: max(item.low, min(item.high, round(level + dice.gauss(0, 1.3))))
        for item in asks.items
        if item.kind is ItemKind.SCALE and dice.random() < 0.94
    }
    return answers | ({"age": age} if dice.random() < 0.96 else {})
