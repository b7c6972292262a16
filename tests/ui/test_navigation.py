"""Screens of charts take turns; all others run whenever somebody asks."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

import pytest

from core import screens
from ui import navigation


@dataclass
class Seen:
    """How many were in at once, at most."""

    now: int = 0
    most: int = 0
    lock: Lock = field(default_factory=Lock)


@dataclass
class Slow:
    """A page that takes its time."""

    url_path: str
    seen: Seen

    def run(self) -> None:
        with self.seen.lock:
            self.seen.now += 1
            self.seen.most = max(self.seen.most, self.seen.now)
        time.sleep(0.05)
        with self.seen.lock:
            self.seen.now -= 1


def at_once(*urls: str) -> int:
    seen = Seen()
    with ThreadPoolExecutor(len(urls)) as pool:
        list(pool.map(navigation.run, [Slow(url, seen) for url in urls]))
    return seen.most


def test_charts_are_drawn_one_screen_at_a_time():
    assert at_once(*(screen.url for screen in screens.DRAWN for _ in range(2))) == 1


def test_residents_do_not_wait_for_one_another():
    assert at_once(*[screens.FEEDBACK.url] * 4) > 1


def test_a_screen_that_fails_gives_its_turn_back():
    class Broken(Slow):
        def run(self) -> None:
            raise KeyError("a bug")

    with pytest.raises(KeyError):
        navigation.run(Broken(screens.TRENDS.url, Seen()))

    assert at_once(screens.TRENDS.url) == 1
