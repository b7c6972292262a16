"""Voting on statements without any script: one at a time, then a word of one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analysis import danger
from core import clock, help_lines, i18n
from core.errors import CommonGroundError
from core.voice import Danger
from services import departments
from services.surveys import conversations, opinions, statements, votes
from services.surveys.conversations import ConversationGoneError
from services.surveys.opinions import Shared
from services.surveys.votes import Turn, VoterGoneError
from services.throttles import Limit
from web.edge import edge_of
from web.pages import page, refuse_cross_site
from web.plain.asking import SENT, VISITOR, change, mark_of, number, read, said, slow_down

VOTED = Limit("votes from one address", 600, timedelta(minutes=15))
"""A class in a library votes on thirty statements each."""
VOTES = {"agree": 1, "disagree": -1, "pass": 0}
AT_THE_END = ("stop", "say")
"""What somebody does on, or to come to, the last page."""


@dataclass(frozen=True)
class End:
    """The last page: room for one's own words, and what most agree on."""

    typed: str = ""
    knows: str = ""
    dangers: tuple[Danger, ...] = ()
    has_said: bool = False


async def listed(request: Request) -> Response:
    """What anybody may vote on now."""
    found = await read(request, lambda session: conversations.open_to_all(session, VISITOR))
    return await page(request, "opinions.html", conversations=found)


async def conversation(request: Request) -> Response:
    """GET says what it is about; each POST keeps one vote and shows the next statement."""
    conversation_id = number(request.path_params["id"])
    form = await request.form() if request.method == "POST" else FormData()
    try:
        if not form:
            return await _shown(request, conversation_id)
        refuse_cross_site(request)
        await slow_down(request, SENT if said(form, "do") == "say" else VOTED)
        turn, end = await _went_on(request, conversation_id, form)
        return await _shown(request, conversation_id, turn=turn, end=end, last=_last(form))
    except (ConversationGoneError, VoterGoneError) as refusal:
        return await page(
            request, "opinion.html", status=410, question="", refusal=str(refusal), turn=None,
            way_out=help_lines.EXIT, conversation_id=conversation_id,
        )  # fmt: skip
    except CommonGroundError as refusal:
        return await _again(request, conversation_id, form, str(refusal))


async def _went_on(
    request: Request, conversation_id: int, form: FormData
) -> tuple[Turn, End | None]:
    """Do what a page asks for; danger is answered before anything is kept."""
    do, end = said(form, "do"), None
    if do == "begin":
        return await read(request, _asking(request, conversation_id, votes.begin)), None
    if do in VOTES:
        turn = await change(request, _voting(request, conversation_id, form, VOTES[do]))
        return turn, None if turn.number else End()
    if do == "say":
        end = await _said(request, conversation_id, form)
    elif do == "stop":
        end = End()
    again = number(said(form, "last")) if do == "back" else None
    return await _turn(request, conversation_id, form, again), end


async def _said(request: Request, conversation_id: int, form: FormData) -> End:
    typed = said(form, "words")
    if said(form, "knows") != mark_of(typed) and (signs := danger.find(typed)):
        return End(typed, mark_of(typed), tuple(sign.kind for sign in signs))
    await _turn(request, conversation_id, form)  # whoever says something came through our pages
    await change(
        request,
        partial(
            statements.say, actor=VISITOR, conversation_id=conversation_id, words=typed,
            language=i18n.language.get(), now=clock.now(),
        ),
    )  # fmt: skip
    return End(has_said=True)


def _voting(
    request: Request, conversation_id: int, form: FormData, vote: int
) -> Callable[[Session], Turn]:
    return _asking(
        request, conversation_id,
        partial(
            votes.cast, proof=said(form, "proof"), statement_id=number(said(form, "at")), said=vote
        ),
    )  # fmt: skip


async def _turn(
    request: Request, conversation_id: int, form: FormData, again: int | None = None
) -> Turn:
    ask = partial(votes.shown, proof=said(form, "proof"), statement_id=again)
    return await read(request, _asking(request, conversation_id, ask))


def _asking(
    request: Request, conversation_id: int, ask: Callable[..., Turn]
) -> Callable[[Session], Turn]:
    return partial(
        ask, actor=VISITOR, conversation_id=conversation_id, keys=edge_of(request).keys,
        now=clock.now(),
    )  # fmt: skip


def _last(form: FormData) -> int:
    """The statement that was just voted on, to which there is a way back."""
    return number(said(form, "at")) if said(form, "do") in VOTES else 0


async def _again(request: Request, conversation_id: int, form: FormData, refusal: str) -> Response:
    """The page that was sent, with what was typed."""
    if not said(form, "proof"):  # it was the first
        return await _shown(request, conversation_id, refusal=refusal, status=422)
    at_the_end = said(form, "do") in AT_THE_END
    try:
        turn = await _turn(request, conversation_id, form, number(said(form, "at")) or None)
    except votes.VoterGoneError:
        return await _shown(request, conversation_id, refusal=refusal, status=422)
    end = End(said(form, "words")) if at_the_end else None
    return await _shown(request, conversation_id, turn=turn, end=end, refusal=refusal, status=422)


async def _shown(
    request: Request, conversation_id: int, *, turn: Turn | None = None, end: End | None = None,
    last: int = 0, refusal: str | None = None, status: int = 200,
) -> Response:  # fmt: skip
    shared: list[Shared] = []
    if turn and (end or not turn.number):
        end = end or End()
        shared = await read(request, _sharing(request, conversation_id, turn))
    asked = partial(conversations.asked, actor=VISITOR, conversation_id=conversation_id)
    department = await read(request, lambda session: departments.current(session, VISITOR))
    return await page(
        request, "opinion.html", status=status, conversation_id=conversation_id, turn=turn, end=end,
        question=await read(request, asked), refusal=refusal, last=last, shared=shared,
        way_out=help_lines.EXIT, longest=statements.LONGEST,
        help=end and end.dangers and help_lines.of(end.dangers, **department.numbers),
    )  # fmt: skip


def _sharing(
    request: Request, conversation_id: int, turn: Turn
) -> Callable[[Session], list[Shared]]:
    edge = edge_of(request)
    return partial(
        opinions.shared, actor=VISITOR, conversation_id=conversation_id, proof=turn.proof,
        minimum=edge.settings.minimum_cell_size, keys=edge.keys, now=clock.now(),
    )  # fmt: skip


ROUTES = [
    Route("/plain/opinions", listed),
    Route("/plain/opinions/{id}", conversation, methods=["GET", "POST"]),
]
