"""What must never be true is refused by the database itself, on both kinds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import partial

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError

from core.vocabulary import AuditAction, Permission, Role, Sentiment, SourceKind
from db.base import Base, UtcDateTime, random_id
from db.models import (
    Account,
    AccountPermission,
    Assignment,
    AuditEntry,
    AuditHead,
    ConcernCount,
    Correction,
    Department,
    District,
    Feedback,
    FeedbackConcern,
    FiguresVersion,
    Note,
    Question,
    QuestionVersion,
    Reading,
    SentimentCount,
    SetupLink,
    SignInSession,
    Source,
    Theme,
)
from db.session import reading, transaction
from tests.conftest import NOW

ROWS = {
    Account: {
        "id": 1, "email": "a@example.org", "role": Role.COMMAND, "password_hash": "x",
        "password_is_temporary": False, "added_at": NOW, "is_sample": False,
    },
    AccountPermission: {"account_id": 1, "permission": Permission.TRIAGE_COMPLAINTS},
    Assignment: {"feedback_id": 1, "account_id": 1},
    AuditHead: {"id": 1, "entry_id": 0, "hash": b""},
    AuditEntry: {
        "id": 99, "at": NOW, "account_id": 1, "who": "a", "action": AuditAction.FEEDBACK_READ,
        "subject": "feedback 1", "details": "", "hash": b"",
    },
    ConcernCount: {
        "tagging": 1, "source_id": 1, "period": 1, "district_id": 1, "question_version_id": 1,
        "theme_id": 1, "n": 0,
    },
    Correction: {
        "id": 1, "feedback_id": 1, "account_id": 1, "who": "a", "made_at": NOW,
        "sentiment": Sentiment.POSITIVE, "themes": [], "sentiment_before": Sentiment.NEGATIVE,
        "themes_before": ["XXX"],
    },
    Department: {
        "id": 1, "name": "x", "tzid": "UTC", "languages": [], "emergency_number": "",
        "crisis_number": "", "help_number": "", "set_up_at": NOW, "is_sample": False,
    },
    District: {
        "id": 1, "code": "1", "name": "x", "population": 0, "boundary": {}, "attributes": {},
    },
    Feedback: {
        "id": 1, "source_id": 1, "words": "x", "receipt_hash": b"x", "import_key": "k",
        "rating_voice": 1, "rating_safety": 5, "district_id": 1,
    },
    FiguresVersion: {"id": 1, "version": 1},
    FeedbackConcern: {
        "feedback_id": 1, "tagging": 1, "theme_id": 1, "source_id": 1, "spans": [],
    },
    Note: {
        "id": 1, "feedback_id": 1, "account_id": 1, "who": "a", "written_at": NOW, "words": "x",
    },
    Question: {"id": 9, "code": "q", "position": 1},
    QuestionVersion: {
        "id": 9, "question_id": 9, "version": 1, "wording": "x", "since_on": NOW.date(),
    },
    Reading: {
        "feedback_id": 1, "language": "en", "sentiment": Sentiment.NEGATIVE, "sentences": [],
        "method": "m", "version": "1", "theme_version": 1, "is_sensitive": False,
    },
    SentimentCount: {
        "source_id": 1, "period": 1, "district_id": 1, "question_version_id": 1,
        "sentiment": Sentiment.NEGATIVE, "is_indicative": False, "n": 0,
    },
    SetupLink: {"token_hash": b"x", "expires_at": NOW},
    SignInSession: {"token_hash": b"x", "handle": "h", "account_id": 1, "expires_at": NOW},
    Source: {"id": 7, "name": "Letters", "kind": SourceKind.IMPORT},
    Theme: {"id": 99, "code": "XXX"},
}  # fmt: skip
"""One row of each table that may be stored."""

ORDER = (
    Account, AccountPermission, AuditEntry, Department, District, Source, Question,
    QuestionVersion, Feedback, Reading, FeedbackConcern, SentimentCount, ConcernCount, SetupLink,
    SignInSession, Theme, Assignment, Correction, Note,
)  # fmt: skip

REFUSED = [
    (Account, {"id": 2}, "an address twice"),
    (Account, {"id": 2, "email": "B@example.org"}, "capitals in an address"),
    (Account, {"id": 2, "email": "b@example.org", "role": "king"}, "an unknown role"),
    (AccountPermission, {}, "a right twice"),
    (AccountPermission, {"account_id": 77}, "a right of nobody"),
    (Assignment, {}, "a piece in two hands"),
    (Assignment, {"feedback_id": 77}, "nothing in a hand"),
    (Assignment, {"account_id": 77}, "a piece in nobody's hand"),
    (AuditEntry, {"id": 100}, "a second look within an hour"),
    (AuditHead, {"id": 2}, "a second head"),
    (ConcernCount, {"n": -1, "period": 2}, "fewer than no concerns"),
    (Correction, {"id": 2, "feedback_id": 77}, "a correction of nothing"),
    (Correction, {"id": 2, "who": None}, "a correction by nobody"),
    (Department, {"id": 2}, "a second department"),
    (FiguresVersion, {"id": 2}, "a second version"),
    (Department, {"id": 1}, "the same department twice"),
    (District, {"id": 2}, "a code twice"),
    (District, {"id": 2, "code": "2", "population": -1}, "fewer than no people"),
    (Feedback, {"id": 2, "import_key": "l"}, "a receipt twice"),
    (Feedback, {"id": 2, "receipt_hash": b"y"}, "an imported row twice"),
    (Feedback, {"id": 1, "receipt_hash": b"y", "import_key": "l"}, "an id twice"),
    (FeedbackConcern, {}, "a concern twice in one feedback"),
    (FeedbackConcern, {"feedback_id": 77}, "a concern of nothing"),
    (FeedbackConcern, {"theme_id": 77}, "a concern without a theme"),
    (Note, {"id": 2, "feedback_id": 77}, "a note beside nothing"),
    (Note, {"id": 2, "words": ""}, "an empty note"),
    (Question, {"id": 10}, "a question's code twice"),
    (QuestionVersion, {"id": 10}, "a version twice"),
    (QuestionVersion, {"id": 10, "version": 0}, "version nought"),
    (QuestionVersion, {"id": 10, "question_id": 77, "version": 2}, "a version of nothing"),
    (Reading, {}, "a second reading"),
    (Reading, {"feedback_id": 77}, "a reading of nothing"),
    (SentimentCount, {"n": -1, "period": 2}, "fewer than no sentiments"),
    (SentimentCount, {}, "a count twice"),
    (SignInSession, {"token_hash": b"y"}, "a handle twice"),
    (SignInSession, {"handle": "i"}, "a token twice"),
    (SignInSession, {"token_hash": b"y", "handle": "i", "account_id": 77}, "a session of nobody"),
    (Source, {"id": 8}, "a source's name twice"),
    (Theme, {"id": 100}, "a theme's code twice"),
    *(
        (Feedback, FRESH | {column: value}, f"{column} {value!r}")
        for FRESH in [{"id": 2, "receipt_hash": b"y", "import_key": "l"}]
        for column, value in [
            ("words", ""), ("words", None), ("source_id", None), ("source_id", 77),
            ("district_id", 77), ("question_version_id", 77),
            *((f"rating_{scale}", bad)
              for scale in ("voice", "respect", "fairness", "trust", "safety") for bad in (0, 6)),
        ]
    ),
]  # fmt: skip


def put(session, table, change=None):
    session.execute(insert(table.__table__), [ROWS[table] | (change or {})])


@pytest.fixture
def filled(engine):
    """An engine whose tables hold one row each."""
    with transaction(engine) as session:
        for table in ORDER:
            put(session, table)
    return engine


@pytest.mark.parametrize(
    ("table", "change"), [case[:2] for case in REFUSED], ids=[case[2] for case in REFUSED]
)
def test_the_database_refuses(filled, table, change):
    # a word that is not on the list is stopped by SQLAlchemy already
    with pytest.raises((IntegrityError, StatementError)), transaction(filled) as session:
        put(session, table, change)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE account SET role = 'king'",
        "UPDATE reading SET sentiment = 'furious'",
        "UPDATE sentiment_count SET sentiment = 'furious'",
        "UPDATE source SET kind = 'rumour'",
    ],
)
def test_the_database_refuses_a_word_that_is_not_on_its_list(filled, statement):
    with pytest.raises(IntegrityError), transaction(filled) as session:
        session.execute(text(statement))


def test_rows_that_are_as_they_should_be_are_stored(filled):
    with reading(filled) as session:
        assert [session.execute(select(table)).first() is not None for table in ORDER] == [
            True
        ] * len(ORDER)


def test_two_rows_without_receipt_or_key_are_fine(filled):
    with transaction(filled) as session:
        for number in (2, 3):
            put(session, Feedback, {"id": number, "receipt_hash": None, "import_key": None})


def test_one_subject_is_looked_at_by_two_and_again_the_next_hour(filled):
    with transaction(filled) as session:
        put(session, AuditEntry, {"id": 100, "account_id": 2})
        put(session, AuditEntry, {"id": 101, "at": NOW + timedelta(hours=1)})
        put(session, AuditEntry, {"id": 102, "action": AuditAction.FEEDBACK_TRIAGED})


def test_what_hangs_on_a_feedback_goes_with_it(filled):
    with transaction(filled) as session:
        session.execute(delete(Feedback))

        assert session.scalars(select(Reading.feedback_id)).all() == []
        assert session.scalars(select(FeedbackConcern.feedback_id)).all() == []
        for table in (Assignment, Correction, Note):
            assert session.scalars(select(table.feedback_id)).all() == []


def test_sessions_and_rights_go_with_an_account_and_the_audit_stays(filled):
    with transaction(filled) as session:
        session.execute(delete(Account))

        assert session.scalars(select(SignInSession.handle)).all() == []
        assert session.scalars(select(AccountPermission.permission)).all() == []
        assert session.scalars(select(Assignment.feedback_id)).all() == []
        assert session.scalars(select(Correction.who)).all() == ["a"]
        assert session.scalars(select(Note.who)).all() == ["a"]
        assert 1 in session.scalars(select(AuditEntry.account_id)).all()


@pytest.mark.parametrize("table", [Source, District, QuestionVersion])
def test_what_feedback_hangs_on_cannot_be_taken_away(filled, table):
    with transaction(filled) as session:
        session.execute(update(Feedback).values(question_version_id=9))

    with pytest.raises(IntegrityError), transaction(filled) as session:
        session.execute(delete(table).where(table.id.in_((1, 9))))


def test_a_naive_instant_is_refused(engine):
    with pytest.raises(StatementError, match="naive"), transaction(engine) as session:
        put(session, SetupLink, {"expires_at": datetime(2026, 3, 2, 15, 30)})  # noqa: DTZ001 -- what is refused


def test_an_instant_comes_back_aware_and_in_utc(engine):
    east = timezone(timedelta(hours=5, minutes=45))
    moment = datetime(2026, 3, 2, 1, 15, 7, 123456, tzinfo=east)
    with transaction(engine) as session:
        put(session, SetupLink, {"expires_at": moment})

    with reading(engine) as session:
        found = session.scalars(select(SetupLink.expires_at)).one()
    assert (found, found.tzinfo) == (moment, UTC)
    assert found.isoformat() == "2026-03-01T19:30:07.123456+00:00"


def test_every_instant_is_of_the_type_that_refuses_naive_ones():
    kinds = {
        type(column.type)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("_at") or column.name in ("at", "leased_until")
    }

    assert kinds == {UtcDateTime}


def test_ids_of_feedback_tell_nothing_of_their_order(engine):
    add = partial(Feedback, source_id=1, words="x")
    written = []
    with transaction(engine) as session:
        for _ in range(64):
            row = add()
            session.add(row)
            session.flush()
            written.append(row.id)

    assert len(set(written)) == 64
    assert written not in (sorted(written), sorted(written, reverse=True))
    assert all(0 <= number < 2**62 for number in written)
    assert sum(number > 2**61 for number in written) in range(10, 55)


def test_random_ids_use_all_their_bits():
    seen = [random_id() for _ in range(200)]

    assert max(seen) > 2**61
    assert {number % 2 for number in seen} == {0, 1}


def test_an_accounts_id_is_not_given_again(engine):
    with transaction(engine) as session:
        first = Account(**{name: v for name, v in ROWS[Account].items() if name != "id"})
        session.add(first)
        session.flush()
        gone = first.id
        session.execute(delete(Account))
    with transaction(engine) as session:
        second = Account(**{name: v for name, v in ROWS[Account].items() if name != "id"})
        session.add(second)
        session.flush()

        assert second.id > gone
