"""The map of a conversation: one mark a person, groups by shape and colour and name."""

from __future__ import annotations

import pandas as pd
import pytest

from charts.opinions import people
from charts.theme import DARK, LIGHT

POINTS = pd.DataFrame(
    [(0.0, 1.0, "Group A"), (0.2, 1.1, "Group A"), (-3.0, 0.0, "Group B")],
    columns=["x", "y", "group"],
)
NAMES = pd.DataFrame([(0.1, 1.1, "Group A"), (-3.0, 0.0, "Group B")], columns=["x", "y", "group"])


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_groups_are_told_apart_without_colour_too(palette):
    drawn = people(POINTS, NAMES, title="Alike is close", palette=palette).to_dict()
    marks, names = drawn["layer"]

    assert drawn["description"] == "Alike is close"
    shapes = marks["encoding"]["shape"]["scale"]
    assert shapes["domain"] == ["Group A", "Group B"]
    assert len(set(shapes["range"])) == len(set(marks["encoding"]["color"]["scale"]["range"])) == 2
    assert names["encoding"]["text"]["field"] == "group"
    assert sorted(map(len, drawn["datasets"].values())) == [2, 3]


def test_nobody_is_an_empty_map():
    drawn = people(POINTS[:0], NAMES[:0], title="Nobody", palette=LIGHT).to_dict()

    assert [rows for rows in drawn["datasets"].values() if rows] == []
