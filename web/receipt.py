"""Coming back with a receipt: a page without script, because the words must never be in a URL."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from anyio import to_thread
from babel.dates import format_date
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core import clock, i18n, links, when
from core.actor import Actor
from core.errors import CommonGroundError
from core.i18n import _
from core.links import LinkPurpose
from db.session import reading, transaction
from services import feedback, throttles
from services.feedback import ReceiptUnknownError, Sent
from services.meetings import commitments, disputes, rsvps
from services.meetings.commitment_cards import CommitmentCard
from services.meetings.reply_cards import ReplyCard
from services.throttles import Limit
from web.edge import Edge, address_of, edge_of
from web.pages import page, refuse_cross_site
from web.plain import replies
from web.plain.asking import SENT, change, number, said, slow_down

GUESSES = Limit("receipts from one address", 20, timedelta(minutes=15))
VISITOR = Actor.visitor()


async def receipt(request: Request) -> Response:
    """GET asks for the six words; POST shows what was sent, or the reply, under them."""
    if request.method != "POST":
        return await page(request, "receipt.html", refusal=None, sent=None)
    words = said(await request.form(), "receipt")
    address = address_of(request)
    try:
        refuse_cross_site(request)
        found = await to_thread.run_sync(_look_up, edge_of(request), words, address)
    except CommonGroundError as refusal:
        return await page(request, "receipt.html", status=403, refusal=str(refusal), sent=None)
    if isinstance(found, ReplyCard):
        return await replies.show(request, found)
    return await _sent(request, *found)


async def not_done(request: Request) -> Response:
    """Somebody whose feedback raised a promise says that it is not done."""
    form, edge, now = await request.form(), edge_of(request), clock.now()
    try:
        refuse_cross_site(request)
        await slow_down(request, SENT)
        await change(
            request,
            lambda session: disputes.dispute_by_feedback(
                session, VISITOR, proof=said(form, "proof"), words=said(form, "words"),
                commitment_id=number(said(form, "commitment")), keys=edge.keys, now=now,
            ),
        )  # fmt: skip
    except CommonGroundError as refusal:
        return await page(request, "refused.html", status=403, refusal=str(refusal))
    return await page(
        request, "link.html", title=_("Is this not done?"), name="", refusal=None, button="",
        done=_("Thank you. The promise is open again, and the chief sees it."), asks_words=False,
    )  # fmt: skip


async def _sent(
    request: Request, sent: Sent, proof: str, promises: list[CommitmentCard]
) -> Response:
    day = format_date(sent.received_on, "full", locale=i18n.locale())
    return await page(
        request, "receipt.html", refusal=None, sent=sent, day=day, proof=proof, when=when,
        promises=promises, today=clock.now().date(),
    )  # fmt: skip


def _look_up(edge: Edge, words: str, address: str) -> ReplyCard | tuple[Any, ...]:
    now = clock.now()
    with transaction(edge.engine) as session:
        throttles.spend(session, VISITOR, limit=GUESSES, who=address, keys=edge.keys, now=now)
    with reading(edge.engine) as session:
        try:
            sent = feedback.by_receipt(session, VISITOR, receipt=words, keys=edge.keys)
        except ReceiptUnknownError as unknown:
            try:
                return rsvps.by_receipt(session, VISITOR, receipt=words, keys=edge.keys)
            except rsvps.ReplyUnknownError:
                raise unknown from None
        until = now + links.PROOF_LIVES
        proof = links.token(
            LinkPurpose.DISPUTE_BY_FEEDBACK, sent.id, until=until, key=edge.keys.links
        )
        by: dict[str, Any] = {"proof": proof, "keys": edge.keys, "now": now}
        return sent, proof, commitments.of_feedback(session, VISITOR, **by)


ROUTES = [
    Route("/plain/receipt", receipt, methods=["GET", "POST"]),
    Route("/plain/receipt/not-done", not_done, methods=["POST"]),
]
