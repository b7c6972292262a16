"""Files of figures for staff: the session is checked, and nothing is kept by caches."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core import clock
from core.actor import Actor
from core.errors import CommonGroundError, NotAllowedError
from core.i18n import _
from core.scope import Scope
from core.vocabulary import Sentiment
from db.session import reading
from exports.tables import to_csv, to_xlsx
from services import concerns, sentiment, sign_ins
from web.edge import Edge, edge_of
from web.pages import page
from web.security import COOKIE

Figures = Callable[..., pd.DataFrame]


class AddressError(CommonGroundError):
    message = "This address names no file of figures. Go back and choose the file again."


FIGURES: dict[str, Figures] = {
    "sentiment": sentiment.by_period,
    "districts": lambda session, actor, scope: sentiment.by_district(
        session, actor, scope=scope, sentiment=Sentiment.NEGATIVE
    ),
    "concerns": concerns.ranked,
}
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
        scope = _scope(request.query_params)
        content = await to_thread.run_sync(_content, edge_of(request), token, figure, kind, scope)
    except CommonGroundError as refusal:
        status = 403 if isinstance(refusal, NotAllowedError) else 400
        return await page(request, "refused.html", status=status, refusal=str(refusal))
    headers = {
        "Content-Disposition": f'attachment; filename="{figure}.{kind}"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=KINDS[kind], headers=headers)


def _content(edge: Edge, token: str, figure: str, kind: str, scope: Scope) -> bytes:
    visitor, now = Actor.visitor(), clock.now()
    with reading(edge.engine) as session:
        handle = sign_ins.handle_of(session, visitor, token=token, now=now)
        actor = sign_ins.actor_of(session, visitor, handle=handle, now=now)
        frame = FIGURES[figure](session, actor, scope=scope)
    if kind == "csv":
        return to_csv(frame)
    return to_xlsx(
        frame,
        title=figure,
        notes=[
            _("Months {first} to {last}; one source, never pooled with another.").format(
                first=scope.first, last=scope.last
            ),
            _("Shares go from 0 to 1; low and high are the 95 % interval (Wilson)."),
            _("The change is against the period of the same length before (Newcombe, 95 %)."),
            _("A program read the words and is often wrong. This is not support for the police."),
        ],
    )


def _scope(query: Mapping[str, str]) -> Scope:
    try:
        return Scope(**{name: int(value) for name, value in query.items()})
    except (TypeError, ValueError) as error:
        raise AddressError from error


ROUTES = [Route("/downloads/{file}", download)]
