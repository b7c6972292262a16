"""The first page without any script: every door, and whom to call."""

from __future__ import annotations

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core import clock, when
from core.instruments import Instrument
from services.meetings import events
from services.meetings.event_cards import EventCard
from services.surveys import conversations, surveys
from web.pages import page
from web.plain.asking import VISITOR, read

SHOWN = 3
Asked = tuple[int, Instrument]


async def home(request: Request) -> Response:
    """The doors, and the next meetings."""
    now = clock.now()

    def look(session: Session) -> tuple[list[EventCard], list[Asked], list[tuple[int, str]]]:
        of = events.Filter(is_next_of_series=True)
        return (
            events.upcoming(session, VISITOR, now=now, of=of, limit=SHOWN),
            surveys.open_to_all(session, VISITOR),
            conversations.open_to_all(session, VISITOR),
        )

    cards, asked, voted = await read(request, look)
    return await page(
        request, "home.html", cards=cards, surveys=asked, conversations=voted, when=when
    )


ROUTES = [Route("/plain/", home), Route("/plain", home)]
