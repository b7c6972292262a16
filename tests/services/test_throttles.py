"""Slowing down whoever guesses: the limit holds, also when tries arrive together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import select

from db.models import ThrottleCount
from db.session import reading, transaction
from services import throttles
from services.throttles import Limit, TooManyTriesError
from tests.conftest import NOW
from tests.factories import VISITOR
from tests.services.together import together

LIMIT = Limit("sign-in", tries=3, window=timedelta(minutes=15))
ADDRESS = "192.0.2.7"
MOMENT = timedelta(microseconds=1)


def spend(engine, keys, *, limit=LIMIT, who=ADDRESS, now=NOW):
    """Whether the try was let through."""
    try:
        with transaction(engine) as session:
            throttles.spend(session, VISITOR, limit=limit, who=who, keys=keys, now=now)
    except TooManyTriesError:
        return False
    return True


def buckets(engine):
    with reading(engine) as session:
        return set(session.scalars(select(ThrottleCount.bucket)))


def test_so_many_tries_pass_and_the_next_does_not(engine, keys):
    assert [spend(engine, keys) for _ in range(5)] == [True, True, True, False, False]


def test_the_refusal_says_how_long_to_wait(engine, keys):
    for _ in range(3):
        spend(engine, keys)

    with pytest.raises(TooManyTriesError, match="Wait 9 minutes"), transaction(engine) as session:
        throttles.spend(
            session, VISITOR, limit=LIMIT, who=ADDRESS, keys=keys,
            now=NOW + timedelta(minutes=6, seconds=1),
        )  # fmt: skip


def test_others_and_other_things_are_counted_apart(engine, keys):
    while spend(engine, keys):
        pass

    assert spend(engine, keys, who="192.0.2.8")
    assert spend(engine, keys, limit=Limit("receipt", 3, LIMIT.window))


def test_the_window_ends_to_the_moment(engine, keys):
    while spend(engine, keys):
        pass

    assert not spend(engine, keys, now=NOW + LIMIT.window - MOMENT)
    assert spend(engine, keys, now=NOW + LIMIT.window)


def test_whoever_proved_who_they_are_starts_again(engine, keys):
    while spend(engine, keys):
        pass
    while spend(engine, keys, who="192.0.2.8"):
        pass

    with transaction(engine) as session:
        throttles.forget(session, VISITOR, limit=LIMIT, who=ADDRESS, keys=keys, now=NOW)

    assert spend(engine, keys)
    assert not spend(engine, keys, who="192.0.2.8")


def test_the_same_address_has_another_bucket_each_day(engine, keys):
    long = Limit("sign-in", 3, timedelta(hours=24))
    spend(engine, keys, limit=long)
    today = buckets(engine)

    spend(engine, keys, limit=long, now=NOW + timedelta(hours=9))  # 00:30 the next day

    assert len(today) == 1
    assert len(buckets(engine) - today) == 1


def test_no_address_is_kept_and_no_row_outlives_its_window(engine, keys):
    spend(engine, keys)
    (bucket,) = buckets(engine)
    later = NOW + LIMIT.window

    spend(engine, keys, who="192.0.2.8", now=later)

    assert ADDRESS.encode() not in bucket
    assert bucket not in buckets(engine)
    assert len(buckets(engine)) == 1


def test_tries_that_arrive_together_never_pass_the_limit(engine, keys):
    act = partial(throttles.spend, actor=VISITOR, limit=LIMIT, who=ADDRESS, keys=keys, now=NOW)

    answers = together(engine, *[act] * 12)

    assert answers.count(None) == LIMIT.tries
    assert sum(isinstance(answer, TooManyTriesError) for answer in answers) == 9


def test_counting_first_and_writing_after_lets_more_through(engine):
    """The control: what the test above would see, were the count not one statement."""
    everyone_has_counted = Barrier(12)

    def try_once(_number):
        with reading(engine) as session:
            found = len(session.scalars(select(ThrottleCount)).all())
        everyone_has_counted.wait(timeout=60)
        if found >= LIMIT.tries:
            return False
        with transaction(engine) as session:
            session.add(ThrottleCount(bucket=bytes([_number]), tries=1, ends_at=_later()))
        return True

    with ThreadPoolExecutor(12) as pool:
        passed = list(pool.map(try_once, range(12)))

    assert passed.count(True) == 12


def _later() -> datetime:
    return NOW + LIMIT.window
