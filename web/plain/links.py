"""Links in messages: GET shows what would happen, POST does it; a mail program cannot act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core import clock
from core.errors import CommonGroundError
from core.i18n import N_, _
from core.links import LinkError, LinkPurpose
from services import contact_cards, departments
from services.meetings import disputes, follows, rsvps
from web.edge import edge_of
from web.pages import page
from web.plain import replies, surveys
from web.plain.asking import VISITOR, change, read, said

Act = Callable[[Session, dict[str, Any]], object]


@dataclass(frozen=True)
class Asked:
    """What a page asks, and what it says when it is done."""

    title: str
    button: str
    done: str
    act: Act


ASKED = {
    LinkPurpose.CONFIRM_FOLLOW: Asked(
        N_("Do you want to hear of this?"), N_("Yes, write to me"),
        N_("You will hear of it. Every message has a link to stop."),
        lambda session, by: follows.confirm(session, VISITOR, **by),
    ),
    LinkPurpose.UNFOLLOW: Asked(
        N_("Stop these messages?"), N_("Stop them"),
        N_("We do not write to you about this any more."),
        lambda session, by: follows.stop(session, VISITOR, **by),
    ),
    LinkPurpose.STOP_REMINDERS: Asked(
        N_("No reminder of this meeting?"), N_("Do not remind me"),
        N_("We do not remind you. Your place is yours all the same."),
        lambda session, by: rsvps.stop_reminders(session, VISITOR, **by),
    ),
    LinkPurpose.CLAIM_PLACE: Asked(
        N_("There is room for you"), N_("Take the places"),
        N_("You are coming. We look forward to it."),
        lambda session, by: rsvps.claim(
            session, VISITOR, purpose=LinkPurpose.CLAIM_PLACE, **by
        ),
    ),
}  # fmt: skip
NAMED = {LinkPurpose.CONFIRM_FOLLOW, LinkPurpose.UNFOLLOW}


async def link(request: Request) -> Response:
    """Ask before acting. The address is the secret, so no page that follows is told of it."""
    answer = await _link(request)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


async def _link(request: Request) -> Response:
    edge, now = edge_of(request), clock.now()
    asked = request.path_params["purpose"].replace("-", " ")
    by: dict[str, Any] = {
        "proof": request.path_params["token"], "keys": edge.keys, "now": now,
    }  # fmt: skip
    try:
        if asked not in set(LinkPurpose):
            raise LinkError
        purpose = LinkPurpose(asked)
        if purpose is LinkPurpose.CHANGE_REPLY:
            mine = await read(
                request, lambda session: rsvps.proved(session, VISITOR, purpose=purpose, **by)
            )
            return await replies.show(request, mine)
        if purpose is LinkPurpose.SURVEY_INVITATION:
            return await _survey(request, by)
        if purpose is LinkPurpose.DISPUTE:
            return await _dispute(request, by)
        if purpose not in ASKED:
            raise LinkError
        return await _ask(request, purpose, by)
    except CommonGroundError as refusal:
        return await page(request, "refused.html", status=403, refusal=str(refusal))


async def _ask(request: Request, purpose: LinkPurpose, by: dict[str, Any]) -> Response:
    asked, name = ASKED[purpose], ""
    if purpose in NAMED and request.method == "GET":
        name = await read(
            request, lambda session: follows.named(session, VISITOR, purpose=purpose, **by)
        )
    done = ""
    if request.method == "POST":
        await change(request, lambda session: asked.act(session, by))
        done = _(asked.done)
    return await page(
        request, "link.html", title=_(asked.title), button=_(asked.button), name=name, done=done,
        refusal=None, asks_words=False,
    )  # fmt: skip


async def _survey(request: Request, by: dict[str, Any]) -> Response:
    def look(session: Session) -> contact_cards.Opened:
        today = departments.today(session, VISITOR, now=by["now"])
        return contact_cards.invited(session, VISITOR, today=today, **by)

    opened = await read(request, look)
    if request.method == "POST" and opened.survey_id is not None:
        return await surveys.begun(request, opened.survey_id, card=opened.proof)
    return await page(
        request, "link.html", title=_("Would you tell us how it was?"), button=_("Begin"), name="",
        done="", refusal=None, asks_words=False,
    )  # fmt: skip


async def _dispute(request: Request, by: dict[str, Any]) -> Response:
    wording = await read(request, lambda session: disputes.about(session, VISITOR, **by))
    done = ""
    if request.method == "POST":
        words = said(await request.form(), "words")
        await change(
            request,
            lambda session: disputes.dispute(session, VISITOR, words=words, **by),
        )
        done = _("Thank you. The promise is open again, and the chief sees it.")
    return await page(
        request, "link.html", title=_("Is this not done?"), name=wording, done=done,
        button=_("This is not done"), refusal=None, asks_words=True,
    )  # fmt: skip


ROUTES = [Route("/links/{purpose}/{token}", link, methods=["GET", "POST"])]
