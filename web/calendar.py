"""The calendar feed and single meetings as calendar files, with ETags so that asking is cheap."""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core import i18n
from core.errors import CommonGroundError
from exports.ics import to_ics
from services import departments
from services.meetings import events, letters
from services.meetings.events import Filter
from web.edge import edge_of
from web.pages import page
from web.plain.asking import VISITOR, number, read

KIND = "text/calendar; charset=utf-8"


async def feed(request: Request) -> Response:
    """All public meetings, or those of a district or a kind."""
    query = request.query_params
    of = Filter(
        district_id=number(query.get("district", "")) or None, kind=query.get("kind") or None
    )
    version = await read(request, lambda s: events.feed_version(s, VISITOR, of=of))
    base = edge_of(request).settings.address
    tag = _tag(version, base, str(of), i18n.language.get())
    if tag in _asked(request):
        return Response(status_code=304, headers=_headers(tag))

    def look(session: Session) -> bytes:
        name = departments.current(session, VISITOR).name
        entries = [
            letters.entry_of(card, public_url=base, organizer=name)
            for card in events.feed(session, VISITOR, of=of)
        ]
        return to_ics(entries, name=name)

    return Response(await read(request, look), media_type=KIND, headers=_headers(tag))


async def one(request: Request) -> Response:
    """One meeting, to be put into a calendar or to replace it there."""
    base, event_id = edge_of(request).settings.address, number(request.path_params["id"])

    def look(session: Session) -> bytes:
        card = events.one(session, VISITOR, event_id=event_id)
        name = departments.current(session, VISITOR).name
        return to_ics([letters.entry_of(card, public_url=base, organizer=name)], method="PUBLISH")

    try:
        content = await read(request, look)
    except CommonGroundError as gone:
        return await page(request, "refused.html", status=404, refusal=str(gone))
    tag = _tag(hashlib.sha256(content).hexdigest())
    if tag in _asked(request):
        return Response(status_code=304, headers=_headers(tag))
    more = {"Content-Disposition": 'attachment; filename="meeting.ics"'}
    return Response(content, media_type=KIND, headers=_headers(tag) | more)


def _tag(*parts: str) -> str:
    return f'"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


def _asked(request: Request) -> set[str]:
    tags = request.headers.get("if-none-match", "").split(",")
    return {tag.strip().removeprefix("W/") for tag in tags}


def _headers(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": "public, max-age=300"}


ROUTES = [Route("/calendar.ics", feed), Route("/events/{id}.ics", one)]
