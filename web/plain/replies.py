"""Changing a reply, taking an offered place, giving it back: behind a receipt or a link of ours."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core import clock, when
from core.attendance import Way
from core.errors import CommonGroundError
from core.i18n import _
from core.links import LinkPurpose
from core.plans import NEEDS
from core.recurrence import wall
from services.meetings import events, rsvps
from services.meetings.reply_cards import ReplyCard
from web.edge import edge_of
from web.pages import page
from web.plain.asking import SENT, VISITOR, change, number, read, said, slow_down


async def show(
    request: Request, mine: ReplyCard, *, note: str = "", refusal: str | None = None
) -> Response:
    """The reply's page. Its forms carry a proof that is good for an hour, never the receipt."""
    now = clock.now()
    card = await read(request, lambda session: events.one(session, VISITOR, event_id=mine.event_id))
    until = ""
    if mine.offer_until is not None:
        local = wall(mine.offer_until, card.tzid)
        until = f"{when.day(local.date())}, {when.time(local)}"
    return await page(
        request, "reply.html", card=card, mine=mine, when=when, needs=NEEDS, until=until,
        proof=rsvps.proof_of(mine, keys=edge_of(request).keys, now=now), note=note,
        refusal=refusal, is_open=card.is_open and card.starts_at > now,
        status=403 if refusal else 200,
    )  # fmt: skip


async def act(request: Request) -> Response:
    """Change, claim or decline. The proof is the guard: no other site can know it."""
    form, edge, now = await request.form(), edge_of(request), clock.now()
    proof, what = said(form, "proof"), request.path_params["what"]
    by: dict[str, Any] = {"proof": proof, "keys": edge.keys, "now": now}
    way = Way(said(form, "way")) if said(form, "way") in set(Way) else Way.ROOM

    def do(session: Session) -> ReplyCard:
        if what == "claim":
            return rsvps.claim(session, VISITOR, purpose=LinkPurpose.CHANGE_REPLY, **by)
        if what == "decline":
            return rsvps.decline(session, VISITOR, **by)
        return rsvps.change(
            session, VISITOR, way=way, party_size=number(said(form, "party_size")),
            wants_reminder=bool(said(form, "wants_reminder")), **by,
        )  # fmt: skip

    try:
        await slow_down(request, SENT)
        mine = await change(request, do)
    except CommonGroundError as refusal:
        return await _refused(request, str(refusal), by)
    return await show(request, mine, note=_("Changed. This is how it is now."))


async def _refused(request: Request, refusal: str, by: dict[str, Any]) -> Response:
    """The reply as it still is, with the reason above it; the reason alone, without a proof."""
    try:
        mine = await read(
            request,
            lambda session: rsvps.proved(session, VISITOR, purpose=LinkPurpose.CHANGE_REPLY, **by),
        )
    except CommonGroundError:
        return await page(request, "refused.html", status=403, refusal=refusal)
    return await show(request, mine, refusal=refusal)


ROUTES = [Route("/plain/reply/{what:str}", act, methods=["POST"])]
