"""The real application in a process of its own, with the invented town."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from core import clock
from core.actor import Actor
from core.keys import Keys
from core.settings import ROOT
from db.session import make_engine, transaction
from jobs.read_feedback import read_batch
from jobs.start import migrate
from services import sample

OPERATOR = Actor.operator()
READ = 3_000
"""Pieces of feedback behind the figures."""

COOKIE = "__Host-common-ground"
CHIEF = "chief@example.org"
PATIENCE = 60.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Served:
    """An application that answers, and how to look at its process."""

    folder: Path
    port: int
    pid: int

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def base(self) -> str:
        return f"http://{self.host}"

    def megabytes(self) -> float:
        """The memory it holds."""
        return _status(self.pid, "VmRSS") / 1024

    def busy_seconds(self) -> float:
        """The processor's time it has had until now."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def chiefs_cookie(self) -> str:
        """Sign in as the sample's chief, with the password printed at the start."""
        said = (self.folder / "said.txt").read_text()
        password = dict(re.findall(r"^  (\S+@\S+)  (\S+)$", said, re.MULTILINE))[CHIEF]
        answer = httpx.post(
            f"{self.base}/account/sign-in", timeout=PATIENCE, trust_env=False,
            data={"email": CHIEF, "password": password}, headers={"Origin": self.base},
        )  # fmt: skip
        return answer.headers["set-cookie"].partition(";")[0]


def prepare(folder: Path, *, queued: int = 0) -> None:
    """The invented town in ``folder``, read, and as much more as is to be ``queued``.

    ``served`` works on copies of it.
    """
    folder.mkdir(parents=True)
    Keys.load(folder / "secret.key")
    engine = make_engine(f"sqlite:///{folder}/records.db")
    migrate(engine)
    with transaction(engine) as session:
        sample.load(session, OPERATOR, now=clock.now(), count=READ + queued)
    read = 0
    while read < READ:
        read += read_batch(engine)
    engine.dispose()


@contextmanager
def served(prepared: Path, *, launcher: str = "app.py") -> Iterator[Served]:
    """The application on a copy of what was ``prepared``, with its worker, until it is left."""
    folder = Path(shutil.copytree(prepared, prepared.with_name(f"served-{time.monotonic_ns()}")))
    port = _free_port()
    environment = {
        name: value for name, value in os.environ.items()
        if not name.startswith(("COMMON_GROUND_", "STREAMLIT_"))
    } | {
        "COMMON_GROUND_DATABASE_URL": f"sqlite:///{folder}/records.db",
        "COMMON_GROUND_KEY_FILE": str(folder / "secret.key"),
        "COMMON_GROUND_PORT": str(port),
        "COMMON_GROUND_SAMPLE": "town",
    }  # fmt: skip
    with (folder / "said.txt").open("wb") as said, (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 -- our own words
            [sys.executable, str(ROOT / launcher)],
            cwd=ROOT, env=environment | {"PYTHONPATH": str(ROOT)}, stdout=said, stderr=log,
        )  # fmt: skip
    try:
        _wait_for(process, port, folder)
        yield Served(folder, port, process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit(f"app.py does not answer.\n{(folder / 'log.txt').read_text()}")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _status(pid: int, name: str) -> int:
    """A line of the kernel's account of a process, in KiB."""
    text = Path(f"/proc/{pid}/status").read_text()
    return int(re.findall(rf"^{name}:\s+(\d+) kB$", text, re.MULTILINE)[0])
