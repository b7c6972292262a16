"""The invented lines: enough of them, and no copy on both sides of the split."""

from collections import Counter
from itertools import groupby

import numpy as np
import pytest

from analysis import leanings
from core.vocabulary import Danger
from training import complaints, danger, learning

SHINGLE = 4
COPY = 0.5


def shingles(text):
    plain = " ".join(
        "".join(mark for mark in text.casefold() if mark.isalnum() or mark == " ").split()
    )
    return {plain[at : at + SHINGLE] for at in range(max(1, len(plain) - SHINGLE + 1))}


def copies(lines):
    """Pairs of texts, one tuned on and one not, whose shingles are alike by Jaccard's measure."""
    kept = [(line, shingles(line.text)) for line in lines if line.part == "tuned"]
    found = []
    for line in lines:
        if line.part != "tuned":
            own = shingles(line.text)
            found += [
                (line.text, other.text)
                for other, their in kept
                if len(own & their) >= COPY * len(own | their)
            ]
    return found


@pytest.mark.parametrize("lines", [danger.lines(), complaints.lines()], ids=["danger", "complaint"])
def test_nothing_that_was_tuned_on_is_nearly_the_same_as_what_was_not(lines):
    assert copies(lines) == []


def test_a_near_copy_across_the_split_would_be_found():
    lines = danger.lines()
    held = next(line for line in lines if line.part == "held back" and len(line.text) > 40)
    copy = held._replace(part="tuned", text=held.text.upper().replace("THE ", "") + "!!")
    assert copies([*lines, copy]) == [(held.text, copy.text)]


@pytest.mark.parametrize("language", ["en", "es"])
def test_there_are_enough_lines_of_every_sort(language):
    own = [line for line in danger.lines() if line.language == language]
    texts = Counter(line.text.casefold() for line in own)
    quiet = sum(line.kind == "none" for line in own)
    assert len(own) >= 400
    assert max(texts.values()) == 1
    assert 0.3 < quiet / len(own) < 0.7
    assert {line.kind for line in own} == {"none", *Danger}


def test_a_scenario_is_one_matter_on_one_side():
    for lines, facts in ((danger.lines(), 5), (complaints.lines(), 4)):
        facts_of = {line.scenario: line[:facts] for line in lines}
        assert all(facts_of[line.scenario] == line[:facts] for line in lines)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_fifth_of_the_scenarios_was_not_tuned_on(language):
    parts = [
        part
        for (part, _), _ in groupby(
            (line for line in danger.lines() if line.language == language),
            key=lambda line: (line.part, line.scenario),
        )
    ]
    assert 1 - parts.count("tuned") / len(parts) >= 0.2


@pytest.mark.parametrize("part", [danger, complaints], ids=["danger", "complaints"])
def test_the_shipped_weights_are_what_the_lines_teach(part, tmp_path, monkeypatch):
    name = part.__name__.rpartition(".")[2]
    monkeypatch.setattr(learning, "SHIPPED", tmp_path)
    part.main()
    with (
        np.load(tmp_path / f"{name}.npz") as new,
        np.load(leanings.__file__.replace("leanings.py", f"{name}.npz")) as old,
    ):
        difference = np.abs(new["weights"].astype(int) - old["weights"].astype(int))
    assert difference.max() <= 1  # another machine may round the other way
