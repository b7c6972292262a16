"""Contact cards: one answer each, even for two who come at once, and no way back to who gave it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, insert, inspect, select
from sqlalchemy.exc import IntegrityError

from core import links
from core.card_codes import CardCodeError, fresh, stored_hash
from core.vocabulary import AuditAction, Sentiment
from db.models import AuditEntry, ContactCard, Feedback, Source
from db.session import transaction
from services import contact_cards, feedback, readings, sentiment, sources
from services.contact_cards import MOST, CardCountError, CardSpentError, CardUnknownError
from services.feedback import CARD_SOURCE
from tests.factories import (
    NOW,
    OPERATOR,
    TODAY,
    VISITOR,
    make_form,
    make_reading,
    scope_of,
)
from tests.services.together import overtaken, together

DAY = timedelta(days=1)


@pytest.fixture
def make(engine, officer, keys):
    def made(n=1, today=TODAY):
        with transaction(engine) as session:
            return contact_cards.make(session, officer, n=n, keys=keys, now=NOW, today=today)

    return made


@pytest.fixture
def opened(engine, keys):
    def proof(code, today=TODAY):
        with transaction(engine) as session:
            return contact_cards.opened(
                session, VISITOR, code=code, keys=keys, now=NOW, today=today
            ).proof

    return proof


@pytest.fixture
def send(keys):
    """Sends a form with the proof of a card, as one tab does."""

    def by(proof, now=NOW, **more):
        def sent(session):
            form = make_form(session, card=proof, **more)
            return feedback.submit(session, VISITOR, form=form, keys=keys, today=TODAY, now=now)

        return sent

    return by


def many(engine, table):
    with transaction(engine) as session:
        return session.scalar(select(func.count()).select_from(table))


def test_a_card_gives_one_answer_in_a_source_of_its_own(engine, keys, make, opened, send):
    (code,) = make().codes
    proof = opened(code)
    with transaction(engine) as session:
        assert len(send(proof)(session).split()) == 6
        feedback.submit(
            session, VISITOR, form=make_form(session, "By myself."), keys=keys,
            today=TODAY, now=NOW,
        )  # fmt: skip
        batch = readings.claim(session, OPERATOR, now=NOW)
        found = {text.feedback_id: make_reading(Sentiment.NEGATIVE) for text in batch.texts}
        readings.store(session, OPERATOR, lease=batch.lease, readings=found)

        of_cards = session.scalars(select(Source.id).where(Source.name == CARD_SOURCE)).one()
        overall = sentiment.overall(session, OPERATOR, scope=scope_of(of_cards))
        assert overall.total == 1, "never pooled with the open form"
        names = {card.name: card.n for card in sources.every(session, OPERATOR)}
        assert names == {CARD_SOURCE: 1, "Online form": 1}
    with pytest.raises(CardUnknownError):
        opened(code)


def test_nothing_leads_from_an_answer_to_the_card_or_the_officer(
    engine, officer, make, opened, send
):
    codes = make(3).codes
    proof = opened(codes[0])
    with transaction(engine) as session:
        send(proof)(session)

    assert many(engine, ContactCard) == 2, "the used one has no row"
    assert {column.name for column in inspect(ContactCard).columns} == {
        "id", "code_hash", "good_until", "survey_id",
    }  # fmt: skip
    with transaction(engine) as session:
        row = session.scalars(select(Feedback)).one()
        assert "card" not in " ".join(vars(row)), "no column of the answer names one"
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.action == AuditAction.CARDS_MADE)
        ).all()
        assert [(one.account_id, one.details) for one in entries] == [(officer.account_id, "3")]
        everything = str([session.execute(select(t)).all() for t in (AuditEntry, ContactCard)])
    assert not any(code in everything for code in codes)


def test_a_form_sent_twice_uses_one_card_and_answers_the_same_words(engine, make, opened, send):
    proof, nonce = opened(make().codes[0]), b"n" * 32
    receipts = []
    for _twice in range(2):
        with transaction(engine) as session:
            receipts.append(send(proof, nonce=nonce)(session))
    assert receipts[0] == receipts[1]
    assert many(engine, Feedback) == 1


def test_of_eight_tabs_with_one_card_one_is_heard(engine, make, opened, send):
    (code,) = make().codes
    proofs = [opened(code) for _ in range(8)]  # the control: opening alone keeps nobody out

    answers = together(engine, *map(send, proofs))

    refused = [one for one in answers if isinstance(one, CardSpentError)]
    assert len(refused) == 7
    assert many(engine, Feedback) == 1, "what the others wrote went with their transactions"


def test_a_card_cannot_be_used_while_another_is_about_to_use_it(engine, make, opened, send):
    (code,) = make().codes
    first, second = send(opened(code)), send(opened(code))

    answers = overtaken(engine, first, second, before="DELETE FROM contact_card")

    assert sorted(isinstance(one, CardSpentError) for one in answers) == [False, True]
    assert many(engine, Feedback) == 1


def test_the_control_looking_first_and_using_after_lets_two_in_where_two_can_write(engine, make):
    make()

    def naive(session):
        found = session.scalar(select(ContactCard.id))
        if found is None:
            raise CardSpentError
        session.execute(delete(ContactCard).where(ContactCard.id == found))
        return "heard"

    answers = overtaken(engine, naive, naive, before="DELETE FROM contact_card")

    heard = 2 if engine.dialect.name == "postgresql" else 1  # SQLite has one writer at a time
    assert answers.count("heard") == heard


def test_a_card_is_good_for_sixty_days_and_forgotten_after(engine, make, opened, send, keys):
    sheet = make()
    assert sheet.good_until == TODAY + 60 * DAY
    last = opened(sheet.codes[0], today=sheet.good_until)
    with pytest.raises(CardUnknownError):
        opened(sheet.codes[0], today=sheet.good_until + DAY)
    with pytest.raises(CardSpentError), transaction(engine) as session:
        contact_cards.use(
            session, VISITOR, proof=last, keys=keys, now=NOW, today=sheet.good_until + DAY
        )
    with pytest.raises(CardSpentError), transaction(engine) as session:
        send(last, now=NOW + links.PROOF_LIVES)(session)
    assert many(engine, ContactCard) == 1

    make(2, today=sheet.good_until + DAY)
    assert many(engine, ContactCard) == 2


def test_what_is_no_card_opens_nothing(engine, make, opened, send):
    make()
    with pytest.raises(CardUnknownError):
        opened(fresh())
    with pytest.raises(CardCodeError):
        opened("one two three")
    good = opened(make().codes[0])
    for proof in ("x", good[:-1] + ("B" if good[-1] == "A" else "A")):
        with pytest.raises(CardSpentError), transaction(engine) as session:
            send(proof)(session)
    assert many(engine, Feedback) == 0


@pytest.mark.parametrize("n", [0, -1, MOST + 1])
def test_a_sheet_has_one_to_a_hundred_cards(engine, make, n):
    with pytest.raises(CardCountError):
        make(n)
    assert len(set(make(MOST).codes)) == MOST


def test_the_table_takes_hashes_alone_and_each_once(engine, keys):
    kept = stored_hash(fresh(), keys)
    for rows in ([fresh().encode()], [kept, kept]):
        with pytest.raises(IntegrityError), transaction(engine) as session:
            session.execute(
                insert(ContactCard),
                [{"id": at, "code_hash": one, "good_until": TODAY} for at, one in enumerate(rows)],
            )
