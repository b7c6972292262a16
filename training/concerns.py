"""``python -m training.concerns [DATA]``: makes ``analysis/reader/concerns.npz`` anew.

What the themes mean is learnt from invented lines and from the examples of the list of themes;
how that is weighed against the terms, from labelled comments. Needs no more than runs anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis import concerns, sentences, themes
from analysis.encoder import Encoder, Scored
from analysis.linear import Reals, fit, score
from analysis.tagger import features, meaning
from analysis.topics import Topics
from training.concern_scoring import chosen_cut
from training.reader_files import SHIPPED, sign
from training.sources import HERE, folder, rows

CODES = tuple(theme.code for theme in themes.shipped().themes)
HEAD_PENALTY = 1 / 16
PENALTY = 30.0
READ, FLATTERED = ("polis_bg", "dc_vz"), 0.2
"""Sources that were read while the terms were written: there a term is right more often than it
will be elsewhere. So they count less, and the cut is not chosen on them."""
KIN = {"polis_bg_rand": "polis_bg", "polis_bg2050": "polis_bg"}
"""Sources that are held out with another: three forums of one town."""
Flags = npt.NDArray[np.bool_]


class Known(NamedTuple):
    """Texts with what people tagged: ``wanted`` ``(texts, themes)``. ``about`` holds vectors."""

    texts: list[str]
    wanted: Flags
    scored: list[Scored]
    about: Reals


class Told(NamedTuple):
    """``features`` ``(texts, themes, columns)``, ``wanted`` ``(texts, themes)``, and the group of
    each text."""

    features: Reals
    wanted: Flags
    groups: npt.NDArray[np.str_]

    def part(self, some: Flags) -> Told:
        return Told(self.features[some], self.wanted[some], self.groups[some])


class Meant(NamedTuple):
    """``heads`` ``(themes, size + 1)`` and ``prototypes`` ``(themes, size)``."""

    heads: Reals
    prototypes: Reals


@cache
def encoder() -> Encoder:
    return Encoder(SHIPPED)


def known(texts: Sequence[str], codes: Sequence[str]) -> Known:
    scored = [encoder()(text, sentences.split(text)) for text in texts]
    wanted = np.array([[code in said.split(";") for code in CODES] for said in codes])
    about = Topics(SHIPPED)(np.array([one.whole.vector for one in scored]))
    return Known(list(texts), wanted, scored, about)


def invented() -> Known:
    """The lines beside this module, and the examples in the list of themes."""
    told = [(row["text"], row["concerns"]) for row in rows(HERE / "concern_lines.csv")]
    told += [(text, theme.code) for theme in themes.shipped().themes for text in theme.examples]
    return known([text for text, _ in told], [codes for _, codes in told])


def meant(lines: Known) -> Meant:
    heads = [
        fit(lines.about, flags.astype(float), penalty=HEAD_PENALTY) for flags in lines.wanted.T
    ]
    middles = [lines.about[flags].mean(axis=0) for flags in lines.wanted.T]
    return Meant(np.array(heads), np.array([one / np.linalg.norm(one) for one in middles]))


def weighed(some: Known, what: Meant) -> Reals:
    """The features of each theme in each text: ``(texts, themes, columns)``."""
    means = meaning(some.about, what.heads, what.prototypes)
    made = []
    for text, scored, own in zip(some.texts, some.scored, means, strict=True):
        said = concerns.found(text, themes.shipped())
        made.append(
            features(text, [said.get(code, ()) for code in CODES], len(said), scored.whole, own)
        )
    return np.array(made)


def blend(some: Told) -> Reals:
    """The weights of the blend. Sources that the terms were written from count ``FLATTERED``."""
    themes_ = some.wanted.shape[1]
    counts = np.where(np.isin(some.groups, READ), FLATTERED, 1.0)
    return fit(
        some.features.reshape(-1, some.features.shape[2]), some.wanted.reshape(-1).astype(float),
        penalty=PENALTY, counts=np.repeat(counts, themes_),
    )  # fmt: skip


def odds(told: Reals, weights: Reals) -> Reals:
    return score(told.reshape(-1, told.shape[2]), weights).reshape(told.shape[:2])


def held_out(some: Told) -> Reals:
    """Log-odds of each text by weights that saw nothing of its group."""
    found = np.empty(some.wanted.shape)
    for group in sorted(set(some.groups)):
        own = some.groups == group
        found[own] = odds(some.features[own], blend(some.part(~own)))
    return found


def tuned(some: Told) -> float:
    """The cut that does best on groups held out, within what is given."""
    fair = ~np.isin(some.groups, READ)
    return chosen_cut(held_out(some)[fair], some.wanted[fair])


def nested(some: Told) -> Flags:
    """What is tagged in each group by weights and a cut that saw nothing of it."""
    tagged = np.zeros(some.wanted.shape, dtype=bool)
    for group in sorted(set(some.groups)):
        own = some.groups == group
        log_odds = odds(some.features[own], blend(some.part(~own)))
        tagged[own] = log_odds > tuned(some.part(~own))
    return tagged


def labelled() -> tuple[Known, npt.NDArray[np.str_]]:
    """The comments that people labelled, and the source of each."""
    told = rows(folder() / "civic" / "labelled.csv")
    some = known([row["text"] for row in told], [row["concerns"] for row in told])
    return some, np.array([row["source"] for row in told])


def told(some: Known, sources: npt.NDArray[np.str_]) -> Told:
    groups = np.array([KIN.get(source, source) for source in sources])
    return Told(weighed(some, meant(invented())), some.wanted, groups)


def main() -> None:
    some, sources = labelled()
    what = meant(invented())
    every = told(some, sources)
    cut = tuned(every)
    np.savez_compressed(
        SHIPPED / "concerns.npz", heads=what.heads.astype(np.float32),
        prototypes=what.prototypes.astype(np.float32), weights=blend(every),
        cut=np.array([cut]),
    )  # fmt: skip
    sign(SHIPPED)
    print(f"cut {cut:.2f}")


if __name__ == "__main__":
    main()
