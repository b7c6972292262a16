"""Invitations: after which contacts, how often, never at night, and a link that is good once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core import links
from core.instruments import SampleKind
from core.links import LinkPurpose
from core.vocabulary import NoticeKind
from db.models import ContactCard, Department, Notice
from db.session import reading, transaction
from services import contact_cards
from services.meetings.letters import Sender, letter
from services.surveys import invitations, responses, surveys
from services.surveys.invitations import InvitedByMailError, Invitee
from tests.conftest import NOW
from tests.factories import OPERATOR, TODAY, VISITOR

DAY = timedelta(days=1)
PERSON = Invitee("ana@example.org", "Report", TODAY - DAY, is_juvenile=False, language="es")


@pytest.fixture(autouse=True)
def survey(engine):
    with transaction(engine) as session:
        session.add(
            Department(
                id=1, name="Springfield", tzid="America/Chicago", languages=["en"],
                emergency_number="911", crisis_number="988", help_number="211", set_up_at=NOW,
                is_sample=False,
            )
        )  # fmt: skip
        for title, kind in (("After", SampleKind.POST_CONTACT), ("Open", SampleKind.OPEN)):
            surveys.start(
                session, OPERATOR, title=title, instrument="after-contact", kind=kind, now=NOW
            )


@pytest.fixture
def invite(engine, keys):
    def sent(*people, title="After", after=3, now=NOW):
        with transaction(engine) as session:
            return invitations.invite(
                session, OPERATOR, title=title, people=dict(enumerate(people)), after=after,
                keys=keys, now=now,
            )  # fmt: skip

    return sent


def written(engine):
    with reading(engine) as session:
        return list(session.scalars(select(Notice).where(Notice.kind == NoticeKind.SURVEY)))


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (replace(PERSON, kind="Arrest"), "After “Arrest” nobody is invited"),
        (replace(PERSON, kind="domestic violence"), "nobody is invited"),
        (replace(PERSON, kind="sexual assault"), "nobody is invited"),
        (replace(PERSON, kind="medical emergency"), "nobody is invited"),
        (replace(PERSON, kind=""), "nobody is invited"),
        (replace(PERSON, is_juvenile=True), "Nobody under 18"),
        (replace(PERSON, contact_on=TODAY - 60 * DAY), "not in the last 45 days"),
        (replace(PERSON, contact_on=TODAY + DAY), "not in the last 45 days"),
        (replace(PERSON, email="nobody"), "does not look like an e-mail address"),
        (replace(PERSON, email=" "), "There is no address."),
    ],
)
def test_who_is_not_to_be_invited_is_not_and_the_others_are(engine, invite, person, reason):
    other = replace(PERSON, email="other@example.org")

    done = invite(person, other)

    assert done.n == 1
    assert reason in done.refused[0]
    assert len(written(engine)) == 1


def test_nobody_is_asked_twice_in_six_months(invite):
    first, again = invite(PERSON), invite(replace(PERSON, email="ANA@example.org"))
    later = NOW + invitations.PAUSE
    much_later = invite(replace(PERSON, contact_on=later.date()), now=later)

    assert (first.n, again.n, much_later.n) == (1, 0, 1)
    assert "in the last six months" in again.refused[0]


def test_it_goes_by_day_so_many_days_after_the_contact(engine, invite):
    invite(PERSON, after=3)

    (notice,) = written(engine)
    assert notice.not_before == datetime(2026, 3, 4, 16, 0, tzinfo=UTC)  # ten in Chicago


def test_at_night_it_waits_for_the_morning(engine, invite):
    night = datetime(2026, 3, 5, 4, 30, tzinfo=UTC)  # half past ten in the evening of the fourth
    invite(PERSON, after=3, now=night)

    (notice,) = written(engine)
    assert notice.not_before == datetime(2026, 3, 5, 14, 0, tzinfo=UTC)  # eight in the morning


def test_the_letter_says_nothing_of_the_contact_and_its_link_is_good_once(engine, invite, keys):
    invite(PERSON)
    sender = Sender("https://meet.example.org", keys)
    with transaction(engine) as session:
        (notice,) = session.scalars(select(Notice))
        mail = letter(session, OPERATOR, notice_id=notice.id, sender=sender, now=NOW)
        card = session.scalars(select(ContactCard)).one()
        number = card.survey_id
        until = NOW + DAY
        proof = links.token(LinkPurpose.SURVEY_INVITATION, card.id, until=until, key=keys.links)
    assert mail.to == "ana@example.org"
    assert "/links/survey-invitation/" in str(mail)
    assert "eport" not in str(mail)

    def opened():
        with transaction(engine) as session:
            found = contact_cards.invited(
                session, VISITOR, proof=proof, keys=keys, now=NOW, today=TODAY
            )
            return responses.begin(
                session, VISITOR, survey_id=number, language="es", keys=keys, now=NOW,
                card=found.proof,
            )  # fmt: skip

    draft = opened()
    with transaction(engine) as session:
        responses.finish(session, VISITOR, proof=draft.proof, district_id=None, keys=keys, now=NOW)
    with pytest.raises(contact_cards.InvitationSpentError):
        opened()


def test_nobody_is_invited_to_what_is_open_to_all(invite):
    with pytest.raises(InvitedByMailError):
        invite(PERSON, title="Open")
