"""How people type on phones: now and then in a hurry, without capitals or with a slip."""

from __future__ import annotations

import re
import unicodedata
from random import Random

_SLIPS = {
    "because": "bc",
    "please": "pls",
    "people": "ppl",
    "neighborhood": "neighborhod",
    "definitely": "definately",
    "their": "there",
    "really": "realy",
    "I'm": "Im",
    "don't": "dont",
    "can't": "cant",
    "it's": "its",
    "doesn't": "doesnt",
    "didn't": "didnt",
    "you": "u",
    "officers": "oficers",
    "officer": "offcer",
    "police": "polce",
    "every": "evry",
    "someone": "somone",
    "going": "goin",
    "again": "agian",
    "there": "their",
    "school": "shcool",
    "nobody": "noone",
    "crossing": "crosing",
    "until": "til",
    "though": "tho",
    "through": "thru",
}  # fmt: skip -- pairs read better side by side
_MARKS = ("🙏", "🙏🏽")  # that suit a complaint as well as thanks


def as_typed(dice: Random, sentences: list[str], language: str) -> str:
    """The sentences as one text, most often neatly written."""
    apart = len(sentences) > 2 and dice.random() < 0.25
    text = sentences[0] + ("\n\n" if apart else " ") + " ".join(sentences[1:])
    text = text.strip()
    if dice.random() < 0.16:
        text = _in_lower_case(dice, text)
    if language == "es":
        return _without_accents(text) if dice.random() < 0.2 else text
    if dice.random() < 0.14:
        text = _with_slips(dice, text)
    if dice.random() < 0.04:
        text = text.rstrip(".!") + "!!"
    if dice.random() < 0.03:
        text = f"{text} {dice.choice(_MARKS)}"
    if dice.random() < 0.015 and len(text) < 90:
        text = text.upper()
    return text


def _in_lower_case(dice: Random, text: str) -> str:
    text = text.lower().removesuffix(".")
    return text.replace(". ", " ") if dice.random() < 0.15 else text


def _with_slips(dice: Random, text: str) -> str:
    """One or two words mistyped, if any of the usual ones is there."""
    usual = [word for word in _SLIPS if re.search(rf"\b{word}\b", text)]
    for word in dice.sample(usual, min(len(usual), dice.randint(1, 2))):
        text = re.sub(rf"\b{word}\b", _SLIPS[word], text, count=1)
    return text


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("¿", "").replace("¡", ""))
    return "".join(mark for mark in plain if unicodedata.category(mark) != "Mn")
