"""Public quotes: two people, no original in them, and gone when the piece goes or changes."""

from __future__ import annotations

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from analysis.masking import MASK, NotInTextError
from core.errors import NotAllowedError
from core.vocabulary import AuditAction
from core.voice import MaskReason
from db.models import AuditEntry, Feedback, PublicQuote
from db.session import transaction
from services import cards, feedback, public_quotes, readings, retention, threads
from services.cards import WithheldError
from services.public_quotes import (
    NothingLeftError,
    QuoteChangedError,
    ReasonMissingError,
    SecondPersonError,
)
from tests.factories import (
    NOW,
    OPERATOR,
    TODAY,
    VISITOR,
    make_form,
    make_reading,
)
from tests.services.together import together

SAID = "I am Ann Example, and the light on Elm Street is dark."
SHOWN = f"I am {MASK}, and the light on Elm Street is dark."


@pytest.fixture
def mine(engine, keys):
    """What the owner of a new piece, which was read, has in hand."""
    with transaction(engine) as session:
        receipt = feedback.submit(
            session, VISITOR, form=make_form(session, SAID), keys=keys, today=TODAY, now=NOW
        )
        batch = readings.claim(session, OPERATOR, now=NOW)
        found = {text.feedback_id: make_reading() for text in batch.texts}
        readings.store(session, OPERATOR, lease=batch.lease, readings=found)
        thread = threads.by_receipt(session, VISITOR, receipt=receipt, keys=keys, today=TODAY)
    return {"proof": threads.proof_of(thread, keys=keys, now=NOW), "keys": keys, "now": NOW}


@pytest.fixture
def piece(engine, mine):
    with transaction(engine) as session:
        return session.scalars(select(Feedback.id)).one()


@pytest.fixture
def mask(engine, officer, piece):
    def masked(*hidden, by=officer, reasons=(MaskReason.IDENTITY,)):
        with transaction(engine) as session:
            public_quotes.mask(
                session, by, feedback_id=piece, hidden=hidden or ("Ann Example",),
                reasons=reasons, now=NOW, today=TODAY,
            )  # fmt: skip

    return masked


@pytest.fixture
def release(engine, piece):
    def released(by, seen=SHOWN):
        with transaction(engine) as session:
            public_quotes.release(session, by, feedback_id=piece, seen=seen, now=NOW, today=TODAY)

    return released


@pytest.fixture
def quote(engine, officer, piece):
    def found(by=officer):
        with transaction(engine) as session:
            return public_quotes.beside(session, by, feedback_ids=[piece]).get(piece)

    return found


def actions(engine):
    with transaction(engine) as session:
        rows = session.execute(
            select(AuditEntry.action, AuditEntry.details)
            .where(AuditEntry.action.like("quote %"))
            .order_by(AuditEntry.id)
        )
        return [tuple(row) for row in rows]


def test_one_person_masks_and_another_releases(engine, officer, other, mask, release, quote):
    for _twice in range(2):
        mask()
    assert (quote().words, quote().masked_name, quote().released_on) == (SHOWN, officer.name, None)

    with pytest.raises(SecondPersonError):
        release(officer)
    assert quote().released_on is None
    for _twice in range(2):
        release(other)

    made = quote()
    assert (made.words, made.reasons, made.released_name, made.released_on) == (
        SHOWN, (MaskReason.IDENTITY,), other.name, TODAY,
    )  # fmt: skip
    assert actions(engine) == [
        (AuditAction.QUOTE_MASKED, "identity"), (AuditAction.QUOTE_RELEASED, ""),
    ]  # fmt: skip


def test_what_is_masked_is_not_in_the_quote_nor_in_the_audit(engine, piece, mask):
    mask("ann  example", "Elm Street")
    with transaction(engine) as session:
        kept = str([session.execute(select(table)).all() for table in (PublicQuote, AuditEntry)])
        kept += session.get(PublicQuote, piece).words
        assert "Ann Example" in session.get(Feedback, piece).words, "the control: it is still there"
    assert "Example" not in kept
    assert "Elm" not in kept


def test_other_masks_end_a_release_and_what_was_not_seen_is_not_released(
    officer, other, mask, release, quote
):
    mask()
    release(other)
    mask("Ann Example", "Elm Street")

    assert quote().released_on is None
    with pytest.raises(QuoteChangedError):
        release(other)  # who looked at the older words
    release(other, seen=quote().words)
    assert quote().released_on == TODAY
    mask(by=other)
    with pytest.raises(SecondPersonError):
        release(other)
    release(officer)


def test_masking_and_releasing_at_once_never_releases_what_nobody_saw(
    engine, officer, other, piece, mask, release, quote
):
    for n, hidden in zip(range(6), (("Elm Street",), ("Ann Example",)) * 3, strict=True):
        mask()
        together(
            engine,
            lambda session, hidden=hidden: public_quotes.mask(
                session, officer, feedback_id=piece, hidden=(*hidden, "dark"),
                reasons=[MaskReason.HEALTH], now=NOW, today=TODAY,
            ),
            lambda session: public_quotes.release(
                session, other, feedback_id=piece, seen=SHOWN, now=NOW, today=TODAY
            ),
        )  # fmt: skip
        assert quote().released_on is None, n


def test_masks_need_a_reason_words_left_and_a_place_in_the_text(mask, quote):
    for error, hidden, reasons in (
        (ReasonMissingError, ("Ann",), ()),
        (NothingLeftError, (SAID,), (MaskReason.IDENTITY,)),
        (NotInTextError, ("Bob",), (MaskReason.IDENTITY,)),
    ):
        with pytest.raises(error):
            mask(*hidden, reasons=reasons)
    assert quote() is None
    mask(" ", reasons=())
    assert (quote().words, quote().reasons) == (SAID, ()), "where nothing needs to be masked"


@pytest.mark.parametrize("how", ["withdrawn", "put right", "erased", "withheld", "taken off"])
def test_a_quote_goes_when_its_piece_goes_or_changes(
    engine, officer, other, mine, piece, mask, release, how
):
    mask()
    release(other)
    with transaction(engine) as session:
        if how == "withdrawn":
            threads.withdraw(session, VISITOR, today=TODAY, **mine)
        elif how == "put right":
            threads.correct(session, VISITOR, words="Better.", today=TODAY, **mine)
        elif how == "erased":
            retention.erase(session, [piece], today=TODAY)
        elif how == "withheld":
            cards.withhold(session, [piece])
        else:
            for _twice in range(2):
                public_quotes.take_off(session, officer, feedback_id=piece, now=NOW)
        assert session.scalar(select(func.count()).select_from(PublicQuote)) == 0


def test_what_waits_for_triage_is_quoted_by_those_with_the_right_alone(
    engine, officer, triager, piece, mask, release, quote
):
    with transaction(engine) as session:
        session.execute(update(Feedback).values(waits_for_triage=True))
    with pytest.raises(WithheldError):
        mask()
    mask(by=triager)
    assert quote() is None
    assert quote(triager) is not None
    with pytest.raises(WithheldError):
        release(officer)


def test_whoever_has_no_account_is_neither_of_the_two(mask, release):
    with pytest.raises(NotAllowedError):
        mask(by=OPERATOR)
    mask()
    with pytest.raises(NotAllowedError):
        release(OPERATOR)


@pytest.mark.parametrize(
    "wrong", [{"released_by": 7}, {"released_by": 8}, {"released_on": TODAY}, {"words": ""}]
)
def test_the_table_refuses_one_person_for_both_and_half_a_release(engine, piece, wrong):
    whole = {
        "feedback_id": piece, "words": "x", "reasons": [], "masked_by": 7, "masked_on": TODAY,
        "released_by": 8, "released_on": TODAY,
    }  # fmt: skip
    half = {**whole, "released_by": None, "released_on": None}
    if wrong == {"released_by": 7}:
        half = whole
    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.execute(insert(PublicQuote), [{**half, **wrong}])
    with transaction(engine) as session:
        session.execute(insert(PublicQuote), [whole])
