"""The one place where the time is read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from core import clock
from tests.conftest import NOW


def test_the_time_can_be_held_and_let_go():
    assert clock.now() == NOW

    clock.hold(None)
    first, second = clock.now(), clock.now()
    clock.hold(NOW + timedelta(days=1))

    assert first.tzinfo is UTC
    assert NOW != first <= second
    assert clock.now() == NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("instant", "tzid", "day"),
    [
        (datetime(2026, 3, 2, 4, 59, tzinfo=UTC), "America/New_York", date(2026, 3, 1)),
        (datetime(2026, 3, 2, 5, 0, tzinfo=UTC), "America/New_York", date(2026, 3, 2)),
        (datetime(2026, 7, 2, 3, 59, tzinfo=UTC), "America/New_York", date(2026, 7, 1)),
        (datetime(2026, 7, 2, 4, 0, tzinfo=UTC), "America/New_York", date(2026, 7, 2)),
        (datetime(2026, 12, 31, 11, 0, tzinfo=UTC), "Pacific/Kiritimati", date(2027, 1, 1)),
        (datetime(2026, 3, 2, 23, 59, tzinfo=UTC), "UTC", date(2026, 3, 2)),
    ],
)
def test_a_day_is_the_departments_day(instant, tzid, day):
    assert clock.local_date(instant, tzid) == day
