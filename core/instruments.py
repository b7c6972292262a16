"""A questionnaire as data: its items, in every language of the department, and where it is from.

A version is never edited: other words are a new version, so that every response keeps what was
asked and a line over time breaks where the wording changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from core.errors import CommonGroundError
from core.i18n import DEFAULT_LANGUAGE

MOST_ITEMS = 200
LONGEST_WORDING = 500
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
MARGINS = ("age", "race", "sex", "income", "language")
"""By what who answered is set beside who lives here; the district is the department's own."""


class ItemKind(StrEnum):
    """How an item is answered."""

    SCALE = "scale"
    CHOICE = "choice"
    TEXT = "text"


class SampleKind(StrEnum):
    """Who could answer. Responses of different kinds are never put together."""

    OPEN = "open"
    EVENT = "event"
    POST_CONTACT = "post-contact"
    PROBABILITY = "probability"


class InstrumentError(CommonGroundError):
    message = "The questionnaire cannot be used like this: {reason}"


@dataclass(frozen=True)
class Item:
    """One question.

    ``wording`` by language tag. A scale goes from ``low`` to ``high``; ``ends`` says what the two
    mean, by language. ``options`` of a choice: code to label by language. ``dont_know`` is a code
    of its own: neither an answer nor missing. ``margin``: the answer says who answered (see
    ``MARGINS``). ``scale``: the score this item belongs to. ``only_if``: an item key and the
    answers to it at which this is asked.
    """

    key: str
    kind: ItemKind
    wording: Mapping[str, str]
    low: int = 0
    high: int = 10
    ends: Mapping[str, Sequence[str]] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dont_know: int | None = None
    domain: str = ""
    scale: str = ""
    margin: str = ""
    only_if: tuple[str, tuple[int, ...]] | None = None

    def asks(self, language: str) -> str:
        """The wording, in the default language where it was not translated."""
        return self.wording.get(language) or self.wording[DEFAULT_LANGUAGE]

    def labels(self, language: str) -> dict[int, str]:
        """What each answer is called: every option, or the two ends of a scale."""
        if self.kind is ItemKind.SCALE:
            ends = self.ends.get(language) or self.ends.get(DEFAULT_LANGUAGE) or ("", "")
            return {self.low: ends[0], self.high: ends[1]}
        return {
            int(code): names.get(language) or names[DEFAULT_LANGUAGE]
            for code, names in self.options.items()
        }

    def allows(self, answer: int) -> bool:
        """Whether ``answer`` is one of the answers to this item."""
        if answer == self.dont_know:
            return True
        if self.kind is ItemKind.SCALE:
            return self.low <= answer <= self.high
        return str(answer) in self.options

    def is_asked(self, answers: Mapping[str, int | str]) -> bool:
        """Whether this is asked of somebody who gave these ``answers`` so far."""
        return self.only_if is None or answers.get(self.only_if[0]) in self.only_if[1]


@dataclass(frozen=True)
class Instrument:
    """One version of a questionnaire. ``columns``: which columns of its own file hold the rest."""

    name: str
    version: int
    title: Mapping[str, str]
    about: str
    source: str
    licence: str
    is_verified: bool
    items: tuple[Item, ...]
    columns: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Instrument:
        """From TOML or JSON; raises ``InstrumentError`` with the reason."""
        try:
            items = tuple(_item(one) for one in said["items"])
            found = cls(
                name=str(said["name"]), version=int(said["version"]), title=dict(said["title"]),
                about=str(said.get("about", "")), source=str(said.get("source", "")),
                licence=str(said.get("licence", "")), is_verified=bool(said.get("is_verified")),
                items=items, columns=dict(said.get("columns", {})),
            )  # fmt: skip
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InstrumentError(reason=f"a part of it is missing or wrong ({error}).") from error
        for reason in _faults(found):
            raise InstrumentError(reason=reason)
        return found

    def said(self) -> dict[str, Any]:
        """What ``read`` reads."""
        return asdict(self)

    def item(self, key: str) -> Item | None:
        return next((item for item in self.items if item.key == key), None)

    def called(self, language: str) -> str:
        return self.title.get(language) or self.title[DEFAULT_LANGUAGE]

    @property
    def scales(self) -> dict[str, tuple[Item, ...]]:
        """The items of each score, by its name."""
        names = dict.fromkeys(item.scale for item in self.items if item.scale)
        return {name: tuple(i for i in self.items if i.scale == name) for name in names}

    def asked(self, answers: Mapping[str, int | str]) -> Iterator[Item]:
        """The items that are asked of somebody with these answers, in order."""
        return (item for item in self.items if item.is_asked(answers))


def _item(said: Mapping[str, Any]) -> Item:
    rule = said.get("only_if")
    return Item(
        key=str(said["key"]), kind=ItemKind(said["kind"]), wording=dict(said["wording"]),
        low=int(said.get("low", 0)), high=int(said.get("high", 10)),
        ends={tag: tuple(map(str, both)) for tag, both in said.get("ends", {}).items()},
        options={str(int(code)): dict(names) for code, names in said.get("options", {}).items()},
        dont_know=None if said.get("dont_know") is None else int(said["dont_know"]),
        domain=str(said.get("domain", "")), scale=str(said.get("scale", "")),
        margin=str(said.get("margin", "")),
        only_if=(str(rule[0]), tuple(map(int, rule[1]))) if rule else None,
    )  # fmt: skip


def _faults(found: Instrument) -> Iterator[str]:
    """What is wrong with it, in sentences."""
    keys = [item.key for item in found.items]
    if not 1 <= len(keys) <= MOST_ITEMS:
        yield f"it needs 1 to {MOST_ITEMS} questions."
    if not found.title.get(DEFAULT_LANGUAGE):
        yield "it has no title in English."
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        yield f"two questions are called {twice}."
    for name, items in found.scales.items():
        if len({(item.low, item.high) for item in items}) > 1:
            yield f"the questions of {name} have scales of different lengths."
    for number, item in enumerate(found.items):
        for reason in _faults_of(item, set(keys[:number])):
            yield f"question {number + 1} {reason}"


def _faults_of(item: Item, before: set[str]) -> Iterator[str]:
    if not KEY.fullmatch(item.key):
        yield "needs a short name of small letters, numbers and underscores."
    if not item.wording.get(DEFAULT_LANGUAGE):
        yield "has no words in English."
    if any(len(words) > LONGEST_WORDING for words in item.wording.values()):
        yield f"is longer than {LONGEST_WORDING} characters."
    if item.kind is ItemKind.SCALE and not 1 <= item.high - item.low <= 10:
        yield "needs a scale of 2 to 11 steps."
    if item.kind is ItemKind.SCALE and any(len(both) != 2 for both in item.ends.values()):
        yield "needs a word for each of the two ends of its scale."
    if item.kind is ItemKind.CHOICE and len(item.options) < 2:
        yield "needs two answers to choose from at least."
    if any(not names.get(DEFAULT_LANGUAGE) for names in item.options.values()):
        yield "has an answer without a name in English."
    if item.margin and (item.margin not in MARGINS or item.kind is not ItemKind.CHOICE):
        yield "cannot say who answered: only a choice of age, race, sex, income or language can."
    if item.scale and item.kind is not ItemKind.SCALE:
        yield "is no scale, so it belongs to no score."
    if item.only_if and item.only_if[0] not in before:
        yield "depends on a question that does not come before it."
