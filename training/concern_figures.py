"""How well themes are found, by terms alone and by the blend, each source held out in its turn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from analysis.shares import wilson
from analysis.tagger import HIT
from training.concern_scoring import Flags, counted, false_tags, interval
from training.concerns import CODES, READ, labelled, nested, told

STAFF_WROTE = "philly"
"""The source whose texts staff wrote down: long, and about conduct."""


def figures() -> dict[str, Any]:
    """Counts on the labelled comments, as they are published."""
    some, sources = labelled()
    every = told(some, sources)
    ways = {"terms": every.features[:, :, HIT] > 0, "blend": nested(every)}
    unseen = ~np.isin(sources, READ)
    parts = {
        "unseen": unseen,
        "unseen_own_words": unseen & (sources != STAFF_WROTE),
        "all": np.full(len(sources), True),
    }
    parts |= {str(source): sources == source for source in sorted(set(sources))}
    return {
        "parts": {
            part: {way: measured(tagged[rows], some.wanted[rows]) for way, tagged in ways.items()}
            for part, rows in parts.items()
        },
        "themes": {
            code: {
                way: list(counted(tagged[unseen, at], some.wanted[unseen, at]))
                for way, tagged in ways.items()
            }
            for at, code in enumerate(CODES)
        },
    }


def measured(tagged: Flags, wanted: Flags) -> dict[str, Any]:
    right, found, asked = counted(tagged, wanted)
    low, high = interval(tagged, wanted)
    false, silent = false_tags(tagged, wanted)
    return {
        "texts": len(wanted), "right": right, "tagged": found, "wanted": asked,
        "low": round(low, 3), "high": round(high, 3), "false": false, "silent": silent,
    }  # fmt: skip


def lines(found: dict[str, Any]) -> Iterator[str]:
    for part, ways in found["parts"].items():
        for way, one in ways.items():
            yield (
                f"{part:16} {way:5} {_scores(one['right'], one['tagged'], one['wanted'])}"
                f" F1 in [{one['low']:.3f}, {one['high']:.3f}]   {_false(one)}"
            )
    for code, ways in found["themes"].items():
        yield "   ".join(
            [
                f"{code:4} n={ways['terms'][2]:3}",
                *(f"{way} {_scores(*n)}" for way, n in ways.items()),
            ]
        )


def _scores(right: int, tagged: int, wanted: int) -> str:
    precision = f"{right / tagged:.2f}" if tagged else "   -"
    recall = f"{right / wanted:.2f}" if wanted else "   -"
    f1 = f"{2 * right / (tagged + wanted):.3f}" if tagged + wanted else "-"
    return f"P {precision} R {recall} F1 {f1}"


def _false(one: dict[str, Any]) -> str:
    share = wilson(one["false"], one["silent"])
    if share is None:
        return "no comment without a concern"
    low, high = 100 * share.low, 100 * share.high
    return f"false tags {100 * share.estimate:.1f} [{low:.1f}, {high:.1f}] n={share.n}"
