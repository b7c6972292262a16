"""Days and times as people say them."""

from __future__ import annotations

from datetime import datetime

import pytest

from core import i18n, when


def at(text):
    return datetime.fromisoformat(text)


def test_one_day_is_said_once_and_two_days_both():
    plain = {ord("\u202f"): " "}
    assert when.span(at("2026-03-03T18:00"), at("2026-03-03T20:30")).translate(plain) == (
        "Tuesday, March 3, 2026, 6:00 PM to 8:30 PM"
    )
    assert when.span(at("2026-03-03T22:00"), at("2026-03-04T01:00")).translate(plain) == (
        "Tuesday, March 3, 2026, 10:00 PM, to Wednesday, March 4, 2026, 1:00 AM"
    )


@pytest.mark.parametrize(
    ("tag", "name"), [("en", "English"), ("es", "Spanish"), ("pt-BR", "Portuguese (Brazil)"),
                      ("nonsense", "nonsense"), ("", "")]
)  # fmt: skip
def test_languages_have_names_and_what_is_none_stays_as_it_is(tag, name):
    assert when.language_name(tag) == name


def test_days_are_said_in_the_readers_language():
    before = i18n.language.set("es")
    try:
        assert when.day(at("2026-03-03T18:00").date()) == "martes, 3 de marzo de 2026"
    finally:
        i18n.language.reset(before)
