"""The worker that one machine needs: a child process, started with us, restarted, ended with us."""

from __future__ import annotations

import subprocess
import sys
import threading

import structlog

from core.settings import ROOT

log = structlog.get_logger()
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0


class Worker:
    """Keeps ``manage.py work --with-parent`` running.

    The child ends when its standard input does, so it never outlives us, even where we are killed.
    """

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, name="worker-keeper", daemon=True)

    def begin(self) -> None:
        self._keeper.start()

    def end(self) -> None:
        """Ask the child to finish its batch, and wait for it a little."""
        self._ending.set()
        if self._child and self._child.stdin:
            self._child.stdin.close()
        self._keeper.join(timeout=10)
        if self._child and self._child.poll() is None:
            self._child.kill()

    def _keep(self) -> None:
        pause = FIRST_PAUSE
        while not self._ending.is_set():
            self._child = subprocess.Popen(  # noqa: S603 -- no shell, our own words
                [sys.executable, str(ROOT / "manage.py"), "work", "--with-parent"],
                stdin=subprocess.PIPE,
                cwd=ROOT,
            )
            status = self._child.wait()
            if not self._ending.is_set():
                log.error("worker ended", status=status, next_try_seconds=pause)
                self._ending.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
