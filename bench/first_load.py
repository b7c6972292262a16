"""What a slow phone costs a resident: the form in a browser, beside the same without script.

From the code on a poster to the words "sent": the page is opened, typed into, and sent.

A browser that holds nothing of ours yet, a processor 4 times slower, and two slow lines as Chromium
imitates them: Lighthouse's "slow 4G", and one at 400 kbit/s that is worse than most.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

from bench.serving import prepare, served
from bench.timing import Measure

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
SLOWER, ROUNDS = 4, 3
FORM, PLAIN = "/feedback", "/plain/feedback"
RECEIPT = ".receipt, .cg-receipt"
SAID = "The street light on the corner has been dark for weeks."
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


@dataclass(frozen=True)
class Line:
    """A connection: milliseconds before each answer begins, and kbit/s in which it comes."""

    name: str
    latency: float
    speed: float


LINES = (Line("slow 4G", 562.5, 1_474.56), Line("400 kbit/s", 400, 400))


class Load(NamedTuple):
    kilobytes: float
    requests: float
    painted: float
    typed: float
    sent: float


def measures() -> Iterator[Measure]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("no chromium: the first load was not measured")
        return
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        prepared = Path(name) / "prepared"
        prepare(prepared)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        with served(prepared) as app:
            for line in LINES:
                form, plain = (_typical(browser, app.base + path, line) for path in (FORM, PLAIN))
                yield from _lines(line, form, plain)
        browser.close()


def _lines(line: Line, form: Load, plain: Load) -> Iterator[Measure]:
    if line is LINES[0]:
        yield Measure("first load of the form", form.kilobytes, "KB", PLAIN, plain.kilobytes)
        yield Measure("  requests", form.requests, "", PLAIN, plain.requests)
    yield Measure(f"  painted, {line.name}", form.painted, "ms", PLAIN, plain.painted)
    yield Measure(f"  can be typed in, {line.name}", form.typed, "ms", PLAIN, plain.typed)
    yield Measure(f"  sent and receipt shown, {line.name}", form.sent, "ms", PLAIN, plain.sent)


def _typical(browser: Browser, url: str, line: Line) -> Load:
    """The median of several first loads."""
    loads = [_first_load(browser, url, line) for _ in range(ROUNDS)]
    return Load(*map(median, zip(*loads, strict=True)))


def _first_load(browser: Browser, url: str, line: Line) -> Load:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    wire = context.new_cdp_session(page)
    came: list[float] = []
    asked: list[str] = []
    wire.send("Network.enable")
    wire.on("Network.requestWillBeSent", lambda event: asked.append(event["requestId"]))
    wire.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    bytes_a_second = line.speed * 1_000 / 8
    wire.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False, "latency": line.latency,
            "downloadThroughput": bytes_a_second, "uploadThroughput": bytes_a_second,
        },
    )  # fmt: skip
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    started = time.perf_counter()
    page.goto(url, wait_until="commit", timeout=0)
    page.get_by_role("textbox").first.fill(SAID, timeout=300_000)
    typed = time.perf_counter() - started
    page.wait_for_load_state("networkidle", timeout=0)
    painted = page.evaluate(FIRST_PAINT)
    kilobytes, requests = sum(came) / 1_000, len(asked)
    begun = time.perf_counter()
    page.get_by_role("button", name="Send", exact=True).click()
    page.locator(RECEIPT).wait_for(timeout=300_000)
    sent = typed + time.perf_counter() - begun
    context.close()
    return Load(kilobytes, requests, painted, typed * 1_000, sent * 1_000)
