"""The chief's screens: how we are seen, what worries people, and the words behind both."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert, select

from core.vocabulary import AuditAction, Sentiment
from db.models import (
    AuditEntry,
    ConcernCount,
    Feedback,
    Source,
    TextCopy,
    TextGroup,
    Theme,
    ThemeDefinition,
)
from services import corrections, districts
from services.districts import DistrictRecord
from services.sources import FORM_SOURCE
from tests.factories import (
    NOW,
    OPERATOR,
    SQUARE,
    make_district,
    make_feedback,
    make_reading,
)
from tests.pages.conftest import box, button, open_page, tables, text_of

NOTHING = "Nothing has been read yet."


@pytest.fixture
def chief(records):
    return records.sign_in()


@pytest.fixture
def letters(records):
    """Twelve letters of March, nine of them negative and about traffic, and one of January."""
    with records() as session:
        make_district(session, "1", "Old Mill")
        for number in range(12):
            bad = number < 9
            reading = make_reading(
                Sentiment.NEGATIVE if bad else Sentiment.POSITIVE, *(["TRF"] if bad else [])
            )
            make_feedback(
                session, f"Speeding, letter {number}.", district="1" if bad else None,
                reading=reading,
            )  # fmt: skip
        neutral = make_reading(Sentiment.NEUTRAL)
        make_feedback(session, "A winter letter.", on=date(2026, 1, 5), reading=neutral)


@pytest.mark.parametrize("url", ["trends", "concerns", "words"])
def test_without_anything_read_a_screen_says_what_will_be_here(records, chief, url):
    shown = open_page(url, chief)

    assert [NOTHING in one.value for one in shown.info] == [True]
    assert not shown.exception
    assert not shown.selectbox


def test_the_trend_is_said_with_its_interval_and_number_and_shown_as_a_table(letters, chief):
    shown = open_page("trends", chief)

    said = text_of(shown)
    assert not shown.exception
    assert "**69% of 13 pieces of feedback sound negative** (between 42% and 100%)" in said
    table = tables(shown)[0]
    march = table[(table["Month"] == "March 2026") & (table["Sentiment"] == "Negative")]
    assert march[["Pieces", "Of"]].to_numpy().tolist() == [[9, 12]]
    drawn = [chart.key for chart in shown.get("vega_lite_chart")]
    words = ("negative", "mixed", "neutral", "positive", "uncertain")
    assert drawn == [
        *(f"chart-{word}" for word in words), "map", "places-over-time-0", "places-over-time-1",
    ]  # fmt: skip


def test_one_district_one_month_shows_its_own_figures(letters, chief):
    shown = open_page("trends", chief)
    box(shown, "District").set_value("Old Mill")
    shown = box(shown, "From").set_value("March 2026").run()

    table = tables(shown)[0]
    assert table.loc[table["Sentiment"] == "Negative", ["Pieces", "Of"]].to_numpy().tolist() == [
        [9, 9]
    ]


def test_what_is_kept_of_a_screen_is_never_out_of_date(letters, chief, records):
    def negative_in_march() -> tuple[list[int], list[int]]:
        over_time, places = tables(open_page("trends", chief))
        month = (over_time["Month"] == "March 2026") & (over_time["Sentiment"] == "Negative")
        mill = places["District"] == "Old Mill"
        return tuple(frame[["Pieces", "Of"]].to_numpy().tolist()[0]
                     for frame in (over_time[month], places[mill]))  # fmt: skip

    assert negative_in_march() == negative_in_march() == ([9, 12], [9, 9])
    with records() as session:
        make_feedback(session, district="1", reading=make_reading(Sentiment.NEGATIVE))
    assert negative_in_march() == ([10, 13], [10, 10]), "one more was read"
    with records() as session:
        letter = session.scalars(select(Feedback.id).where(Feedback.district_id.is_not(None)))
        corrections.correct(
            session, OPERATOR, feedback_id=letter.first(), sentiment=Sentiment.POSITIVE,
            codes=[], expected=None, now=NOW,
        )  # fmt: skip
    assert negative_in_march() == ([9, 13], [9, 10]), "and one was corrected"


def test_a_district_is_chosen_by_hand_and_leads_to_its_words(letters, chief):
    shown = open_page("trends", chief)
    assert "Read the words: negative, Old Mill" not in [one.label for one in shown.button]
    shown = box(shown, "Read the words from").set_value("Old Mill").run()

    words = button(shown, "Read the words: negative, Old Mill").click().run()

    assert "**9 pieces of feedback**" in text_of(words)
    assert box(words, "District").value == "Old Mill"


def test_too_few_are_not_given_as_a_share(records, chief):
    with records() as session:
        make_feedback(session, reading=make_reading(Sentiment.NEGATIVE))

    shown = open_page("trends", chief)

    said = text_of(shown)
    assert "**Too few to tell.**" in said
    assert not any("100%" in one.value for one in shown.markdown)
    assert set(tables(shown)[0]["Share"]) == {"too few to tell"}


def test_a_period_that_ends_before_it_begins_is_said(letters, chief):
    shown = open_page("trends", chief, **{"from": "March 2026", "to": "January 2026"})

    assert "The period ends before it begins." in shown.warning[0].value
    assert not tables(shown)


def test_concerns_are_ranked_and_lead_to_their_words(letters, chief, records):
    shown = open_page("concerns", chief)
    assert "**Traffic & road safety** is heard most: 9 of 13 pieces" in text_of(shown)

    words = button(shown, "Read the words: Traffic & road safety").click().run()

    assert words.title[0].value == "In their own words"
    assert "**9 pieces of feedback**" in text_of(words)
    assert box(words, "Concern").value == "Traffic & road safety"
    cards = [one.value for one in words.get("html") if "cg-words" in one.value]
    assert len(cards) == 9
    assert all("<mark>Speedi</mark>ng" in card for card in cards)


def test_a_figure_of_one_feeling_and_month_leads_to_its_words(letters, chief):
    shown = open_page("trends", chief)
    box(shown, "Sentiment").set_value("Positive")
    shown.run()

    words = button(shown, "Read the words: positive, March 2026").click().run()

    assert words.title[0].value == "In their own words"
    assert "**3 pieces of feedback**, March 2026" in text_of(words)


def test_words_are_shown_as_they_were_sent_and_cannot_act(records, chief):
    with records() as session:
        make_feedback(session, "<script>alert(1)</script> **bold** & more", reading=make_reading())

    shown = open_page("words", chief)

    (card,) = [one.value for one in shown.get("html") if "cg-words" in one.value]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; **bold** &amp; more" in card


def test_a_look_at_words_is_written_down_once_an_hour_and_only_for_what_was_shown(
    letters, chief, records
):
    def looks() -> list[AuditEntry]:
        with records() as session:
            asked = select(AuditEntry).where(AuditEntry.action == AuditAction.FEEDBACK_READ)
            rows = session.scalars(asked).all()
            session.expunge_all()
        return rows

    open_page("trends", chief)
    assert looks() == []

    for shown in (
        open_page("words", chief, sentiment="Positive"),
        open_page("words", chief, sentiment="Positive").run(),
    ):
        assert "**3 pieces of feedback**" in text_of(shown)

    found = looks()
    assert len(found) == 3
    assert {look.who for look in found} == {chief["email"]}
    with records() as session:
        ids = {f"feedback {one:x}" for one in session.scalars(select(Feedback.id))}
    assert {look.subject for look in found} < ids


def test_many_words_come_in_pages(records, chief):
    with records() as session:
        for number in range(23):
            make_feedback(session, f"Letter {number}.", reading=make_reading())

    first = open_page("words", chief)
    assert len([one for one in first.get("html") if "cg-words" in one.value]) == 20
    assert button(first, "Newer").disabled

    second = button(first, "Older").click().run()

    assert len([one for one in second.get("html") if "cg-words" in one.value]) == 3
    assert "Page 2 of 2" in text_of(second)
    narrowed = box(second, "Sentiment").set_value("Neutral").run()
    assert "Page 1 of 2" in text_of(narrowed), "other words start at their first page"


def test_words_that_wait_for_triage_are_counted_and_can_be_let_through(records, chief):
    with records() as session:
        reading = make_reading(Sentiment.NEGATIVE, "FOR")
        make_feedback(session, "He was pushed to the ground.", reading=reading)
    assert "1 more names an officer or tells of conduct." in text_of(open_page("words", chief))
    triaging = records.sign_in(triages=True)

    shown = open_page("words", triaging)
    assert "pushed to the ground." in text_of(shown)
    button(shown, "Mark as triaged").click().run()

    assert "pushed to the ground." in text_of(open_page("words", chief))


def test_a_filter_nobody_fits_says_so(letters, chief):
    shown = open_page("words", chief, sentiment="Mixed")

    assert "Nobody said this here" in shown.info[0].value


@pytest.mark.parametrize(
    ("by", "period", "figures"),
    [
        ("Weeks", "Week of March 2, 2026", [[9, 12]]),
        ("Quarters", "1st quarter 2026", [[9, 13]]),
    ],
)
def test_time_is_told_by_weeks_and_quarters_too_and_leads_to_their_words(
    letters, chief, by, period, figures
):
    shown = open_page("trends", chief, by=by)

    assert not shown.exception
    table = tables(shown)[0]
    newest = table[(table.iloc[:, 0] == period) & (table["Sentiment"] == "Negative")]
    assert newest[["Pieces", "Of"]].to_numpy().tolist() == figures

    words = button(shown, f"Read the words: negative, {period}").click().run()

    assert f"**9 pieces of feedback**, {period}" in text_of(words)


def test_two_periods_are_compared_and_too_few_are_not(letters, chief, records):
    shown = open_page("compare", chief)
    assert "**Too few to tell.**" in text_of(shown), "nothing was heard before"
    with records() as session:
        for number in range(20):
            reading = make_reading(Sentiment.POSITIVE)
            make_feedback(session, f"Winter {number}", on=date(2026, 1, 5), reading=reading)

    two = {"a-from": "March 2026", "b-from": "January 2026", "b-to": "January 2026"}
    shown = open_page("compare", chief, **two)

    said = text_of(shown)
    assert not shown.exception
    assert "More in A: Negative. More in B: Positive" in said
    assert "More in A: Traffic & road safety" in said
    rows = shown.dataframe[0].value.set_index("")
    assert rows.loc["Negative", ["A", "B"]].tolist() == ["75% (9 of 12)", "0% (0 of 21)"]


def test_the_same_on_both_sides_is_said(letters, chief):
    shown = open_page("compare", chief, **{"b-from": "The same time"})

    assert "Both sides are the same." in shown.info[0].value


def test_concerns_over_time_stand_beside_their_ranking(letters, chief):
    shown = open_page("concerns", chief)

    drawn = [chart.key for chart in shown.get("vega_lite_chart")]
    life = None  # of one concern: nothing in it is picked, so it needs no key
    assert drawn == ["concern-chart", "concerns-over-time-0", life]


@pytest.mark.parametrize(
    "query",
    [
        {"source": "Nobody's"}, {"by": "Centuries"}, {"from": "13"}, {"district": "<script>"},
        {"from": "March 2026", "to": "Week of March 2, 2026"}, {"question": "Why?", "by": ""},
    ],
)  # fmt: skip
@pytest.mark.parametrize("url", ["trends", "concerns", "words", "compare"])
def test_an_address_changed_by_hand_shows_the_usual_figures(letters, chief, url, query):
    shown = open_page(url, chief, **query)

    assert not shown.exception
    assert not shown.error


def test_five_thousand_concerns_are_a_table_and_a_chart_of_the_first(letters, chief, records):
    with records() as session:
        source = session.scalars(select(Source.id).where(Source.name == "Letters")).one()
        many = range(10_000, 15_000)
        session.execute(insert(Theme), [{"id": n, "code": f"T{n}"} for n in many])
        session.execute(
            insert(ThemeDefinition),
            [
                {"version": 1, "theme_id": n, "position": n, "name": f"Concern {n}",
                 "description": "", "is_conduct": False, "terms": []}
                for n in many
            ],
        )  # fmt: skip
        cell = {"source_id": source, "district_id": -1, "question_version_id": -1, "n": 1}
        cell["tagging"] = 1
        session.execute(
            insert(ConcernCount), [cell | {"period": 202603, "theme_id": n} for n in many]
        )

    shown = open_page("concerns", chief)

    assert not shown.exception
    assert "4,976 more stand in the table." in text_of(shown)
    assert len(shown.dataframe[0].value) == 5_001
    assert "Show all 25" in [one.label for one in shown.toggle]


def test_a_district_without_people_is_a_district(records, chief):
    with records() as session:
        nobody = DistrictRecord("9", "The Quarry", 0, SQUARE, {})
        unknown = DistrictRecord("8", "The Lake", None, SQUARE, {})
        districts.store(session, OPERATOR, records=[nobody, unknown], now=NOW)
        for code in ("8", "9"):
            make_feedback(session, district=code, reading=make_reading(Sentiment.NEGATIVE))

    shown = open_page("trends", chief)

    assert not shown.exception
    assert {"The Quarry", "The Lake"} <= set(tables(shown)[-1]["District"])


@pytest.mark.parametrize("url", ["trends", "concerns"])
def test_copies_in_a_campaign_are_said_beside_the_figures_that_count_them(
    records, letters, chief, url
):
    said = "of these are copies of one text, which came by the open form within days"
    assert said not in text_of(open_page(url, chief))

    with records() as session:
        form = session.scalars(select(Source).where(Source.name == FORM_SOURCE)).one()
        form.name = "Another"
        session.flush()
        came_by = session.scalars(select(Source).join(Feedback)).first()
        came_by.name = FORM_SOURCE  # as if they had come by the form
        session.add(TextGroup(id=1, is_campaign=True))
        march = select(Feedback).where(Feedback.received_on >= date(2026, 3, 1)).limit(5)
        session.add_all(
            TextCopy(
                feedback_id=row.id, group_id=1, source_id=row.source_id,
                received_on=row.received_on,
            )
            for row in session.scalars(march).all()
        )  # fmt: skip
    assert f"5 {said}" in text_of(open_page(url, chief))
