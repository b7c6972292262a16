"""What the plain pages share: asking the records off the event loop, and reading forms."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from anyio import to_thread
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request

from core import clock
from core.actor import Actor
from core.receipts import NONCE_BYTES
from db.session import reading, transaction
from services import throttles
from services.meetings.events import Filter
from services.throttles import Limit
from web.edge import address_of, edge_of

VISITOR = Actor.visitor()
SENT = Limit("forms from one address", 60, timedelta(minutes=15))
"""Behind one library's address sit many people; behind one address that sends mail, few."""

MAILS = Limit("messages asked for from one address", 10, timedelta(minutes=15))
T = TypeVar("T")


async def read(request: Request, ask: Callable[[Session], T]) -> T:
    """What ``ask`` finds, on the reader's path."""

    def look() -> T:
        with reading(edge_of(request).engine) as session:
            return ask(session)

    return await to_thread.run_sync(look)


async def change(request: Request, act: Callable[[Session], T]) -> T:
    """What ``act`` does, stored as a whole."""

    def do() -> T:
        with transaction(edge_of(request).engine) as session:
            return act(session)

    return await to_thread.run_sync(do)


async def slow_down(request: Request, limit: Limit) -> None:
    """Count one try from this address, before anything is done."""
    edge, who = edge_of(request), address_of(request)
    await change(
        request,
        lambda session: throttles.spend(
            session, VISITOR, limit=limit, who=who, keys=edge.keys, now=clock.now()
        ),
    )


def fresh_nonce() -> str:
    """What makes a form one of a kind, so that sending it twice is sending it once."""
    return secrets.token_hex(NONCE_BYTES)


def nonce_of(form: FormData) -> bytes:
    """The form's nonce; a form without a whole one gets a new one."""
    try:
        nonce = bytes.fromhex(said(form, "nonce"))
    except ValueError:
        nonce = b""
    return nonce if len(nonce) == NONCE_BYTES else secrets.token_bytes(NONCE_BYTES)


def said(form: FormData, name: str) -> str:
    """A field as text; empty where it is missing or a file."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def mark_of(words: str) -> str:
    """What a form carries to say that its writer has seen what we said of these very words."""
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def number(text: str, default: int = 0) -> int:
    """A whole number that stands in a field or an address."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else default


def event_filter(request: Request) -> Filter:
    """Which meetings an address asks for."""
    query = request.query_params
    return Filter(
        district_id=number(query.get("district", "")) or None, kind=query.get("kind") or None,
        is_next_of_series="all" not in query,
    )  # fmt: skip
