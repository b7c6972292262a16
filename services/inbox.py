"""The inbox: what came in, who has it in hand, and what was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from core.actor import Actor
from core.errors import CommonGroundError
from core.scope import Scope
from core.vocabulary import AuditAction, InboxState, Permission, Role, Sentiment
from db.models import Account, AccountPermission, Assignment, Feedback, Source
from db.queries import pieces
from db.queries.officers import shut_to
from services import answers, audit, cards, copy_groups, departments, inbox_cards
from services.access import permissions_of, require
from services.cards import Listing
from services.inbox_cards import Piece
from services.staff import StaffCard

MOST_LISTED = 1_000  # whoever wants to see older ones narrows the filters


class AssignedMeanwhileError(CommonGroundError):
    message = "{who} has this in hand: that changed after you had opened it. Nothing was changed."


class GivenBackMeanwhileError(CommonGroundError):
    message = (
        "Nobody has this in hand any more: that changed after you had opened it. "
        "Nothing was changed."
    )


class NotForThemError(CommonGroundError):
    message = "{who} may not open this piece, so it cannot be given to them. Choose someone else."


class NobodyIsDueError(CommonGroundError):
    message = "Say who takes it in hand, so that somebody answers by that day."


class StaffGoneError(CommonGroundError):
    message = "That person is not on the list any more. Load the page again."


@dataclass(frozen=True)
class Inbox:
    """One page of the inbox."""

    listing: Listing
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Waiting:
    """How much of one source waits to be looked at, up to a limit, and how much is the actor's."""

    source: str
    n: int
    is_more: bool
    mine: int
    late: int


def listing(
    session: Session, actor: Actor, *, scope: Scope, state: InboxState = InboxState.WAITS,
    sentiment: Sentiment | None = None, theme_id: int | None = None, group_id: int | None = None,
    page: int = 0, now: datetime,
) -> Inbox:  # fmt: skip
    """What is in the inbox, newest first; each piece shown leaves an audit entry.

    Copies of one text are shown as one, and each by itself where a group is asked for. A page
    beyond the last one is the last one: somebody else may have emptied it meanwhile.
    """
    require(actor, Permission.HANDLE_FEEDBACK)
    today = departments.today(session, actor, now=now)
    wanted = _in_state(pieces.behind(scope, sentiment, theme_id), actor, state, today)
    wanted, waiting = cards.readable(actor, wanted)
    order, withheld = pieces.newest(wanted), 0
    if group_id is None:
        firsts = copy_groups.first_of_each(session, wanted, order, MOST_LISTED)
        if waiting is not None:
            withheld, _more = pieces.counted_up_to(session, waiting, pieces.MOST_COUNTED)
    else:
        wanted = copy_groups.in_group(wanted, group_id)
        firsts = list(session.scalars(wanted.order_by(*order).limit(MOST_LISTED)))
    total, is_more = pieces.counted_up_to(session, wanted, pieces.MOST_COUNTED)
    begin = min(page, max(0, len(firsts) - 1) // cards.PAGE) * cards.PAGE
    these = select(Feedback.id).where(Feedback.id.in_(firsts[begin : begin + cards.PAGE]))
    shown = cards.read(session, actor, these, page=0, now=now)
    more = {}
    if group_id is None:
        more = copy_groups.others(session, wanted, [card.id for card in shown])
    return Inbox(
        Listing(shown, total, withheld, is_more, len(firsts)),
        inbox_cards.read(session, actor, shown, more, now),
    )


def matching(
    session: Session, actor: Actor, *, scope: Scope, state: InboxState,
    sentiment: Sentiment | None, theme_id: int | None, group_id: int | None = None,
    now: datetime,
) -> list[int]:  # fmt: skip
    """The pieces of a listing that have a receipt: up to one more than can be answered."""
    require(actor, Permission.HANDLE_FEEDBACK)
    today = departments.today(session, actor, now=now)
    wanted = _in_state(pieces.behind(scope, sentiment, theme_id), actor, state, today)
    mine, _withheld = cards.readable(actor, wanted)
    if group_id is not None:
        mine = copy_groups.in_group(mine, group_id)
    with_receipt = mine.where(Feedback.receipt_hash.is_not(None))
    return list(session.scalars(with_receipt.limit(answers.MOST_AT_ONCE + 1)))


def waiting(session: Session, actor: Actor, *, now: datetime) -> list[Waiting]:
    """What waits in each source that has something waiting, by the source's name."""
    require(actor, Permission.HANDLE_FEEDBACK)
    today = departments.today(session, actor, now=now)
    found = []
    for source in session.scalars(select(Source).order_by(Source.name)):
        of_it, _withheld = cards.readable(actor, pieces.read_from(source.id))
        waits, mine, late = (
            _in_state(of_it, actor, state, today)
            for state in (InboxState.WAITS, InboxState.MINE, InboxState.LATE)
        )
        n, is_more = pieces.counted_up_to(session, waits, pieces.MOST_COUNTED)
        if n:
            more = (pieces.counted(session, some) for some in (mine, late))
            found.append(Waiting(source.name, n, is_more, *more))
    return found


def staff(session: Session, actor: Actor) -> list[StaffCard]:
    """Everybody who works on the inbox, by name."""
    require(actor, Permission.HANDLE_FEEDBACK)
    triages = and_(
        AccountPermission.account_id == Account.id,
        AccountPermission.permission == Permission.TRIAGE_COMPLAINTS,
    )
    rows = session.execute(
        select(Account.id, Account.email, AccountPermission.account_id.is_not(None))
        .outerjoin(AccountPermission, triages)
        .where(*_works_here())
        .order_by(Account.email)
    )
    return [StaffCard(*row) for row in rows]


def assign(
    session: Session, actor: Actor, *, feedback_id: int, account_id: int | None,
    expected: int | None, due_on: date | None = None, now: datetime,
) -> None:  # fmt: skip
    """Give a piece to someone, or to nobody; ``expected`` is who had it on the actor's screen.

    ``due_on``: by when its owner is to have an answer. Answering fulfils it.
    """
    require(actor, Permission.HANDLE_FEEDBACK)
    if account_id is None and due_on is not None:
        raise NobodyIsDueError
    row = cards.locked(session, actor, feedback_id)
    held = session.get(Assignment, feedback_id)
    has_it = held.account_id if held else None
    if has_it == account_id and (held is None or held.due_on == due_on):
        return
    if has_it not in {expected, account_id}:
        if has_it is None:
            raise GivenBackMeanwhileError
        raise AssignedMeanwhileError(who=_name(session, has_it))
    if account_id is not None:
        person = next((one for one in staff(session, actor) if one.id == account_id), None)
        if person is None:
            raise StaffGoneError
        shut = session.scalars(shut_to(feedback_id)).all()
        if account_id in shut or (row.waits_for_triage and not person.triages):
            raise NotForThemError(who=person.name)
        session.merge(Assignment(feedback_id=feedback_id, account_id=account_id, due_on=due_on))
    elif held is not None:
        session.delete(held)
    session.flush()
    details = "nobody" if account_id is None else _name(session, account_id)
    audit.note(
        session, actor, AuditAction.FEEDBACK_ASSIGNED, subject=f"feedback {feedback_id:x}",
        now=now, details=details,
    )  # fmt: skip


def mark_looked_at(session: Session, actor: Actor, *, feedback_id: int, now: datetime) -> None:
    """Say that nothing more needs doing about a piece. What is withheld stays withheld."""
    require(actor, Permission.HANDLE_FEEDBACK)
    row = cards.locked(session, actor, feedback_id)
    if row.looked_at_on is None:
        row.looked_at_on = departments.today(session, actor, now=now)
        row.looked_at_by = actor.name
        _note(session, actor, AuditAction.FEEDBACK_LOOKED_AT, feedback_id, now)


def put_back(session: Session, actor: Actor, *, feedback_id: int, now: datetime) -> None:
    """Have a piece wait again."""
    require(actor, Permission.HANDLE_FEEDBACK)
    row = cards.locked(session, actor, feedback_id)
    if row.looked_at_on is not None:
        row.looked_at_on = row.looked_at_by = None
        _note(session, actor, AuditAction.FEEDBACK_PUT_BACK, feedback_id, now)


def _in_state(wanted: Select[int], actor: Actor, state: InboxState, today: date) -> Select[int]:
    """Those of ``wanted`` in ``state``."""
    waits = wanted.where(Feedback.looked_at_on.is_(None))
    match state:
        case InboxState.WAITS:
            return waits
        case InboxState.MINE:
            mine = select(Assignment.feedback_id).where(Assignment.account_id == actor.account_id)
            return waits.where(Feedback.id.in_(mine))
        case InboxState.NOBODYS:  # what was given to someone who has left since is nobody's
            in_hand = select(Assignment.feedback_id).join(Account).where(*_works_here())
            return waits.where(~in_hand.where(Assignment.feedback_id == Feedback.id).exists())
        case InboxState.LATE:
            late = select(Assignment.feedback_id).where(Assignment.due_on < today)
            return waits.where(Feedback.id.in_(late))
        case InboxState.TO_TRIAGE:
            return wanted.where(pieces.WAITS_FOR_TRIAGE)
        case InboxState.LOOKED_AT:
            return wanted.where(Feedback.looked_at_on.is_not(None))
        case InboxState.ALL:
            return wanted


def _works_here() -> list[ColumnElement[bool]]:
    roles = [
        role for role in Role if Permission.HANDLE_FEEDBACK in permissions_of(role, frozenset())
    ]
    return [Account.role.in_(roles), Account.disabled_at.is_(None)]


def _name(session: Session, account_id: int) -> str:
    return session.scalar(select(Account.email).where(Account.id == account_id)) or ""


def _note(
    session: Session, actor: Actor, action: AuditAction, feedback_id: int, now: datetime
) -> None:
    audit.note(session, actor, action, subject=f"feedback {feedback_id:x}", now=now)
