"""Reading a file without a database: its rows, in their order, with what was made of each."""

from __future__ import annotations

import pytest

from analysis import reading as texts
from analysis.themes import shipped
from core.errors import CommonGroundError
from core.vocabulary import Sentiment
from jobs.analyse import COLUMNS, OutputNotWrittenError, SameFileError, analyse
from tests.jobs.commands import read_csv, write_csv

LIGHT = "The street light is broken and this is awful."


def written(tmp_path, *rows, **more):
    """What comes of a file with these rows, the first naming its columns."""
    source = write_csv(tmp_path / "in.csv", *rows)
    done = analyse(source, tmp_path / "out.csv", **({"text": "text"} | more))
    return done, read_csv(tmp_path / "out.csv")


def test_our_columns_stand_behind_the_files_own_in_their_order(tmp_path):
    _, found = written(tmp_path, ("id", "text", "note"), ("1", LIGHT, "n"))

    expected = texts.read(LIGHT, themes=shipped())
    codes = ";".join(tag.code for tag in expected.concerns)
    chances = [f"{chance:.3f}" for chance in expected.chances]
    assert COLUMNS == (
        "language", "sentiment", "p_negative", "p_neutral", "p_positive", "act", "concerns",
        "urgent", "complaint",
    )  # fmt: skip
    assert found == [
        ["id", "text", "note", *COLUMNS],
        ["1", LIGHT, "n", "en", expected.sentiment, *chances, "complaint", codes, "false", "false"],
    ]
    assert sum(map(float, chances)) == pytest.approx(1, abs=0.002)
    assert "LIT" in codes


def test_chances_and_act_stay_blank_where_no_reader_knows_the_language(tmp_path):
    _, found = written(
        tmp_path,
        ("text",),
        (LIGHT,),
        ("911",),
        ("Salamat po sa inyong tulong kagabi sa aming barangay",),
    )

    given = ["p_negative", "p_neutral", "p_positive", "act"]
    blank = [
        [not dict(zip(found[0], row, strict=True))[name] for name in given] for row in found[1:]
    ]
    assert blank == [[False] * 4, [True] * 4, [True] * 4]
    assert [row[2] for row in found[1:]] == ["negative", "not read", "not read"]


def test_danger_and_complaints_are_true_or_false(tmp_path):
    rows = ("Someone is breaking into my house", "The officer lied and shoved me", LIGHT, "")

    _, found = written(tmp_path, ("id", "text"), *enumerate(rows))

    assert [row[-2:] for row in found] == [
        ["urgent", "complaint"], ["true", "false"], ["false", "true"], ["false", "false"],
        ["false", "false"],
    ]  # fmt: skip


def test_rows_keep_their_order_and_number(tmp_path):
    rows = [(str(number), f"Row {number}") for number in range(450)]

    done, found = written(tmp_path, ("id", "text"), *rows)

    assert [row[0] for row in found[1:]] == [row[0] for row in rows]
    assert done.sentiments.total() == 450


def test_columns_of_our_names_are_renamed_and_said(tmp_path):
    done, found = written(tmp_path, ("sentiment", "text", "act"), ("angry", LIGHT, "a"))

    assert done.renamed == ("sentiment", "act")
    assert found[0] == ["input_sentiment", "text", "input_act", *COLUMNS]
    assert found[1][:3] == ["angry", LIGHT, "a"]


def test_a_text_column_of_our_name_is_read_all_the_same(tmp_path):
    done, found = written(tmp_path, ("concerns",), (LIGHT,), text="concerns")

    assert done.sentiments.total() == 1
    assert found[0][0] == "input_concerns"


def test_cells_that_a_spreadsheet_would_run_are_inert(tmp_path):
    _, found = written(
        tmp_path, ("=1+1", "text"), ("=HYPERLINK(1)", "@SUM(1) is awful"), ("-3.5", "+1 fine")
    )

    assert found[0][:2] == ["'=1+1", "text"]
    assert [row[:2] for row in found[1:]] == [
        ["'=HYPERLINK(1)", "'@SUM(1) is awful"], ["-3.5", "'+1 fine"],
    ]  # fmt: skip


def test_a_stated_language_wins_over_the_one_that_would_be_found(tmp_path):
    _, found = written(tmp_path, ("text", "lang"), (LIGHT, "Tagalog"), (LIGHT, ""), language="lang")

    assert [row[2] for row in found[1:]] == ["tl", "en"]
    assert found[1][3] == "not read"


def test_a_question_is_taken_along(tmp_path):
    asked = "What could we do better?"

    _, found = written(tmp_path, ("text", "asked"), ("Traffic.", asked), question="asked")

    expected = texts.read("Traffic.", themes=shipped(), question=asked)
    unasked = texts.read("Traffic.", themes=shipped())
    chance = found[1][4]
    assert chance == f"{expected.chances.negative:.3f}" != f"{unasked.chances.negative:.3f}"


def test_figures_are_those_of_the_rows(tmp_path):
    done, found = written(tmp_path, ("text",), (LIGHT,), ("Thank you, wonderful!",), ("911",))

    said = [row[2] for row in found[1:]]
    assert {word: n for word, n in done.sentiments.items() if n} == {
        Sentiment(word): said.count(word) for word in said
    }


def test_progress_ends_at_one(tmp_path):
    heard = []
    written(tmp_path, ("text",), *[(f"Row {number}",) for number in range(250)],
            said=heard.append)  # fmt: skip

    assert heard == sorted(heard)
    assert heard[-1] == 1.0


@pytest.mark.parametrize("out", ["in.csv", "folder/../in.csv", "link.csv"])
def test_the_file_that_is_read_is_not_written_over(tmp_path, out):
    (tmp_path / "folder").mkdir()
    source = write_csv(tmp_path / "in.csv", ("text",), (LIGHT,))
    (tmp_path / "link.csv").symlink_to(source)
    before = source.read_bytes()

    with pytest.raises(SameFileError):
        analyse(source, tmp_path / out, text="text")

    assert source.read_bytes() == before


@pytest.mark.parametrize("out", ["nowhere/out.csv", "folder"])
def test_a_place_that_cannot_be_written_is_said(tmp_path, out):
    (tmp_path / "folder" / "full").mkdir(parents=True)
    source = write_csv(tmp_path / "in.csv", ("text",), (LIGHT,))

    with pytest.raises(OutputNotWrittenError):
        analyse(source, tmp_path / out, text="text")

    assert list(tmp_path.rglob("*.part")) == []


@pytest.mark.parametrize("column", ["text", "question", "language"])
def test_a_column_that_is_not_there_leaves_an_older_output(tmp_path, column):
    source = write_csv(tmp_path / "in.csv", ("words",), (LIGHT,))
    (tmp_path / "out.csv").write_text("older")

    with pytest.raises(CommonGroundError, match="no column"):
        analyse(source, tmp_path / "out.csv", **({"text": "words"} | {column: "gone"}))

    assert (tmp_path / "out.csv").read_text() == "older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]
