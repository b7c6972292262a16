"""The door of a meeting: one page with one script, which counts on while the network is away."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass

from anyio import to_thread
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from core import clock, when
from core.actor import Actor
from core.errors import CommonGroundError, NotAllowedError, RecordsAwayError, StorageFullError
from core.i18n import N_, _
from core.vocabulary import Permission
from db.session import reading, transaction
from services.access import require
from services.meetings import check_ins, events
from services.meetings.check_ins import Arrival, Counted, DoorClosedError, Tally
from services.meetings.event_cards import EventCard
from services.meetings.plans import EventGoneError
from web import identity
from web.edge import Edge, edge_of
from web.pages import CrossSiteError, page, refuse_cross_site
from web.plain.asking import number, said
from web.security import COOKIE, HEADERS, PLAIN_POLICY

POLICY = f"{PLAIN_POLICY}; script-src 'self'; connect-src 'self'"
WITH_CAMERA = HEADERS["Permissions-Policy"].replace("camera=()", "camera=(self)")
"""The door alone may ask for the camera, to read the square code of a reply."""

"""What this page alone may do beyond the plain ones: run our script, and ask us."""

MOST = 200  # arrivals in one message
LARGEST = 512 * 1024  # bytes: as many arrivals, each with the longest words that are kept
KINDS = {"mark": str, "people": int, "described_as": str, "name": str, "ticket": str}
JSON = "application/json"
SAYS = {
    "all": N_("Counted here: {counted}. All of it is sent."),
    "unsent": N_("Counted here: {counted}. Sent: {sent}. Still to send: {waiting}."),
    "away": N_("Counted here: {counted}. Sent: {sent}. Waiting for the network: {waiting}."),
    "full": N_("This device cannot keep any more, so this was not counted. Write it on paper."),
    "group": N_("{group}: {n}"),
    "by_hand": N_("{words}: {reason}"),
    "scan": N_("Scan with the camera"),
    "stop": N_("Stop scanning"),
    "seen": N_("Read: {letters}"),
    "blind": N_("The camera cannot be used. Allow it for this page, or type the letters."),
}
"""What the script says; it holds no words of its own."""


class SignedOutError(CommonGroundError):
    message = "You are signed out. Sign in again: what you counted is still here."


class NotOursError(CommonGroundError):
    message = "Our page did not send this. Load the page again: what you counted is still here."


STATUS: dict[type[CommonGroundError], int] = {
    SignedOutError: 401, NotAllowedError: 403, CrossSiteError: 403, EventGoneError: 404,
    DoorClosedError: 409, RecordsAwayError: 503, StorageFullError: 503,
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """Who asks, and about which meeting."""

    edge: Edge
    token: str
    event_id: int


def _asked(request: Request) -> Asked:
    event_id = number(request.path_params["id"])
    return Asked(edge_of(request), request.cookies.get(COOKIE, ""), event_id)


async def door(request: Request) -> Response:
    """The page; without its script a plain form that counts, one page load for each press."""
    try:
        card, found = await to_thread.run_sync(_seen, _asked(request))
    except CommonGroundError as refusal:
        return await _refused(request, refusal)
    answer = await page(
        request, "check_in.html", policy=POLICY, card=card, tally=asdict(found), when=when,
        is_open=card.state in check_ins.OPEN_STATES, mark=secrets.token_hex(16), most=MOST,
        kept=check_ins.NAMES_KEPT.days, says={name: _(words) for name, words in SAYS.items()},
    )  # fmt: skip
    answer.headers["Permissions-Policy"] = WITH_CAMERA
    return answer


async def arrivals(request: Request) -> Response:
    """Count people in: what the script kept until now, as JSON, or one press of the plain form."""
    asked = _asked(request)
    is_form = not request.headers.get("content-type", "").startswith(JSON)
    try:
        refuse_cross_site(request)
        await to_thread.run_sync(_check_right, asked)
        length = request.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > LARGEST:
            raise NotOursError
        sent = _of_form(await request.form()) if is_form else _of_json(await request.body())
        counted = await to_thread.run_sync(_count, asked, sent)
    except CommonGroundError as refusal:
        return await _refused(request, refusal) if is_form else _refused_as_json(refusal)
    if not is_form:
        return _answered(asdict(counted.tally) | _told(counted))
    for reason in counted.refused.values():  # one at most: a form is one press
        return await _refused_page(request, reason, 400)
    return RedirectResponse(f"/check-in/{asked.event_id}", 303)


async def tally(request: Request) -> Response:
    """How many came in at all doors."""
    try:
        _card, found = await to_thread.run_sync(_seen, _asked(request))
    except CommonGroundError as refusal:
        return _refused_as_json(refusal)
    return _answered(asdict(found))


def _actor(session: Session, asked: Asked) -> Actor:
    """Who asks; a session that has ended is told apart, since signing in again mends it."""
    actor = identity.actor(session, asked.token, clock.now())
    if actor.account_id is None:
        raise SignedOutError
    require(actor, Permission.PLAN_EVENTS)
    return actor


def _check_right(asked: Asked) -> None:
    with reading(asked.edge.engine) as session:
        _actor(session, asked)


def _seen(asked: Asked) -> tuple[EventCard, Tally]:
    with reading(asked.edge.engine) as session:
        actor = _actor(session, asked)
        card = events.one(session, actor, event_id=asked.event_id)
        return card, check_ins.tally(session, actor, event_id=asked.event_id)


def _count(asked: Asked, sent: list[Arrival]) -> Counted:
    with transaction(asked.edge.engine) as session:
        return check_ins.count(
            session, _actor(session, asked), event_id=asked.event_id, arrivals=sent,
            keys=asked.edge.keys, now=clock.now(),
        )  # fmt: skip


def _of_json(body: bytes) -> list[Arrival]:
    """What the script sends and nothing else; what is in an arrival is the use case's to judge."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise NotOursError from None
    if not isinstance(sent, list) or len(sent) > MOST:
        raise NotOursError
    for one in sent:
        if not isinstance(one, dict) or {name: type(one[name]) for name in one} != KINDS:
            raise NotOursError
        if not check_ins.MARK.fullmatch(one["mark"]):
            raise NotOursError
    return [Arrival(**one) for one in sent]


def _of_form(form: FormData) -> list[Arrival]:
    """One press. Its mark came with the page, so that sending it twice is counting it once."""
    digits = said(form, "people").removeprefix("-")
    people = number(digits) if digits == said(form, "people") else -number(digits)
    mark = said(form, "mark") or secrets.token_hex(16)
    return [
        Arrival(mark, people, said(form, "described_as"), said(form, "name"), said(form, "ticket"))
    ]


def _told(counted: Counted) -> dict[str, object]:
    refused = [{"mark": mark, "reason": reason} for mark, reason in counted.refused.items()]
    return {"counted": counted.people, "refused": refused}


def _answered(content: dict[str, object], status: int = 200) -> Response:
    return JSONResponse(content, status, {"Cache-Control": "no-store"})


def _refused_as_json(refusal: CommonGroundError) -> Response:
    return _answered({"refusal": str(refusal)}, STATUS.get(type(refusal), 400))


async def _refused(request: Request, refusal: CommonGroundError) -> Response:
    """The refusal as a page: signed out is not allowed, for a person at a browser."""
    status = STATUS.get(type(refusal), 400)
    return await _refused_page(request, str(refusal), 403 if status == 401 else status)


async def _refused_page(request: Request, reason: str, status: int) -> Response:
    back = f"/check-in/{number(request.path_params['id'])}"
    return await page(request, "refused.html", status=status, refusal=reason, back=back)


ROUTES = [
    Route("/check-in/{id}", door),
    Route("/check-in/{id}/arrivals", arrivals, methods=["POST"]),
    Route("/check-in/{id}/tally", tally),
]
