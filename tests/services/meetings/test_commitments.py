"""The promise ledger: owner, day, outcome; and residents who say that it is not done."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from core.links import LinkError, LinkPurpose, token
from core.texts import EmptyTextError
from core.vocabulary import CommitmentState, NoticeKind
from db.models import Commitment, Feedback, Notice
from db.session import transaction
from services.meetings import commitments, disputes, follows
from services.meetings.commitments import (
    CommitmentGoneError,
    DueBeforeMadeError,
    OutcomeMissingError,
    OwnerMissingError,
    Promise,
)
from services.meetings.disputes import DisputeOverError
from services.meetings.follows import Wish
from tests.factories import NOW, VISITOR, make_feedback, make_reading
from tests.services.meetings.conftest import DAY, answer, make_event

DONE, REOPENED = CommitmentState.DONE, CommitmentState.REOPENED
DUE = (NOW + 30 * DAY).date()


def promise(session, officer, **changed):
    said = {"nonce": "n", "wording": "We mend the light on Elm.", "owner": "Sergeant Oak",
            "due_on": DUE} | changed  # fmt: skip
    return commitments.make(session, officer, promise=Promise(**said), now=NOW)


def end(session, officer, one, state=DONE, outcome="It shines. Walk by and see.", now=NOW):
    commitments.answer(session, officer, commitment_id=one, state=state, outcome=outcome, now=now)


def card(session, one):
    return commitments.one(session, VISITOR, commitment_id=one)


def links_of(session, keys):
    """The links of those who were told what came of a promise."""
    told = select(Notice.id).where(
        Notice.kind == NoticeKind.RESULTS, Notice.commitment_id.is_not(None)
    )
    return [token(LinkPurpose.DISPUTE, one, until=NOW + 30 * DAY, key=keys.links)
            for one in session.scalars(told)]  # fmt: skip


def test_a_promise_has_an_owner_and_a_day_and_is_one_however_often_it_is_sent(engine, officer):
    with transaction(engine) as session:
        assert promise(session, officer) == promise(session, officer)
        for error, changed in (
            (OwnerMissingError, {"owner": " "}),
            (EmptyTextError, {"wording": ""}),
            (DueBeforeMadeError, {"due_on": (NOW - DAY).date()}),
        ):
            with pytest.raises(error):
                promise(session, officer, nonce="other", **changed)
        (one,) = commitments.public(session, VISITOR)
    assert (one.state, one.owner, one.due_on) == (CommitmentState.OPEN, "Sergeant Oak", DUE)


def test_an_end_needs_its_evidence_or_reason_and_the_table_holds_it(engine, officer):
    with transaction(engine) as session:
        one = promise(session, officer)
        with pytest.raises(OutcomeMissingError):
            end(session, officer, one, outcome="  ")
        end(session, officer, one)
        found = card(session, one)
        assert (found.state, found.outcome) == (DONE, "It shines. Walk by and see.")
        assert [step.state for step in found.steps] == [CommitmentState.OPEN, DONE]
    with pytest.raises(Exception, match="an_end_has_its_outcome"), transaction(engine) as session:
        session.execute(update(Commitment).values(outcome=None))


def test_what_is_late_or_reopened_goes_to_the_chief(engine, officer, keys):
    with transaction(engine) as session:
        late, fine = promise(session, officer), promise(session, officer, nonce="b")
        end(session, officer, fine)

        def waiting(day):
            found = commitments.needing_a_chief(session, officer, today=day)
            return [one.id for one in found]

        assert waiting(DUE) == []
        assert waiting((NOW + 31 * DAY).date()) == [late]
        end(session, officer, fine, state=REOPENED, outcome="It went dark again.")
        assert waiting(DUE) == [fine]


def test_whoever_came_is_told_and_may_say_once_within_thirty_days_that_it_is_not_done(
    engine, officer, keys
):
    with transaction(engine) as session:
        event_id = make_event(session, officer)
        for name in ("a", "b"):
            answer(session, keys, event_id, email=f"{name}@example.org", is_13_or_older=True)
        one = promise(session, officer, event_id=event_id)
        end(session, officer, one)
        first, second = links_of(session, keys)
        by = {"keys": keys, "now": NOW + 29 * DAY}
        assert disputes.about(session, VISITOR, proof=first, **by) == "We mend the light on Elm."
        for _ in range(2):
            disputes.dispute(session, VISITOR, proof=first, words="Still dark.", **by)
        assert card(session, one).state is REOPENED
        assert card(session, one).steps[-1].is_residents
        assert card(session, one).steps[-1].words == "", "their words are for staff alone"
        assert disputes.words_of(session, officer, commitment_id=one) == ["Still dark."]
    with pytest.raises(DisputeOverError), transaction(engine) as session:
        disputes.dispute(session, VISITOR, proof=second, words="", **by)  # open again already
    with transaction(engine) as session:
        end(session, officer, one, outcome="Mended once more.", now=NOW + 30 * DAY)
        late = {"keys": keys, "now": NOW + 61 * DAY}
        with pytest.raises(LinkError):
            disputes.dispute(session, VISITOR, proof=second, words="", **late)


def test_after_thirty_days_a_promise_stays_as_it_is(engine, officer, keys):
    with transaction(engine) as session:
        event_id = make_event(session, officer)
        answer(session, keys, event_id, email="a@example.org", is_13_or_older=True)
        one = promise(session, officer, event_id=event_id)
        end(session, officer, one)
        notice = session.scalars(select(Notice.id).where(Notice.commitment_id == one)).one()
        old = token(LinkPurpose.DISPUTE, notice, until=NOW + 90 * DAY, key=keys.links)
    with pytest.raises(DisputeOverError), transaction(engine) as session:
        disputes.dispute(session, VISITOR, proof=old, words="", keys=keys, now=NOW + 31 * DAY)
    with transaction(engine) as session:
        assert card(session, one).state is DONE


def test_feedback_that_raised_it_speaks_by_its_receipt_and_other_feedback_does_not(
    engine, officer, keys
):
    with transaction(engine) as session:
        one = promise(session, officer)
        for _ in range(2):
            make_feedback(session, reading=make_reading())
        mine, other = session.scalars(select(Feedback.id))
        for _ in range(2):
            commitments.raised_by(session, officer, commitment_id=one, feedback_id=mine, now=NOW)
        end(session, officer, one)

        def proof(feedback_id):
            return token(LinkPurpose.DISPUTE_BY_FEEDBACK, feedback_id, until=NOW + DAY,
                         key=keys.links)  # fmt: skip

        by = {"keys": keys, "now": NOW}
        found = commitments.of_feedback(session, VISITOR, proof=proof(mine), **by)
        assert [promised.id for promised in found] == [one]
        assert commitments.of_feedback(session, VISITOR, proof=proof(other), **by) == []
        with pytest.raises(CommitmentGoneError):
            disputes.dispute_by_feedback(session, VISITOR, proof=proof(other), commitment_id=one,
                                         words="", **by)  # fmt: skip
        disputes.dispute_by_feedback(session, VISITOR, proof=proof(mine), commitment_id=one,
                                     words="", **by)  # fmt: skip
        assert card(session, one).state is REOPENED


def test_followers_who_confirmed_hear_of_it_and_others_do_not(engine, officer, keys):
    with transaction(engine) as session:
        one = promise(session, officer)
        for number, email in enumerate(("yes@example.org", "silent@example.org")):
            wish = Wish(bytes([number]) * 32, email, is_13_or_older=True, commitment_id=one)
            follows.follow(session, VISITOR, wish=wish, keys=keys, now=NOW)
        asked = session.scalars(select(Notice).where(Notice.kind == NoticeKind.FOLLOW)).all()
        assert len(asked) == 2
        yes = token(LinkPurpose.CONFIRM_FOLLOW, asked[0].follow_id, until=NOW + DAY,
                    key=keys.links)  # fmt: skip
        for _ in range(2):
            said = follows.confirm(session, VISITOR, proof=yes, keys=keys, now=NOW)
        assert said == "We mend the light on Elm."
        end(session, officer, one)
        told = session.scalars(select(Notice).where(Notice.kind == NoticeKind.RESULTS)).all()
        assert [notice.follow_id for notice in told] == [asked[0].follow_id]
        stop = token(LinkPurpose.UNFOLLOW, asked[0].follow_id, until=NOW + DAY, key=keys.links)
        for _ in range(2):
            follows.stop(session, VISITOR, proof=stop, keys=keys, now=NOW)
        end(session, officer, one, state=REOPENED, outcome="Dark again.")
        assert len(links_of(session, keys)) == 0, "the message about it went with the follower"
