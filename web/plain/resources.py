"""Where to find help, without any script."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services import resources
from web.pages import page
from web.plain.asking import VISITOR, read


async def listed(request: Request) -> Response:
    """Everything that helps, by name."""
    cards = await read(request, lambda session: resources.every(session, VISITOR))
    return await page(request, "resources.html", cards=cards)


ROUTES = [Route("/plain/resources", listed)]
