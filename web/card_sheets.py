"""Sheets of contact cards for staff to print: the codes are made and shown this once."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core import clock
from core.errors import CommonGroundError, NotAllowedError
from core.vocabulary import Permission
from db.session import reading, transaction
from exports.contact_cards import Cards
from exports.contact_cards import contact_cards as drawn
from exports.paper import Paper
from services import contact_cards, departments
from services.access import require
from services.surveys import surveys
from web import identity
from web.edge import Edge, edge_of
from web.pages import page, refuse_cross_site
from web.plain.asking import number, said
from web.security import COOKIE


async def sheet(request: Request) -> Response:
    """GET asks how many; POST makes them and answers the PDF."""
    edge, token = edge_of(request), request.cookies.get(COOKIE, "")
    try:
        await to_thread.run_sync(_check_right, edge, token)
        if request.method != "POST":
            return await _ask(request)
        refuse_cross_site(request)
        form = await request.form()
        size: Paper = "a4" if said(form, "paper") == "a4" else "us-letter"
        cards = await to_thread.run_sync(
            _made, edge, token, number(said(form, "n")), number(said(form, "survey")) or None
        )
    except NotAllowedError as refusal:
        return await page(request, "refused.html", status=403, refusal=str(refusal))
    except CommonGroundError as refusal:
        return await _ask(request, str(refusal), 403)
    content = await to_thread.run_sync(lambda: drawn(cards, paper=size))
    headers = {
        "Content-Disposition": 'attachment; filename="cards.pdf"', "Cache-Control": "no-store",
    }  # fmt: skip
    return Response(content, media_type="application/pdf", headers=headers)


async def _ask(request: Request, refusal: str | None = None, status: int = 200) -> Response:
    edge, token = edge_of(request), request.cookies.get(COOKIE, "")
    return await page(
        request, "card_sheet.html", status=status, refusal=refusal, most=contact_cards.MOST,
        surveys=await to_thread.run_sync(_by_card, edge, token),
    )  # fmt: skip


def _by_card(edge: Edge, token: str) -> list[tuple[int, str]]:
    with reading(edge.engine) as session:
        return surveys.by_card(session, identity.actor(session, token, clock.now()))


def _check_right(edge: Edge, token: str) -> None:
    with reading(edge.engine) as session:
        require(identity.actor(session, token, clock.now()), Permission.PLAN_EVENTS)


def _made(edge: Edge, token: str, n: int, survey_id: int | None) -> Cards:
    now = clock.now()
    with transaction(edge.engine) as session:
        actor = identity.actor(session, token, now)
        department = departments.current(session, actor)
        today = clock.local_date(now, department.tzid)
        made = contact_cards.make(
            session, actor, n=n, keys=edge.keys, now=now, today=today,
            survey_id=survey_id,
        )  # fmt: skip
    return Cards(
        department.name, made.codes, made.good_until, f"{edge.settings.address}/plain/card",
        department.emergency_number,
    )  # fmt: skip


ROUTES = [Route("/papers/cards", sheet, methods=["GET", "POST"])]
