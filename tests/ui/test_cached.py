"""What is kept for all visitors: under all that it is made from, and not more of it than fits."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest

from analysis import felt
from analysis.felt import Felt
from charts.sentiment import share_over_time
from core import i18n
from core.vocabulary import Grain, Sentiment
from ui import cached, drawn, tables

MONTHS = (202601, 202602)


@pytest.fixture(autouse=True)
def nothing_kept():
    cached.forget()
    yield
    cached.forget()


def test_it_is_made_once_for_equal_keys_and_anew_for_any_other():
    made = [cached.kept(("n", n), lambda n=n: [n]) for n in (1, 1, 2)]

    assert made == [[1], [1], [2]]
    assert made[0] is made[1]


def test_another_language_is_another_answer():
    said = cached.kept(("words",), lambda: "words")
    token = i18n.language.set("es")
    try:
        assert cached.kept(("words",), lambda: "palabras") == "palabras"
    finally:
        i18n.language.reset(token)
    assert cached.kept(("words",), lambda: "never asked") == said


def test_what_was_not_asked_for_the_longest_goes_first(monkeypatch):
    monkeypatch.setattr(cached, "MOST_KEPT", 2)
    for name in ("first", "second", "first", "third"):
        cached.kept((name,), lambda: "old")

    new = [cached.kept((name,), lambda: "new") for name in ("first", "third", "second")]

    assert new == ["old", "old", "new"]


def test_a_missing_number_in_a_key_is_equal_to_itself():
    frame = pd.DataFrame({"n": [1, 2], "share": [0.5, float("nan")], "name": ["a", "b"]})

    assert cached.values(frame) == ((1, 0.5, "a"), (2, None, "b")) == cached.values(frame.copy())


def test_a_chart_is_drawn_once_and_then_filled_with_each_frame_s_figures():
    drawings = []

    def chart(n: int) -> dict:
        heard = (Felt(202601, Sentiment.NEGATIVE, n, 0), Felt(202601, Sentiment.POSITIVE, 20, 0))
        points = felt.lines(heard, MONTHS, Grain.MONTH)[Sentiment.NEGATIVE]

        def draw(empty, palette):
            drawings.append(len(empty))
            return share_over_time(
                empty, sentiment="negative", highest=0.7, grain=Grain.MONTH, period="2026",
                marks=(), palette=palette,
            )  # fmt: skip

        return drawn.filled(drawn.columns(points), "a form", draw=draw)

    first, second = chart(10), chart(30)

    assert drawings == [0]
    assert rows_of(first) == [(202601, 10, 30), (202602, 0, 0)]
    assert rows_of(second) == [(202601, 30, 50), (202602, 0, 0)]
    assert first["layer"] == second["layer"]


def rows_of(made: dict) -> list[tuple[int, int, int]]:
    (data,) = made["datasets"].values()
    table = pa.ipc.open_stream(data).read_pandas()
    assert list(made["datasets"]) == [made["data"]["name"]]
    return list(table[["period", "n", "total"]].itertuples(index=False, name=None))


def test_a_table_holds_its_heads_and_rows_and_nothing_in_it_acts():
    said = tables.html({"<b>": ["<script>"], "n": [1234]}, label='"quoted"')

    assert '<th scope="col">&lt;b&gt;</th><th scope="col">n</th>' in said
    assert '<th scope="row">&lt;script&gt;</th><td>1,234</td>' in said
    assert 'aria-label="&quot;quoted&quot;"' in said
