"""The chain: who stands under whom, without a circle, and who is told that nobody is left."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from core.vocabulary import AuditAction, Permission, Role, Sentiment
from db.models import AuditEntry, ReportingLine
from db.session import reading, transaction
from services import accounts, chain
from tests.conftest import NOW
from tests.factories import OPERATOR, make_account, make_feedback, make_reading
from tests.services.together import together


def place(session, who, boss=None, known_as=""):
    chain.place(
        session, OPERATOR, account_id=who.account_id, known_as=known_as,
        reports_to=boss and boss.account_id, now=NOW,
    )  # fmt: skip


@pytest.fixture
def three(engine):
    with transaction(engine) as session:
        return [make_account(session, Role.OUTREACH) for _ in range(3)]


def test_names_are_kept_each_once_on_a_line_and_who_changed_them_is_written_down(engine, three):
    one, two, _three = three
    with transaction(engine) as session:
        place(session, one, two, "  Ana   Ibarra \n\nbadge 4471\nAna Ibarra")
        place(session, one, two, "Ana Ibarra\nbadge 4471")

    with reading(engine) as session:
        card = next(card for card in accounts.every(session, OPERATOR) if card.email == one.name)
        noted = session.scalars(
            select(AuditEntry.details).where(AuditEntry.action == AuditAction.CHAIN_CHANGED)
        ).all()
    assert (card.known_as, card.reports_to) == ("Ana Ibarra\nbadge 4471", two.account_id)
    assert noted == [f"known as, reports to {two.name}"]


@pytest.mark.parametrize(
    ("known_as", "refusal"),
    [
        ("Officer", chain.NameTooVagueError),
        ("Ana\n7", chain.NameTooVagueError),
        ("x" * 61, chain.TooManyNamesError),
        ("\n".join(f"Ana {n:02}" for n in range(11)), chain.TooManyNamesError),
    ],
)
def test_what_could_be_anyone_is_refused_in_a_sentence(engine, three, known_as, refusal):
    with pytest.raises(refusal), transaction(engine) as session:
        place(session, three[0], known_as=known_as)


def test_nobody_reports_to_themselves_or_to_somebody_below_them(engine, three):
    one, two, last = three
    with transaction(engine) as session:
        place(session, one, two)
        place(session, two, last)

    for boss in (one, two, last):
        with pytest.raises(chain.CircleError), transaction(engine) as session:
            place(session, last, boss)
    itself = insert(ReportingLine).values(account_id=last.account_id, reports_to=last.account_id)
    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.execute(itself)
    with transaction(engine) as session:  # the control: the other way up there is room
        place(session, one, last)


def test_two_who_are_put_under_each_other_at_once_make_no_circle(engine, three):
    one, two, _last = three

    answers = together(engine, partial(place, who=one, boss=two), partial(place, who=two, boss=one))

    assert sorted(type(answer).__name__ for answer in answers) == ["CircleError", "NoneType"]


def test_administrators_are_told_that_nobody_is_left_and_no_more(engine):
    def is_stuck():
        with reading(engine) as session:
            return chain.is_stuck(session, OPERATOR)

    with transaction(engine) as session:
        officer = make_account(session, Role.OUTREACH)
        chief = make_account(session, Role.COMMAND, triages=True)
        place(session, officer, chief, "Ibarra")
        make_feedback(session, "They hit him.", reading=make_reading(Sentiment.NEGATIVE, "FOR"))
    assert not is_stuck()

    with transaction(engine) as session:
        make_feedback(session, "Ibarra hit him.", reading=make_reading(Sentiment.NEGATIVE, "FOR"))
    assert is_stuck()

    with transaction(engine) as session:
        make_account(session, Role.OBSERVER, triages=True)  # opens nothing by it
    assert is_stuck()

    with transaction(engine) as session:
        make_account(session, Role.OUTREACH, triages=True)
    assert not is_stuck()

    with transaction(engine) as session:
        for card in accounts.every(session, OPERATOR):
            accounts.set_right(
                session, OPERATOR, account_id=card.id, given=False, now=NOW,
                permission=Permission.TRIAGE_COMPLAINTS,
            )  # fmt: skip
    assert is_stuck(), "nobody may triage anything at all"
