"""Meetings as they can be found: by everyone those that are published, by staff all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from core.actor import Actor
from core.attendance import NeedState
from core.vocabulary import EventState, Permission
from db.models import Event, EventDistrict, EventKind, Need, Rsvp
from services.access import require
from services.meetings import event_cards
from services.meetings.event_cards import EventCard
from services.meetings.plans import EventGoneError

PAGE = 20
MOST = 5_000
"""Meetings in one feed: the newest, where a department has more."""

PUBLIC = (
    EventState.PUBLISHED, EventState.POSTPONED, EventState.CANCELLED, EventState.HELD,
    EventState.CLOSED,
)  # fmt: skip


@dataclass(frozen=True)
class Filter:
    """What to look for; all empty is everything.

    ``is_next_of_series``: of each series only the meeting that comes next.
    """

    district_id: int | None = None
    kind: str | None = None
    series_id: int | None = None
    first_at: datetime | None = None
    last_at: datetime | None = None
    is_next_of_series: bool = False


@dataclass(frozen=True)
class KindCard:
    """A kind of meeting."""

    code: str
    name: str


def kinds(session: Session, actor: Actor) -> list[KindCard]:
    """The kinds of meeting that can be planned, in their order."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    rows = session.scalars(
        select(EventKind).where(EventKind.retired_at.is_(None)).order_by(EventKind.position)
    )
    return [KindCard(row.code, row.name) for row in rows]


def upcoming(
    session: Session, actor: Actor, *, now: datetime, of: Filter = Filter(), limit: int = PAGE,
    offset: int = 0,
) -> list[EventCard]:  # fmt: skip
    """Meetings that everyone may know of and that are not over, the next one first."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    wanted = _ahead(of, now).order_by(Event.starts_at, Event.id)
    return event_cards.read(session, wanted.limit(limit).offset(offset))


def in_month(
    session: Session, actor: Actor, *, first: date, tzid: str, of: Filter = Filter()
) -> list[EventCard]:
    """The public meetings of the month that ``first`` begins, on the department's clock."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    begins = datetime.combine(first.replace(day=1), time(), ZoneInfo(tzid))
    ends = begins + timedelta(days=32)
    wanted = _public(replace(of, first_at=begins, last_at=ends.replace(day=1)))
    return event_cards.read(session, wanted.order_by(Event.starts_at, Event.id))


def how_many(session: Session, actor: Actor, *, now: datetime, of: Filter = Filter()) -> int:
    """How many meetings ``upcoming`` has in all."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    wanted = _ahead(of, now)
    return session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def feed(session: Session, actor: Actor, *, of: Filter = Filter()) -> list[EventCard]:
    """Every public meeting for a calendar, the newest last; a cancelled one says so there."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    newest = _public(of).order_by(Event.starts_at.desc(), Event.id.desc()).limit(MOST)
    return event_cards.read(session, newest)[::-1]


def feed_version(session: Session, actor: Actor, *, of: Filter = Filter()) -> str:
    """What changes whenever ``feed`` does, at the cost of one look."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    public = _public(of).subquery()
    count, changed, total = session.execute(
        select(func.count(), func.max(public.c.changed_at), func.sum(public.c.sequence))
    ).one()
    return f"{count}-{changed}-{total}"


def one(session: Session, actor: Actor, *, event_id: int) -> EventCard:
    """One meeting; a draft is there for its planners alone."""
    require(actor, Permission.READ_PUBLIC_PAGES)
    wanted = select(Event).where(Event.id == event_id)
    if not actor.may(Permission.PLAN_EVENTS):
        wanted = wanted.where(Event.state.in_(PUBLIC))
    found = event_cards.read(session, wanted)
    if not found:
        raise EventGoneError
    return found[0]


def planned(
    session: Session, actor: Actor, *, first_at: datetime, last_at: datetime,
    of: Filter = Filter(),
) -> list[EventCard]:  # fmt: skip
    """All meetings of a time, drafts too, as staff plan them."""
    require(actor, Permission.PLAN_EVENTS)
    wanted = _narrowed(select(Event), of).where(
        Event.ends_at >= first_at, Event.starts_at < last_at
    )
    return event_cards.read(session, wanted.order_by(Event.starts_at, Event.id))


def to_close(session: Session, actor: Actor, *, now: datetime) -> list[EventCard]:
    """Meetings that are over and wait for their minutes and promises, the oldest first."""
    require(actor, Permission.PLAN_EVENTS)
    wanted = select(Event).where(
        Event.state.in_((EventState.PUBLISHED, EventState.HELD)), Event.ends_at <= now
    )
    return event_cards.read(session, wanted.order_by(Event.ends_at, Event.id))


@dataclass(frozen=True)
class Expected:
    """What staff must know before a meeting: parties that replied, and needs without an answer."""

    replies: int
    open_needs: int


def expected(session: Session, actor: Actor, *, event_ids: list[int]) -> dict[int, Expected]:
    """For each meeting how many replied and how many needs wait for an answer."""
    require(actor, Permission.PLAN_EVENTS)
    replies = select(Rsvp.event_id, func.count()).where(Rsvp.event_id.in_(event_ids))
    needs = select(Need.event_id, func.count()).where(
        Need.event_id.in_(event_ids), Need.state == NeedState.ASKED
    )
    replied = dict(session.execute(replies.group_by(Rsvp.event_id)).all())
    needed = dict(session.execute(needs.group_by(Need.event_id)).all())
    return {one: Expected(replied.get(one, 0), needed.get(one, 0)) for one in event_ids}


def _ahead(of: Filter, now: datetime) -> Select[Event]:
    wanted = _public(of).where(Event.ends_at > now)
    if of.is_next_of_series:
        next_one = (
            select(func.min(Event.starts_at))
            .where(Event.series_id.is_not(None), Event.ends_at > now, Event.state.in_(PUBLIC))
            .group_by(Event.series_id)
        )
        wanted = wanted.where(or_(Event.series_id.is_(None), Event.starts_at.in_(next_one)))
    return wanted


def _public(of: Filter) -> Select[Event]:
    return _narrowed(select(Event).where(Event.state.in_(PUBLIC)), of)


def _narrowed(wanted: Select[Event], of: Filter) -> Select[Event]:
    if of.district_id is not None:
        mine = select(EventDistrict.event_id).where(EventDistrict.district_id == of.district_id)
        wanted = wanted.where(Event.id.in_(mine))
    if of.kind is not None:
        kind = select(EventKind.id).where(EventKind.code == of.kind)
        wanted = wanted.where(Event.kind_id.in_(kind))
    if of.series_id is not None:
        wanted = wanted.where(Event.series_id == of.series_id)
    if of.first_at is not None:
        wanted = wanted.where(Event.starts_at >= of.first_at)
    if of.last_at is not None:
        wanted = wanted.where(Event.starts_at < of.last_at)
    return wanted
