"""Nobody may write what was written before, nor nearly the same as one of the latest."""

from __future__ import annotations

from db import sample_memory
from db.sample_memory import Memory

LONG = "the cars fly down our street every night and nobody ever comes to look at it"


def test_the_same_words_are_refused_however_they_are_typed():
    memory = Memory()
    assert memory.takes("Fix the light!")
    assert not memory.takes("fix the LIGHT")
    assert memory.takes("Fix the lights!")


def test_nearly_the_same_is_refused_and_half_the_same_is_not():
    memory = Memory()
    assert memory.takes(LONG)
    assert not memory.takes(f"{LONG} thank you")
    assert memory.takes(f"{LONG} and my mother says that this has been so since last winter ended")
    assert memory.takes(" ".join(LONG.split()[:9]))


def test_a_refused_text_is_not_remembered():
    memory = Memory()
    memory.takes(LONG)
    assert not memory.takes(f"{LONG} thank you all")
    assert not memory.takes(f"{LONG} thank you all")
    assert memory.takes("thank you all for coming to look")


def test_likeness_is_forgotten_with_time_and_sameness_never(monkeypatch):
    monkeypatch.setattr(sample_memory, "RECENT", 5)
    memory = Memory()
    memory.takes(LONG)
    others = [memory.takes(f"{word} word alone") for word in "abcdefghij"]
    assert all(others)
    assert not memory.takes(LONG)
    assert memory.takes(f"{LONG} thank you")
