"""Resident pages in plain words: a child of twelve can read them (Kincaid grade 7 or lower)."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
import readability

GRADE = 7.0
"""Years of school in the United States; five more is an age."""

PAGES = ("", "feedback", "receipt", "events", "commitments", "resources")
INLINE = {"a", "strong", "b", "em", "span", "mark"}


class Sentences(HTMLParser):
    """The text of a page's main part; each block ends a sentence."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.feed(html[html.index("<main") : html.index("</main>")])

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        self.said.append("" if tag in INLINE else "\n")

    def handle_endtag(self, tag: str) -> None:
        self.said.append("" if tag in INLINE else "\n")

    def handle_data(self, data: str) -> None:
        self.said.append(re.sub(r"\s+", " ", data))


def grade(text: str) -> float:
    """The grade by Kincaid's formula, over the sentences and words of ``text``."""
    sentences = filter(None, (one.strip() for one in re.split(r"(?<=[.?!:])\s|\n", text)))
    words = [" ".join(re.findall(r"[\w'’-]+|[.?!]", one)) for one in sentences]
    found = readability.getmeasures("\n".join(filter(None, words)), lang="en")
    return float(found["readability grades"]["Kincaid"])


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_read_at_twelve(person, path):
    page = person.get(f"/plain/{path}", headers={"Accept-Language": "en"})
    text = "".join(Sentences(page.text).said)

    assert len(text.split()) > 15, "the control: there is something to read"
    assert grade(text) <= GRADE


def test_officialese_is_found():
    said = (
        "Submission of the aforementioned documentation constitutes authorization for the "
        "department to initiate administrative proceedings regarding the complainant."
    )
    assert grade(said) > 2 * GRADE
