"""Telling us something without any script: the form, a look before sending, and the receipt.

Nothing is kept before the person goes on: words of danger are looked for in memory, and help is
shown with the draft still there.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analysis import complaints, danger, personal
from core import clock, help_lines, i18n, texts
from core.errors import CommonGroundError, RecordsAwayError
from core.ratings import RATINGS
from core.vocabulary import Rating
from core.voice import ComplaintChoice, Danger, Mode
from services import departments, districts, feedback, questions
from services.contact_cards import CardSpentError
from services.departments import DepartmentCard
from services.districts import DistrictCard
from services.modes import Identity
from services.questions import QuestionCard
from web.edge import edge_of
from web.pages import page, refuse_cross_site
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

TYPED = ("words", "question", "district", "mode", "email", "name", "is_13", "complaint", "knows",
         "card", *RATINGS)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the form asks."""

    department: DepartmentCard
    questions: list[QuestionCard]
    districts: list[DistrictCard]


async def feedback_form(request: Request) -> Response:
    """GET shows the form; POST looks at what was typed, and sends it once the person goes on."""
    if request.method != "POST":
        return await show_form(request, {"nonce": fresh_nonce()})
    form = await request.form()
    typed = {name: said(form, name) for name in TYPED} | {"nonce": nonce_of(form).hex()}
    try:
        refuse_cross_site(request)
        await slow_down(request, SENT)
        words = texts.clean(typed["words"], limit=texts.FORM_LIMIT)
        if (stop := _before_sending(form, typed, words)) is not None:
            return await show_form(request, typed, stop=stop)
        receipt = await _send(request, typed)
    except CommonGroundError as refusal:
        if isinstance(refusal, CardSpentError):
            typed["card"] = ""
        return await show_form(request, typed, refusal=str(refusal), status=403)
    return await page(request, "feedback_sent.html", receipt=receipt, choice=typed["complaint"])


@dataclass(frozen=True)
class Stop:
    """What the person must see before anything is kept."""

    dangers: tuple[Danger, ...] = ()
    parts: tuple[tuple[str, bool], ...] = ()
    is_complaint: bool = False


def _before_sending(form: FormData, typed: dict[str, str], words: str) -> Stop | None:
    """Why to wait; nothing once the person has seen it and goes on."""
    signs = danger.find(words)
    if signs and typed["knows"] != mark_of(words):
        typed["knows"] = mark_of(words)
        return Stop(dangers=tuple(sign.kind for sign in signs))
    if said(form, "do") == "look":
        return Stop(parts=_marked(words))
    if not typed["complaint"] and complaints.is_sensitive(words):
        return Stop(is_complaint=True)
    return None


def _marked(words: str) -> tuple[tuple[str, bool], ...]:
    """The words in pieces, and whether each would tell who somebody is."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in personal.find(words):
        parts += [(words[at:start], False), (words[start:end], True)]
        at = end
    return (*parts, (words[at:], False))


async def _send(request: Request, typed: dict[str, str]) -> str:
    edge, now = edge_of(request), clock.now()
    mode = Mode(typed["mode"]) if typed["mode"] in set(Mode) else Mode.ANONYMOUS
    choice = typed["complaint"]
    form = feedback.Form(
        nonce=bytes.fromhex(typed["nonce"]), words=typed["words"],
        question_version_id=number(typed["question"]),
        district_id=number(typed["district"]) or None,
        ratings={one: number(typed[one]) for one in Rating if typed[one]},
        language=i18n.language.get(),
        identity=Identity(mode, typed["email"], bool(typed["is_13"]), typed["name"]),
        complaint=ComplaintChoice(choice) if choice in set(ComplaintChoice) else None,
        card=typed["card"],
    )  # fmt: skip

    def send(session: Session) -> str:
        today = departments.today(session, VISITOR, now=now)
        return feedback.submit(session, VISITOR, form=form, keys=edge.keys, today=today, now=now)

    return await change(request, send)


async def show_form(
    request: Request, typed: dict[str, str], *, refusal: str | None = None,
    stop: Stop = Stop(), status: int = 200,
) -> Response:  # fmt: skip
    """The form with what was typed; ``typed`` has the form's ``nonce`` at least."""
    try:
        asked = await read(request, _asked)
    except RecordsAwayError as away:  # what was typed is still shown
        asked, refusal, status = Asked(DepartmentCard(), [], []), str(away), 503
    return await page(
        request, "feedback.html", status=status, asked=asked, typed=typed, refusal=refusal,
        help=stop.dangers and help_lines.of(stop.dangers, **asked.department.numbers),
        stop=stop, ratings=RATINGS, way_out=help_lines.EXIT,
        has_personal=any(is_personal for _words, is_personal in stop.parts),
    )  # fmt: skip


def _asked(session: Session) -> Asked:
    return Asked(
        departments.current(session, VISITOR),
        questions.asked(session, VISITOR),
        districts.every(session, VISITOR),
    )


ROUTES = [Route("/plain/feedback", feedback_form, methods=["GET", "POST"])]
