"""What a survey says: worked out from all of its responses by a worker, read by everyone else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from babel import Locale
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from analysis import survey_scores
from analysis.raking import UNKNOWN, Codes
from analysis.scores import Numbers
from analysis.survey_scores import MONTH, Answers, Figures
from core.actor import Actor
from core.instruments import Instrument, Item, ItemKind, SampleKind
from core.vocabulary import Permission
from db.models import District, Survey, SurveyFigures, SurveyResponse
from services.access import require
from services.surveys import instruments, population, surveys
from services.surveys.population import DISTRICT

AT_ONCE = 5_000
OF_THE_TOWN = frozenset({SampleKind.OPEN, SampleKind.PROBABILITY})


@dataclass(frozen=True)
class SurveyResult:
    """A survey's figures, what was asked when they were worked out, and whether more came since.

    ``earlier``: how many answered an earlier wording; they stand apart and are in no figure here.
    """

    instrument: Instrument
    figures: Figures
    worked_out_at: datetime
    is_behind: bool
    earlier: int


def of(session: Session, actor: Actor, *, survey_id: int) -> SurveyResult | None:
    """What the survey says; nothing before a worker has worked it out."""
    require(actor, Permission.READ_FIGURES)
    row = session.execute(
        select(SurveyFigures, Survey.version)
        .join(Survey, Survey.id == SurveyFigures.survey_id)
        .where(Survey.id == survey_id)
    ).one_or_none()
    if row is None:
        return None
    kept, version = row
    asked = instruments.of_version(session, kept.content["asked"])
    return SurveyResult(
        asked, Figures.read(kept.content["figures"]), kept.worked_out_at, kept.version < version,
        kept.content["earlier"],
    )  # fmt: skip


def waiting(session: Session, actor: Actor) -> list[int]:
    """The surveys whose figures are older than their responses."""
    require(actor, Permission.DO_WORK)
    behind = or_(SurveyFigures.version.is_(None), SurveyFigures.version < Survey.version)
    asked = select(Survey.id).outerjoin(SurveyFigures, SurveyFigures.survey_id == Survey.id)
    return list(session.scalars(asked.where(behind).order_by(Survey.id)))


def work_out(session: Session, actor: Actor, *, survey_id: int, now: datetime) -> Figures:
    """Work out the figures of a survey from the responses to its present wording, and keep them."""
    require(actor, Permission.DO_WORK)
    survey = surveys.get(session, survey_id)
    asks = instruments.of_version(session, survey.instrument_version_id)
    answers, earlier = _answers(session, survey, asks)
    # Who had a contact, or came to a meeting, does not stand for the town.
    of_the_town = survey.kind in OF_THE_TOWN
    found = survey_scores.figures(
        asks, answers, population.shares(session, actor) if of_the_town else {}
    )
    session.merge(
        SurveyFigures(
            survey_id=survey.id, version=survey.version, worked_out_at=now,
            content={
                "figures": found.said(), "earlier": earlier,
                "asked": survey.instrument_version_id,
            },
        )
    )  # fmt: skip
    session.flush()
    return found


def _answers(session: Session, survey: Survey, asks: Instrument) -> tuple[Answers, int]:
    items = [item for item in asks.items if item.kind is not ItemKind.TEXT]
    codes: dict[str, list[int]] = {item.key: [] for item in items}
    places: list[str] = []
    months: list[str] = []
    languages: list[str] = []
    versions: Counter[int] = Counter()
    rows = session.execute(
        select(
            SurveyResponse.instrument_version_id, SurveyResponse.answers,
            func.coalesce(District.name, SurveyResponse.district_said, ""),
            SurveyResponse.answered_on, SurveyResponse.language,
        )
        .outerjoin(District, District.id == SurveyResponse.district_id)
        .where(SurveyResponse.survey_id == survey.id, SurveyResponse.answered_on.is_not(None))
        .order_by(SurveyResponse.id)
        .execution_options(yield_per=AT_ONCE)
    )  # fmt: skip
    for version, given, place, answered_on, language in rows:
        versions[version] += 1
        if version != survey.instrument_version_id:
            continue
        for key, said in codes.items():
            said.append(given.get(key, UNKNOWN))
        places.append(place)
        months.append(_month(answered_on))
        languages.append(Locale.parse(language).english_name or "" if language else "")
    n = versions.pop(survey.instrument_version_id, 0)
    values = {key: _numbers(said) for key, said in codes.items()}
    groups = {item.margin: _groups_of(item, values[item.key]) for item in items if item.margin}
    groups |= {DISTRICT: _named(places), MONTH: _named(months)}
    groups.setdefault("language", _named(languages))
    return Answers(n, values, groups), versions.total()


def _numbers(said: Sequence[int]) -> Numbers:
    found = np.asarray(said, dtype=float)
    return np.where(found == UNKNOWN, np.nan, found)


def _groups_of(item: Item, values: Numbers) -> tuple[list[str], Codes]:
    """The groups that an item about the person tells apart, by their English names."""
    names = {code: name for code, name in item.labels("en").items() if (values == code).any()}
    numbers = np.full(len(values), UNKNOWN, dtype=np.int64)
    for number, code in enumerate(names):
        numbers[values == code] = number
    return list(names.values()), numbers


def _named(said: Sequence[str]) -> tuple[list[str], Codes]:
    names = sorted(set(said) - {""})
    numbers = {name: number for number, name in enumerate(names)}
    return names, np.array([numbers.get(one, UNKNOWN) for one in said], dtype=np.int64)


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
