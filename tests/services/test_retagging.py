"""Tagging anew: one version in force until the last piece is tagged, whatever happens meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from analysis.reading import concerns_in, felt_in
from core.vocabulary import Sentiment, ThemeChange
from db.models import Correction, Feedback, Reading
from db.session import reading, transaction
from jobs import retagging as job
from services import corrections, counts, readings, retagging, retention
from tests.conftest import NOW
from tests.factories import OPERATOR, make_feedback, make_reading
from tests.services.theme_steps import (
    SHOW,
    add,
    change,
    finish,
    in_force,
    is_at_rest,
    newest,
    one,
    read,
    tags,
)

WORDS = (
    "The loud music from the takeover on Elm, and cars parked on the sidewalk: there is no parking "
    "left."
)


@pytest.fixture
def chief(triager):
    return triager


def correct(engine, actor, feedback_id, *codes):
    with transaction(engine) as session:
        last = select(Correction.id).where(Correction.feedback_id == feedback_id)
        corrections.correct(
            session, actor, feedback_id=feedback_id, sentiment=Sentiment.NEUTRAL, codes=codes,
            expected=session.scalar(last.order_by(Correction.id.desc()).limit(1)), now=NOW,
        )  # fmt: skip


def step(engine):
    """One batch, as a worker tags it."""
    return job.tag_batch(engine)


def test_until_the_last_piece_is_tagged_every_figure_is_of_the_version_in_force(engine, chief):
    ids = [read(engine, WORDS, "NOI", "PAR") for _ in range(5)]
    add(engine, chief)
    seen = []
    while in_force(engine) == 1:
        seen.append(tags(engine))
        step(engine)

    assert seen == [{key: {"NOI", "PAR"} for key in ids}] * len(seen)
    assert len(seen) == retagging.PARTS
    assert tags(engine) == {key: {"NOI", "PAR", "STRE"} for key in ids}
    finish(engine)
    assert is_at_rest(engine)


def test_what_is_read_corrected_and_erased_meanwhile_is_right_in_both(engine, chief):
    kept, corrected, erased = (read(engine, WORDS, "NOI", "PAR") for _ in range(3))
    add(engine, chief)
    for _ in range(retagging.PARTS // 2):
        step(engine)
    late = read(engine, WORDS, "NOI")
    correct(engine, chief, corrected, "LIT", "PAR")
    with transaction(engine) as session:
        retention.uncount(session, [erased])

    assert tags(engine) == {kept: {"NOI", "PAR"}, corrected: {"LIT", "PAR"}, late: {"NOI"}}
    finish(engine)
    everything = {"NOI", "PAR", "STRE"}
    assert tags(engine) == {kept: everything, corrected: {"LIT", "PAR"}, late: everything}
    assert is_at_rest(engine)


def test_what_a_person_set_follows_a_merger_and_outlives_what_is_gone(engine, chief):
    one_piece = read(engine, WORDS, "NOI")
    correct(engine, chief, one_piece, "PAR", "HOM")
    change(engine, chief, ThemeChange.MERGED, "PAR", other="LIT")
    change(engine, chief, ThemeChange.MERGED, "LIT", other="TRF")
    change(engine, chief, ThemeChange.RETIRED, "HOM")
    finish(engine)

    assert tags(engine) == {one_piece: {"TRF"}}
    with transaction(engine) as session:  # and a fresh reading says the same
        readings.ask_again(session, OPERATOR)
        batch = readings.claim(session, OPERATOR, now=NOW)
        found = {one_piece: replace(make_reading(Sentiment.NEUTRAL, "NOI"), theme_version=4)}
        assert readings.store(session, OPERATOR, lease=batch.lease, readings=found) == 1
    assert tags(engine) == {one_piece: {"TRF"}}


def test_conduct_under_the_new_version_is_withheld_before_it_is_in_force(engine, chief):
    piece = read(engine, WORDS, "NOI")
    change(engine, chief, ThemeChange.CHANGED, "NOI", replace(one(engine, "NOI"), is_conduct=True))
    while in_force(engine) == 1:
        step(engine)

    with reading(engine) as session:
        assert session.get(Feedback, piece).waits_for_triage
        assert session.get(Reading, piece).is_sensitive


def test_a_worker_that_read_with_older_themes_has_its_texts_read_again(engine, chief):
    with transaction(engine) as session:
        make_feedback(session, WORDS)
        held = readings.claim(session, OPERATOR, now=NOW)
    add(engine, chief)
    finish(engine)

    with transaction(engine) as session:
        found = {text.feedback_id: make_reading(Sentiment.NEUTRAL, "NOI") for text in held.texts}
        assert readings.store(session, OPERATOR, lease=held.lease, readings=found) == 0
        assert len(readings.claim(session, OPERATOR, now=NOW).texts) == 1


def test_of_two_workers_with_one_batch_the_later_keeps_nothing(engine, chief):
    read(engine, WORDS, "NOI")
    add(engine, chief)
    with reading(engine) as session:
        batch = retagging.claim(session, OPERATOR)
    found = {
        text.id: concerns_in(text.words, batch.themes, "en", felt_in(text.words, "en"))
        for text in batch.texts
    }
    kept = []
    for _ in range(2):
        with transaction(engine) as session:
            kept.append(retagging.keep(session, OPERATOR, batch=batch, found=found))

    assert kept == [True, False]


def test_two_workers_tag_everything_and_a_newer_version_overtakes_the_one_at_work(engine, chief):
    ids = [read(engine, WORDS, "NOI") for _ in range(30)]
    add(engine, chief)
    for _ in range(5):
        step(engine)
    add(engine, chief, replace(SHOW, name="Elm Street", terms=("elm",)))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _worker: finish(engine), range(2)))

    assert in_force(engine) == newest(engine).version == 3
    assert tags(engine) == {key: {"NOI", "PAR", "STRE", "ELMS"} for key in ids}
    assert is_at_rest(engine)


def test_a_rename_while_all_is_tagged_comes_into_force_with_it(engine, chief):
    read(engine, WORDS, "NOI")
    add(engine, chief)
    change(engine, chief, ThemeChange.CHANGED, "NOI", replace(one(engine, "NOI"), name="Din"))
    assert in_force(engine) == 1
    finish(engine)

    assert in_force(engine) == 3
    with reading(engine) as session:
        assert retagging.progress(session, OPERATOR) is None


@given(seed=st.integers(0, 10_000))
@settings(
    max_examples=4, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
def test_whatever_comes_between_the_figures_are_those_of_the_rows(engine, chief, seed):
    """Examples go on in one database: reading, correcting, editing and tagging as it falls."""
    dice, ids = Random(seed), []
    for _ in range(12):
        match dice.randrange(5):
            case 0:
                ids.append(read(engine, WORDS, "NOI"))
            case 1 if ids:
                correct(engine, chief, dice.choice(ids), dice.choice(["NOI", "LIT", "DRU"]))
            case 2:
                noise = one(engine, "NOI")
                wanted = replace(noise, terms=("music", f"word{dice.randrange(9)}"))
                change(engine, chief, ThemeChange.CHANGED, "NOI", wanted)
            case _:
                step(engine)
        tags(engine)  # which compares them
    with transaction(engine) as session:
        counts.recount(session)
    tags(engine)
    finish(engine)
    tags(engine)
    assert is_at_rest(engine)
