"""Coming back with a receipt: a page without script, because the words must never be in a URL."""

from __future__ import annotations

from datetime import timedelta

from anyio import to_thread
from babel.dates import format_date
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core import clock, i18n
from core.actor import Actor
from core.errors import CommonGroundError
from db.session import reading, transaction
from services import feedback, throttles
from services.throttles import Limit
from web.edge import Edge, address_of, edge_of
from web.pages import page, refuse_cross_site

GUESSES = Limit("receipts from one address", 20, timedelta(minutes=15))
VISITOR = Actor.visitor()


async def receipt(request: Request) -> Response:
    """GET asks for the six words; POST shows what was sent under them."""
    if request.method != "POST":
        return await page(request, "receipt.html", refusal=None, sent=None)
    words = str((await request.form()).get("receipt", ""))
    address = address_of(request)
    try:
        refuse_cross_site(request)
        sent = await to_thread.run_sync(_look_up, edge_of(request), words, address)
    except CommonGroundError as refusal:
        return await page(request, "receipt.html", status=403, refusal=str(refusal), sent=None)
    day = format_date(sent.received_on, "full", locale=i18n.language.get())
    return await page(request, "receipt.html", refusal=None, sent=sent, day=day)


def _look_up(edge: Edge, words: str, address: str) -> feedback.Sent:
    with transaction(edge.engine) as session:
        throttles.spend(
            session, VISITOR, limit=GUESSES, who=address, keys=edge.keys, now=clock.now()
        )
    with reading(edge.engine) as session:
        return feedback.by_receipt(session, VISITOR, receipt=words, keys=edge.keys)


ROUTES = [Route("/plain/receipt", receipt, methods=["GET", "POST"])]
