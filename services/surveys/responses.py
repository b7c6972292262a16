"""What one person answers: saved as they go, counted when they are done, and led back to nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from core import i18n, texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.instruments import Instrument, Item, ItemKind
from core.keys import Keys
from core.vocabulary import Permission
from db.base import random_id
from db.models import District, Survey, SurveyResponse
from db.queries.upserts import insert_into
from services import contact_cards, departments, feedback, questions
from services.access import require
from services.surveys import drafts, surveys
from services.surveys.drafts import Draft

LONGEST_TEXT = 2_000


class CardNeededError(CommonGroundError):
    message = (
        "This survey asks people who were given a card, so that we know whom its answers stand "
        "for. If you have one, open it with the letters on it."
    )


class AnsweredError(CommonGroundError):
    message = (
        "This card or invitation was used for an answer already, so a second one is not counted. "
        "You can tell us more on the form."
    )


class AnswerError(CommonGroundError):
    message = "That is not one of the answers. Choose again, or go on without one."


@dataclass(frozen=True)
class ResponseRecord:
    """One response of a file; ``record_key`` is the same when it comes again."""

    answers: Mapping[str, int]
    district: str | None
    district_id: int | None
    record_key: str


def begin(
    session: Session, actor: Actor, *, survey_id: int, language: str, keys: Keys, now: datetime,
    card: str = "",
) -> Draft:  # fmt: skip
    """Begin to answer an open survey. Nothing of the person is kept but the page's language.

    One that asks certain people wants the proof of a ``card``, which is used up at the end.
    """
    require(actor, Permission.GIVE_FEEDBACK)
    card_id = contact_cards.card_of(card, keys, now) if card else None
    row = surveys.open_one(session, survey_id)
    if row.kind in surveys.BY_CARD and card_id is None:
        raise CardNeededError
    response = _begun(session, actor, row, language, "card" if card_id else "web", now)
    response.card_id = card_id
    return drafts.of(session, response, keys, now)


def begin_on_paper(
    session: Session, actor: Actor, *, survey_id: int, language: str, keys: Keys, now: datetime
) -> Draft:  # fmt: skip
    """Begin to type in what somebody answered on paper; who had the paper was asked."""
    require(actor, Permission.PLAN_EVENTS)
    row = surveys.open_one(session, survey_id)
    return drafts.of(session, _begun(session, actor, row, language, "paper", now), keys, now)


def _begun(
    session: Session, actor: Actor, survey: Survey, language: str, channel: str, now: datetime
) -> SurveyResponse:
    today = departments.today(session, actor, now=now)
    response = SurveyResponse(
        id=random_id(), survey_id=survey.id, instrument_version_id=survey.instrument_version_id,
        begun_on=today, channel=channel, language=language, answers={},
    )  # fmt: skip
    session.add(response)
    session.flush()
    return response


def resumed(session: Session, actor: Actor, *, proof: str, keys: Keys, now: datetime) -> Draft:
    """The draft that a page carries on; refused once it is finished or too old."""
    require(actor, Permission.GIVE_FEEDBACK)
    return drafts.of(session, drafts.proven(session, proof, keys, now), keys, now)


def answer(
    session: Session, actor: Actor, *, proof: str, key: str, said: str, keys: Keys, now: datetime
) -> Draft:  # fmt: skip
    """Save the answer to one item; nothing ``said`` takes an earlier answer back."""
    require(actor, Permission.GIVE_FEEDBACK)
    response = drafts.proven(session, proof, keys, now)
    item = drafts.asks(session, response).item(key)
    if item is None:
        raise AnswerError
    kept = {name: value for name, value in response.answers.items() if name != key}
    if said.strip():
        kept[key] = _read(item, said)
    response.answers = kept
    session.flush()
    return drafts.of(session, response, keys, now)


def finish(
    session: Session, actor: Actor, *, proof: str, district_id: int | None, keys: Keys,
    now: datetime,
) -> None:  # fmt: skip
    """Count what was answered; words become feedback of the survey's own source, without a place:
    of few people, the place and the day would lead from the words to the rest.

    Twice is once: the second time there is no draft any more, which is told and harms nothing.
    """
    require(actor, Permission.GIVE_FEEDBACK)
    response = drafts.proven(session, proof, keys, now)
    today = departments.today(session, actor, now=now)
    _use_card(session, response, today)
    if district_id is not None and session.get(District, district_id) is None:
        raise feedback.DistrictGoneError
    asks = drafts.asks(session, response)
    given = _asked_of(asks, response.answers)
    words = {key: value for key, value in given.items() if isinstance(value, str)}
    response.answers = {key: value for key, value in given.items() if isinstance(value, int)}
    response.answered_on, response.district_id = today, district_id
    survey = session.get_one(Survey, response.survey_id)
    for key, said in words.items():
        item = asks.item(key)
        wording = item.asks(i18n.DEFAULT_LANGUAGE) if item else key
        feedback.keep_once(
            session, source=source_of(survey.title), words=said, district_id=None,
            key=f"survey:{random_id():x}", today=today,
            question_version_id=questions.off_the_form(session, wording, today),
        )  # fmt: skip
    session.execute(
        update(Survey)
        .where(Survey.id == survey.id)
        .values(version=Survey.version + 1, n=Survey.n + 1)
    )
    session.flush()


def _use_card(session: Session, response: SurveyResponse, today: date) -> None:
    if response.card_id is None:
        return
    try:
        contact_cards.use_up(session, response.card_id, survey_id=response.survey_id, today=today)
    except contact_cards.CardSpentError as error:
        raise AnsweredError from error
    response.card_id = None


def _asked_of(asks: Instrument, answers: Mapping[str, int | str]) -> dict[str, int | str]:
    """The answers in their order: what was not asked itself decides nothing after it."""
    given: dict[str, int | str] = {}
    for item in asks.items:
        if item.key in answers and item.is_asked(given):
            given[item.key] = answers[item.key]
    return given


def store(
    session: Session, actor: Actor, *, survey_id: int, records: Sequence[ResponseRecord],
    answered_on: date,
) -> int:  # fmt: skip
    """Keep the responses of a file, each once; how many are new."""
    require(actor, Permission.BRING_IN_RECORDS)
    survey = surveys.get(session, survey_id)
    rows = [
        {
            "id": random_id(), "survey_id": survey.id, "begun_on": answered_on,
            "instrument_version_id": survey.instrument_version_id, "answered_on": answered_on,
            "channel": "import", "language": "",  # in which they answered, nobody says
            "answers": dict(record.answers), "district_id": record.district_id,
            "district_said": record.district,
            "record_key": record.record_key,
        }
        for record in records
    ]  # fmt: skip
    fresh = session.execute(
        insert_into(session, SurveyResponse)
        .on_conflict_do_nothing(index_elements=["survey_id", "record_key"])
        .returning(SurveyResponse.id),
        rows,
    ).all()
    survey.version += bool(fresh)
    survey.n += len(fresh)
    session.flush()
    return len(fresh)


def forget_drafts(session: Session, actor: Actor, *, today: date) -> int:
    """Throw away what was begun before yesterday and not sent; how many."""
    require(actor, Permission.DO_WORK)
    outdated = delete(SurveyResponse).where(
        SurveyResponse.answered_on.is_(None), SurveyResponse.begun_on < today - timedelta(1)
    )
    return len(session.scalars(outdated.returning(SurveyResponse.id)).all())


def source_of(title: str) -> str:
    """Under which source the words of a survey are read: never together with another's."""
    return f"Survey: {title}"


def _read(item: Item, said: str) -> int | str:
    if item.kind is ItemKind.TEXT:
        return texts.clean(said, limit=LONGEST_TEXT)
    plain = said.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10 and item.allows(int(plain))):
        raise AnswerError
    return int(plain)
