"""Coming back with a receipt: without script, because the words must never be in a URL.

The thread lives here alone: an anonymous Streamlit session can be taken over.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from anyio import to_thread
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analysis import danger
from core import clock, help_lines, links, texts, when
from core.errors import CommonGroundError
from core.i18n import N_, _
from core.links import LinkPurpose
from core.voice import Danger, ThreadState
from db.session import transaction
from services import departments, threads, throttles
from services.departments import DepartmentCard
from services.feedback import ReceiptUnknownError
from services.meetings import commitments, disputes, rsvps
from services.meetings.commitment_cards import CommitmentCard
from services.meetings.reply_cards import ReplyCard
from services.thread_cards import Thread
from services.throttles import Limit
from web.edge import Edge, address_of, edge_of
from web.pages import page, refuse_cross_site
from web.plain import replies
from web.plain.asking import (
    SENT,
    VISITOR,
    change,
    fresh_nonce,
    mark_of,
    nonce_of,
    number,
    read,
    said,
    slow_down,
)

GUESSES = Limit("receipts from one address", 20, timedelta(minutes=15))
STATES = {
    ThreadState.RECEIVED: N_("We have it. Nobody has looked at it yet."),
    ThreadState.LOOKED_AT: N_("Somebody has looked at it."),
    ThreadState.IN_HAND: N_("Somebody has it in hand and will see to it."),
    ThreadState.ANSWERED: N_("We have answered you."),
    ThreadState.TAKEN_BACK: N_("You have taken it back."),
    ThreadState.ERASED: N_("We kept it as long as we said. It is erased."),
}
ROLES = {
    "outreach": N_("an outreach officer"), "command": N_("command staff"),
    "administrator": N_("an administrator"), "observer": N_("an observer"),
    "partner": N_("a partner"),
}  # fmt: skip


class NotSureError(CommonGroundError):
    message = "Nothing was changed. To take it back, tick the box first."


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
    what, words = request.url.path.rpartition("/")[2], said(form, "words")
    by: dict[str, Any] = {"proof": said(form, "proof"), "keys": edge.keys, "now": now}
    signs = danger.find(words) if said(form, "knows") != mark_of(words) else ()

    def do(session: Session) -> Thread:
        by["today"] = departments.today(session, VISITOR, now=now)
        if what == "withdraw" and not said(form, "sure"):
            raise NotSureError
        if not signs:
            ACTS[what](session, form, by)
        return threads.by_proof(session, VISITOR, **by)

    try:
        refuse_cross_site(request)
        await slow_down(request, SENT)
        if len(words) > texts.FORM_LIMIT:
            raise texts.TextTooLongError(length=len(words), limit=texts.FORM_LIMIT)
        thread = await change(request, do)
    except CommonGroundError as refusal:
        return await _refused(request, refusal, by, words, what)
    if signs:
        kinds = [sign.kind for sign in signs]
        return await _show(request, thread, dangers=kinds, typed=words, what=what)
    return await _show(request, thread, note=_("Done. This is how it is now."))


def _say(session: Session, form: FormData, by: dict[str, Any]) -> None:
    threads.say(session, VISITOR, words=said(form, "words"), nonce=nonce_of(form), **by)


def _correct(session: Session, form: FormData, by: dict[str, Any]) -> None:
    threads.correct(session, VISITOR, words=said(form, "words"), **by)


def _withdraw(session: Session, _form: FormData, by: dict[str, Any]) -> None:
    threads.withdraw(session, VISITOR, **by)


ACTS = {"say": _say, "correct": _correct, "withdraw": _withdraw}


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
    request: Request, thread: Thread, *, note: str = "", refusal: str | None = None,
    typed: str = "", what: str = "say", dangers: Collection[Danger] = (),
) -> Response:  # fmt: skip
    edge, now = edge_of(request), clock.now()
    promise_proof = links.token(
        LinkPurpose.DISPUTE_BY_FEEDBACK, thread.id, until=now + links.PROOF_LIVES,
        key=edge.keys.links,
    )  # fmt: skip

    def about(session: Session) -> tuple[DepartmentCard, list[CommitmentCard]]:
        promises = commitments.of_feedback(
            session, VISITOR, proof=promise_proof, keys=edge.keys, now=now
        )
        return departments.current(session, VISITOR), promises if thread.is_open else []

    department, promises = await read(request, about)
    return await page(
        request, "thread.html", thread=thread, states=STATES, roles=ROLES, when=when, note=note,
        refusal=refusal, typed=typed, what=what, nonce=fresh_nonce(), knows=mark_of(typed),
        today=clock.local_date(now, department.tzid), promises=promises,
        help=dangers and help_lines.of(dangers, **department.numbers), promise_proof=promise_proof,
        proof=threads.proof_of(thread, keys=edge.keys, now=now), status=403 if refusal else 200,
    )  # fmt: skip


async def _refused(
    request: Request, refusal: CommonGroundError, by: dict[str, Any], typed: str, what: str
) -> Response:
    """The thread as it still is, with the reason and what was typed; the reason alone, unproven."""
    try:
        thread = await change(request, lambda session: threads.by_proof(session, VISITOR, **by))
        return await _show(request, thread, refusal=str(refusal), typed=typed, what=what)
    except (CommonGroundError, TypeError):  # no proof of ours, or the records are away
        return await page(request, "refused.html", status=403, refusal=str(refusal))


def _look_up(edge: Edge, words: str, address: str) -> ReplyCard | Thread:
    now = clock.now()
    with transaction(edge.engine) as session:
        throttles.spend(session, VISITOR, limit=GUESSES, who=address, keys=edge.keys, now=now)
    with transaction(edge.engine) as session:
        today = departments.today(session, VISITOR, now=now)
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
    *(Route(f"/plain/receipt/{what}", act, name=what, methods=["POST"]) for what in ACTS),
]
