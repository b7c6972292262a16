"""A meeting as screens, calendars and messages show it, read with the same few queries for many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core import recurrence
from core.attendance import NeedKind, Way
from core.i18n import _
from core.vocabulary import AgendaState, EventState
from db.models import (
    AgendaItem,
    District,
    Event,
    EventDistrict,
    EventKind,
    EventPartner,
    Partner,
    Series,
    Venue,
)


@dataclass(frozen=True)
class Place:
    """Where people meet, and how they get in. Longitude and latitude where they are known."""

    name: str
    address: str
    entrance: str
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True)
class Seats:
    """How many places a way has and how many are held; no ``capacity`` is no limit."""

    capacity: int | None
    taken: int

    @property
    def left(self) -> int | None:
        return None if self.capacity is None else self.capacity - self.taken


@dataclass(frozen=True)
class EventCard:
    """One meeting. ``starts`` and ``ends`` are wall time in ``tzid``; ``seats`` by way of joining.

    ``rule`` says in words how often it comes again. ``online_instructions`` are for those who
    replied and for staff, never for a public page.
    """

    id: int
    uid: str
    sequence: int
    series_id: int | None
    rule: str
    kind: str
    kind_code: str
    state: EventState
    state_reason: str
    title: str
    purpose: str
    starts: datetime
    ends: datetime
    tzid: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    place: Place | None
    seats: dict[Way, Seats]
    room_instructions: str
    online_instructions: str
    languages: tuple[str, ...]
    offers: tuple[NeedKind, ...]
    districts: tuple[str, ...]
    partners: tuple[str, ...]
    agenda: tuple[str, ...]
    organizer_id: int | None
    minutes: str
    none_because: str

    @property
    def where(self) -> str:
        """The place in one line; empty where it is not known yet."""
        if self.place is not None:
            return ", ".join(filter(None, (self.place.name, self.place.address)))
        return "" if Way.ROOM in self.seats else _("Online")

    @property
    def spot(self) -> tuple[float, float] | None:
        """Longitude and latitude of the place, where they are known."""
        at = self.place
        if at is None or at.longitude is None or at.latitude is None:
            return None
        return at.longitude, at.latitude

    @property
    def is_open(self) -> bool:
        return self.state is EventState.PUBLISHED

    @property
    def is_known(self) -> bool:
        """Whether the public knows of it."""
        return self.state is not EventState.DRAFT

    @property
    def is_changeable(self) -> bool:
        return self.state in (EventState.DRAFT, EventState.PUBLISHED, EventState.POSTPONED)


def read(session: Session, wanted: Select[Event]) -> list[EventCard]:
    """The cards of the meetings that ``wanted`` selects, in its order, by the same few queries."""
    rows = session.scalars(wanted).all()
    ids = [row.id for row in rows]
    kinds = {kind.id: kind for kind in session.scalars(select(EventKind))}
    venue_ids = {row.venue_id for row in rows if row.venue_id is not None}
    venues = {
        venue.id: Place(venue.name, venue.address, venue.entrance, venue.longitude, venue.latitude)
        for venue in session.scalars(select(Venue).where(Venue.id.in_(venue_ids)))
    }
    rules = _rules(session, {row.series_id for row in rows if row.series_id is not None})
    districts = _names(session, ids, EventDistrict, District, EventDistrict.district_id)
    partners = _names(session, ids, EventPartner, Partner, EventPartner.partner_id)
    agenda = _agenda(session, ids)
    return [
        _card(
            row, kinds[row.kind_id], venues.get(row.venue_id or 0),
            rules.get(row.series_id or 0, ""), districts[row.id], partners[row.id], agenda[row.id],
        )
        for row in rows
    ]  # fmt: skip


def _names(
    session: Session, ids: Sequence[int], link: type[EventDistrict] | type[EventPartner],
    named: type[District] | type[Partner], column: object,
) -> dict[int, tuple[str, ...]]:  # fmt: skip
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    rows = session.execute(
        select(link.event_id, named.name)
        .join(named, named.id == column)
        .where(link.event_id.in_(ids))
        .order_by(named.id)
    )
    for event_id, name in rows:
        found[event_id] += (name,)
    return found


def _rules(session: Session, ids: set[int]) -> dict[int, str]:
    rows = session.scalars(select(Series).where(Series.id.in_(ids)))
    return {
        row.id: recurrence.in_words(row.rule, datetime.fromisoformat(row.starts)) for row in rows
    }


def _agenda(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    rows = session.scalars(
        select(AgendaItem)
        .where(AgendaItem.event_id.in_(ids), AgendaItem.state == AgendaState.ON)
        .order_by(AgendaItem.is_residents, AgendaItem.position, AgendaItem.id)
    )
    for item in rows:
        found[item.event_id] += (item.words,)
    return found


def _card(
    row: Event, kind: EventKind, place: Place | None, rule: str, districts: tuple[str, ...],
    partners: tuple[str, ...], agenda: tuple[str, ...],
) -> EventCard:  # fmt: skip
    seats = {}
    if row.is_in_room:
        seats[Way.ROOM] = Seats(row.room_capacity, row.room_taken)
    if row.is_online:
        seats[Way.ONLINE] = Seats(row.online_capacity, row.online_taken)
    return EventCard(
        id=row.id, uid=row.uid, sequence=row.sequence, series_id=row.series_id, rule=rule,
        kind=kind.name, kind_code=kind.code, state=row.state, state_reason=row.state_reason or "",
        title=row.title, purpose=row.purpose,
        starts=recurrence.wall(row.starts_at, row.tzid),
        ends=recurrence.wall(row.ends_at, row.tzid), tzid=row.tzid, starts_at=row.starts_at,
        ends_at=row.ends_at, changed_at=row.changed_at, place=place, seats=seats,
        room_instructions=row.room_instructions, online_instructions=row.online_instructions,
        languages=tuple(row.languages), offers=tuple(map(NeedKind, row.offers)),
        districts=districts, partners=partners, agenda=agenda, organizer_id=row.organizer_id,
        minutes=row.minutes or "", none_because=row.none_because or "",
    )  # fmt: skip
