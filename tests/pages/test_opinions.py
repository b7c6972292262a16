"""What people agree on, on the screen: groups with n and interval, or why there are none."""

from __future__ import annotations

import pytest

from core import screens
from core.instruments import SampleKind
from core.vocabulary import Role
from jobs.opinions import work_out_one
from services.surveys import conversations, opinion_sample, statements
from tests.factories import NOW, OPERATOR, TODAY
from tests.pages.conftest import button, open_page, text_of


@pytest.fixture
def officer(records):
    return records.sign_in(Role.OUTREACH)


def test_groups_are_shown_with_their_size_and_what_sets_them_apart(records, officer):
    with records() as session:
        opinion_sample.load(session, OPERATOR, today=TODAY, now=NOW)
    figures = work_out_one(records.engine, 1)

    shown = open_page(screens.OPINIONS.url, officer)

    said = text_of(shown)
    assert not shown.exception
    for name, group in zip("AB", figures.groups, strict=True):
        assert f"Group {name}, {group.n} people: what sets it apart" in said
    assert f"{figures.people} people voted" in said
    assert opinion_sample.STATEMENTS[0][0] in said
    one = figures.agreed()[0].all
    assert f"of {one.seen}" in said
    assert "95 % interval" in said


def test_too_few_are_told_to_be_too_few(records, officer):
    with records() as session:
        conversations.start(
            session, OPERATOR, title="Parks", question="And parks?", said=["Open them."],
            kind=SampleKind.OPEN, now=NOW,
        )  # fmt: skip
    work_out_one(records.engine, 1)

    said = text_of(open_page(screens.OPINIONS.url, officer))

    assert "There is nothing to show yet." in said


def test_a_statement_is_approved_by_a_button(records, officer):
    with records() as session:
        opinion_sample.load(session, OPERATOR, today=TODAY, now=NOW)
    shown = open_page(screens.OPINIONS.url, officer)
    assert opinion_sample.WAITS.rstrip(".") in text_of(shown)

    button(shown, "Approve").click().run()

    assert not shown.exception
    with records() as session:
        assert statements.waiting(session, OPERATOR, conversation_id=1).statements == ()
        (card,) = conversations.every(session, OPERATOR)
        assert card.statements == len(opinion_sample.STATEMENTS) + 1


def test_a_question_is_asked_and_a_name_that_is_taken_is_refused_in_a_sentence(records, officer):
    shown = open_page(screens.OPINIONS.url, officer)
    assert "Nothing was put to the vote yet." in text_of(shown)

    for _twice in range(2):
        shown.text_input[0].set_value("What about the park?")
        shown.text_input[1].set_value("Park")
        shown.text_area[0].set_value("Open it late.\n\nMore light.")
        button(shown, "Open it").click().run()

    assert not shown.exception
    with records() as session:
        (card,) = conversations.every(session, OPERATOR)
    assert (card.title, card.statements, card.is_open) == ("Park", 2, True)
    assert "There is a conversation called Park already." in text_of(shown)
