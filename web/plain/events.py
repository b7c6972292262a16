"""Meetings for everyone: the list, the month, one meeting, saying that one comes, following."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import segno
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core import clock, i18n, when
from core.attendance import NeedKind, Way
from core.errors import CommonGroundError
from core.i18n import _
from core.plans import NEEDS, STATES
from core.vocabulary import EventState
from exports.month import Day, month_table
from services import departments, districts
from services.meetings import agenda, commitments, events, follows, rsvps
from services.meetings.commitment_cards import CommitmentCard
from services.meetings.event_cards import EventCard
from services.meetings.events import Filter
from services.meetings.reply_cards import Reply
from web.edge import edge_of
from web.pages import page, refuse_cross_site
from web.plain.asking import (
    MAILS,
    SENT,
    VISITOR,
    change,
    event_filter,
    fresh_nonce,
    nonce_of,
    number,
    read,
    said,
    slow_down,
)


async def listing(request: Request) -> Response:
    """The next meetings, all of them or those of a district or a kind, as a list or a month."""
    query, now = request.query_params, clock.now()
    offset, of = number(query.get("from", "")), event_filter(request)

    def look(session: Session) -> dict[str, Any]:
        return {
            "cards": events.upcoming(session, VISITOR, now=now, of=of, offset=offset),
            "total": events.how_many(session, VISITOR, now=now, of=of),
            "districts": districts.every(session, VISITOR),
            "kinds": events.kinds(session, VISITOR),
        }

    if "month" in query:
        return await _month(request, of, query["month"])
    found = await read(request, look)
    more = offset + events.PAGE if found["total"] > offset + events.PAGE else None
    return await page(
        request,
        "events.html",
        when=when,
        of=of,
        more=more,
        query=dict(query),
        is_mapped=any(card.place and card.place.longitude is not None for card in found["cards"]),
        asked=request.url.query,
        host=request.headers.get("host", ""),
        **found,
    )


async def _month(request: Request, of: Filter, asked: str) -> Response:
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError:
        first = clock.now().date().replace(day=1)

    def look(session: Session) -> list[EventCard]:
        tzid = departments.current(session, VISITOR).tzid
        return events.in_month(session, VISITOR, first=first, tzid=tzid, of=of)

    cards = await read(request, look)
    days = [Day(card.starts, card.title, f"/plain/events/{card.id}", _note(card)) for card in cards]
    return await page(
        request,
        "events_month.html",
        table=month_table(first, days),
        before=first - timedelta(days=1),
        after=(first + timedelta(days=32)).replace(day=1),
    )


def _note(card: EventCard) -> str:
    is_off = card.state in (EventState.CANCELLED, EventState.POSTPONED)
    return f"({_(STATES[card.state])})" if is_off else ""


async def one(request: Request) -> Response:
    """One meeting, with the form to reply and the form to follow."""
    return await _one(request)


async def _one(
    request: Request, *, refusal: str | None = None, typed: dict[str, str] | None = None,
    status: int = 200, note: str | None = None,
) -> Response:  # fmt: skip
    event_id, now = number(request.path_params["id"]), clock.now()

    def look(session: Session) -> tuple[EventCard, list[CommitmentCard]]:
        card = events.one(session, VISITOR, event_id=event_id)
        return card, commitments.of_event(session, VISITOR, event_id=event_id)

    try:
        card, promises = await read(request, look)
    except CommonGroundError as gone:
        return await page(request, "refused.html", status=404, refusal=str(gone))
    return await page(
        request, "event.html", status=status, card=card, promises=promises, when=when,
        needs=NEEDS, Way=Way, refusal=refusal, typed=typed or {}, nonce=fresh_nonce(), note=note,
        takes_replies=card.is_open and card.starts_at > now, is_over=card.ends_at <= now,
        sends_mail=edge_of(request).settings.sends_mail,
    )  # fmt: skip


async def reply(request: Request) -> Response:
    """Keep a reply and show its six words, once."""
    form, edge, now = await request.form(), edge_of(request), clock.now()
    wanted = Reply(
        nonce=nonce_of(form), event_id=number(request.path_params["id"]),
        way=Way(said(form, "way")) if said(form, "way") in set(Way) else Way.ROOM,
        party_size=number(said(form, "party_size"), 0), name=said(form, "name"),
        email=said(form, "email") if edge.settings.sends_mail else "",
        is_13_or_older=bool(said(form, "is_13_or_older")), language=i18n.language.get(),
        wants_reminder=bool(said(form, "wants_reminder")),
        follows_series=bool(said(form, "follows_series")),
        needs={kind: said(form, f"about_{kind.name.lower()}") for kind in NeedKind
               if said(form, kind.name.lower())},
    )  # fmt: skip
    try:
        refuse_cross_site(request)
        await slow_down(request, MAILS if wanted.email.strip() else SENT)
        sent = await change(
            request,
            lambda session: rsvps.reply(session, VISITOR, reply=wanted, keys=edge.keys, now=now),
        )
        card: EventCard = await read(
            request, lambda session: events.one(session, VISITOR, event_id=wanted.event_id)
        )
    except CommonGroundError as refusal:
        typed = {name: value for name, value in form.items() if isinstance(value, str)}
        return await _one(request, refusal=str(refusal), typed=typed, status=403)
    code = segno.make(sent.ticket, error="m", micro=False)
    qr = code.svg_inline(scale=5, border=2, dark="#000000", light="#ffffff")
    return await page(
        request, "replied.html", card=card, sent=sent, qr=qr, when=when, Way=Way, way=wanted.way,
        has_address=bool(wanted.email.strip()),
    )  # fmt: skip


async def follow(request: Request) -> Response:
    """Ask the owner of an address whether they want to follow a meeting or its series."""
    form, edge, now = await request.form(), edge_of(request), clock.now()
    event_id = number(request.path_params["id"])
    series_id = number(said(form, "series")) or None
    wish = follows.Wish(
        nonce=nonce_of(form), email=said(form, "email"),
        is_13_or_older=bool(said(form, "is_13_or_older")), language=i18n.language.get(),
        event_id=None if series_id else event_id, series_id=series_id,
    )  # fmt: skip
    try:
        refuse_cross_site(request)
        await slow_down(request, MAILS)
        await change(
            request,
            lambda session: follows.follow(session, VISITOR, wish=wish, keys=edge.keys, now=now),
        )
    except CommonGroundError as refusal:
        return await _one(request, refusal=str(refusal), status=403)
    return await _one(request, note="follow")


async def propose(request: Request) -> Response:
    """Keep a proposal for the agenda."""
    form, edge, now = await request.form(), edge_of(request), clock.now()
    try:
        refuse_cross_site(request)
        await slow_down(request, SENT)
        await change(
            request,
            lambda session: agenda.propose(
                session, VISITOR, event_id=number(request.path_params["id"]),
                nonce=nonce_of(form), words=said(form, "words"), keys=edge.keys, now=now,
            ),
        )  # fmt: skip
    except CommonGroundError as refusal:
        typed = {"words": said(form, "words")}
        return await _one(request, refusal=str(refusal), typed=typed, status=403)
    return await _one(request, note="agenda")


ROUTES = [
    Route("/plain/events", listing),
    Route("/plain/events/{id}", one),
    Route("/plain/events/{id}/reply", reply, methods=["POST"]),
    Route("/plain/events/{id}/follow", follow, methods=["POST"]),
    Route("/plain/events/{id}/agenda", propose, methods=["POST"]),
]
