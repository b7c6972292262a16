"""You said, we did: promises for everyone, one by one and as a feed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from xml.sax.saxutils import escape

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core import clock, i18n, when
from core.errors import CommonGroundError
from core.i18n import _
from core.plans import PROMISE_STEPS
from services import departments
from services.meetings import commitments, follows
from services.meetings.commitment_cards import CommitmentCard
from web.edge import edge_of
from web.pages import page, refuse_cross_site
from web.plain.asking import (
    MAILS,
    VISITOR,
    change,
    fresh_nonce,
    nonce_of,
    number,
    read,
    said,
    slow_down,
)

PAGE = 20
IN_FEED = 50


async def listing(request: Request) -> Response:
    """All promises, the newest first."""
    offset, now = number(request.query_params.get("from", "")), clock.now()

    def look(session: Session) -> tuple[list[CommitmentCard], date]:
        cards = commitments.public(session, VISITOR, limit=PAGE + 1, offset=offset)
        return cards, departments.today(session, VISITOR, now=now)

    cards, today = await read(request, look)
    more = offset + PAGE if len(cards) > PAGE else None
    return await page(
        request, "commitments.html", cards=cards[:PAGE], today=today, more=more, when=when
    )


async def one(request: Request) -> Response:
    """One promise with every turn it took."""
    return await _one(request)


async def _one(request: Request, *, refusal: str | None = None, note: str = "") -> Response:
    commitment_id, now = number(request.path_params["id"]), clock.now()

    def look(session: Session) -> tuple[CommitmentCard, date]:
        card = commitments.one(session, VISITOR, commitment_id=commitment_id)
        return card, departments.today(session, VISITOR, now=now)

    try:
        card, today = await read(request, look)
    except CommonGroundError as gone:
        return await page(request, "refused.html", status=404, refusal=str(gone))
    return await page(
        request, "commitment.html", card=card, today=today, when=when, steps=PROMISE_STEPS,
        refusal=refusal, note=note, nonce=fresh_nonce(), status=403 if refusal else 200,
        sends_mail=edge_of(request).settings.sends_mail,
    )  # fmt: skip


async def follow(request: Request) -> Response:
    """Ask the owner of an address whether they want to hear what comes of a promise."""
    form, edge, now = await request.form(), edge_of(request), clock.now()
    wish = follows.Wish(
        nonce=nonce_of(form), email=said(form, "email"),
        is_13_or_older=bool(said(form, "is_13_or_older")), language=i18n.language.get(),
        commitment_id=number(request.path_params["id"]),
    )  # fmt: skip
    try:
        refuse_cross_site(request)
        await slow_down(request, MAILS)
        await change(
            request,
            lambda session: follows.follow(session, VISITOR, wish=wish, keys=edge.keys, now=now),
        )
    except CommonGroundError as refusal:
        return await _one(request, refusal=str(refusal))
    return await _one(
        request, note=_("We have written to that address. Press the link in the message.")
    )


async def feed(request: Request) -> Response:
    """The promises as an Atom feed (RFC 4287): an entry for each, anew with every turn."""
    base = edge_of(request).settings.address

    def look(session: Session) -> tuple[str, list[CommitmentCard]]:
        name = departments.current(session, VISITOR).name
        return name, commitments.public(session, VISITOR, limit=IN_FEED)

    name, cards = await read(request, look)
    entries, newest = [], "1970-01-01T00:00:00+00:00"
    for card in cards:
        last = card.steps[-1]
        at = datetime.combine(last.taken_on, time(), UTC).isoformat()
        newest = max(newest, at)
        url = f"{base}/plain/commitments/{card.id}"
        words = "\n".join(filter(None, (_(PROMISE_STEPS[last.state]), last.words)))
        entries.append(
            f"<entry><id>{url}</id><title>{escape(card.wording)}</title><updated>{at}</updated>"
            f'<link href="{url}"/><content type="text">{escape(words)}</content></entry>'
        )
    title = escape(_("You said, we did: {name}").format(name=name))
    body = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>{base}/commitments.atom</id><title>{title}</title><updated>{newest}</updated>"
        f'<link rel="self" href="{base}/commitments.atom"/><author><name>{escape(name)}</name>'
        f"</author>{''.join(entries)}</feed>\n"
    )
    return Response(body, media_type="application/atom+xml")


ROUTES = [
    Route("/plain/commitments", listing),
    Route("/plain/commitments/{id}", one),
    Route("/plain/commitments/{id}/follow", follow, methods=["POST"]),
    Route("/commitments.atom", feed),
]
