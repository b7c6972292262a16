"""Charts: what they encode, from zero, described in words, and whole when there is nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from analysis.comparison import compare, sides
from analysis.felt import PERIOD_COLUMNS, READ
from analysis.series import Mark, point
from charts.comparison import side_by_side
from charts.concerns import PICKED as PICKED_CONCERN
from charts.concerns import ranked_shares
from charts.multiples import PICKED as PICKED_ROW
from charts.multiples import shares
from charts.sentiment import PICKED as PICKED_MONTH
from charts.sentiment import share_over_time
from charts.theme import DARK, LIGHT, palette
from core.vocabulary import Grain
from services.concerns import COLUMNS

MONTHS = pd.DataFrame(
    [
        ("negative", *point(202601, 30, 60)),
        ("negative", *point(202602, 1, 2)),
        ("negative", *point(202603, 0, 0)),
    ],
    columns=PERIOD_COLUMNS,
)
REWORDED = (Mark(date(2026, 2, 9), "asked: And?"),)
CONCERNS = pd.DataFrame(
    [
        ("Traffic & road safety", 40, 100, 0.4, 0.31, 0.5, "rose"),
        ("Parking", 5, 100, 0.05, 0.02, 0.11, "too few to tell"),
    ],
    columns=["concern", "n", "total", "share", "low", "high", "verdict"],
)


def months(
    frame: pd.DataFrame = MONTHS, sentiment: str = "negative", grain: Grain = Grain.MONTH,
    marks: tuple[Mark, ...] = (),
) -> dict:  # fmt: skip
    return share_over_time(
        frame, sentiment=sentiment, highest=0.7, grain=grain, marks=marks,
        period="January to March", palette=LIGHT,
    ).to_dict()  # fmt: skip


def concerns(frame: pd.DataFrame = CONCERNS) -> dict:
    return ranked_shares(frame, period="March", palette=LIGHT).to_dict()


def fields(spec: object) -> Iterator[str]:
    """Every column that a specification names, however deep."""
    if isinstance(spec, dict):
        yield from [spec["field"]] if isinstance(spec.get("field"), str) else []
        yield from (found for part in spec.values() for found in fields(part))
    elif isinstance(spec, list):
        yield from (found for part in spec for found in fields(part))


def rows(spec: dict) -> list[dict]:
    """The data that the chart carries; all its layers share one set."""
    (found,) = spec["datasets"].values()
    return found


def layer(spec: dict, mark: str) -> dict:
    return next(one for one in spec["layer"] if one["mark"]["type"] == mark)


def test_a_months_chart_names_columns_that_the_service_gives_and_carries_every_row():
    spec = months()

    assert {"starts", "share", "low", "high"} <= set(fields(spec)) <= set(MONTHS)
    assert set(fields(spec)) <= set(PERIOD_COLUMNS)
    assert [(row["n"], row["total"]) for row in rows(spec)] == [(30, 60), (1, 2), (0, 0)]
    assert rows(spec)[2]["share"] is None, "a month without any is no share of nought"


def test_a_concerns_chart_names_columns_that_the_service_gives_and_carries_every_row_in_order():
    spec = concerns()

    assert {"concern", "share", "low", "high", "n"} <= set(fields(spec)) <= set(CONCERNS)
    assert set(fields(spec)) <= set(COLUMNS)
    assert [row["concern"] for row in rows(spec)] == ["Traffic & road safety", "Parking"]
    assert all(one["encoding"]["y"]["sort"] is None for one in spec["layer"]), "as they are ranked"


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (months(), "Share of negative feedback per month, January to March"),
        (concerns(), "Share of feedback that raises each concern, March"),
        (months(MONTHS[:0]), "Share of negative feedback per month, January to March"),
        (concerns(CONCERNS[:0]), "Share of feedback that raises each concern, March"),
    ],
)
def test_a_chart_says_in_words_what_it_is_also_when_it_is_empty(spec, said):
    assert spec["description"] == f"{said}, with 95 % intervals"
    assert spec["layer"]
    json.dumps(spec, allow_nan=False, default=str)


def test_shares_start_at_zero_and_all_feelings_share_one_top():
    for one in months()["layer"]:
        assert one["encoding"]["y"]["scale"] == {"domain": [0, 0.7]}
    scales = [one["encoding"]["x"].get("scale") for one in concerns()["layer"]]
    assert [scale["domainMin"] for scale in scales if scale] == [0, 0, 0]


def test_too_few_to_tell_are_drawn_and_told_apart_by_form_and_not_by_colour_alone():
    points = layer(months(), "point")

    assert points["transform"] == [{"filter": "datum.total > 0"}], "drawn where anything was read"
    encoding = points["encoding"]
    (enough,) = encoding["shape"]["condition"]
    assert enough["test"] == "datum.enough"
    assert enough["value"] != encoding["shape"]["value"]
    assert encoding["color"]["value"] == LIGHT.uncertain
    for mark in ("line", "area"):
        made = layer(months(), mark)["transform"]
        assert {one["calculate"] for one in made} == {
            f"datum.enough ? datum.{part} : null" for part in ("share", "low", "high")
        }, "broken, not bridged"
        assert {one["as"] for one in made} == {"share", "low", "high"}


def test_a_click_answers_with_the_month_or_the_concern():
    (month,) = months()["params"]
    (concern,) = concerns()["params"]

    assert (month["name"], month["select"]["fields"]) == (PICKED_MONTH, ["period"])
    assert (concern["name"], concern["select"]["fields"]) == (PICKED_CONCERN, ["concern"])


def test_a_chart_offers_no_menu_that_sends_it_elsewhere():
    for spec in (months(), concerns()):
        assert spec["usermeta"]["embedOptions"]["actions"] is False
        assert "http" not in json.dumps(spec, default=str).replace(spec["$schema"], "")


@pytest.mark.parametrize("sentiment", READ)
def test_every_feeling_has_a_colour_of_its_own_on_both_papers(sentiment):
    for paper in (LIGHT, DARK):
        assert getattr(paper, sentiment).startswith("#")
        colours = [getattr(paper, one) for one in READ]
        assert len(set(colours)) == len(READ)
    drawn = layer(months(MONTHS.assign(sentiment=sentiment), sentiment), "line")
    assert drawn["mark"]["color"] == getattr(LIGHT, sentiment)


def test_dark_paper_has_its_own_ink():
    assert (palette(dark=True), palette(dark=False)) == (DARK, LIGHT)


@pytest.mark.parametrize(("paper", "ground"), [(LIGHT, "#ffffff"), (DARK, "#12191f")])
def test_every_colour_stands_out_from_its_paper(paper, ground):
    """WCAG 2.2: 4.5:1 for text (1.4.3), 3:1 for graphics (1.4.11)."""
    for name in ("ink", "quiet"):
        assert contrast(getattr(paper, name), ground) >= 4.5, name
    for name in ("chosen", *READ):
        assert contrast(getattr(paper, name), ground) >= 3.0, name


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize(
    ("grain", "format", "said"),
    [
        (Grain.WEEK, "%-d %b %Y", "per week"),
        (Grain.MONTH, "%b %Y", "per month"),
        (Grain.QUARTER, "Q%q %Y", "per quarter"),
    ],
)
def test_the_axis_names_periods_as_finely_as_they_are(grain, format, said):
    spec = months(grain=grain)

    assert layer(spec, "line")["encoding"]["x"]["axis"]["format"] == format
    assert said in spec["description"]


def test_a_change_of_wording_is_a_dotted_rule_and_without_one_there_is_none():
    rule = layer(months(marks=REWORDED), "rule")

    assert rule["mark"]["strokeDash"]
    assert {"starts", "said"} <= set(fields(rule))
    assert [one["mark"]["type"] for one in months()["layer"]] == ["area", "line", "point"]


ROWS = pd.concat(
    [MONTHS.assign(row=0, name="Old Mill"), MONTHS.assign(row=1, name="Brickfield")],
    ignore_index=True,
)


def small(frame: pd.DataFrame = ROWS) -> dict:
    return shares(
        frame, rows=frame["row"].nunique(), highest=0.7, grain=Grain.MONTH, title="By district",
        palette=LIGHT,
    ).to_dict()  # fmt: skip


def test_small_lines_stand_on_one_scale_each_in_its_own_row():
    spec = small()

    lifted = {one["as"]: one["calculate"] for one in layer(spec, "line")["transform"][:3]}
    assert lifted["share_at"] == "datum.share / 0.7 * 0.62 - datum.row"
    domains = {
        tuple(one["encoding"]["y"]["scale"]["domain"])
        for one in spec["layer"]
        if "scale" in one["encoding"]["y"]
    }
    assert len(domains) == 1, "one scale for all"
    low, high = domains.pop()
    assert low < -1, "the second row's line of nought is inside"
    assert high > 0.62, "and the first row's highest share"
    assert spec["height"] > small(ROWS[ROWS["row"] == 0])["height"]
    named = layer(spec, "text")
    assert named["transform"][0]["groupby"] == ["row", "name"], "each name once"
    assert {row["name"] for row in rows(spec)} == {"Old Mill", "Brickfield"}


def test_small_lines_say_what_is_too_few_and_answer_with_their_row():
    spec = small()

    made = [one["calculate"] for one in layer(spec, "line")["transform"][3:]]
    assert made == [f"datum.enough ? datum.{part}_at : null" for part in ("share", "low", "high")]
    (picked,) = spec["params"]
    assert (picked["name"], picked["select"]["fields"]) == (PICKED_ROW, ["row"])
    assert spec["description"] == "By district"
    json.dumps(small(ROWS[:0]), allow_nan=False, default=str)


def two(frame: pd.DataFrame) -> dict:
    return side_by_side(
        sides(frame), labels=("A: here", "B: there"), title="Both", palette=LIGHT
    ).to_dict()


COMPARED = pd.DataFrame(
    [("Negative", *compare(30, 60, 10, 60)), ("Positive", *compare(3, 60, 9, 60))],
    columns=["name", "n", "total", "share", "low", "high", "previous_n", "previous_total",
             "change", "change_low", "change_high", "verdict"],
)  # fmt: skip


def test_two_sides_are_told_apart_by_form_and_called_by_their_names():
    spec = two(COMPARED)

    dots = layer(spec, "point")["encoding"]
    assert dots["shape"]["scale"]["domain"] == ["A: here", "B: there"]
    assert len(set(dots["shape"]["scale"]["range"])) == 2
    assert dots["x"]["scale"]["domainMin"] == 0
    assert "params" not in spec, "a click would answer nothing"
    shown = next(data for data in spec["datasets"].values() if len(data) == 4)
    assert [(row["name"], row["label"][0], row["n"]) for row in shown] == [
        ("Negative", "A", 30), ("Negative", "B", 10), ("Positive", "A", 3), ("Positive", "B", 9),
    ]  # fmt: skip


def test_a_side_on_which_nothing_was_read_is_not_drawn_as_nought():
    one = pd.DataFrame([("Negative", *compare(30, 60, 0, 0))], columns=COMPARED.columns)

    assert list(sides(one)["side"]) == [0]
    json.dumps(two(one), allow_nan=False, default=str)
