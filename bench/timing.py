"""How a measurement is taken and said."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Measure:
    """One line of the table: ``value`` in ``unit``, beside ``baseline`` in the same unit."""

    name: str
    value: float
    unit: str
    baseline_name: str = ""
    baseline: float | None = None

    def line(self) -> str:
        said = f"{self.name:<46} {self.value:>12,.1f} {self.unit:<10}"
        if self.baseline:
            said += f" {self.value / self.baseline:>7.2f} x {self.baseline_name}"
        return said


def seconds(work: Callable[[], object], *, rounds: int = 5) -> float:
    """The median of ``rounds`` timings of ``work``."""
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return median(taken)


def peak_memory() -> float:
    """The most that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
