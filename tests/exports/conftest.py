"""Readers of calendar files that share nothing with the writer: ical.js, and khal."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

JUDGE = Path(__file__).parent / "ics_judge"
INSTALLED = Path(__file__).resolve().parents[2] / ".venv" / "ical-judge"


@pytest.fixture(scope="session")
def ical_js() -> Path:
    """Where ical.js is installed; that is done once, and kept beside the other tools."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("node and npm are not here, so ical.js cannot judge")
    lock = (JUDGE / "package-lock.json").read_bytes()
    kept = INSTALLED / "package-lock.json"
    if not (kept.is_file() and kept.read_bytes() == lock):
        INSTALLED.mkdir(exist_ok=True)
        shutil.copy(JUDGE / "package.json", INSTALLED)
        kept.write_bytes(lock)
        subprocess.run([npm, "ci", "--silent"], cwd=INSTALLED, check=True)  # noqa: S603
    return INSTALLED


@pytest.fixture
def judged(ical_js: Path, tmp_path: Path):
    """What ical.js reads in a calendar file."""

    def judge(content: bytes):
        file = tmp_path / "judged.ics"
        file.write_bytes(content)
        node = ["node", JUDGE / "judge.cjs", ical_js, file]
        run = subprocess.run(node, check=True, capture_output=True)  # noqa: S603
        return json.loads(run.stdout)

    return judge


@pytest.fixture
def khal(tmp_path: Path):
    """What Debian's khal reads in a calendar file, one line an event."""
    command = shutil.which("khal")
    if command is None:
        assert os.environ.get("REQUIRE_KHAL") != "1", "khal is not installed"
        pytest.skip("khal is not here (apt-get install khal)")
    calendar, settings = tmp_path / "khal", tmp_path / "khal.conf"
    calendar.mkdir()
    settings.write_text(
        f"[calendars]\n[[ours]]\npath = {calendar}\n[locale]\nlocal_timezone = America/New_York\n"
        "default_timezone = America/New_York\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"
        "longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
        f"longdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = {tmp_path / 'khal.db'}\n"
    )

    def read(content: bytes) -> list[str]:
        file = tmp_path / "read.ics"
        file.write_bytes(content)
        shown = "{start-long-full}|{end-long-full}|{title}|{location}|{status}|{description}"
        arguments = [command, "-c", settings, "printics", "--format", shown, file]
        run = subprocess.run(arguments, check=True, capture_output=True, text=True)  # noqa: S603
        return run.stdout.splitlines()[1:]  # the first says how many there are

    return read
