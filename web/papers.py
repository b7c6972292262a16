"""Paper for a meeting: a flyer, a sign-in sheet and a form, for staff to print."""

from __future__ import annotations

from collections.abc import Callable

from anyio import to_thread
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core import clock, when
from core.actor import Actor
from core.errors import CommonGroundError, NotAllowedError
from core.i18n import _
from core.plans import NEEDS
from core.ratings import RATINGS
from core.vocabulary import Permission
from db.session import reading
from exports.paper import Flyer, Paper, PaperForm, SignInSheet, feedback_form, flyer, sign_in_sheet
from services import departments, districts, questions
from services.access import require
from services.departments import DepartmentCard
from services.meetings import check_ins, events
from services.meetings.event_cards import EventCard
from web import identity
from web.edge import Edge, edge_of
from web.pages import page
from web.plain.asking import number
from web.security import COOKIE

Draw = Callable[[Session, Actor, EventCard, DepartmentCard, str, Paper], bytes]


class NoPaperError(CommonGroundError):
    message = "There is no such paper. Go back to the meeting and choose one."


def _numbers(department: DepartmentCard) -> tuple[tuple[str, str], ...]:
    return (
        (_("In danger now"), department.emergency_number),
        (_("In crisis"), department.crisis_number),
        (_("Other help"), department.help_number),
    )


def _flyer(
    _session: Session, _actor: Actor, card: EventCard, department: DepartmentCard, base: str,
    paper: Paper,
) -> bytes:  # fmt: skip
    values = Flyer(
        department=department.name, title=card.title, when=when.span(card.starts, card.ends),
        place=card.where, event_address=f"{base}/plain/events/{card.id}",
        feedback_address=f"{base}/feedback", about=card.purpose,
        entrance=card.place.entrance if card.place else "",
        languages=tuple(map(when.language_name, card.languages)),
        offered=tuple(_(NEEDS[offer]) for offer in card.offers), numbers=_numbers(department),
    )  # fmt: skip
    return flyer(values, paper=paper)


def _sheet(
    _session: Session, _actor: Actor, card: EventCard, department: DepartmentCard, _base: str,
    paper: Paper,
) -> bytes:  # fmt: skip
    values = SignInSheet(
        department.name, card.title, when.span(card.starts, card.ends), card.where,
        check_ins.NAMES_KEPT.days,
    )  # fmt: skip
    return sign_in_sheet(values, paper=paper)


def _form(
    session: Session, actor: Actor, card: EventCard, department: DepartmentCard, _base: str,
    paper: Paper,
) -> bytes:  # fmt: skip
    values = PaperForm(
        department=department.name, title=card.title,
        questions=tuple(one.wording for one in questions.asked(session, actor)),
        kept=_("Kept: your words, the district, and the day. Leave out names you would not "
               "want read. What you write may be a public record by law."),
        hand_in=_("Hand it to the people who hold the meeting. They type it in word for word."),
        districts=tuple(place.name for place in districts.every(session, actor)),
        ratings=tuple(map(_, RATINGS.values())), numbers=_numbers(department),
        emergency_number=department.emergency_number,
    )  # fmt: skip
    return feedback_form(values, paper=paper)


PAPERS: dict[str, Draw] = {"flyer": _flyer, "sign-in": _sheet, "form": _form}


async def paper(request: Request) -> Response:
    """One sheet as a PDF; ``?paper=a4`` for A4, and Letter without."""
    name = request.path_params["name"]
    size: Paper = "a4" if request.query_params.get("paper") == "a4" else "us-letter"
    token, event_id = request.cookies.get(COOKIE, ""), number(request.path_params["id"])
    try:
        content = await to_thread.run_sync(_drawn, edge_of(request), token, event_id, name, size)
    except CommonGroundError as refusal:
        status = 403 if isinstance(refusal, NotAllowedError) else 404
        return await page(request, "refused.html", status=status, refusal=str(refusal))
    headers = {
        "Content-Disposition": f'inline; filename="{name}-{event_id}.pdf"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type="application/pdf", headers=headers)


def _drawn(edge: Edge, token: str, event_id: int, name: str, size: Paper) -> bytes:
    with reading(edge.engine) as session:
        actor = identity.actor(session, token, clock.now())
        require(actor, Permission.PLAN_EVENTS)
        if name not in PAPERS:
            raise NoPaperError
        card = events.one(session, actor, event_id=event_id)
        department = departments.current(session, actor)
        return PAPERS[name](session, actor, card, department, edge.settings.address, size)


ROUTES = [Route("/papers/{id}/{name}.pdf", paper)]
