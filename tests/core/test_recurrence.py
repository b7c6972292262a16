"""When meetings that come back take place, and how that is said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, takewhile
from time import perf_counter

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as some

from core.recurrence import (
    SeriesTooLongError,
    SkippedTimeError,
    ZoneUnknownError,
    in_words,
    instant,
    occurrences,
    rule,
    wall,
    zone,
)
from core.rules import (
    CountError,
    DaysError,
    FrequencyError,
    IntervalError,
    LastDayError,
    PartTwiceError,
    PartUnknownError,
    RuleError,
    RuleTooLongError,
    TwoEndsError,
)

NEW_YORK = "America/New_York"


def at(text):
    return datetime.fromisoformat(text)


FIRST = at("2026-03-10T18:00")  # the second Tuesday of March


def test_a_zone_has_rules():
    assert zone(NEW_YORK).key == NEW_YORK


@pytest.mark.parametrize(
    "tzid",
    ["", "../x", "/etc/passwd", "America", "Eastern Standard Time", "\0", "x" * 5000, "é\ud800"],
)
def test_a_zone_that_is_none_is_refused(tzid):
    with pytest.raises(ZoneUnknownError, match="no time zone called"):
        zone(tzid)


def test_wall_time_becomes_an_instant_and_comes_back():
    summer, winter = at("2026-07-01T18:00"), at("2026-12-01T18:00")

    assert instant(summer, NEW_YORK) == datetime(2026, 7, 1, 22, tzinfo=UTC)
    assert instant(winter, NEW_YORK) == datetime(2026, 12, 1, 23, tzinfo=UTC)
    assert wall(instant(summer, NEW_YORK), NEW_YORK) == summer


def test_a_time_that_the_clocks_skip_is_refused_by_name():
    with pytest.raises(SkippedTimeError) as refused:
        instant(at("2026-03-08T02:30"), NEW_YORK)

    assert "Sunday, March 8, 2026" in str(refused.value)
    assert "2:30" in str(refused.value)
    assert str(refused.value).endswith("Choose another time.")


def test_a_time_that_comes_twice_is_the_first_of_the_two():
    twice = at("2026-11-01T01:30")

    assert instant(twice, NEW_YORK) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert instant(twice.replace(fold=1), NEW_YORK) == instant(twice, NEW_YORK)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("FREQ=DAILY", "FREQ=DAILY"),
        (" freq=weekly;byday=th,mo;interval=1 ", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("BYDAY=+2TU;FREQ=MONTHLY;", "FREQ=MONTHLY;BYDAY=2TU"),
        ("FREQ=MONTHLY;BYSETPOS=-1;BYDAY=FR,MO", "FREQ=MONTHLY;BYDAY=MO,FR;BYSETPOS=-1"),
        ("FREQ=WEEKLY;INTERVAL=02;COUNT=10;WKST=SU", "FREQ=WEEKLY;INTERVAL=2;COUNT=10;WKST=SU"),
        ("FREQ=YEARLY;BYMONTH=3,3;BYMONTHDAY=-1", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1"),
        ("FREQ=DAILY;UNTIL=20260331", "FREQ=DAILY;UNTIL=20260331"),
        ("FREQ=DAILY;UNTIL=20260331T220000Z", "FREQ=DAILY;UNTIL=20260331T220000Z"),
    ],
)
def test_a_rule_is_kept_in_one_way_of_writing(written, kept):
    assert rule(written) == kept
    assert rule(kept) == kept


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("", RuleError),
        ("every tuesday", RuleError),
        ("INTERVAL=2", FrequencyError),
        ("FREQ=SECONDLY", FrequencyError),
        ("FREQ=HOURLY", FrequencyError),
        ("FREQ=DAILY;INTERVAL=0", IntervalError),
        ("FREQ=DAILY;INTERVAL=-1", IntervalError),
        ("FREQ=DAILY;INTERVAL=100", IntervalError),
        ("FREQ=DAILY;INTERVAL=１", IntervalError),
        ("FREQ=DAILY;COUNT=0", CountError),
        ("FREQ=DAILY;COUNT=1001", CountError),
        ("FREQ=DAILY;COUNT=999999999999", CountError),
        ("FREQ=DAILY;UNTIL=20260230", LastDayError),
        ("FREQ=DAILY;UNTIL=tomorrow", LastDayError),
        ("FREQ=DAILY;UNTIL=20260301T250000Z", LastDayError),
        ("FREQ=DAILY;COUNT=2;UNTIL=20260301", TwoEndsError),
        ("FREQ=DAILY;BYHOUR=9", PartUnknownError),
        ("FREQ=DAILY;BYMINUTE=9", PartUnknownError),
        ("FREQ=DAILY;BYSECOND=9", PartUnknownError),
        ("FREQ=DAILY;X-MINE=9", PartUnknownError),
        ("FREQ=DAILY;FREQ=DAILY", PartTwiceError),
        ("FREQ=WEEKLY;BYDAY=XX", DaysError),
        ("FREQ=WEEKLY;BYDAY=2MO", DaysError),
        ("FREQ=MONTHLY;BYDAY=6MO", DaysError),
        ("FREQ=MONTHLY;BYDAY=0MO", DaysError),
        ("FREQ=WEEKLY;BYMONTHDAY=1", DaysError),
        ("FREQ=MONTHLY;BYMONTHDAY=32", DaysError),
        ("FREQ=MONTHLY;BYMONTHDAY=0", DaysError),
        ("FREQ=MONTHLY;BYSETPOS=1", DaysError),
        ("FREQ=WEEKLY;WKST=XX", DaysError),
        ("FREQ=DAILY;BYMONTHDAY=" + ",".join(["1"] * 200), RuleTooLongError),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused_in_one_sentence_or_two(written, refusal):
    with pytest.raises(refusal) as refused:
        rule(written)

    assert str(refused.value)[-1] == "."


@pytest.mark.parametrize(
    ("written", "until", "days"),
    [
        ("FREQ=DAILY", "2026-03-12", ["03-10", "03-11", "03-12"]),
        ("FREQ=DAILY;COUNT=2", "2030-01-01", ["03-10", "03-11"]),
        ("FREQ=DAILY;INTERVAL=2;UNTIL=20260314", "2030-01-01", ["03-10", "03-12", "03-14"]),
        ("FREQ=DAILY;UNTIL=20260312T175959", "2030-01-01", ["03-10", "03-11"]),
        ("FREQ=DAILY;UNTIL=20260301", "2030-01-01", ["03-10"]),
        ("FREQ=MONTHLY;BYDAY=2TU", "2026-06-30", ["03-10", "04-14", "05-12", "06-09"]),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", "2026-05-30", ["03-10", "04-14", "05-12"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-08-31", ["03-10", "03-31", "05-31", "07-31", "08-31"]),
        ("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=4", "2030-01-01", ["03-10", "03-12", "03-16", "03-19"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "9999-12-31", ["03-10"]),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "9999-12-31", ["03-10"]),
        ("FREQ=DAILY", "2026-03-09", []),
    ],
)
def test_a_series_has_its_first_day_and_those_of_the_rule(written, until, days):
    found = occurrences(written, FIRST, until=date.fromisoformat(until))

    assert [time.strftime("%m-%d") for time in found] == days
    assert {time.time() for time in found} <= {FIRST.time()}


def test_skipped_days_count_and_are_left_out():
    skipped = {date(2026, 3, 10), date(2026, 3, 12)}

    found = occurrences("FREQ=DAILY;COUNT=3", FIRST, until=date.max, skipped=skipped)

    assert found == [at("2026-03-11T18:00")]


def test_a_series_has_a_longest():
    thousand = occurrences("FREQ=DAILY;COUNT=1000", FIRST, until=date.max)

    assert len(thousand) == 1_000
    with pytest.raises(SeriesTooLongError, match="more than 1,000 times"):
        occurrences("FREQ=DAILY", FIRST, until=date.max)


def test_six_pm_stays_six_pm_when_the_clocks_change():
    first = at("2026-02-24T18:00")

    series = occurrences("FREQ=WEEKLY", first, until=date(2026, 11, 30))
    instants = [instant(time, NEW_YORK) for time in series]

    assert {time.time() for time in series} == {first.time()}
    assert [wall(moment, NEW_YORK) for moment in instants] == series
    assert {moment.hour for moment in instants} == {22, 23}  # the control: the clocks did change
    apart = {later - earlier for earlier, later in pairwise(instants)}
    week, hour = timedelta(weeks=1), timedelta(hours=1)
    assert apart == {week, week - hour, week + hour}


@pytest.mark.parametrize(
    "written",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=WE",
        "FREQ=WEEKLY;BYDAY=TU;BYSETPOS=9",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=31",
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=30",
    ],
)
@pytest.mark.parametrize("year", [1, 1999, 2026, 2398, 9700, 9999])
def test_a_rule_that_fits_no_day_is_given_up_soon(written, year):
    started = perf_counter()

    assert occurrences(written, FIRST.replace(year=year, day=2), until=date.max)
    assert perf_counter() - started < 2


def test_leap_days_come_back_as_the_calendar_has_them():
    first = at("2088-02-29T18:00")

    found = occurrences("FREQ=YEARLY", first, until=date(2106, 1, 1))

    assert [time.year for time in found] == [2088, 2092, 2096, 2104]
    assert {(time.month, time.day) for time in found} == {(2, 29)}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("FREQ=DAILY", "Every day"),
        ("FREQ=DAILY;INTERVAL=3;COUNT=1", "Every 3 days, 1 time"),
        ("FREQ=WEEKLY", "Every week on Tuesday"),
        ("FREQ=DAILY;BYDAY=SA,SU", "Every week on Saturday and Sunday"),
        (
            "FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20270304",
            "Every week on Monday and Thursday, until March 4, 2027",
        ),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=10", "Every 2 weeks on Monday, 10 times"),
        ("FREQ=MONTHLY;BYDAY=2TU", "Every month on the second Tuesday"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", "Every month on the second Tuesday"),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", "Every month on the first Monday and the third Monday"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR", "Every 3 months on the last Friday"),
        ("FREQ=MONTHLY", "Every month on day 10"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "Every month on day 1 and 15"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "Every month on the last day"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "Every month on some days"),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", "Every month on some days"),
        ("FREQ=YEARLY", "Every year on March 10"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "Every year on February 29"),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "Every year on the fourth Thursday of November"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "Every year on some days"),
        ("FREQ=YEARLY;INTERVAL=2;BYDAY=20MO", "Every 2 years on some days"),
    ],
)  # fmt: skip
def test_a_rule_is_said_in_words(written, said):
    assert in_words(written, FIRST) == said


NUMBERS = some.integers(-400, 400).filter(bool)
CODES = some.sampled_from("MO TU WE TH FR SA SU".split())
PARTS = some.fixed_dictionaries(
    {"FREQ": some.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])},
    optional={
        "INTERVAL": some.integers(1, 99),
        "COUNT": some.integers(1, 1000),
        "UNTIL": some.dates().map(lambda day: f"{day.year:04}{day.month:02}{day.day:02}"),
        "BYDAY": some.one_of(
            CODES,
            some.tuples(some.integers(-53, 53), CODES).map(lambda pair: f"{pair[0]}{pair[1]}"),
        ),
        "BYMONTH": some.integers(1, 12),
        "BYMONTHDAY": some.integers(-31, 31),
        "BYSETPOS": NUMBERS,
        "WKST": CODES,
    },
)
WALL_TIMES = some.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(9999, 12, 31))  # noqa: DTZ001


@given(
    text=some.text() | some.text(alphabet="FREQDAILYWKNTVCOUB=;,0123456789-+").map("FREQ=".__add__)
)
def test_any_text_is_a_rule_or_a_refusal(text):
    try:
        kept = rule(text)
    except RuleError:
        return

    assert rule(kept) == kept


@settings(deadline=2_000)
@given(parts=PARTS, first=some.datetimes(datetime(9400, 1, 1), datetime(9590, 1, 1)))  # noqa: DTZ001
def test_a_rule_means_what_dateutil_makes_of_it(parts, first):
    """Asked about the time itself, not 400 years later. It looks until 9999, so that is near."""
    first, until = first.replace(microsecond=0, fold=0), date(first.year + 3, 1, 1)
    parts = {name: value for name, value in parts.items() if name not in ("COUNT", "UNTIL")}
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        found = occurrences(text, first, until=until)
    except RuleError:
        return

    every = rrulestr(text, dtstart=first)
    named = takewhile(lambda time: time.date() <= until, every)
    assert found == [first, *(time for time in named if time > first)]


@settings(deadline=2_000)
@given(parts=PARTS, first=WALL_TIMES, until=some.dates())
def test_any_valid_rule_ends_soon_in_order_and_has_words(parts, first, until):
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        kept = rule(text)
        found = occurrences(kept, first, until=until)
    except RuleError:
        return

    assert found == sorted(set(found))
    assert all(first.replace(microsecond=0) <= time for time in found)
    assert all(time.date() <= until for time in found)
    assert len(found) <= 1_000
    assert in_words(kept, first)
