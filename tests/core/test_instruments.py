"""A questionnaire as data: read whole, written back the same, and refused in a sentence."""

from __future__ import annotations

import copy
import json
import tomllib

import pytest

from core.instruments import Instrument, InstrumentError
from core.settings import ROOT

SHIPPED = sorted((ROOT / "services" / "surveys" / "shipped").glob("*.toml"))
SMALL = {
    "name": "small", "version": 1, "title": {"en": "Small"},
    "items": [
        {"key": "safe", "kind": "scale", "wording": {"en": "How safe?"}, "dont_know": 99},
        {"key": "why", "kind": "text", "wording": {"en": "Why?"}, "only_if": ["safe", [0, 1]]},
        {"key": "old", "kind": "choice", "wording": {"en": "How old?"}, "margin": "age",
         "options": {"1": {"en": "Young"}, "2": {"en": "Old"}}},
    ],
}  # fmt: skip


def changed(number=0, **parts):
    said = copy.deepcopy(SMALL)
    said["items"][number] |= parts
    return said


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_is_shipped_can_be_read_and_says_where_it_is_from(path):
    found = Instrument.read(tomllib.loads(path.read_text("utf-8")))

    assert found.name == path.stem
    assert found.source
    assert found.licence
    assert Instrument.read(json.loads(json.dumps(found.said()))) == found


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_our_own_wording_stands_in_every_language_of_ours(path):
    found = Instrument.read(tomllib.loads(path.read_text("utf-8")))
    if not found.is_verified:  # a city's own survey, in its own language
        return

    for item in found.items:
        for words in (item.wording, *item.options.values(), *([item.ends] if item.ends else [])):
            assert {"en", "es", "ar"} <= set(words), item.key


def test_what_is_asked_depends_on_what_was_answered():
    small = Instrument.read(SMALL)

    assert [item.key for item in small.asked({})] == ["safe", "old"]
    assert [item.key for item in small.asked({"safe": 1})] == ["safe", "why", "old"]
    assert [item.key for item in small.asked({"safe": 99})] == ["safe", "old"]


@pytest.mark.parametrize(
    ("said", "allowed"), [(0, True), (10, True), (99, True), (11, False), (-1, False)]
)
def test_only_its_own_answers_are_answers(said, allowed):
    assert Instrument.read(SMALL).items[0].allows(said) is allowed


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (SMALL | {"items": []}, "1 to 200 questions"),
        (SMALL | {"title": {"es": "Chica"}}, "no title in English"),
        ({"name": "x"}, "missing or wrong"),
        (changed(key="Safe!"), "question 1 needs a short name"),
        (changed(wording={"es": "¿?"}), "question 1 has no words in English"),
        (changed(high=40), "2 to 11 steps"),
        (changed(kind="colour"), "missing or wrong"),
        (changed(2, options={"1": {"en": "Young"}}), "two answers"),
        (changed(2, margin="height"), "cannot say who answered"),
        (changed(only_if=["why", [1]]), "does not come before it"),
        (changed(2, key="safe"), "two questions are called safe"),
        (changed(1, wording={"en": "x" * 501}), "longer than 500"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_reason(said, reason):
    with pytest.raises(InstrumentError, match=reason):
        Instrument.read(said)
