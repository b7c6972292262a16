"""Running the command line as a department does: a program of its own, with its own settings."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def environment(url: str, folder: Path) -> dict[str, str]:
    """Settings for a program whose records are at ``url``; none of ours leak into it."""
    ours = {name: value for name, value in os.environ.items() if "COMMON_GROUND" not in name}
    return ours | {
        "COMMON_GROUND_DATABASE_URL": url,
        "COMMON_GROUND_KEY_FILE": str(folder / "secret.key"),
        "PYTHONPATH": str(ROOT),
    }


def manage(url: str, folder: Path, *words: str, said: str = "") -> subprocess.CompletedProcess:
    return subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, str(ROOT / "manage.py"), *words], cwd=folder, input=said,
        env=environment(url, folder), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def begin(url: str, folder: Path, *words: str) -> subprocess.Popen:
    return subprocess.Popen(  # noqa: S603 -- our own program
        [sys.executable, *words], cwd=folder, env=environment(url, folder),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def write_csv(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def read_csv(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.reader(file))
