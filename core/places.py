"""Telling that two ways of writing a district mean the same one."""

from __future__ import annotations

import re


def district_key(said: str) -> str:
    """What "District 5", "05", " 5.0 " and "5" have in common: ``"5"``; empty for nothing said."""
    plain = re.sub(r"\b(police )?district\b|[.,;:]+(?!\d)|#", " ", said.casefold())
    plain = " ".join(plain.split())
    number = re.fullmatch(r"0*(\d+)(?:\.0+)?(?:st|nd|rd|th)?", plain)
    return number.group(1) if number else plain
