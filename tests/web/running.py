"""The real application in a process of its own, and the means to ask it things."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx
from sqlalchemy.orm import Session

from core.actor import Actor
from core.settings import ROOT
from core.vocabulary import Role, Sentiment
from db.session import make_engine, transaction
from tests.factories import PASSWORD, make_account, make_feedback, make_reading

PATIENCE = 60.0  # seconds; only a broken application needs them
COOKIE = "__Host-common-ground"
WORDS = "The lamp on Quarry Lane is dark, and two of us were robbed there."
SOURCE = "Letters to the chief"

_addresses = count(2)
_worker = 3 * os.getppid() + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
_ports = count(20_000 + 1_000 * (_worker % 12))


@dataclass
class Running:
    """One process of ``app.py`` with records and a key of its own."""

    folder: Path
    port: int
    settings: dict[str, str]
    start_in: Path = ROOT
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def base(self) -> str:
        return f"http://{self.host}"

    @property
    def database(self) -> Path:
        return self.folder / "records.db"

    def start(self) -> Running:
        """Start, or start again, and wait until it answers."""
        environment = {
            name: value for name, value in os.environ.items()
            if not name.startswith(("COMMON_GROUND_", "STREAMLIT_"))
        } | {
            "COMMON_GROUND_DATABASE_URL": f"sqlite:///{self.database}",
            "COMMON_GROUND_KEY_FILE": str(self.folder / "secret.key"),
            "COMMON_GROUND_PORT": str(self.port),
            "COMMON_GROUND_WORKER": "false",
        } | self.settings  # fmt: skip
        with (
            (self.folder / "said.txt").open("ab") as said,
            (self.folder / "log.txt").open("ab") as log,
        ):
            self.process = subprocess.Popen(  # noqa: S603 -- our own words
                [sys.executable, str(ROOT / "app.py")], cwd=self.start_in, env=environment,
                stdin=subprocess.DEVNULL, stdout=said, stderr=log,
            )  # fmt: skip
        wait_for(self._answers, self._why_not)
        return self

    def stop(self) -> int:
        """Ask it to end, as a service manager does; how it ended."""
        assert self.process is not None
        self.process.terminate()
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def said(self) -> str:
        """What it told the person at the terminal."""
        return (self.folder / "said.txt").read_text()

    def log(self) -> str:
        return (self.folder / "log.txt").read_text()

    @contextmanager
    def changes(self) -> Iterator[Session]:
        """A transaction of our own in its records."""
        engine = make_engine(f"sqlite:///{self.database}")
        with transaction(engine) as session:
            yield session
        engine.dispose()

    def account(self, role: Role = Role.COMMAND, *, triages: bool = False) -> Actor:
        """Someone who can sign in with ``PASSWORD``."""
        with self.changes() as session:
            return make_account(session, role, triages=triages)

    def leave_words(self) -> None:
        """Something that staff may see and nobody else: ``WORDS``, read, of ``SOURCE``."""
        with self.changes() as session:
            reading = make_reading(Sentiment.NEGATIVE)
            make_feedback(session, WORDS, source=SOURCE, reading=reading)

    def passwords(self) -> dict[str, str]:
        """The passwords of the sample's staff, as last printed."""
        return dict(re.findall(r"^  (\S+@\S+)  (\S+)$", self.said(), re.MULTILINE))

    def setup_path(self) -> str:
        """The path of the one-time link, as last printed."""
        return re.findall(r"^  http://[^/]+(/account/set-up\?link=\S+)$", self.said(), re.M)[-1]

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self._why_not()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status in {200, 400}  # 400: it serves other names only
        except OSError:
            return False
        finally:
            connection.close()

    def _why_not(self) -> str:
        return f"app.py does not answer.\n{self.said()}\n{self.log()}"


def free_port() -> int:
    """A port that nobody listens on and that is not given to another test before this one has it.

    Asking the kernel for a free one would not do: until the process that is to have it starts, the
    kernel may lend it again. Below 32768 it lends none; each of the test processes has a thousand
    of its own, and another run on the same machine most likely others.
    """
    while True:
        with socket.socket() as probe:
            port = next(_ports)
            try:
                probe.bind(("", port))
            except OSError:
                continue
            return port


def running(folder: Path, **settings: str) -> Running:
    """A process that is not started yet; ``settings`` without their ``COMMON_GROUND_``."""
    named = {f"COMMON_GROUND_{name.upper()}": value for name, value in settings.items()}
    folder.mkdir(parents=True, exist_ok=True)
    return Running(folder, free_port(), named)


def wait_for(
    happened: Callable[[], bool], otherwise: Callable[[], str] | str = "it never happened",
    *, patience: float = PATIENCE,
) -> None:  # fmt: skip
    """Look again until ``happened``; how long that takes decides nothing."""
    end = time.monotonic() + patience
    while not happened():
        assert time.monotonic() < end, otherwise if isinstance(otherwise, str) else otherwise()
        time.sleep(0.05)


class Person(httpx.Client):
    """A browser without a face: keeps the session's cookie, and has an address of its own.

    The address keeps one test's throttles away from another's.
    """

    def __init__(self, app: Running, *, address: str = "", **headers: str) -> None:
        self.address = address or "127.1.{}.{}".format(*divmod(next(_addresses), 200))
        self.app, self.token = app, ""
        super().__init__(
            base_url=app.base, headers={"Origin": app.base} | headers, timeout=PATIENCE,
            transport=httpx.HTTPTransport(local_address=self.address), trust_env=False,
        )  # fmt: skip

    def sign_in(self, email: str, password: str = PASSWORD, **headers: str) -> httpx.Response:
        answer = self.post(
            "/account/sign-in", data={"email": email, "password": password}, headers=headers
        )
        if token := session_token(answer):
            self.token = token
            self.headers["Cookie"] = f"{COOKIE}={token}"
        return answer


def session_token(answer: httpx.Response) -> str:
    """The token of the session's cookie in ``answer``, or nothing."""
    found = re.match(rf"{re.escape(COOKIE)}=\"?([^;\"]*)", answer.headers.get("set-cookie", ""))
    return found.group(1) if found else ""
