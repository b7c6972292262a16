"""Learning from corrections: used only where it reads better what it had not learnt from."""

from __future__ import annotations

import json
import stat
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from analysis import local_head, trained
from analysis.encoder import ModelFileError
from analysis.sentiment import Chances
from core.vocabulary import Sentiment
from db.models import Correction, Feedback, Reading
from db.session import transaction
from jobs import learn
from tests.conftest import NOW
from tests.factories import make_feedback, make_reading

NEGATIVE, NEUTRAL, POSITIVE = Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE
REQUESTS = ("lamp", "bench", "crossing", "sign", "bin", "bus stop", "fence", "ramp", "tree", "path")


def fill(engine, count, truth, *, corrected=True):
    """Requests, which the reader calls neutral; staff here say ``truth`` of each."""
    with transaction(engine) as session:
        for at in range(count):
            words = f"Please put a {REQUESTS[at % 10]} at house {at} on Elm Street."
            make_feedback(session, words, reading=make_reading(NEUTRAL))
        session.execute(update(Reading).values(language="en"))
        for piece in session.scalars(select(Feedback).order_by(Feedback.id)):
            if corrected:
                session.add(
                    Correction(
                        feedback_id=piece.id,
                        account_id=None,
                        who="Ada",
                        made_at=NOW,
                        sentiment=truth,
                        themes=[],
                        sentiment_before=NEUTRAL,
                        themes_before=[],
                    )
                )
                piece.sentiment = truth


def test_with_too_few_corrections_nothing_is_changed(engine, tmp_path):
    fill(engine, 30, NEGATIVE)
    with pytest.raises(learn.TooFewError, match="corrected 30 English pieces; learning needs 100"):
        learn.learn(engine, tmp_path / "head.json", said=lambda _found: None)
    assert list(tmp_path.glob("head*")) == []


def test_what_is_learnt_is_used_from_then_on_and_can_be_undone(engine, tmp_path):
    path, heard = tmp_path / "head.json", []
    fill(engine, 130, NEGATIVE)
    learn.learn(engine, path, said=heard.append)
    (found,) = heard
    assert found.all.is_better
    assert found.all.after > 0.9 * found.all.n > found.all.before
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "Elm" not in path.read_text()
    reader = learn.using(path)
    assert reader.method == "minilm, local corrections"
    assert reader("Please put a lamp at house 7 on Elm Street.").sentiment is NEGATIVE
    learn.undo(path)
    assert learn.using(path) is trained.shipped()
    with pytest.raises(learn.NothingToUndoError):
        learn.undo(path)


def test_what_is_no_better_is_refused_and_what_is_erased_teaches_nothing(engine, tmp_path):
    path, heard = tmp_path / "head.json", []
    fill(engine, 130, NEUTRAL)  # as it was read: there is nothing to gain
    with pytest.raises(learn.NotBetterError, match="not clearly better"):
        learn.learn(engine, path, said=heard.append)
    assert heard[0].all.before == heard[0].all.after == heard[0].all.n
    assert not path.exists()
    with transaction(engine) as session:
        gone = {"withdrawn_on": (NOW - timedelta(days=1)).date(), "sentiment": None}
        session.execute(update(Feedback).values(**gone))
    with pytest.raises(learn.TooFewError, match="corrected 0"):
        learn.learn(engine, path, said=heard.append)


def test_a_head_that_was_altered_is_not_used(tmp_path):
    path = tmp_path / "head.json"
    head = local_head.learn([])
    path.write_text(local_head.dumps(head))
    assert learn.using(path).method == "minilm, local corrections"
    plain = json.loads(path.read_text())
    plain["weights"][0][0] = 2.0
    path.write_text(json.dumps(plain))
    assert learn.using(path) is trained.shipped()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"questions": 1}', "[" * 100_000])
def test_what_is_no_head_is_refused(text):
    with pytest.raises(ModelFileError):
        local_head.loads(text)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0.01, 1), min_size=3, max_size=3))
def test_of_nothing_nothing_is_learnt(odds):
    scores = trained.shipped()("More light.").scored.whole
    likely = Chances(*(one / sum(odds) for one in odds))
    again = local_head.loads(local_head.dumps(local_head.learn([])))
    assert again(likely, scores, "Why?") == pytest.approx(likely, abs=1e-3)


def test_the_gain_is_paired():
    found = learn.compared(
        np.array([True, True, False, False] * 50), np.array([True, True, True, False] * 50)
    )
    assert (found.n, found.before, found.after) == (200, 100, 150)
    assert 0.18 < found.low < 0.25 < found.high < 0.32
    worse = learn.compared(np.full(50, True), np.arange(50) < 49)
    assert not worse.is_better
    assert np.sign(worse.low) == -1
