"""What corrections of concerns would teach a department: each large source as if it were one.

The blend has seen nothing of the source. Four fifths of its comments are learnt from, as staff
would have tagged them, and the last fifth is measured, in turn.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analysis import gains, local_tags
from analysis.local_tags import Example, Heard
from analysis.tagger import HIT
from training.concern_scoring import Flags, false_tags
from training.concerns import CODES, Told, blend, odds, told, tuned
from training.concerns import labelled as labelled_comments

FEWEST, FOLDS = 100, 5


def figures() -> Iterator[str]:
    some, sources = labelled_comments()
    every = told(some, sources)
    for group in sorted(set(every.groups)):
        own = every.groups == group
        if own.sum() >= FEWEST:
            yield f"{group:14} n={own.sum():4} {_measured(every, own)}"


def _measured(every: Told, own: Flags) -> str:
    others = every.part(~own)
    above = odds(every.features[own], blend(others)) - tuned(others)
    wanted = every.wanted[own]
    heard = [
        Heard(dict(zip(CODES, row, strict=True)), frozenset(np.array(CODES)[hit].tolist()))
        for row, hit in zip(above.tolist(), every.features[own][:, :, HIT] > 0, strict=True)
    ]
    raised = [frozenset(np.array(CODES)[row].tolist()) for row in wanted]
    fold = np.random.default_rng(1).integers(FOLDS, size=len(heard))
    after = np.zeros(wanted.shape, dtype=bool)
    for at in range(FOLDS):
        shown = np.flatnonzero(fold != at)
        tags = local_tags.learn([Example(heard[one], raised[one]) for one in shown], tagger="")
        for one in np.flatnonzero(fold == at):
            after[one] = [tags(heard[one])[code] > 0 for code in CODES]
    gain = gains.of_tags(_counts(above > 0, wanted), _counts(after, wanted))
    false, silent = false_tags(after, wanted)
    return (
        f"F1 {gain.before:.3f} before, {gain.after:.3f} after"
        f" (gain {gain.low:+.3f} to {gain.high:+.3f}), {false} of {silent} without a concern tagged"
    )


def _counts(tagged: Flags, wanted: Flags) -> gains.Counts:
    return np.column_stack([(tagged & wanted).sum(1), tagged.sum(1), wanted.sum(1)])
