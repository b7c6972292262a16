"""Answering a survey without any script: one question at a time, saved as one goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analysis import danger
from core import clock, help_lines, i18n
from core.errors import CommonGroundError
from core.instruments import Instrument, Item, ItemKind
from core.voice import Danger
from services import departments, districts
from services.departments import DepartmentCard
from services.districts import DistrictCard
from services.surveys import conversations, responses, surveys
from services.surveys.drafts import Draft, DraftGoneError
from services.throttles import Limit
from web import identity
from web.edge import edge_of
from web.pages import page, refuse_cross_site
from web.plain.asking import VISITOR, change, mark_of, number, read, said, slow_down
from web.security import COOKIE

BEGUN = Limit("surveys begun from one address", 300, timedelta(minutes=15))
"""A hall's worth of people behind one address. Pages after the first carry a proof of ours."""
PLACE = "place"
"""Where a page stands that asks for the district, after the last question."""


@dataclass(frozen=True)
class Step:
    """What the next page asks: an item of a draft, or the place (no item)."""

    draft: Draft
    item: Item | None
    typed: str = ""
    knows: str = ""
    dangers: tuple[Danger, ...] = ()


async def listed(request: Request) -> Response:
    """What anybody may answer now."""

    def look(session: Session) -> tuple[list[tuple[int, Instrument]], list[tuple[int, str]]]:
        return (
            surveys.open_to_all(session, VISITOR),
            conversations.open_to_all(session, VISITOR),
        )

    asked, voted = await read(request, look)
    return await page(request, "surveys.html", surveys=asked, conversations=voted)


async def survey(request: Request) -> Response:
    """GET says what it is about; each POST keeps one answer and asks the next question."""
    survey_id = number(request.path_params["id"])
    form = await request.form() if request.method == "POST" else FormData()
    try:
        if not form:
            look = partial(surveys.asked, actor=VISITOR, survey_id=survey_id)
            return await _shown(request, survey_id, asks=await read(request, look))
        refuse_cross_site(request)
        if said(form, "do") == "begin":
            on_paper = bool(said(form, "paper"))
            if not on_paper:
                await slow_down(request, BEGUN)
            return await begun(request, survey_id, on_paper=on_paper)
        if said(form, "do") == "send":
            await _send(request, form)
            return await page(request, "survey_sent.html")
        return await _shown(request, survey_id, step=await _went_on(request, form))
    except (surveys.SurveyGoneError, DraftGoneError) as refusal:
        return await _shown(request, survey_id, refusal=str(refusal), status=410)
    except CommonGroundError as refusal:
        step = await _again(request, form)
        return await _shown(request, survey_id, step=step, refusal=str(refusal), status=422)


async def begun(
    request: Request, survey_id: int, *, card: str = "", on_paper: bool = False
) -> Response:
    """The first question: for anybody, for whoever holds a card, for staff with a paper form."""
    edge, now, token = edge_of(request), clock.now(), request.cookies.get(COOKIE, "")

    def begin(session: Session) -> Draft:
        of: dict[str, Any] = {
            "survey_id": survey_id, "language": i18n.language.get(), "keys": edge.keys, "now": now,
        }  # fmt: skip
        if on_paper:
            actor = identity.actor(session, token, now)
            return responses.begin_on_paper(session, actor, **of)
        return responses.begin(session, VISITOR, card=card, **of)

    draft = await change(request, begin)
    return await _shown(request, survey_id, step=Step(draft, draft.after("")))


async def _went_on(request: Request, form: FormData) -> Step:
    """Keep what was answered on a page, and find the next; danger is answered before it is kept."""
    key, typed = said(form, "at"), said(form, "said")
    draft = await _draft(request, form)
    item = draft.instrument.item(key)
    if item not in draft.asked and key != PLACE:  # another tab changed what it hangs on
        return Step(draft, draft.after(""))
    if item and item.kind is ItemKind.TEXT and said(form, "knows") != mark_of(typed):
        signs = danger.find(typed)
        if signs:
            kinds = tuple(sign.kind for sign in signs)
            return Step(draft, item, typed, mark_of(typed), kinds)
    if item:
        draft = await change(request, _answering(request, form, key, typed))
    if said(form, "do") == "back":
        before = draft.before(key) if item else draft.asked[-1]
        return Step(draft, before or draft.after(""))
    return Step(draft, draft.after(key) if item else None)


def _answering(
    request: Request, form: FormData, key: str, typed: str
) -> Callable[[Session], Draft]:
    edge, now = edge_of(request), clock.now()

    def act(session: Session) -> Draft:
        return responses.answer(
            session, VISITOR, proof=said(form, "proof"), key=key, said=typed, keys=edge.keys,
            now=now,
        )  # fmt: skip

    return act


async def _draft(request: Request, form: FormData) -> Draft:
    edge, now = edge_of(request), clock.now()
    return await change(  # it locks the draft, as every change of it does
        request,
        lambda session: responses.resumed(
            session, VISITOR, proof=said(form, "proof"), keys=edge.keys, now=now
        ),
    )


async def _again(request: Request, form: FormData) -> Step | None:
    """The page that was sent, with what was typed; nothing where it carried no draft."""
    try:
        draft = await _draft(request, form)
    except DraftGoneError:
        return None
    item = draft.instrument.item(said(form, "at"))
    return Step(draft, item if item in draft.asked else draft.after(""), said(form, "said"))


async def _send(request: Request, form: FormData) -> None:
    edge, now = edge_of(request), clock.now()

    def send(session: Session) -> None:
        responses.finish(
            session, VISITOR, proof=said(form, "proof"), keys=edge.keys, now=now,
            district_id=number(said(form, "district")) or None,
        )  # fmt: skip

    await change(request, send)


async def _shown(
    request: Request, survey_id: int, *, asks: Instrument | None = None, step: Step | None = None,
    refusal: str | None = None, status: int = 200,
) -> Response:  # fmt: skip
    department, places = await read(request, _around)
    return await page(
        request, "survey.html", status=status, survey_id=survey_id, asks=asks, step=step,
        refusal=refusal, places=places, on_paper="paper" in request.query_params,
        way_out=help_lines.EXIT, place=PLACE, tag=i18n.language.get(),
        help=step and step.dangers and help_lines.of(step.dangers, **department.numbers),
    )  # fmt: skip


def _around(session: Session) -> tuple[DepartmentCard, list[DistrictCard]]:
    return departments.current(session, VISITOR), districts.every(session, VISITOR)


ROUTES = [
    Route("/plain/surveys", listed),
    Route("/plain/surveys/{id}", survey, methods=["GET", "POST"]),
]
