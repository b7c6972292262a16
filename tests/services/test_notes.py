"""Notes beside a piece: each once, in order, and for nobody who may not read the piece."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.errors import NotAllowedError
from core.texts import EmptyTextError, TextTooLongError
from core.vocabulary import AuditAction, Sentiment
from db.models import AuditEntry, Feedback
from db.session import reading, transaction
from services import cards, notes
from services.notes import NoteCard
from tests.conftest import NOW
from tests.factories import make_feedback, make_reading

LATER = NOW + timedelta(minutes=5)


def add(engine, *codes):
    with transaction(engine) as session:
        make_feedback(session, "Words", reading=make_reading(Sentiment.NEGATIVE, *codes))
        return session.scalars(select(Feedback.id)).one()


def write(engine, actor, feedback_id, words, now=NOW):
    with transaction(engine) as session:
        notes.add(session, actor, feedback_id=feedback_id, words=words, now=now)


def beside(engine, actor, feedback_id):
    with reading(engine) as session:
        return notes.beside(session, actor, feedback_ids=[feedback_id]).get(feedback_id, ())


def test_notes_stand_in_the_order_they_were_written(engine, officer, triager):
    feedback_id = add(engine)
    write(engine, officer, feedback_id, "  I called the city.\r\nThey come on Monday. ")
    write(engine, triager, feedback_id, "Thank you", LATER)

    assert beside(engine, officer, feedback_id) == (
        NoteCard(officer.name, NOW, "I called the city.\nThey come on Monday."),
        NoteCard(triager.name, LATER, "Thank you"),
    )


def test_the_same_words_twice_in_a_row_are_one_note(engine, officer, triager):
    feedback_id = add(engine)
    for actor, words in ((officer, "a"), (officer, "a"), (triager, "a"), (officer, "a")):
        write(engine, actor, feedback_id, words)

    assert [note.who for note in beside(engine, officer, feedback_id)] == [
        officer.name, triager.name, officer.name,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "refusal"),
    [("", EmptyTextError), (" \n.", EmptyTextError), ("x" * 2_001, TextTooLongError)],
)
def test_a_note_says_something_in_two_thousand_characters(engine, officer, words, refusal):
    feedback_id = add(engine)

    with pytest.raises(refusal):
        write(engine, officer, feedback_id, words)

    write(engine, officer, feedback_id, "x" * 2_000)
    assert len(beside(engine, officer, feedback_id)) == 1


def test_beside_what_is_withheld_only_those_who_triage_write_and_read(engine, officer, triager):
    feedback_id = add(engine, "FOR")

    with pytest.raises(NotAllowedError):
        write(engine, officer, feedback_id, "I know him")
    write(engine, triager, feedback_id, "Asked for the video")

    assert beside(engine, officer, feedback_id) == ()
    assert len(beside(engine, triager, feedback_id)) == 1


def test_beside_what_is_gone_nothing_is_written(engine, officer):
    with pytest.raises(cards.FeedbackGoneError):
        write(engine, officer, 1, "Hello")


def test_the_audit_tells_that_a_note_was_written_and_not_what(engine, officer):
    feedback_id = add(engine)
    write(engine, officer, feedback_id, "Between us")

    with reading(engine) as session:
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.action == AuditAction.NOTE_ADDED)
        ).one()
        assert (entry.who, entry.subject, entry.details, entry.at) == (
            officer.name, f"feedback {feedback_id:x}", "", NOW,
        )  # fmt: skip
