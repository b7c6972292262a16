"""Where meetings are: pictures of our own districts with the places marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from charts.districts import outlines
from core import clock
from core.errors import CommonGroundError
from exports.maps import places_map
from services import districts
from services.meetings import events
from web.plain.asking import VISITOR, event_filter, number, read


async def place(request: Request) -> Response:
    """The map of our districts with the meeting's place marked."""
    event_id = number(request.path_params["id"])

    def look(session: Session) -> str | None:
        spot = events.one(session, VISITOR, event_id=event_id).place
        if spot is None or spot.longitude is None or spot.latitude is None:
            return None
        light = outlines(districts.boundaries(session, VISITOR))
        return places_map(light.values(), {"": (spot.longitude, spot.latitude)})

    return await _drawn(request, look)


async def places(request: Request) -> Response:
    """The map of our districts with the places of a page of the list, numbered as they stand."""
    offset, now = number(request.query_params.get("from", "")), clock.now()

    def look(session: Session) -> str | None:
        cards = events.upcoming(session, VISITOR, now=now, of=event_filter(request), offset=offset)
        light = outlines(districts.boundaries(session, VISITOR))
        spots: dict[tuple[float, float], list[str]] = defaultdict(list)
        for place_in_list, card in enumerate(cards, 1):
            if (at := card.place) and at.longitude is not None and at.latitude is not None:
                spots[at.longitude, at.latitude].append(str(place_in_list))
        named = {",".join(numbers[:3]): point for point, numbers in spots.items()}
        return places_map(light.values(), named) if named else None

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
