"""The key file: made once, readable by its owner alone, and never guessed around."""

from __future__ import annotations

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple
from threading import Barrier

import pytest

from core.keys import KeyFileError, Keys, load_or_create
from core.settings import ROOT

GOOD = "ab" * 32


def test_a_key_is_made_where_there_is_none_for_its_owner_alone(tmp_path):
    path = tmp_path / "new" / "secret.key"

    key = load_or_create(path)

    assert len(key) == 32
    assert path.read_text() == key.hex()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret.key"]


def test_the_same_key_comes_again_and_is_not_written_over(tmp_path):
    path = tmp_path / "secret.key"
    path.write_text(f"{GOOD}\n")

    assert load_or_create(path) == load_or_create(path) == bytes.fromhex(GOOD)
    assert path.read_text() == f"{GOOD}\n"


@pytest.mark.parametrize(
    "content", [b"", b"short", b"ab" * 31, b"ab" * 33, b"zz" * 32, b"\xff\xfe"]
)
def test_a_damaged_key_is_one_sentence_and_stays_as_it_is(tmp_path, content):
    path = tmp_path / "secret.key"
    path.write_bytes(content)

    with pytest.raises(KeyFileError, match=r"The key file secret\.key cannot be used"):
        load_or_create(path)

    assert path.read_bytes() == content


def test_eight_threads_that_start_together_agree(tmp_path):
    gate = Barrier(8)

    def load(_thread):
        gate.wait(timeout=60)
        return load_or_create(tmp_path / "secret.key")

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(load, range(8)))) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]


def test_two_programs_that_start_together_agree(tmp_path):
    path = tmp_path / "secret.key"
    code = (
        "import sys; from pathlib import Path; from core.keys import load_or_create;"
        "sys.stdin.readline(); print(load_or_create(Path(sys.argv[1])).hex())"
    )
    programs = [
        subprocess.Popen(  # noqa: S603 -- our own words
            [sys.executable, "-c", code, str(path)], cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip

    for program in programs:
        program.stdin.write("go\n")
        program.stdin.flush()
    said = {program.communicate(timeout=60)[0].strip() for program in programs}

    assert said == {path.read_text()}


def test_each_purpose_has_a_key_of_its_own_and_always_the_same(tmp_path):
    path = tmp_path / "secret.key"
    path.write_text(GOOD)

    keys = astuple(Keys.load(path))

    assert keys == astuple(Keys.load(path))
    assert len({*keys, bytes.fromhex(GOOD)}) == len(keys) + 1
    assert {len(key) for key in keys} == {32}


def test_another_root_gives_other_keys(tmp_path):
    one, other = (Keys.load(tmp_path / name) for name in ("one", "other"))

    assert not set(astuple(one)) & set(astuple(other))
