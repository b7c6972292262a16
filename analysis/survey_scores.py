"""A survey's figures from its answers: scores, whom they stand for, and raked beside raw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from analysis import raking
from analysis.raking import UNKNOWN, Codes, Margin, Weights
from analysis.scores import Mean, Numbers, mean_of, scale_of
from core.instruments import Instrument, Item, ItemKind

MONTH = "month"
"""When somebody answered, which is told apart as groups are, and says nothing of who they are."""
FEWEST_EFFECTIVE = 30
"""Below this many effective answers there is no raked headline."""


@dataclass(frozen=True)
class Answers:
    """``values``: an array (n,) for each item, ``nan`` where it was skipped or not asked.

    ``groups``: for each margin its names in order, and the number of each person's group (n,),
    ``UNKNOWN`` where it was not said.
    """

    n: int
    values: Mapping[str, Numbers]
    groups: Mapping[str, tuple[Sequence[str], Codes]]


@dataclass(frozen=True)
class Score:
    """One item on a scale, or several together; ``counts`` (only of an item) by answer."""

    key: str
    is_scale: bool
    raw: Mean
    raked: Mean | None
    counts: dict[str, int] = field(default_factory=dict)
    dont_know: int = 0
    missing: int = 0
    by: dict[str, dict[str, Mean]] = field(default_factory=dict)


@dataclass(frozen=True)
class Heard:
    """One group: how many of it answered, their share, and the population's, where it is known."""

    margin: str
    name: str
    n: int
    share: float | None
    population: float | None
    weighted: float | None = None


@dataclass(frozen=True)
class Weighing:
    """Why there are raked figures or why not; ``missing`` are groups of whom nobody answered."""

    margins: tuple[str, ...]
    missing: tuple[tuple[str, str], ...] = ()
    effective_n: float = 0.0
    design_effect: float = 0.0
    cut: int = 0
    gap: float = 0.0
    is_fitted: bool = False

    @property
    def has_headline(self) -> bool:
        return self.is_fitted and self.effective_n >= FEWEST_EFFECTIVE


@dataclass(frozen=True)
class Figures:
    """All that a survey says."""

    n: int
    scores: tuple[Score, ...]
    heard: tuple[Heard, ...]
    weighing: Weighing

    def said(self) -> dict[str, Any]:
        """As JSON can hold it; ``read`` reads it back."""
        return asdict(self)

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Figures:
        return cls(
            said["n"], tuple(_score(one) for one in said["scores"]),
            tuple(Heard(**one) for one in said["heard"]), _weighing(said["weighing"]),
        )  # fmt: skip


def figures(
    instrument: Instrument, answers: Answers, population: Mapping[str, Mapping[str, float]]
) -> Figures:
    """Every score of the instrument, raw and raked to the shares of the population."""
    weights, weighing = _weigh(answers, population)
    return Figures(
        answers.n,
        (
            *(_of_item(item, answers, weights) for item in _scales(instrument)),
            *(
                _of_scale(name, items, answers, weights)
                for name, items in instrument.scales.items()
            ),
        ),
        tuple(_heard(answers, population, weights)),
        weighing,
    )


def _scales(instrument: Instrument) -> list[Item]:
    return [item for item in instrument.items if item.kind is not ItemKind.TEXT and not item.margin]


def _weigh(
    answers: Answers, population: Mapping[str, Mapping[str, float]]
) -> tuple[Numbers | None, Weighing]:
    margins, missing = [], []
    for name, (groups, numbers) in answers.groups.items():
        shares = population.get(name)
        if not shares or (numbers == UNKNOWN).all():
            continue
        missing += [(name, one) for one, share in shares.items() if share > 0 and one not in groups]
        strangers = [k for k, one in enumerate(groups) if one not in shares]
        numbers = np.where(np.isin(numbers, strangers), UNKNOWN, numbers)  # they keep their share
        margins.append(Margin(name, numbers, [shares.get(one, 0.0) for one in groups]))
    used = tuple(margin.name for margin in margins)
    if missing or not margins:
        return None, Weighing(used, tuple(missing))
    found: Weights = raking.rake(margins)
    named = tuple((name, answers.groups[name][0][group]) for name, group in found.missing)
    weighing = Weighing(
        used, named, found.effective_n, found.design_effect, found.cut, found.gap,
        is_fitted=found.values is not None,
    )  # fmt: skip
    return (found.values if weighing.has_headline else None), weighing


def _of_item(item: Item, answers: Answers, weights: Numbers | None) -> Score:
    said = answers.values[item.key]
    given = said[~np.isnan(said)].astype(int)
    codes, times = np.unique(given, return_counts=True)
    counts = dict(zip(codes.tolist(), times.tolist(), strict=True))
    unknown = counts.pop(item.dont_know, 0) if item.dont_know is not None else 0
    values = np.where(said == item.dont_know, np.nan, said) if unknown else said
    is_scale = item.kind is ItemKind.SCALE
    if not is_scale:  # what is chosen from has shares, no mean
        values = np.full(len(values), np.nan)
    ends = (float(item.low), float(item.high))
    return Score(
        item.key, is_scale, mean_of(values, ends=ends),
        None if weights is None else mean_of(values, weights, ends=ends),
        {str(code): n for code, n in counts.items()}, unknown, _asked(item, answers) - len(given),
        _by(values, answers, ends) if is_scale else {},
    )  # fmt: skip


def _asked(item: Item, answers: Answers) -> int:
    """Of how many people an item was asked."""
    if item.only_if is None:
        return answers.n
    before = answers.values.get(item.only_if[0], np.full(answers.n, np.nan))
    return int(np.isin(before, item.only_if[1]).sum())


def _of_scale(name: str, items: Sequence[Item], answers: Answers, weights: Numbers | None) -> Score:
    columns = [answers.values[item.key] for item in items]
    known = [
        np.where(said == item.dont_know, np.nan, said) if item.dont_know is not None else said
        for item, said in zip(items, columns, strict=True)
    ]
    values = scale_of(np.column_stack(known)) if answers.n else np.array([])
    ends = (float(min(item.low for item in items)), float(max(item.high for item in items)))
    return Score(
        name, True, mean_of(values, ends=ends),
        None if weights is None else mean_of(values, weights, ends=ends),
        missing=int(np.isnan(values).sum()), by=_by(values, answers, ends),
    )  # fmt: skip


def _by(values: Numbers, answers: Answers, ends: tuple[float, float]) -> dict[str, dict[str, Mean]]:
    return {
        margin: {
            name: mean_of(values[numbers == number], ends=ends) for number, name in enumerate(names)
        }
        for margin, (names, numbers) in answers.groups.items()
    }


def _heard(
    answers: Answers, population: Mapping[str, Mapping[str, float]], weights: Numbers | None
) -> list[Heard]:
    found = []
    for margin, (names, numbers) in answers.groups.items():
        if margin == MONTH:
            continue
        known = int((numbers != UNKNOWN).sum())
        shares = population.get(margin, {})
        weighted = None if weights is None else raking.shares_of(numbers, weights, len(names))
        for number, name in enumerate(names):
            n = int((numbers == number).sum())
            found.append(
                Heard(
                    margin, name, n, n / known if known else None, shares.get(name),
                    None if weighted is None else float(weighted[number]),
                )
            )  # fmt: skip
        found += [
            Heard(margin, name, 0, 0.0, share)
            for name, share in shares.items()
            if name not in names and known
        ]
    return found


def listen_next(heard: Sequence[Heard], most: int = 3) -> list[Heard]:
    """The groups that answered least for how many they are, worst first.

    Only where the population is known, a group is at least a fiftieth of it, and it has answered
    less than two thirds of what its share would be.
    """
    short = [
        one for one in heard
        if one.population and one.population >= 0.02 and one.share is not None
        and one.share < one.population * 2 / 3
    ]  # fmt: skip
    return sorted(short, key=lambda one: (one.share or 0.0) / (one.population or 1.0))[:most]


def _score(said: Mapping[str, Any]) -> Score:
    by = {
        margin: {name: Mean(*one) for name, one in groups.items()}
        for margin, groups in said["by"].items()
    }
    raked = None if said["raked"] is None else Mean(*said["raked"])
    return Score(**{**said, "raw": Mean(*said["raw"]), "raked": raked, "by": by})


def _weighing(said: Mapping[str, Any]) -> Weighing:
    missing = tuple((margin, name) for margin, name in said["missing"])
    return Weighing(**{**said, "margins": tuple(said["margins"]), "missing": missing})
