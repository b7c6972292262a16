"""A briefing as a PDF, for staff who may read what is in it."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from analysis.series import Point
from core import clock, i18n, periods, told
from core.errors import CommonGroundError, NotAllowedError
from core.i18n import _
from db.session import transaction
from exports.briefings import Part, Quoted, Row, Sheet, Step, briefing
from exports.paper import Paper
from services import briefing_parts, briefings, departments
from services.briefing_parts import Section
from services.briefings import Opened
from web import identity
from web.edge import Edge, edge_of
from web.pages import page
from web.security import COOKIE


async def paper(request: Request) -> Response:
    """The briefing whose id (in hexadecimal) stands in the address; ``?paper=a4`` for A4."""
    size: Paper = "a4" if request.query_params.get("paper") == "a4" else "us-letter"
    token, name = request.cookies.get(COOKIE, ""), request.path_params["id"]
    try:
        content = await to_thread.run_sync(_drawn, edge_of(request), token, name, size)
    except CommonGroundError as refusal:
        status = 403 if isinstance(refusal, NotAllowedError) else 404
        return await page(request, "refused.html", status=status, refusal=str(refusal))
    headers = {
        "Content-Disposition": 'inline; filename="briefing.pdf"', "Cache-Control": "no-store",
    }  # fmt: skip
    return Response(content, media_type="application/pdf", headers=headers)


def _drawn(edge: Edge, token: str, name: str, size: Paper) -> bytes:
    with transaction(edge.engine) as session:  # a look is written down, so this is a change
        actor = identity.actor(session, token, clock.now())
        opened = briefings.opened(
            session, actor, briefing_id=briefings.number(name), now=clock.now()
        )
        department = departments.current(session, actor).name
    before = i18n.language.set(opened.content.language)  # one language from top to bottom
    try:
        return briefing(_sheet(opened, department), paper=size)
    finally:
        i18n.language.reset(before)


def _sheet(opened: Opened, department: str) -> Sheet:
    content = opened.content
    parts = tuple(_part(section, opened) for section in content.sections)
    return Sheet(
        department, content.title, content.about, opened.card.made, " ".join(opened.changed), parts,
        content.notes,
    )  # fmt: skip


def _part(section: Section, opened: Opened) -> Part:
    rows = tuple(_row(row) for row in section.rows)
    heard = {point.period: point for point in section.line if point.enough}
    when = periods.span(min(heard), max(heard)) if heard else ()
    steps = tuple(_step(period, heard.get(period)) for period in when)
    quoted = tuple(
        Quoted(said.about, tuple((quote.words, quote.where) for quote in opened.of(said)))
        for said in section.said
    )
    return Part(
        section.title, tuple(finding.text for finding in section.findings), rows, steps,
        section.drawn, tuple(one for one in quoted if one.quotes),
        section.district_id is not None,
    )  # fmt: skip


def _row(row: briefing_parts.Row) -> Row:
    return Row(
        row.name, _("{n:,} of {total:,}").format(n=row.n, total=row.total),
        told.percent(row.share), f"{told.percent(row.low)} - {told.percent(row.high)}",
        _(told.VERDICT[row.verdict]), row.share, row.low, row.high,
    )  # fmt: skip


def _step(period: int, point: Point | None) -> Step:
    name = told.period(period, periods.grain_of(period))
    return Step(name, *(point[4:7] if point else (None, 0.0, 0.0)))


ROUTES = [Route("/papers/briefings/{id}.pdf", paper)]
