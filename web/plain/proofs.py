"""Proof to take away: a PDF for whoever opened the thread, and a page where anyone checks one.

The text comes by POST and is looked at in memory: it is neither kept nor shown again.
"""

from __future__ import annotations

from datetime import timedelta

from anyio import to_thread
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core import clock, when
from core.errors import CommonGroundError
from core.i18n import N_
from core.proofs import ProofState
from exports.paper import Paper
from exports.proofs import ProofSheet, proof
from services import departments, proofs
from services.proofs import Proof
from services.throttles import Limit
from web.edge import edge_of
from web.pages import page, refuse_cross_site
from web.plain.asking import SENT, VISITOR, change, read, said, slow_down

GUESSES = Limit("proofs from one address", 20, timedelta(minutes=15))
STATES = {
    ProofState.KEPT: N_("We still keep what it is about."),
    ProofState.PUT_RIGHT: N_("The person has put their words right since then."),
    ProofState.TAKEN_BACK: N_("It was taken back on {day}, and does not count any more."),
    ProofState.ERASED: N_("We have erased what it is about since then."),
}  # fmt: skip


async def take(request: Request) -> Response:
    """The proof as a PDF. What opens it is the page's own proof, never the six words."""
    form, edge, now = await request.form(), edge_of(request), clock.now()
    size: Paper = "a4" if said(form, "paper") == "a4" else "us-letter"

    def give(session: Session) -> Proof:
        today = departments.today(session, VISITOR, now=now)
        return proofs.take(
            session, VISITOR, proof=said(form, "proof"), keys=edge.keys, now=now, today=today
        )

    try:
        refuse_cross_site(request)
        await slow_down(request, SENT)
        given = await change(request, give)
    except CommonGroundError as refusal:
        return await page(request, "refused.html", status=403, refusal=str(refusal))
    sheet = ProofSheet(
        given.department, given.passages, given.code, f"{edge.settings.address}/plain/proof"
    )
    content = await to_thread.run_sync(lambda: proof(sheet, paper=size))
    headers = {
        "Content-Disposition": 'attachment; filename="proof.pdf"', "Cache-Control": "no-store",
    }  # fmt: skip
    return Response(content, media_type="application/pdf", headers=headers)


async def check(request: Request) -> Response:
    """GET asks for the code and the text; POST says whether they belong together."""
    if request.method != "POST":
        return await page(request, "proof.html", refusal=None, verdict=None)
    form, edge = await request.form(), edge_of(request)
    try:
        refuse_cross_site(request)
        await slow_down(request, GUESSES)
        verdict = await read(
            request,
            lambda session: proofs.check(
                session, VISITOR, code=said(form, "code"), text=said(form, "text"), keys=edge.keys
            ),
        )
    except CommonGroundError as refusal:
        return await page(request, "proof.html", status=403, refusal=str(refusal), verdict=None)
    return await page(
        request, "proof.html", refusal=None, verdict=verdict, when=when, states=STATES
    )


ROUTES = [
    Route("/plain/proof", check, methods=["GET", "POST"]),
    Route("/plain/proof.pdf", take, methods=["POST"]),
]
