"""Charts: what they encode, from zero, described in words, and whole when there is nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from charts.concerns import PICKED as PICKED_CONCERN
from charts.concerns import ranked_shares
from charts.sentiment import PICKED as PICKED_MONTH
from charts.sentiment import monthly_share
from charts.theme import DARK, LIGHT, palette
from services.concerns import COLUMNS
from services.sentiment import MONTH_COLUMNS, READ

MONTHS = pd.DataFrame(
    [
        (date(2026, 1, 1), 202601, "negative", 30, 60, 0.5, 0.38, 0.62, True),
        (date(2026, 2, 1), 202602, "negative", 1, 2, 0.5, 0.09, 0.91, False),
        (date(2026, 3, 1), 202603, "negative", 0, 0, None, None, None, False),
    ],
    columns=["month", "yyyymm", "sentiment", "n", "total", "share", "low", "high", "enough"],
).astype({"share": float, "low": float, "high": float})
CONCERNS = pd.DataFrame(
    [
        ("Traffic & road safety", 40, 100, 0.4, 0.31, 0.5, "rose"),
        ("Parking", 5, 100, 0.05, 0.02, 0.11, "too few to tell"),
    ],
    columns=["concern", "n", "total", "share", "low", "high", "verdict"],
)


def months(frame: pd.DataFrame = MONTHS, sentiment: str = "negative") -> dict:
    return monthly_share(
        frame, sentiment=sentiment, highest=0.7, period="January to March", palette=LIGHT
    ).to_dict()


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

    assert {"month", "share", "low", "high"} <= set(fields(spec)) <= set(MONTHS)
    assert set(fields(spec)) <= set(MONTH_COLUMNS)
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

    assert (month["name"], month["select"]["fields"]) == (PICKED_MONTH, ["yyyymm"])
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
