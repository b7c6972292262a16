"""What happens in the invented town and the invented city, and how much is written of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.sample import SampleSize

MOST_DAYS = 540


@dataclass(frozen=True, slots=True)
class Story:
    """Something that happened: when it was first and last written of, and most, in days ago."""

    act: str
    first: int
    last: int
    peak: int


STORIES = {
    "fast road": Story("complaint", 90, 0, 0),
    "stop": Story("complaint", 206, 198, 205),
    "rescue": Story("thanks", 128, 112, 126),
    "dark light": Story("complaint", 330, 262, 290),
    "mended light": Story("thanks", 255, 232, 254),
    "no guard": Story("complaint", 430, 375, 390),
    "new guard": Story("thanks", 370, 340, 368),
    "car break-ins": Story("complaint", 225, 161, 165),
    "car thief caught": Story("thanks", 160, 135, 158),
}


@dataclass(frozen=True, slots=True)
class Scene:
    """An invented place: ``shares`` of each kind of text, which the place's every hundred (or
    thousand) pieces keep, the district of each story, and how some districts rate."""

    shares: Mapping[str, int]
    where: Mapping[str, str]
    rated_higher: Mapping[str, float]


SCENES = {
    SampleSize.TOWN: Scene(
        shares={
            "request": 58,
            "letter": 3,
            "complaint": 9,
            "thanks": 6,
            "mixed": 5,
            "question": 3,
            "fast road": 4,
            "stop": 3,
            "rescue": 2,
            "dark light": 1,
            "mended light": 1,
            "no guard": 1,
            "new guard": 1,
            "car break-ins": 2,
            "car thief caught": 1,
        },
        where={
            "fast road": "3",
            "stop": "2",
            "rescue": "2",
            "dark light": "1",
            "mended light": "1",
            "no guard": "7",
            "new guard": "7",
            "car break-ins": "8",
            "car thief caught": "8",
        },
        rated_higher={"2": -0.5, "6": 0.4, "8": -0.3, "10": 0.3},
    ),
    SampleSize.CITY: Scene(
        shares={
            "request": 590,
            "letter": 30,
            "complaint": 120,
            "thanks": 90,
            "mixed": 60,
            "question": 60,
            "fast road": 12,
            "stop": 10,
            "rescue": 6,
            "dark light": 4,
            "mended light": 3,
            "no guard": 4,
            "new guard": 3,
            "car break-ins": 5,
            "car thief caught": 3,
        },
        where={
            "fast road": "17",
            "stop": "9",
            "rescue": "1",
            "dark light": "5",
            "mended light": "5",
            "no guard": "31",
            "new guard": "31",
            "car break-ins": "24",
            "car thief caught": "24",
        },
        rated_higher={"9": -0.5, "11": -0.3, "13": 0.3, "20": 0.4, "24": -0.2, "34": 0.3},
    ),
}  # fmt: skip -- one share a line would hide how they compare
