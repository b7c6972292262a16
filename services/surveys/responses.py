"""What one person answers: saved as they go, counted when they are done, and led back to nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from core import i18n, links, texts
from core.actor import Actor
from core.errors import CommonGroundError
from core.instruments import Instrument, Item, ItemKind
from core.keys import Keys
from core.links import LinkError, LinkPurpose
from core.vocabulary import Permission
from db.base import random_id
from db.models import InstrumentVersion, Survey, SurveyResponse
from db.queries.upserts import insert_into
from services import contact_cards, departments, feedback, questions
from services.access import require
from services.surveys import surveys

DRAFT_LIVES = timedelta(hours=2)
LONGEST_TEXT = 2_000


class DraftGoneError(CommonGroundError):
    message = (
        "This page was open for too long, or the survey was sent already. What was sent is safe. "
        "If you were not done, please begin again."
    )


class CardNeededError(CommonGroundError):
    message = (
        "This survey asks people who were given a card, so that we know whom its answers stand "
        "for. If you have one, open it with the letters on it."
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


@dataclass(frozen=True)
class Draft:
    """How far somebody has come; ``proof`` is what their next page carries."""

    proof: str
    instrument: Instrument
    answers: Mapping[str, int | str]

    def after(self, key: str) -> Item | None:
        """The item that is asked after the one called ``key`` (the first after none)."""
        asked = list(self.instrument.asked(self.answers))
        keys = [item.key for item in asked]
        at = keys.index(key) + 1 if key in keys else 0
        return asked[at] if at < len(asked) else None

    def before(self, key: str) -> Item | None:
        """The item that was asked before the one called ``key``."""
        asked = list(self.instrument.asked(self.answers))
        at = next((n for n, item in enumerate(asked) if item.key == key), 0)
        return asked[at - 1] if at else None

    def progress(self, item: Item) -> tuple[int, int]:
        """Which question this is, and of how many as far as we know."""
        asked = list(self.instrument.asked(self.answers))
        return asked.index(item) + 1, len(asked)


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
    return _draft(session, response, keys, now)


def begin_on_paper(
    session: Session, actor: Actor, *, survey_id: int, language: str, keys: Keys, now: datetime
) -> Draft:  # fmt: skip
    """Begin to type in what somebody answered on paper; who had the paper was asked."""
    require(actor, Permission.PLAN_EVENTS)
    row = surveys.open_one(session, survey_id)
    return _draft(session, _begun(session, actor, row, language, "paper", now), keys, now)


def _begun(
    session: Session, actor: Actor, survey: Survey, language: str, channel: str, now: datetime
) -> SurveyResponse:
    today = departments.today(session, actor, now=now)
    session.execute(
        delete(SurveyResponse).where(
            SurveyResponse.answered_on.is_(None), SurveyResponse.begun_on < today - timedelta(1)
        )
    )
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
    return _draft(session, _of(session, proof, keys, now), keys, now)


def answer(
    session: Session, actor: Actor, *, proof: str, key: str, said: str, keys: Keys, now: datetime
) -> Draft:  # fmt: skip
    """Save the answer to one item; nothing ``said`` takes an earlier answer back."""
    require(actor, Permission.GIVE_FEEDBACK)
    response = _of(session, proof, keys, now)
    item = _asks(session, response).item(key)
    if item is None:
        raise AnswerError
    kept = {name: value for name, value in response.answers.items() if name != key}
    if said.strip():
        kept[key] = _read(item, said)
    response.answers = kept
    session.flush()
    return _draft(session, response, keys, now)


def finish(
    session: Session, actor: Actor, *, proof: str, district_id: int | None, keys: Keys,
    now: datetime,
) -> None:  # fmt: skip
    """Count what was answered; words become feedback of the survey's own source.

    Twice is once: the second time there is no draft any more, which is told and harms nothing.
    """
    require(actor, Permission.GIVE_FEEDBACK)
    response, today = _of(session, proof, keys, now), departments.today(session, actor, now=now)
    if response.card_id is not None:
        contact_cards.use_up(session, response.card_id, survey_id=response.survey_id, today=today)
        response.card_id = None
    asks = _asks(session, response)
    given = {item.key: response.answers.get(item.key) for item in asks.asked(response.answers)}
    words = {key: value for key, value in given.items() if isinstance(value, str)}
    response.answers = {key: value for key, value in given.items() if isinstance(value, int)}
    response.answered_on, response.district_id = today, district_id
    survey = session.get_one(Survey, response.survey_id)
    for key, said in words.items():
        item = asks.item(key)
        wording = item.asks(i18n.DEFAULT_LANGUAGE) if item else key
        feedback.keep_once(
            session, source=source_of(survey.title), words=said, district_id=district_id,
            key=f"survey:{random_id():x}", today=today,
            question_version_id=questions.off_the_form(session, wording, today),
        )  # fmt: skip
    session.execute(
        update(Survey)
        .where(Survey.id == survey.id)
        .values(version=Survey.version + 1, n=Survey.n + 1)
    )
    session.flush()


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


def source_of(title: str) -> str:
    """Under which source the words of a survey are read: never together with another's."""
    return f"Survey: {title}"


def _of(session: Session, proof: str, keys: Keys, now: datetime) -> SurveyResponse:
    try:
        number = links.subject_of(proof, LinkPurpose.SURVEY_DRAFT, now=now, key=keys.links)
    except LinkError as error:
        raise DraftGoneError from error
    row = session.get(SurveyResponse, number, with_for_update=True)
    if row is None or row.answered_on is not None:
        raise DraftGoneError
    return row


def _draft(session: Session, row: SurveyResponse, keys: Keys, now: datetime) -> Draft:
    until = now + DRAFT_LIVES
    proof = links.token(LinkPurpose.SURVEY_DRAFT, row.id, until=until, key=keys.links)
    return Draft(proof, _asks(session, row), row.answers)


def _asks(session: Session, row: SurveyResponse) -> Instrument:
    return Instrument.read(session.get_one(InstrumentVersion, row.instrument_version_id).content)


def _read(item: Item, said: str) -> int | str:
    if item.kind is ItemKind.TEXT:
        return texts.clean(said, limit=LONGEST_TEXT)
    if not said.strip().isascii() or not said.strip().isdigit() or not item.allows(int(said)):
        raise AnswerError
    return int(said)
