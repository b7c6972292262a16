"""Quiet hours, on the meeting's own clock."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.quiet import first_moment

ZONE = "America/Los_Angeles"


@pytest.mark.parametrize(
    ("at", "then"),
    [
        ("2026-03-02T08:00", "2026-03-02T08:00"),
        ("2026-03-02T19:59", "2026-03-02T19:59"),
        ("2026-03-02T20:00", "2026-03-03T08:00"),
        ("2026-03-02T23:30", "2026-03-03T08:00"),
        ("2026-03-03T00:10", "2026-03-03T08:00"),
        ("2026-03-03T07:59", "2026-03-03T08:00"),
        ("2026-03-07T22:00", "2026-03-08T08:00"),  # the night in which the clocks change
        ("2026-10-31T22:00", "2026-11-01T08:00"),
    ],
)
def test_what_falls_into_the_night_waits_for_the_morning(at, then):
    def local(text):
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE))

    assert first_moment(local(at), ZONE) == local(then)
