"""Learning from corrections: used only where it reads better what it had not learnt from."""

from __future__ import annotations

import json
import stat
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from analysis import learnt, local_head, local_tags, themes, trained
from analysis.encoder import ModelFileError
from analysis.reading import read
from analysis.sentiment import Chances
from core.vocabulary import Sentiment
from db.models import Correction, Feedback, Reading
from db.session import transaction
from jobs import learn
from tests.conftest import NOW
from tests.factories import make_feedback, make_reading

NEGATIVE, NEUTRAL, POSITIVE = Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE
REQUESTS = ("lamp", "bench", "crossing", "sign", "bin", "bus stop", "fence", "ramp", "tree", "path")


REQUEST = "Please put a {what} at house {at} on Elm Street."
BARKING = "Dogs bark all night at house {at} on Elm Street."


def fill(engine, count, truth, *codes, corrected=True, text=REQUEST):
    """Requests, which the reader calls neutral; staff here say ``truth`` of each, and that it
    raises ``codes``."""
    with transaction(engine) as session:
        for at in range(count):
            words = text.format(what=REQUESTS[at % 10], at=at)
            make_feedback(session, words, reading=make_reading(NEUTRAL, *codes))
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
    assert found.feelings.is_better
    assert found.feelings.after > 0.9 * found.feelings.n > found.feelings.before
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "Elm" not in path.read_text()
    reader = learnt.using(path)
    assert reader.method == "minilm, local corrections"
    assert reader("Please put a lamp at house 7 on Elm Street.").sentiment is NEGATIVE
    learn.undo(path)
    assert learnt.using(path) is trained.shipped()
    with pytest.raises(learn.NothingToUndoError):
        learn.undo(path)


def test_concerns_are_learnt_by_themselves(engine, tmp_path):
    path, heard = tmp_path / "head.json", []
    fill(engine, 130, NEGATIVE, "NOI", text=BARKING)
    learn.learn(engine, path, said=heard.append)
    (found,) = heard
    assert not found.feelings.is_better
    assert found.concerns.before < 0.1 < 0.9 < found.concerns.after
    assert [one.name for one in tmp_path.glob("head*")] == ["head-concerns.json"]
    text, wanted = BARKING.format(at=700), themes.shipped()
    plain, then = trained.shipped(), learnt.using(path)
    assert then.method == "minilm, local corrections"
    assert then.version != plain.version
    tags = [
        {tag.code for tag in read(text, themes=wanted, language="en", reader=one).concerns}
        for one in (plain, then)
    ]
    assert tags[0] == set()
    assert tags[1] == {"NOI"}
    learn.undo(path)
    assert learnt.using(path) is plain


def test_what_is_no_better_is_refused_and_what_is_erased_teaches_nothing(engine, tmp_path):
    path, heard = tmp_path / "head.json", []
    fill(engine, 130, NEUTRAL)  # as it was read: there is nothing to gain
    with pytest.raises(learn.NotBetterError, match="Nothing was changed"):
        learn.learn(engine, path, said=heard.append)
    assert heard[0].feelings.before == heard[0].feelings.after == heard[0].feelings.n
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
    assert learnt.using(path).method == "minilm, local corrections"
    plain = json.loads(path.read_text())
    plain["weights"][0][0] = 2.0
    path.write_text(json.dumps(plain))
    assert learnt.using(path) is trained.shipped()


def test_what_concerns_learnt_is_not_used_where_it_was_altered(tmp_path):
    path = tmp_path / "head-concerns.json"
    heard = local_tags.Heard({"VIS": -1.0}, frozenset())
    taught = [local_tags.Example(heard, frozenset({"VIS"}))] * 40
    tags = local_tags.learn(taught, tagger=trained.shipped().tagger.version)
    assert tags(heard)["VIS"] > 0 > heard.odds["VIS"]
    path.write_text(local_tags.dumps(tags))
    assert learnt.using(tmp_path / "head.json").method == "minilm, local corrections"
    path.write_text(local_tags.dumps(local_tags.learn(taught, tagger="an older one")))
    assert learnt.using(tmp_path / "head.json") is trained.shipped()
    path.write_text(local_tags.dumps(tags))
    plain = json.loads(path.read_text())
    plain["weights"]["VIS"][2] = 9.0
    path.write_text(json.dumps(plain))
    assert learnt.using(tmp_path / "head.json") is trained.shipped()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"questions": 1}', "[" * 100_000])
def test_what_is_no_head_is_refused(text):
    for kept in (local_head, local_tags):
        with pytest.raises(ModelFileError):
            kept.loads(text)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0.01, 1), min_size=3, max_size=3))
def test_of_nothing_nothing_is_learnt(odds):
    scores = trained.shipped()("More light.").scored.whole
    likely = Chances(*(one / sum(odds) for one in odds))
    again = local_head.loads(local_head.dumps(local_head.learn([])))
    assert again(likely, scores, "Why?") == pytest.approx(likely, abs=1e-3)


@given(st.dictionaries(st.sampled_from("ABC"), st.floats(-9, 9)), st.frozensets(st.just("A")))
def test_of_nothing_no_concern_is_learnt(odds, said):
    again = local_tags.loads(local_tags.dumps(local_tags.learn([], tagger="1")))
    assert again(local_tags.Heard(odds, said)) == odds


def test_themes_that_nobody_corrected_are_found_as_before():
    """Most departments judge requests about streets. That must not unlearn what is rare."""
    plain, wanted = trained.shipped(), themes.shipped()
    texts = [REQUEST.format(what=REQUESTS[at % 10], at=at) for at in range(300)]
    heard = [plain.tagger.heard(text, wanted, plain(text).scored) for text in texts]
    taught = [local_tags.Example(one, frozenset()) for one in heard]
    tags = local_tags.learn(taught, tagger=plain.tagger.version)
    then = trained.load(trained.FOLDER, None, tags)
    for text in (
        "There was a shooting on Elm Street.",
        "This is racial profiling, they only stop black drivers.",
        "They sell heroin behind the store.",
        "Homeless people sleep under the bridge.",
    ):
        before, after = (
            {tag.code for tag in read(text, themes=wanted, language="en", reader=one).concerns}
            for one in (plain, then)
        )
        assert after == before != set()
