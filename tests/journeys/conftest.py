"""A real browser and the invented town, for people's whole ways through the application."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    expect,
    sync_playwright,
)
from playwright.sync_api import (
    TimeoutError as TookTooLong,
)

from db.models import UnreadFeedback
from tests.web.running import Running, running, wait_for

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--use-fake-device-for-media-stream"
).split()
PHONE, DESK = (390, 844), (1280, 900)
PATIENCE_MS = 30_000
ONCE = 300.0  # seconds in which three thousand texts are read on any machine
KNOWN_PROBES = ("_stcore/health", "_stcore/host-config")
"""Streamlit looks for its server under the page's own address first, and finds a 404 there."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None and os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail("REQUIRE_BROWSER=1, and no chromium was found")
    if found is None:
        pytest.skip("no chromium was found; REQUIRE_BROWSER=1 makes this a failure")
    return found


@pytest.fixture(scope="module")
def browser(chromium) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield one
        one.close()


@pytest.fixture(scope="session")
def town_as_read(chromium, tmp_path_factory) -> Path:
    """The folder of the demonstration once everything in it has been read, which takes a while.

    Processes that test side by side (pytest-xdist) share one: the first makes it, the others wait.
    """
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder, made = root / "town-as-read", root / "town-was-read"
    with (root / "town.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            one = running(folder, sample="town", worker="true").start()
            wait_for(lambda: waiting(one) == 0, one.log, patience=ONCE)
            one.stop()
            made.touch()
    return folder


@pytest.fixture
def fresh_town(town_as_read, tmp_path) -> Callable[..., Running]:
    """Makes a copy of it with ``settings`` of its own, not started."""
    return lambda **settings: town_in(town_as_read, tmp_path / "app", **settings)


@pytest.fixture(scope="module")
def town(town_as_read, tmp_path_factory) -> Iterator[Running]:
    """The demonstration with its own worker, for the tests of one module."""
    one = town_in(town_as_read, tmp_path_factory.mktemp("town") / "app").start()
    yield one
    one.stop()


def town_in(as_read: Path, folder: Path, **settings: str) -> Running:
    """A copy of the town in ``folder``; passwords are printed anew when it starts."""
    shutil.copytree(as_read, folder)
    (folder / "said.txt").unlink()
    return running(folder, sample="town", worker="true", **settings)


def waiting(app: Running) -> int:
    """How many texts wait for the worker."""
    with app.changes() as session:
        return session.query(UnreadFeedback).count()


@dataclass
class Tab:
    """A page in the browser, with all that went over the wire and to the console."""

    page: Page
    base: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def strangers(self) -> set[str]:
        """Hosts other than ours that something was asked of."""
        ours = urlsplit(self.base).netloc
        parts = [urlsplit(url) for url in self.asked]
        return {part.netloc for part in parts if part.scheme not in {"data", "blob"}} - {ours}

    def goto(self, path: str) -> None:
        self.page.goto(self.base + path)

    def sign_in(self, email: str, password: str) -> None:
        self.goto("/account/sign-in")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()

    def heading(self, name: str) -> None:
        """Wait until the screen with this title stands there, drawn to its end."""
        expect(self.page.get_by_role("heading", name=name, exact=True).first).to_be_visible()
        expect(self.page.locator("footer").first).to_be_visible()
        for unfinished in ("stStatusWidget", "stSkeleton"):
            expect(self.page.get_by_test_id(unfinished)).to_have_count(0)

    def choose(self, label: str, option: str) -> None:
        """Choose from one of Streamlit's lists."""
        self.choose_in(self.page, label, option)

    def choose_in(self, part: Page | Locator, label: str, option: str) -> None:
        """The same in a part of the page; a screen that is drawn anew shuts an open list."""
        choice = self.page.get_by_role("option", name=option, exact=True)
        for _ in range(10):
            part.get_by_role("combobox", name=label).first.click()
            try:
                choice.click(timeout=3_000)
            except TookTooLong:
                continue
            return
        raise AssertionError(f"{label} has no {option}")


@contextmanager
def open_tab(
    browser: Browser, base: str, size: tuple[int, int] = DESK, *, dark: bool = False
) -> Iterator[Tab]:
    """A person's own window: cookies and storage are shared with nobody."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
    )
    context.set_default_timeout(PATIENCE_MS)
    tab = Tab(context.new_page(), base)

    def complain(message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        if message.type == "error" and not where.endswith(KNOWN_PROBES):
            tab.complaints.append(f"{message.text} {where}")

    tab.page.on("console", complain)
    tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))
    context.on("request", lambda request: tab.asked.append(request.url))
    tab.page.on("websocket", lambda socket: tab.asked.append(socket.url))
    yield tab
    context.close()


def picture(tab: Tab, name: str) -> None:
    """Keep what the page looks like, where somebody asked for pictures."""
    if folder := os.environ.get("COMMON_GROUND_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        tab.page.screenshot(path=Path(folder) / f"{name}.png")
