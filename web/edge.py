"""What every request may reach, handed along in the request's own state."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine
from starlette.requests import HTTPConnection

from core.keys import Keys
from core.settings import Settings


@dataclass(frozen=True)
class Edge:
    """The records, the keys and the settings of this process; made once in ``app.py``."""

    engine: Engine
    keys: Keys
    settings: Settings


def edge_of(request: HTTPConnection) -> Edge:
    found = request.state.edge
    assert isinstance(found, Edge)  # noqa: S101 -- web/security.py puts it there
    return found


def address_of(request: HTTPConnection) -> str:
    """Where a request came from: for the throttles, which keep a hash of it, and not for long."""
    return request.client.host if request.client else ""
