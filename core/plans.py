"""A meeting as its planner fills it in, and what it must be before it is kept."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime

from core import recurrence, texts
from core.attendance import NeedKind
from core.errors import CommonGroundError
from core.i18n import N_, _
from core.vocabulary import CommitmentState, EventState

STATES = {
    EventState.DRAFT: N_("a draft"), EventState.PUBLISHED: N_("published"),
    EventState.POSTPONED: N_("postponed"), EventState.CANCELLED: N_("cancelled"),
    EventState.HELD: N_("held"), EventState.CLOSED: N_("closed"),
}  # fmt: skip
NEEDS = {
    NeedKind.INTERPRETER: N_("an interpreter"),
    NeedKind.SIGN_LANGUAGE: N_("sign language"),
    NeedKind.STEP_FREE: N_("a way in without steps"),
    NeedKind.CHILDCARE: N_("childcare"),
    NeedKind.OTHER: N_("something else"),
}
PROMISE_STEPS = {
    CommitmentState.OPEN: N_("Promised."),
    CommitmentState.DONE: N_("Done."),
    CommitmentState.NOT_DONE: N_("Not done."),
    CommitmentState.HANDED_OVER: N_("Handed over."),
    CommitmentState.REOPENED: N_("Open again."),
}
TITLE, LONG, SHORT = 120, 5_000, 2_000
LONGEST_DAYS = 14


class EndBeforeStartError(CommonGroundError):
    message = "The meeting ends before it starts. Choose a later end."


class TooLongError(CommonGroundError):
    message = "The meeting would last more than two weeks. Choose an earlier end."


class NowhereError(CommonGroundError):
    message = "Say whether people meet in a room, online, or both."


class CapacityError(CommonGroundError):
    message = "Places are a number from 1 on. Leave it empty where there is no limit."


@dataclass(frozen=True)
class Plan:
    """A meeting as its planner fills it in. ``starts`` and ``ends`` are wall time in ``tzid``."""

    kind: str
    title: str
    starts: datetime
    ends: datetime
    tzid: str
    purpose: str = ""
    venue_id: int | None = None
    is_in_room: bool = True
    is_online: bool = False
    room_instructions: str = ""
    online_instructions: str = ""
    room_capacity: int | None = None
    online_capacity: int | None = None
    languages: tuple[str, ...] = ("en",)
    offers: tuple[NeedKind, ...] = ()
    district_ids: tuple[int, ...] = ()
    partner_ids: tuple[int, ...] = ()
    organizer_id: int | None = None
    reminder_hours: int | None = 24
    reminder_text: str = ""
    agenda: tuple[str, ...] = ()


FIELDS = {
    "kind": N_("kind"), "title": N_("title"), "starts": N_("start"), "ends": N_("end"),
    "tzid": N_("time zone"), "purpose": N_("what it is about"), "venue_id": N_("place"),
    "is_in_room": N_("in a room"), "is_online": N_("online"),
    "room_instructions": N_("how to find the room"), "online_instructions": N_("how to join"),
    "room_capacity": N_("places in the room"), "online_capacity": N_("places online"),
    "languages": N_("languages"), "offers": N_("what is offered"), "district_ids": N_("districts"),
    "partner_ids": N_("partners"), "organizer_id": N_("organizer"),
    "reminder_hours": N_("reminder"), "reminder_text": N_("text of the reminder"),
    "agenda": N_("agenda"),
}  # fmt: skip
TOLD = {"title", "starts", "ends", "tzid", "venue_id", "is_in_room", "is_online",
        "room_instructions", "online_instructions"}  # fmt: skip
"""What people who come must hear of when it changes."""


def differences(base: Plan, current: Plan) -> list[str]:
    """What is otherwise now, in words."""
    return [
        _("{field}: “{before}” became “{now}”").format(
            field=_(FIELDS[field.name]), before=before, now=after
        )
        for field in fields(Plan)
        if (before := getattr(base, field.name)) != (after := getattr(current, field.name))
    ]


def checked(plan: Plan) -> Plan:
    """The plan as it is kept; refused where it could not be held."""
    starts_at = recurrence.instant(plan.starts, plan.tzid)
    ends_at = recurrence.instant(plan.ends, plan.tzid)
    if ends_at <= starts_at:
        raise EndBeforeStartError
    if (ends_at - starts_at).days > LONGEST_DAYS:
        raise TooLongError
    if not (plan.is_in_room or plan.is_online):
        raise NowhereError
    for capacity in (plan.room_capacity, plan.online_capacity):
        if capacity is not None and not 1 <= capacity <= 1_000_000:
            raise CapacityError
    return replace(
        plan,
        title=texts.clean(plan.title, limit=TITLE).replace("\n", " "),
        purpose=texts.optional(plan.purpose, limit=LONG),
        room_instructions=texts.optional(plan.room_instructions, limit=SHORT),
        online_instructions=texts.optional(plan.online_instructions, limit=SHORT),
        reminder_text=texts.optional(plan.reminder_text, limit=SHORT),
        agenda=tuple(texts.clean(item, limit=300) for item in plan.agenda if item.strip()),
        languages=plan.languages or ("en",),
        district_ids=tuple(sorted(set(plan.district_ids))),
        partner_ids=tuple(sorted(set(plan.partner_ids))),
        offers=tuple(sorted(set(plan.offers))),
    )
