"""Whether we are alive, and whether we can work."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from core.errors import CommonGroundError
from db.schema import is_newest
from db.session import reading
from web.edge import Edge, edge_of


async def healthz(_request: Request) -> JSONResponse:
    """Alive: the process answers."""
    return JSONResponse({"status": "ok"})


async def readyz(request: Request) -> JSONResponse:
    """Ready: the database answers and stands at our schema."""
    trouble = await to_thread.run_sync(_trouble, edge_of(request))
    if trouble:
        return JSONResponse({"status": trouble}, 503)
    return JSONResponse({"status": "ok"})


def _trouble(edge: Edge) -> str | None:
    try:
        with reading(edge.engine) as session:
            return None if is_newest(session.connection()) else "schema is not the newest"
    except CommonGroundError:
        return "database is away"


ROUTES = [Route("/healthz", healthz), Route("/readyz", readyz)]
