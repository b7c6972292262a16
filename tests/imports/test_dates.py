"""Dates are recognised from the whole column and read by the form found."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imports.date_forms import FORMS, DateNotReadError, DateTooEarlyError
from imports.dates import (
    AmbiguousDatesError,
    DateFormatRefusedError,
    DatesNotRecognisedError,
    FutureDateError,
    check_not_future,
    explicit,
    recognise,
)

NEW_YORK = ZoneInfo("America/New_York")


def read(*values):
    """The name of the form of a column, and the day of its first value."""
    form = recognise(values)
    return form.name, form.parse(values[0], tz=NEW_YORK)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        (["2024-03-05"], "YYYY-MM-DD"),
        (["2024/3/5"], "YYYY-MM-DD"),
        (["2024-03-05T19:56"], "YYYY-MM-DD"),
        (["2024-03-05 19:56:00.123456"], "YYYY-MM-DD"),
        (["2024-03-05T19:56:00Z"], "YYYY-MM-DD"),
        (["2024-03-05 19:56:00 UTC"], "YYYY-MM-DD"),
        (["2024/03/05 19:56:00+00"], "YYYY-MM-DD"),
        (["2024-03-05T19:56:00-05:00"], "YYYY-MM-DD"),
        (["2024-03-06T01:00:00+0530"], "YYYY-MM-DD"),
        (["20240305"], "YYYYMMDD"),
        (["3/5/24", "3/13/24"], "M/D/YY"),
        (["03/05/2024", "03/13/2024"], "M/D/YYYY"),
        (["03/05/2024 7:56:00 PM", "03/13/2024 1:00:00 AM"], "M/D/YYYY"),
        (["5/3/24", "13/3/24"], "D/M/YY"),
        (["05.03.2024", "13.03.2024"], "D/M/YYYY"),
        (["05-03-2024 19:56", "13-03-2024"], "D/M/YYYY"),
        (["5 March 2024"], "D Month YYYY"),
        (["March 5, 2024"], "D Month YYYY"),
        (["Mar 5 2024"], "D Month YYYY"),
        (["mar. 5th, 2024 7:56 p.m."], "D Month YYYY"),
        (["5-Mar-24"], "D Month YYYY"),
        (["1709668800"], "epoch seconds"),
        (["1709668800123"], "epoch milliseconds"),
        (["1709668800123.0"], "epoch milliseconds"),
    ],
)
def test_forms(values, name):
    assert read(*values) == (name, date(2024, 3, 5))


def test_blank_values_have_no_say():
    assert recognise(["", "  ", "3/13/24", "\t"]).name == "M/D/YY"
    assert recognise([]).name == "YYYY-MM-DD"


@pytest.mark.parametrize("values", [["3/5/24"], ["3/13/24", "13/3/24", "1/2/24"]])
def test_undecided_months_and_days_name_both_choices(values):
    with pytest.raises(AmbiguousDatesError) as caught:
        recognise(values)
    assert "--date-format M/D/YY or --date-format D/M/YY" in str(caught.value)
    assert explicit("M/D/YY").parse("3/5/24", tz=NEW_YORK) == date(2024, 3, 5)
    assert explicit("d/m/yy").parse("3/5/24", tz=NEW_YORK) == date(2024, 5, 3)


def test_the_sentence_shows_a_value_that_could_be_either():
    with pytest.raises(AmbiguousDatesError, match="“3/5/2024” could"):
        recognise(["hello", "3/5/2024", "4/5/2024", "3/5/24"])


def test_the_majority_decides_and_the_others_are_refused_one_by_one():
    form = recognise(["3/13/2024", "4/14/2024", "15/4/2024", "2024-04-01"])
    assert form.name == "M/D/YYYY"
    for other in ("15/4/2024", "2024-04-01", "soon"):
        with pytest.raises(DateNotReadError, match="is not a date of the form M/D/YYYY"):
            form.parse(other, tz=NEW_YORK)


def test_years_of_two_and_four_digits_are_read_side_by_side():
    form = recognise(["3/13/24", "3/14/24", "3/15/2024"])
    assert form.name == "M/D/YY"
    assert form.parse("3/15/2024", tz=NEW_YORK) == date(2024, 3, 15)


def test_columns_that_hold_no_dates_are_refused():
    for values in (["north", "south"], ["1", "2", "3"], ["99/99/2024"], ["0"], ["-1709668800"]):
        with pytest.raises(DatesNotRecognisedError, match=f"“{values[0]}”"):
            recognise(values)


@pytest.mark.parametrize(
    "value",
    [
        "2024-02-30",
        "2023-02-29",
        "2024-13-01",
        "2024-03-05T25:00",
        "2024-03-05T10:00+99",
        "0",
        "x" * 99,
    ],
)
def test_what_is_no_date_is_refused_with_the_value_shortened(value):
    with pytest.raises(DateNotReadError) as caught:
        FORMS["YYYY-MM-DD"].parse(value, tz=NEW_YORK)
    shown = value if len(value) <= 40 else value[:39] + "…"
    assert f"“{shown}”" in str(caught.value)


def test_years_before_1900_are_refused():
    with pytest.raises(DateTooEarlyError, match="1900"):
        FORMS["YYYY-MM-DD"].parse("1899-12-31", tz=NEW_YORK)
    assert FORMS["YYYY-MM-DD"].parse("1900-01-01", tz=NEW_YORK) == date(1900, 1, 1)
    with pytest.raises(DateNotReadError):
        FORMS["YYYY-MM-DD"].parse("0001-01-01T00:00+05", tz=NEW_YORK)


def test_two_digit_years_turn_at_69():
    form = FORMS["M/D/YY"]
    assert form.parse("1/2/68", tz=NEW_YORK).year == 2068
    assert form.parse("1/2/69", tz=NEW_YORK).year == 1969


def test_leap_days():
    assert read("2/29/24") == ("M/D/YY", date(2024, 2, 29))
    with pytest.raises(DateNotReadError):
        FORMS["M/D/YY"].parse("2/29/23", tz=NEW_YORK)


def test_instants_fall_on_the_day_of_the_department():
    form = FORMS["YYYY-MM-DD"]
    assert form.parse("2015/06/29 03:59:00+00", tz=NEW_YORK) == date(2015, 6, 28)
    assert form.parse("2015/06/29 04:00:00+00", tz=NEW_YORK) == date(2015, 6, 29)
    assert form.parse("2015-01-29T04:59:00Z", tz=NEW_YORK) == date(2015, 1, 28)
    assert form.parse("2015-06-29 03:59:00", tz=NEW_YORK) == date(2015, 6, 29)
    assert FORMS["epoch seconds"].parse("1435550340", tz=NEW_YORK) == date(2015, 6, 28)


def test_today_is_not_the_future():
    check_not_future(date(2024, 3, 5), date(2024, 3, 5))
    with pytest.raises(FutureDateError, match=r"^The date 2031-05-01 is in the future\.$"):
        check_not_future(date(2031, 5, 1), date(2024, 3, 5))


def test_named_formats():
    assert explicit("%d.%m.%y").parse("05.03.24", tz=NEW_YORK) == date(2024, 3, 5)
    assert explicit("%Y-%m-%dT%H:%M%z").parse("2024-03-06T01:00+0000", tz=NEW_YORK).day == 5
    assert explicit("%Y %j").parse("2024 065", tz=NEW_YORK) == date(2024, 3, 5)
    with pytest.raises(DateNotReadError, match=r"“5 March” is not a date of the form %d %b %Y"):
        explicit("%d %b %Y").parse("5 March", tz=NEW_YORK)


@pytest.mark.parametrize(
    "format", ["", "%Y", "%m/%Y", "%d/%m", "%H:%M", "%%d %m %Y", "%d %m %Y %Q", "%"]
)
def test_formats_that_name_no_day_month_and_year_are_refused(format):
    with pytest.raises(DateFormatRefusedError):
        explicit(format)


days = st.dates(date(1970, 1, 1), date(2035, 12, 31))
WRITTEN = {
    "YYYY-MM-DD": ["{0:%Y-%m-%d}", "{0:%Y/%m/%d %H:%M:%S}", "{0:%Y-%m-%dT%H:%M}"],
    "YYYYMMDD": ["{0:%Y%m%d}"],
    "M/D/YY": ["{0:%m/%d/}{0:%Y}", "{0.month}-{0.day}-{0.year}"],
    "M/D/YYYY": ["{0:%m/%d/%Y}", "{0.month}.{0.day}.{0.year} {0:%I:%M %p}"],
    "D/M/YY": ["{0:%d/%m/%Y}"],
    "D/M/YYYY": ["{0.day}/{0.month}/{0.year} {0:%H:%M}"],
    "D Month YYYY": ["{0.day} {0:%B %Y}", "{0:%b} {0.day}, {0.year}", "{0:%d-%b-%Y}"],
}


@given(days, st.times())
@example(date(2024, 2, 29), time(12))
@example(date(2024, 3, 10), time(2, 30))  # the hour that New York leaves out
@example(date(2024, 11, 3), time(1, 30))  # and the one it has twice
def test_every_written_form_reads_back(day, at):
    for name, patterns in WRITTEN.items():
        for pattern in patterns:
            value = pattern.format(datetime.combine(day, at))
            assert FORMS[name].parse(value, tz=NEW_YORK) == day, value


@given(st.dates(date(1970, 1, 1), date(2035, 12, 31)))
def test_two_digit_years_read_back(day):
    assert FORMS["M/D/YY"].parse(f"{day:%m/%d/%y}", tz=NEW_YORK) == day
    assert FORMS["D/M/YY"].parse(f"{day:%d.%m.%y}", tz=NEW_YORK) == day


@given(st.dates(date(1974, 1, 1), date(2035, 12, 31)), st.integers(0, 22))
@example(date(2024, 3, 10), 0)
@example(date(2024, 11, 3), 22)
def test_epochs_read_back_on_days_of_23_and_25_hours(day, hours):
    moment = datetime.combine(day, time(), NEW_YORK).astimezone(UTC) + timedelta(hours=hours)
    seconds = str(int(moment.timestamp()))
    assert recognise([seconds]).parse(seconds, tz=NEW_YORK) == day
    assert recognise([seconds + "999"]).parse(seconds + "999", tz=NEW_YORK) == day


@given(st.lists(days, min_size=1), st.sampled_from(["%m/%d/%Y", "%d/%m/%Y"]))
def test_month_and_day_are_told_apart_or_not_at_all(column, form):
    values = [f"{day:{form}}" for day in column]
    try:
        found = recognise(values)
    except AmbiguousDatesError:
        assert all(day.day <= 12 for day in column)
    else:
        assert [found.parse(value, tz=NEW_YORK) for value in values] == column


@given(st.text())
def test_any_text_is_read_or_refused(value):
    for form in FORMS.values():
        with contextlib.suppress(DateNotReadError, DateTooEarlyError):
            form.parse(value, tz=NEW_YORK)
