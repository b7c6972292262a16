"""Many tabs at once: half of them residents at the form, half of them staff at the figures."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable
from dataclasses import dataclass, field
from random import Random

from websockets.exceptions import WebSocketException

from bench.serving import Served
from bench.tab import ShownError, opened

THINKS = 10.0
"""Seconds from an answer to the next action, on average: from half of it to half as much again.

Brisk, for a form in which words must be found and a page of charts that wants to be read.
"""

COMING, COUNTED = 15.0, 40.0
"""Seconds in which everyone arrives, and the seconds after them that are measured."""

SEND, FILTER = "send the form", "change a filter"
FILTERS = {"District", "Question asked", "Time by", "Sentiment"}
RECEIPT = "cg-receipt"
FAILURES = (ShownError, TimeoutError, OSError, WebSocketException)


@dataclass
class Seen:
    """What a crowd met with: the seconds of each action by what it was, and what failed.

    An action that failed counts with the seconds until then.
    """

    counted_from: float
    until: float
    seconds: dict[str, list[float]] = field(default_factory=dict)
    failed: Counter[str] = field(default_factory=Counter)
    actions: int = 0

    async def time(self, what: str, work: Awaitable[None]) -> None:
        started = time.monotonic()
        try:
            await work
        finally:
            self.actions += 1
            if self.counted_from <= started < self.until:
                self.seconds.setdefault(what, []).append(time.monotonic() - started)

    def quantile(self, share: float, what: str = "") -> float | None:
        """Milliseconds of all that was counted, or of one kind of action; ``None`` of nothing."""
        kinds = [self.seconds.get(what, [])] if what else self.seconds.values()
        ordered = sorted(one for kind in kinds for one in kind)
        return 1_000 * ordered[int(share * len(ordered))] if ordered else None

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.until


async def crowd(app: Served, sessions: int) -> Seen:
    """``sessions`` tabs at once, until their time is over."""
    cookie, now = app.chiefs_cookie(), time.monotonic()
    seen = Seen(now + COMING, now + COMING + COUNTED)

    async def come(number: int) -> None:
        dice = Random(number)  # noqa: S311 -- dice, not secrets
        await asyncio.sleep(COMING * number / sessions)
        while not seen.is_over:
            try:
                await (staff(app, seen, dice, cookie) if number % 2 else resident(app, seen, dice))
            except FAILURES as error:
                seen.failed[f"{type(error).__name__} {error}"] += 1

    await asyncio.gather(*map(come, range(sessions)))
    return seen


async def resident(app: Served, seen: Seen, dice: Random) -> None:
    """Open the form, fill it in, send it, and leave with a receipt."""
    async with opened(app.host, "feedback") as tab:
        await seen.time("open the form", tab.run())
        await think(dice)
        tab.fill(tab.first("text_area"), f"Lamp {dice.getrandbits(40)} is dark and it scares us.")
        district = tab.first("selectbox")
        tab.fill(district, dice.choice(tab.widgets[district].options))
        await seen.time(SEND, tab.run(press="Send"))
        if RECEIPT not in tab.shown:
            raise ShownError("no receipt")
    await think(dice)


async def staff(app: Served, seen: Seen, dice: Random, cookie: str) -> None:
    """Open the figures and change one filter after the other."""
    async with opened(app.host, "trends", cookie=cookie) as tab:
        await seen.time("open the figures", tab.run())
        while not seen.is_over:
            await think(dice)
            label = dice.choice(sorted(FILTERS & tab.widgets.keys()))
            tab.fill(label, dice.choice(tab.widgets[label].options))
            await seen.time(FILTER, tab.run())


async def think(dice: Random) -> None:
    await asyncio.sleep(THINKS * dice.uniform(0.5, 1.5))
