"""Where meetings are: pictures of our own districts with the places marked."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from charts.districts import outlines
from core import clock
from core.errors import CommonGroundError
from exports.maps import numbered, places_map
from services import districts
from services.meetings import events
from web.plain.asking import VISITOR, event_filter, number, read


async def place(request: Request) -> Response:
    """The map of our districts with the meeting's place marked."""
    event_id = number(request.path_params["id"])

    def look(session: Session) -> str | None:
        spot = events.one(session, VISITOR, event_id=event_id).spot
        light = outlines(districts.boundaries(session, VISITOR))
        return places_map(light.values(), {"": spot}) if spot else None

    return await _drawn(request, look)


async def places(request: Request) -> Response:
    """The map of our districts with the places of a page of the list, numbered as they stand."""
    offset, now = number(request.query_params.get("from", "")), clock.now()

    def look(session: Session) -> str | None:
        cards = events.upcoming(session, VISITOR, now=now, of=event_filter(request), offset=offset)
        light = outlines(districts.boundaries(session, VISITOR))
        spots = numbered(card.spot for card in cards)
        return places_map(light.values(), spots) if spots else None

    return await _drawn(request, look)


async def _drawn(request: Request, look: Callable[[Session], str | None]) -> Response:
    try:
        drawn = await read(request, look)
    except CommonGroundError:
        drawn = None
    if drawn is None:
        return Response(status_code=404)
    headers = {"Cache-Control": "public, max-age=300"}
    return Response(drawn, media_type="image/svg+xml", headers=headers)


ROUTES = [
    Route("/plain/events/map.svg", places),
    Route("/plain/events/{id}/map.svg", place),
]
