"""Files of figures for staff: the session is checked, and nothing is kept by caches."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
from anyio import to_thread
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analysis.disclosure import protect, protect_shares
from core import clock
from core.actor import Actor
from core.errors import CommonGroundError, NotAllowedError
from core.i18n import _
from core.scope import Scope
from core.vocabulary import Grain, Sentiment
from db.session import reading
from exports.tables import to_csv, to_xlsx
from services import concerns, releases, sentiment
from web import identity
from web.edge import Edge, edge_of
from web.pages import page
from web.security import COOKIE

Figures = Callable[[Session, Actor, Mapping[str, str], int], pd.DataFrame]


class AddressError(CommonGroundError):
    message = "This address names no file of figures. Go back and choose the file again."


def _sentiment(
    session: Session, actor: Actor, query: Mapping[str, str], minimum: int
) -> pd.DataFrame:
    grain = Grain(query.get("grain", Grain.MONTH))
    felt = sentiment.by_period(session, actor, scope=_scope(query), grain=grain)
    return protect(
        felt.drop(columns="enough"), rows=["period"], column="sentiment", minimum=minimum
    )


def _districts(
    session: Session, actor: Actor, query: Mapping[str, str], minimum: int
) -> pd.DataFrame:
    word = Sentiment(query.get("sentiment", Sentiment.NEGATIVE))
    frame = sentiment.by_district(session, actor, scope=_scope(query), sentiment=word)
    frame = frame.assign(sentiment=word.value)
    return protect(frame, rows=["district_id"], column="sentiment", minimum=minimum)


def _concerns(
    session: Session, actor: Actor, query: Mapping[str, str], minimum: int
) -> pd.DataFrame:
    frame = concerns.ranked(session, actor, scope=_scope(query))
    # By name: the order of what is hidden would tell between which two others it lies.
    return protect_shares(frame.sort_values("concern"), minimum=minimum)


def _released(
    session: Session, actor: Actor, query: Mapping[str, str], _minimum: int
) -> pd.DataFrame:
    return releases.one(session, actor, release_id=int(query["release"])).felt


def _released_concerns(
    session: Session, actor: Actor, query: Mapping[str, str], _minimum: int
) -> pd.DataFrame:
    return releases.one(session, actor, release_id=int(query["release"])).raised


FIGURES: dict[str, Figures] = {
    "sentiment": _sentiment,
    "districts": _districts,
    "concerns": _concerns,
    "released": _released,
    "released-concerns": _released_concerns,
}
"""Every one has passed ``analysis.disclosure``: a file leaves the staff's screens."""
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


async def download(request: Request) -> Response:
    """One table of figures as CSV or XLSX; the scope stands in the query, by its ids."""
    figure, _dot, kind = request.path_params["file"].partition(".")
    token = request.cookies.get(COOKIE, "")
    try:
        if figure not in FIGURES or kind not in KINDS:
            raise AddressError
        query = dict(request.query_params)
        content = await to_thread.run_sync(_content, edge_of(request), token, figure, kind, query)
    except CommonGroundError as refusal:
        status = 403 if isinstance(refusal, NotAllowedError) else 400
        return await page(request, "refused.html", status=status, refusal=str(refusal))
    headers = {
        "Content-Disposition": f'attachment; filename="{figure}.{kind}"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=KINDS[kind], headers=headers)


def _content(edge: Edge, token: str, figure: str, kind: str, query: Mapping[str, str]) -> bytes:
    minimum = edge.settings.minimum_cell_size
    with reading(edge.engine) as session:
        actor = identity.actor(session, token, clock.now())
        try:
            frame = FIGURES[figure](session, actor, query, minimum)
        except (KeyError, TypeError, ValueError) as error:
            raise AddressError from error
    return to_csv(frame) if kind == "csv" else to_xlsx(frame, title=figure, notes=_notes(minimum))


def _notes(minimum: int) -> list[str]:
    return [
        _("One source, never pooled with another."),
        _(
            "Shares go from 0 to 1; low and high are the 95 % interval (Wilson), made wider where "
            "it is known how often the reader errs."
        ),
        _("A change is against the period of the same length before (Newcombe, 95 %)."),
        _(
            "Empty: hidden, because it, or what could be worked out from it, stands for fewer "
            "than {minimum} people."
        ).format(minimum=minimum),
        _("A program read the words and is often wrong. This is not support for the police."),
    ]


def _scope(query: Mapping[str, str]) -> Scope:
    """The scope that stands in the query, by its ids."""
    asked = {name: int(query[name]) for name in Scope.__dataclass_fields__ if name in query}
    return Scope(**asked)


ROUTES = [Route("/downloads/{file}", download)]
