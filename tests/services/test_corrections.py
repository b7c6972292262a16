"""Corrections: in force at once and in every figure, never lost, and never over somebody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from analysis.concerns import ConcernTag
from analysis.spans import Span
from core.errors import NotAllowedError
from core.vocabulary import AuditAction, Sentiment
from db.models import (
    AuditEntry,
    Correction,
    Feedback,
    FeedbackConcern,
    Reading,
    SentimentCount,
    Theme,
)
from db.session import reading, transaction
from services import cards, corrections, counts, inbox, readings, words
from services.cards import Corrected, Evidence
from tests.conftest import NOW
from tests.factories import OPERATOR, make_feedback, make_reading, scope_of
from tests.services.test_counts import kept
from tests.services.together import overtaken, together

N, P, U, X = Sentiment.NEGATIVE, Sentiment.POSITIVE, Sentiment.UNCERTAIN, Sentiment.NOT_READ
TRAFFIC = make_reading(N, "TRF")


def add(engine, said="Slow cars down", found=TRAFFIC, **more):
    with transaction(engine) as session:
        make_feedback(session, said, reading=found, **more)
        return session.scalars(select(Feedback.id).where(Feedback.words == said)).one()


def correct(engine, actor, feedback_id, sentiment=N, *codes, expected=None, now=NOW):
    with transaction(engine) as session:
        return corrections.correct(
            session, actor, feedback_id=feedback_id, sentiment=sentiment, codes=codes,
            expected=expected, now=now,
        )  # fmt: skip


def read_again(engine, found):
    """Have a newer reader read everything."""
    with transaction(engine) as session:
        readings.ask_again(session, OPERATOR)
        batch = readings.claim(session, OPERATOR, now=NOW)
        made = {text.feedback_id: found for text in batch.texts}
        readings.store(session, OPERATOR, lease=batch.lease, readings=made)


def card_of(engine, actor):
    """The one card there is."""
    with transaction(engine) as session:
        source_id = session.scalars(select(Feedback.source_id)).one()
        scope = scope_of(source_id)
        (card,) = words.behind(session, actor, scope=scope, now=NOW).cards
    return card


def all_corrections(engine):
    with reading(engine) as session:
        rows = session.scalars(select(Correction).order_by(Correction.id))
        return [
            (row.who, row.sentiment_before, row.themes_before, row.sentiment, row.themes)
            for row in rows
        ]


def test_a_correction_shows_on_the_card_beside_what_the_reader_said(engine, officer):
    feedback_id = add(engine)

    withheld = correct(engine, officer, feedback_id, P, "TRF", "NOI")

    card = card_of(engine, officer)
    with reading(engine) as session:
        row = session.scalars(select(Correction)).one()
    assert not withheld
    assert card.sentiment is P
    assert card.concerns == (
        Evidence("TRF", "Traffic & road safety", (Span(0, 6),)),
        Evidence("NOI", "Noise & nuisance", ()),
    )
    assert card.corrected == Corrected(row.id, officer.name, NOW, N, ("Traffic & road safety",))


def test_all_figures_follow_at_once(engine, officer):
    feedback_id = add(engine)
    add(engine, "Another")

    correct(engine, officer, feedback_id, P, "NOI")

    with transaction(engine) as session:
        felt = dict(
            session.execute(
                select(SentimentCount.sentiment, SentimentCount.n).where(
                    SentimentCount.district_id == 0,
                    SentimentCount.question_version_id == 0,
                    SentimentCount.period == 202603,
                )
            ).all()
        )
        along_the_way = kept(session)
        counts.recount(session)
        assert kept(session) == along_the_way
    assert felt == {N: 1, P: 1}


def test_each_correction_is_kept_with_what_was_there_before(engine, officer, other):
    feedback_id = add(engine)
    correct(engine, officer, feedback_id, P, "NOI")
    first = card_of(engine, officer).corrected.id

    correct(engine, other, feedback_id, U, expected=first)

    assert all_corrections(engine) == [
        (officer.name, N, ["TRF"], P, ["NOI"]),
        (other.name, P, ["NOI"], U, []),
    ]
    assert card_of(engine, officer).corrected.who == other.name


def test_the_evidence_comes_back_with_the_concern(engine, officer):
    feedback_id = add(engine)
    correct(engine, officer, feedback_id, N)
    assert card_of(engine, officer).concerns == ()

    correct(engine, officer, feedback_id, N, "TRF", expected=card_of(engine, officer).corrected.id)

    assert card_of(engine, officer).concerns[0].spans == (Span(0, 6),)


def test_what_is_in_force_already_is_not_written_down_again(engine, officer):
    feedback_id = add(engine)

    correct(engine, officer, feedback_id, N, "TRF")
    for _twice in range(2):
        correct(engine, officer, feedback_id, P, "TRF")

    assert len(all_corrections(engine)) == 1


def test_who_saw_an_older_reading_is_told_who_corrected_it(engine, officer, other):
    feedback_id = add(engine)
    correct(engine, officer, feedback_id, P, "TRF")

    with pytest.raises(corrections.CorrectedMeanwhileError) as refused:
        correct(engine, other, feedback_id, U, "TRF", now=NOW + timedelta(minutes=1))

    said = str(refused.value).replace("\u202f", " ")
    assert said.startswith(f"{officer.name} corrected this on March 2, 2026 at 3:30 PM, after you")
    assert card_of(engine, officer).sentiment is P


def test_of_two_who_correct_at_once_one_is_told(engine, officer, other):
    feedback_id = add(engine)
    asked = {"feedback_id": feedback_id, "codes": ["TRF"], "expected": None, "now": NOW}

    answers = together(
        engine,
        partial(corrections.correct, actor=officer, sentiment=P, **asked),
        partial(corrections.correct, actor=other, sentiment=U, **asked),
    )

    refused = [isinstance(one, corrections.CorrectedMeanwhileError) for one in answers]
    assert sorted(refused) == [False, True]
    assert len(all_corrections(engine)) == 1


def test_the_same_correction_sent_eight_times_at_once_is_one(engine, officer):
    act = partial(
        corrections.correct, actor=officer, feedback_id=add(engine), sentiment=P, codes=["TRF"],
        expected=None, now=NOW,
    )  # fmt: skip

    assert together(engine, *[act] * 8) == [False] * 8
    assert len(all_corrections(engine)) == 1


def test_a_newer_reader_says_its_own_and_the_correction_stays_in_force(engine, officer):
    feedback_id = add(engine)
    correct(engine, officer, feedback_id, P, "NOI")

    newer = replace(make_reading(U), concerns=(ConcernTag("NOI", (Span(0, 4),)),))
    read_again(engine, newer)

    card = card_of(engine, officer)
    assert (card.sentiment, card.concerns) == (
        P, (Evidence("NOI", "Noise & nuisance", (Span(0, 4),)),),
    )  # fmt: skip
    assert (card.corrected.sentiment, card.corrected.concerns) == (U, ("Noise & nuisance",))
    with reading(engine) as session:
        assert session.scalars(select(Reading.sentiment)).one() is U


def test_a_correction_that_meets_a_worker_is_counted_once(engine, officer):
    feedback_id = add(engine)
    with transaction(engine) as session:
        readings.ask_again(session, OPERATOR)
        batch = readings.claim(session, OPERATOR, now=NOW)
    store = partial(
        readings.store, actor=OPERATOR, lease=batch.lease, readings={feedback_id: make_reading(U)}
    )
    act = partial(
        corrections.correct, actor=officer, feedback_id=feedback_id, sentiment=P, codes=["NOI"],
        expected=None, now=NOW,
    )  # fmt: skip

    assert overtaken(engine, store, act, before="DELETE FROM reading") == [1, False]

    with transaction(engine) as session:
        along_the_way = kept(session)
        counts.recount(session)
        assert kept(session) == along_the_way
    assert card_of(engine, officer).sentiment is P


def test_what_no_program_could_read_counts_once_a_person_has(engine, officer):
    feedback_id = add(engine, found=make_reading(X, "TRF", language="tl"))

    correct(engine, officer, feedback_id, N, "TRF")

    with transaction(engine) as session:
        felt, raised = kept(session)
        assert ({key[4:] for key in felt}, len(raised)) == ({(N, True)}, 8), "another language"
        counts.recount(session)
        assert kept(session) == [felt, raised]
    correct(engine, officer, feedback_id, X, expected=card_of(engine, officer).corrected.id)
    assert card_of(engine, officer).sentiment is X


def test_nobody_makes_read_feedback_unread(engine, officer):
    with pytest.raises(corrections.NotSaidError):
        correct(engine, officer, add(engine), X, "TRF")


def test_a_concern_that_is_not_on_the_list_is_refused(engine, officer):
    with pytest.raises(corrections.ThemeGoneError):
        correct(engine, officer, add(engine), N, "TRF", "XXX")


def test_what_is_gone_or_not_read_yet_is_not_corrected(engine, officer):
    with pytest.raises(cards.FeedbackGoneError):
        correct(engine, officer, 1, P)
    with pytest.raises(cards.FeedbackGoneError):
        correct(engine, officer, add(engine, found=None), P)


def test_what_is_withheld_is_corrected_by_those_who_triage(engine, officer, triager):
    feedback_id = add(engine, found=make_reading(N, "FOR"))

    with pytest.raises(NotAllowedError):
        correct(engine, officer, feedback_id, P, "FOR")

    assert correct(engine, triager, feedback_id, P), "no correction opens what is withheld"


def test_a_concern_about_conduct_withholds_a_piece_until_it_is_triaged(engine, officer, triager):
    feedback_id = add(engine)
    with transaction(engine) as session:
        inbox.assign(
            session, officer, feedback_id=feedback_id, account_id=officer.account_id,
            expected=None, now=NOW,
        )  # fmt: skip
        inbox.mark_looked_at(session, officer, feedback_id=feedback_id, now=NOW)

    assert correct(engine, officer, feedback_id, N, "FOR")
    read_again(engine, TRAFFIC)

    card = card_of(engine, triager)
    assert card.waits_for_triage
    with transaction(engine) as session:
        row = session.get(Feedback, feedback_id)
        assert (row.looked_at_on, row.looked_at_by) == (None, None)
        (piece,) = inbox.listing(session, triager, scope=scope_of(row.source_id), now=NOW).pieces
        assert piece.assigned_to is None
        words.triage(session, triager, feedback_id=feedback_id, now=NOW)
    read_again(engine, make_reading(N, "FOR"))
    assert card_of(engine, officer).concerns[0].code == "FOR"
    correct(engine, officer, feedback_id, P, "FOR", expected=card.corrected.id)
    assert not card_of(engine, officer).waits_for_triage, "it was triaged once and stays so"


def test_the_audit_says_which_part_and_no_more(engine, officer):
    feedback_id = add(engine)
    for sentiment, codes in ((P, ["TRF"]), (P, []), (U, ["NOI"])):
        last = card_of(engine, officer).corrected
        correct(engine, officer, feedback_id, sentiment, *codes, expected=last and last.id)

    with reading(engine) as session:
        asked = select(AuditEntry.subject, AuditEntry.who, AuditEntry.details)
        noted = session.execute(
            asked.where(AuditEntry.action == AuditAction.FEEDBACK_CORRECTED).order_by(AuditEntry.id)
        ).all()
    assert [tuple(row) for row in noted] == [
        (f"feedback {feedback_id:x}", officer.name, details)
        for details in ("sentiment", "concerns", "sentiment, concerns")
    ]


def test_a_theme_that_left_the_list_leaves_a_corrected_piece_when_it_is_read_again(engine, officer):
    feedback_id = add(engine)
    correct(engine, officer, feedback_id, N, "TRF", "NOI")
    with transaction(engine) as session:
        gone = session.scalars(select(Correction)).one()
        session.execute(
            update(Correction).where(Correction.id == gone.id).values(themes=["TRF", "OLD"])
        )

    read_again(engine, TRAFFIC)

    assert [one.code for one in card_of(engine, officer).concerns] == ["TRF"]


one_act = st.tuples(
    st.sampled_from(("correct", "read")),
    st.integers(0, 3),
    st.sampled_from(Sentiment),
    st.sets(st.sampled_from(("TRF", "NOI", "FOR"))),
)


@given(acts=st.lists(one_act, max_size=8))
@settings(
    max_examples=25, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
def test_after_whatever_was_corrected_and_read_the_counts_are_those_of_the_rows(
    engine, triager, acts
):
    """Examples go on where the last one ended."""
    with transaction(engine) as session:
        for number in range(session.scalar(select(func.count(Feedback.id))), 4):
            make_feedback(session, f"Words {number}", reading=TRAFFIC)
        ids = session.scalars(select(Feedback.id).order_by(Feedback.words)).all()
    for act, number, sentiment, codes in acts:
        if act == "read":
            read_again(engine, make_reading(sentiment, *codes))
            continue
        with transaction(engine) as session:
            last = session.scalar(
                select(func.max(Correction.id)).where(Correction.feedback_id == ids[number])
            )
        try:
            correct(engine, triager, ids[number], sentiment, *codes, expected=last)
        except corrections.NotSaidError:
            assert sentiment is X

    with transaction(engine) as session:
        assert in_force(session) == as_corrected(session)
        along_the_way = kept(session)
        counts.recount(session)
        assert kept(session) == along_the_way
        session.rollback()  # or each example would begin with counts made straight


def in_force(session):
    """How each corrected piece is counted."""
    found = {}
    for row in session.scalars(
        select(Feedback).where(Feedback.id.in_(select(Correction.feedback_id)))
    ):
        tags = select(Theme.code).join(FeedbackConcern, FeedbackConcern.theme_id == Theme.id)
        codes = session.scalars(tags.where(FeedbackConcern.feedback_id == row.id))
        found[row.id] = (row.sentiment, set(codes))
    return found


def as_corrected(session):
    """The same, as the latest corrections say."""
    rows = session.scalars(select(Correction).order_by(Correction.id))
    return {row.feedback_id: (row.sentiment, set(row.themes)) for row in rows}


def test_what_was_corrected_is_counted_once_a_piece_by_its_latest_word(engine, officer):
    first, second, gone = (add(engine, said) for said in ("One", "Two", "Three"))
    for piece in (first, second, gone):
        correct(engine, officer, piece, P, "TRF")
    with reading(engine) as session:
        last = session.scalars(select(Correction.id).filter_by(feedback_id=second)).one()
    correct(engine, officer, second, U, "TRF", expected=last)
    with transaction(engine) as session:
        session.execute(
            update(Feedback)
            .where(Feedback.id == gone)
            .values(withdrawn_on=NOW.date(), sentiment=None)
        )
    with reading(engine) as session:
        found = corrections.tally(session, officer)
    assert found == (2, ((N, P, 1), (N, U, 1)))
