"""Whom a piece of feedback names: found in its words, set right by a person, shut accordingly."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from analysis.known_as import KnownAs, known_as, named_in
from core.actor import Actor
from core.vocabulary import AuditAction, Permission
from db.models import Account, Assignment, Feedback, Message, NamedOfficer, NameSearch, Reading
from db.queries import officers as queries
from db.queries.upserts import insert_into
from services import audit, cards, counts
from services.access import require
from services.accounts import AccountGoneError

SEARCHED = 500
"""The most pieces that one transaction looks through, so that a resident never waits behind it."""


@dataclass(frozen=True)
class PersonCard:
    """Somebody whom feedback may be about; ``known_as`` is empty where nobody said."""

    id: int
    email: str
    known_as: tuple[str, ...]


def people(session: Session, actor: Actor) -> list[PersonCard]:
    """All accounts, by e-mail address, for whoever says whom a piece is about."""
    require(actor, Permission.TRIAGE_COMPLAINTS)
    rows = session.execute(select(Account.id, Account.email, Account.known_as))
    cards_of = [PersonCard(one, email, tuple(said.splitlines())) for one, email, said in rows]
    return sorted(cards_of, key=lambda card: card.email)


def named(session: Session, actor: Actor, *, feedback_id: int) -> frozenset[int]:
    """The accounts that a piece is about, where ``actor`` may read it. Never a list by person."""
    require(actor, Permission.TRIAGE_COMPLAINTS)
    mine, _withheld = cards.readable(actor, select(Feedback.id).where(Feedback.id == feedback_id))
    wanted = select(NamedOfficer.account_id).where(
        NamedOfficer.feedback_id.in_(mine), NamedOfficer.is_about
    )
    return frozenset(session.scalars(wanted))


def say_about(
    session: Session, actor: Actor, *, feedback_id: int, account_ids: Collection[int],
    now: datetime,
) -> None:  # fmt: skip
    """Say whom a piece is about; whoever it names, and everyone above them, sees it no more.

    What a person said here stays, whatever a reader finds later.
    """
    require(actor, Permission.TRIAGE_COMPLAINTS)
    counts.alone(session)  # before the row, as the worker that links pieces does
    cards.locked(session, actor, feedback_id)
    wanted = set(account_ids)
    if wanted - set(session.scalars(select(Account.id).where(Account.id.in_(wanted)))):
        raise AccountGoneError
    of_this = select(NamedOfficer).where(NamedOfficer.feedback_id == feedback_id)
    known = {row.account_id: row for row in session.scalars(of_this)}
    said = {one for one, row in known.items() if row.is_about and row.said_by is not None}
    if wanted == said and said == {one for one, row in known.items() if row.is_about}:
        return
    for one, row in known.items():  # to leave what a reader found is to say it
        if row.is_about != (one in wanted) or row.said_by is None:
            row.is_about, row.said_by = one in wanted, actor.name
    for one in wanted - known.keys():
        row = NamedOfficer(
            feedback_id=feedback_id, account_id=one, is_about=True, said_by=actor.name
        )
        session.add(row)
    session.flush()
    if wanted:
        _shut(session, [feedback_id])
    audit.note(  # not whom: observers read the audit
        session, actor, AuditAction.FEEDBACK_ABOUT, subject=f"feedback {feedback_id:x}", now=now
    )


def find(session: Session, feedback_ids: Collection[int]) -> set[int]:
    """Link those of these pieces that name somebody; all of them that do, by whoever said so."""
    if known := _known(session):
        _link(session, _found(_said(session, feedback_ids), known))
    wanted = select(NamedOfficer.feedback_id).where(
        NamedOfficer.feedback_id.in_(feedback_ids), NamedOfficer.is_about
    )
    return set(session.scalars(wanted))


def names_somebody(session: Session, words: str) -> bool:
    """Whether these words name anybody."""
    known = _known(session)
    return known is not None and bool(named_in(words, known))


def search(session: Session, actor: Actor) -> int:
    """Look for somebody's new names in the next pieces; how many were looked at, 0 when done."""
    require(actor, Permission.DO_WORK)
    counts.alone(session)  # before the pieces, as whoever keeps readings does
    work = session.scalars(select(NameSearch).order_by(NameSearch.account_id).limit(1)).first()
    if work is None:
        return 0
    account = session.get_one(Account, work.account_id)
    next_ones = select(Feedback.id).where(
        Feedback.id > work.after_id, Feedback.erased_on.is_(None), Feedback.withdrawn_on.is_(None)
    )
    ids = session.scalars(next_ones.order_by(Feedback.id).limit(SEARCHED)).all()
    if not ids:
        session.delete(work)
        return 1  # another one may wait
    known = known_as({account.id: account.known_as.splitlines()})
    found = _found(_said(session, ids), known)
    session.execute(  # those of the old names; what a person said stays
        delete(NamedOfficer).where(
            NamedOfficer.account_id == account.id,
            NamedOfficer.feedback_id.in_(ids),
            NamedOfficer.feedback_id.not_in(found),
            NamedOfficer.said_by.is_(None),
        )
    )
    _link(session, found)
    _shut(session, found)
    work.after_id = ids[-1]
    return len(ids)


def take_out_of_hand(session: Session, feedback_ids: Iterable[int]) -> None:
    """What somebody had in hand and may see no more is in nobody's."""
    held = select(Assignment.feedback_id).where(Assignment.feedback_id.in_(feedback_ids))
    for one in session.scalars(held).all():
        session.execute(
            delete(Assignment).where(
                Assignment.feedback_id == one, Assignment.account_id.in_(queries.shut_to(one))
            )
        )


def _known(session: Session) -> KnownAs | None:
    rows = session.execute(select(Account.id, Account.known_as).where(Account.known_as != ""))
    lines = {one: said.splitlines() for one, said in rows}
    return known_as(lines) if lines else None


def _said(session: Session, feedback_ids: Collection[int]) -> dict[int, list[str]]:
    """The words of each piece, and all that its owner added since."""
    pieces = select(Feedback.id, Feedback.words).where(Feedback.id.in_(feedback_ids))
    said = {one: [words] for one, words in session.execute(pieces)}
    added = select(Message.feedback_id, Message.words).where(
        Message.feedback_id.in_(feedback_ids), Message.who.is_(None)
    )
    for one, words in session.execute(added):
        said[one].append(words)
    return said


def _found(said: Mapping[int, list[str]], known: KnownAs) -> dict[int, frozenset[int]]:
    """Whom each of these pieces names, where it names anybody."""
    named = {one: frozenset(who for text in texts for who in named_in(text, known))
             for one, texts in said.items()}  # fmt: skip
    return {one: who for one, who in named.items() if who}


def _link(session: Session, found: Mapping[int, frozenset[int]]) -> None:
    rows = [
        {"feedback_id": one, "account_id": who, "is_about": True, "said_by": None}
        for one, those in found.items()
        for who in those
    ]
    if rows:
        session.execute(insert_into(session, NamedOfficer).on_conflict_do_nothing(), rows)
        take_out_of_hand(session, found)


def _shut(session: Session, feedback_ids: Collection[int]) -> None:
    """These name somebody: they are sensitive, and wait for triage where that was not done."""
    names_somebody = exists().where(NamedOfficer.feedback_id == Feedback.id, NamedOfficer.is_about)
    wanted = select(Feedback.id).where(
        Feedback.id.in_(feedback_ids), func.length(Feedback.sentiment) > 0,
        Feedback.triaged_on.is_(None), ~Feedback.waits_for_triage, names_somebody,
    )  # fmt: skip
    session.execute(
        update(Reading).where(Reading.feedback_id.in_(feedback_ids)).values(is_sensitive=True)
    )
    if waiting := session.scalars(wanted).all():
        cards.withhold(session, waiting)
    take_out_of_hand(session, feedback_ids)
