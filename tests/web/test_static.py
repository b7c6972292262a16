"""Streamlit's scripts and styles come compressed to whoever can unpack them, and unchanged."""

from __future__ import annotations

import gzip
import re

import pytest

from web.shell import shell
from web.static import FOLDER

NAMES = [
    re.search(r'src="/static/(js/index[^"]+\.js)"', shell())[1],
    re.search(r'href="/static/(css/[^"]+\.css)"', shell())[1],
]


def ask(person, name, encoding, method="GET"):
    with person.stream(method, f"/static/{name}", headers={"Accept-Encoding": encoding}) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_sent_compressed_and_is_the_same_file(person, name):
    answer, content = ask(person, name, "gzip, deflate, br")

    whole = (FOLDER / name).read_bytes()
    assert (answer.status_code, answer.headers["content-encoding"]) == (200, "gzip")
    assert gzip.decompress(content) == whole
    assert len(content) < len(whole) / 2
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert ("javascript" in answer.headers["content-type"]) == name.endswith(".js")


@pytest.mark.parametrize("name", NAMES)
def test_who_cannot_unpack_it_gets_it_as_it_is(person, name):
    answer, content = ask(person, name, "identity")

    assert "content-encoding" not in answer.headers
    assert content == (FOLDER / name).read_bytes()


def test_asking_for_the_head_alone_sends_nothing_else(person):
    answer, content = ask(person, NAMES[0], "gzip", "HEAD")

    assert (answer.status_code, content) == (200, b"")


@pytest.mark.parametrize(
    "name", ["js/nothing.js", "..%2f..%2fproto%2fx.js", "%2e%2e/%2e%2e/index.js", "js/%00.js"]
)
def test_nothing_outside_the_folder_is_sent(person, name):
    answer, content = ask(person, name, "gzip")

    assert answer.headers.get("content-encoding") != "gzip"
    assert b"Traceback" not in content
