"""Coming back with a receipt: without script, because the words must never be in a URL.

The thread lives here alone: an anonymous Streamlit session can be taken over.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from anyio import to_thread
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core import clock, links, when
from core.errors import CommonGroundError
from core.i18n import N_, _
from core.links import LinkPurpose
from core.vocabulary import ThreadState
from db.session import transaction
from services import departments, threads, throttles
from services.feedback import ReceiptUnknownError
from services.meetings import commitments, disputes, rsvps
from services.meetings.commitment_cards import CommitmentCard
from services.meetings.reply_cards import ReplyCard
from services.threads import Thread
from services.throttles import Limit
from web.edge import Edge, address_of, edge_of
from web.pages import page, refuse_cross_site
from web.plain import replies
from web.plain.asking import SENT, VISITOR, change, fresh_nonce, nonce_of, number, said, slow_down

GUESSES = Limit("receipts from one address", 20, timedelta(minutes=15))
STATES = {
    ThreadState.RECEIVED: N_("We have it. Nobody has looked at it yet."),
    ThreadState.LOOKED_AT: N_("Somebody has looked at it."),
    ThreadState.IN_HAND: N_("Somebody has it in hand and will see to it."),
    ThreadState.ANSWERED: N_("We have answered you."),
    ThreadState.TAKEN_BACK: N_("You have taken it back."),
}
ROLES = {
    "outreach": N_("an outreach officer"), "command": N_("command staff"),
    "administrator": N_("an administrator"), "observer": N_("an observer"),
    "partner": N_("a partner"),
}  # fmt: skip


async def receipt(request: Request) -> Response:
    """GET asks for the six words; POST shows the thread, or the reply, under them."""
    if request.method != "POST":
        return await page(request, "receipt.html", refusal=None)
    words = said(await request.form(), "receipt")
    address = address_of(request)
    try:
        refuse_cross_site(request)
        found = await to_thread.run_sync(_look_up, edge_of(request), words, address)
    except CommonGroundError as refusal:
        return await page(request, "receipt.html", status=403, refusal=str(refusal))
    if isinstance(found, ReplyCard):
        return await replies.show(request, found)
    return await _show(request, found)


async def act(request: Request) -> Response:
    """Say something, put it right, or take it back. The proof is the guard."""
    form, edge, now = await request.form(), edge_of(request), clock.now()
    what, proof = request.path_params["what"], said(form, "proof")
    by: dict[str, Any] = {"proof": proof, "keys": edge.keys, "now": now}

    def do(session: Session) -> Thread:
        today = clock.local_date(now, departments.current(session, VISITOR).tzid)
        if what == "say":
            threads.say(
                session, VISITOR, words=said(form, "words"), nonce=nonce_of(form), today=today, **by
            )
        elif what == "correct":
            threads.correct(session, VISITOR, words=said(form, "words"), today=today, **by)
        elif what == "withdraw" and said(form, "sure"):
            threads.withdraw(session, VISITOR, today=today, **by)
        return threads.by_proof(session, VISITOR, **by)

    try:
        refuse_cross_site(request)
        await slow_down(request, SENT)
        thread = await change(request, do)
    except CommonGroundError as refusal:
        return await _refused(request, str(refusal), by, said(form, "words"))
    return await _show(request, thread, note=_("Done. This is how it is now."))


async def not_done(request: Request) -> Response:
    """Somebody whose feedback raised a promise says that it is not done."""
    form, edge, now = await request.form(), edge_of(request), clock.now()
    try:
        refuse_cross_site(request)
        await slow_down(request, SENT)
        await change(
            request,
            lambda session: disputes.dispute_by_feedback(
                session, VISITOR, proof=said(form, "promise_proof"), words=said(form, "words"),
                commitment_id=number(said(form, "commitment")), keys=edge.keys, now=now,
            ),
        )  # fmt: skip
    except CommonGroundError as refusal:
        return await page(request, "refused.html", status=403, refusal=str(refusal))
    return await page(
        request, "link.html", title=_("Is this not done?"), name="", refusal=None, button="",
        done=_("Thank you. The promise is open again, and the chief sees it."), asks_words=False,
    )  # fmt: skip


async def _show(
    request: Request, thread: Thread, *, note: str = "", refusal: str | None = None, typed: str = ""
) -> Response:
    edge, now = edge_of(request), clock.now()
    promise_proof = links.token(
        LinkPurpose.DISPUTE_BY_FEEDBACK, thread.id, until=now + links.PROOF_LIVES,
        key=edge.keys.links,
    )  # fmt: skip

    def promises(session: Session) -> list[CommitmentCard]:
        return commitments.of_feedback(
            session, VISITOR, proof=promise_proof, keys=edge.keys, now=now
        )

    return await page(
        request, "thread.html", thread=thread, states=STATES, roles=ROLES, when=when, note=note,
        refusal=refusal, typed=typed, today=now.date(), nonce=fresh_nonce(),
        proof=threads.proof_of(thread, keys=edge.keys, now=now), promise_proof=promise_proof,
        promises=await change(request, promises), status=403 if refusal else 200,
    )  # fmt: skip


async def _refused(request: Request, refusal: str, by: dict[str, Any], typed: str) -> Response:
    """The thread as it still is, with the reason and what was typed; the reason alone, unproven."""
    try:
        thread = await change(request, lambda session: threads.by_proof(session, VISITOR, **by))
    except CommonGroundError:
        return await page(request, "refused.html", status=403, refusal=refusal)
    return await _show(request, thread, refusal=refusal, typed=typed)


def _look_up(edge: Edge, words: str, address: str) -> ReplyCard | Thread:
    now = clock.now()
    with transaction(edge.engine) as session:
        throttles.spend(session, VISITOR, limit=GUESSES, who=address, keys=edge.keys, now=now)
    with transaction(edge.engine) as session:
        today = clock.local_date(now, departments.current(session, VISITOR).tzid)
        try:
            return threads.by_receipt(session, VISITOR, receipt=words, keys=edge.keys, today=today)
        except ReceiptUnknownError as unknown:
            try:
                return rsvps.by_receipt(session, VISITOR, receipt=words, keys=edge.keys)
            except rsvps.ReplyUnknownError:
                raise unknown from None


ROUTES = [
    Route("/plain/receipt", receipt, methods=["GET", "POST"]),
    Route("/plain/receipt/not-done", not_done, methods=["POST"]),
    Route("/plain/receipt/{what:str}", act, methods=["POST"]),
]
