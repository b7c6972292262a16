"""Coming with a card that was handed over: its code opens the form once, by POST."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core import clock
from core.errors import CommonGroundError
from services import contact_cards, departments
from services.contact_cards import Opened
from services.throttles import Limit
from web.edge import edge_of
from web.pages import page, refuse_cross_site
from web.plain.asking import VISITOR, fresh_nonce, read, said, slow_down
from web.plain.feedback import show_form
from web.plain.surveys import begun

GUESSES = Limit("cards from one address", 20, timedelta(minutes=15))


async def card(request: Request) -> Response:
    """GET asks for the letters; POST shows the form, which carries a proof in their place."""
    if request.method != "POST":
        return await page(request, "card.html", refusal=None)
    form, edge, now = await request.form(), edge_of(request), clock.now()

    def look(session: Session) -> Opened:
        today = departments.today(session, VISITOR, now=now)
        return contact_cards.opened(
            session, VISITOR, code=said(form, "code"), keys=edge.keys, now=now, today=today
        )

    try:
        refuse_cross_site(request)
        await slow_down(request, GUESSES)
        opened = await read(request, look)
        if opened.survey_id is not None:
            return await begun(request, opened.survey_id, card=opened.proof)
    except CommonGroundError as refusal:
        return await page(request, "card.html", status=403, refusal=str(refusal))
    return await show_form(request, {"nonce": fresh_nonce(), "card": opened.proof})


ROUTES = [Route("/plain/card", card, methods=["GET", "POST"])]
