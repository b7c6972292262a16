"""The invented place of a demonstration: put into an empty database, and gone again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from core import clock
from core.actor import Actor
from core.errors import CommonGroundError
from core.sample import SampleSize
from core.vocabulary import AuditAction, Permission, Rating, Role, SourceKind
from db import sample_map, sample_texts
from db.base import random_id
from db.models import (
    Account,
    AuditHead,
    CatalogueReview,
    ConcernCount,
    ContactCard,
    Conversation,
    CopyBand,
    Department,
    District,
    Feedback,
    FeedbackConcern,
    PopulationShare,
    Reading,
    Release,
    SentimentCount,
    Source,
    Survey,
    TextGroup,
    UnreadFeedback,
    UntaggedFeedback,
)
from services import accounts, audit, questions
from services.access import require
from services.meetings import sample as meetings
from services.surveys import opinion_sample as opinions
from services.surveys import sample as surveys

PIECES = {SampleSize.TOWN: 3_000, SampleSize.CITY: 200_000}
BATCH = 5_000  # rows in memory at once
SEED = 20_260_301
SOURCE = "Invented feedback"
TOWN, CITY = "Quillwater Police Department", "Halvermouth Police Department"
NAMES = {SampleSize.TOWN: TOWN, SampleSize.CITY: CITY}
TZID = "America/Los_Angeles"
STAFF = {
    "outreach@example.org": Role.OUTREACH,
    "chief@example.org": Role.COMMAND,
    "administrator@example.org": Role.ADMINISTRATOR,
    "observer@example.org": Role.OBSERVER,
}
TRIAGES = "chief@example.org"
OFFICER = "outreach@example.org"
WAITS = timedelta(days=14)  # what came since then is in the inbox; the rest was looked at in time


class NotEmptyError(CommonGroundError):
    message = (
        "There are real records here, so the invented town was not put among them. "
        "Use another COMMON_GROUND_DATABASE_URL for it."
    )


class HoldsSampleError(CommonGroundError):
    message = (
        "This database holds the invented town. Remove it first: python manage.py clear-sample."
    )


def is_here(session: Session, actor: Actor) -> bool:
    """Whether this database holds the sample."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    department = session.get(Department, 1)
    return department is not None and department.is_sample


def fits(session: Session, actor: Actor) -> bool:
    """Whether this database is empty: nobody was let in, and nothing was said."""
    require(actor, Permission.DO_WORK)
    tables = (Department, Account, District, Feedback, Survey, Conversation, PopulationShare)
    return not any(session.execute(select(table).limit(1)).first() for table in tables)


def load(
    session: Session,
    actor: Actor,
    *,
    now: datetime,
    size: SampleSize = SampleSize.TOWN,
    count: int | None = None,
    said: Callable[[float], object] = lambda fraction: None,
) -> int:
    """Put in an invented place; how many pieces of feedback it has."""
    require(actor, Permission.DO_WORK)
    session.get(AuditHead, 1, with_for_update=True)  # two who start at once take turns here
    if not fits(session, actor):
        raise NotEmptyError
    session.add(
        Department(
            id=1, name=NAMES[size], tzid=TZID, languages=["en", "es"], emergency_number="911",
            crisis_number="988", help_number="211", set_up_at=now, is_sample=True,
        )
    )  # fmt: skip
    _let_staff_in(session, actor, now)
    wanted = PIECES[size] if count is None else count
    rows = _feedback(session, actor, size, wanted, clock.local_date(now, TZID))
    stored = 0
    whole = insert(Feedback).execution_options(render_nulls=True)  # or each gap is its own insert
    while batch := list(islice(rows, BATCH)):
        session.execute(whole, batch)
        session.execute(insert(UnreadFeedback), [{"feedback_id": row["id"]} for row in batch])
        stored += len(batch)
        said(stored / wanted)
    places = dict(session.execute(select(District.code, District.id)).all())
    organizer = session.scalars(select(Account.id).where(Account.email == OFFICER)).one()
    meetings.load(session, actor, tzid=TZID, districts=places, organizer_id=organizer, now=now)
    today = clock.local_date(now, TZID)
    surveys.load(session, actor, districts=places, today=today)
    opinions.load(session, actor, today=today, now=now)
    return stored


def _let_staff_in(session: Session, actor: Actor, now: datetime) -> None:
    for email, role in STAFF.items():
        account_id = accounts.add(session, actor, email=email, role=role, now=now, is_sample=True)
        accounts.set_right(
            session, actor, account_id=account_id, given=email == TRIAGES, now=now,
            permission=Permission.TRIAGE_COMPLAINTS,
        )  # fmt: skip


def _feedback(
    session: Session, actor: Actor, size: SampleSize, count: int, today: date
) -> Iterator[dict[str, object]]:
    """The rows of ``count`` pieces, with a source and districts to belong to."""
    source = Source(name=SOURCE, kind=SourceKind.SAMPLE)
    places = {
        place.code: District(
            code=place.code, name=place.name, population=place.population,
            boundary=place.geometry, attributes={},
        )
        for place in sample_map.districts(size)
    }  # fmt: skip
    session.add_all([source, *places.values()])
    session.flush()
    source_id, ids = source.id, {code: place.id for code, place in places.items()}
    asked = {card.wording: card.version_id for card in questions.asked(session, actor)}
    versions = {card.code: asked.get(card.wording) for card in sample_texts.questions()}
    for number, piece in enumerate(sample_texts.pieces(count, seed=SEED, size=size)):
        received_on = today - timedelta(days=piece.days_ago)
        looked_at_on = received_on + WAITS / 2 if received_on < today - WAITS else None
        yield {
            "id": random_id(),
            "source_id": source_id,
            "words": piece.text,
            "import_key": f"sample:{number}",
            "district_id": ids[piece.district_code],
            "received_on": received_on,
            "triaged_on": looked_at_on,
            "looked_at_on": looked_at_on,
            "looked_at_by": looked_at_on and OFFICER,
            "question_version_id": versions.get(piece.question_code or ""),
            **{f"rating_{scale}": piece.ratings.get(scale) for scale in Rating},
        }


def new_passwords(session: Session, actor: Actor, *, now: datetime) -> dict[str, str]:
    """Fresh passwords for the sample's staff, so that a demonstration leaves no door open."""
    require(actor, Permission.DO_WORK)
    passwords = {}
    for account in session.scalars(select(Account).where(Account.is_sample)):
        passwords[account.email] = accounts.reset_password(
            session, actor, account_id=account.id, now=now
        )
        account.password_is_temporary = False  # nobody should have to choose one to look around
    return passwords


def clear(session: Session, actor: Actor, *, now: datetime) -> bool:
    """Take the sample out, with all that was typed into the demonstration; whether it was here."""
    require(actor, Permission.DO_WORK)
    if not is_here(session, actor):
        return False
    surveys.clear(session, actor)
    opinions.clear(session, actor)
    meetings.clear(session, actor)
    tables = (
        UnreadFeedback, UntaggedFeedback, FeedbackConcern, Reading, TextGroup, CopyBand, Feedback,
        SentimentCount, ConcernCount, Release, District, Department, CatalogueReview, ContactCard,
    )  # fmt: skip
    for table in tables:
        session.execute(delete(table))
    session.execute(delete(Source).where(Source.kind == SourceKind.SAMPLE))
    session.execute(delete(Account).where(Account.is_sample))
    audit.note(session, actor, AuditAction.SAMPLE_REMOVED, subject="sample", now=now)
    return True
