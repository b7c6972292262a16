"""Pages of plain HTML without script: how they are filled in and what they may load."""

from __future__ import annotations

from pathlib import Path

from anyio import to_thread
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from core import when
from core.actor import Actor
from core.errors import CommonGroundError
from core.i18n import translate
from db.session import reading
from services import departments
from web.edge import edge_of
from web.security import PLAIN_POLICY, parts

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals["_"] = translate
_templates.filters["language_name"] = when.language_name


class CrossSiteError(CommonGroundError):
    message = "This form came from another site, so nothing was done. Load the page and try again."


async def page(
    request: Request, template: str, *, status: int = 200, policy: str = PLAIN_POLICY,
    **values: object,
) -> HTMLResponse:  # fmt: skip
    """``template`` filled in, with the department known to it and nothing kept by caches."""
    department = await to_thread.run_sync(_department, request)
    html = _templates.get_template(template).render(department=department, **values)
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    return HTMLResponse(html, status, headers)


async def not_found(request: Request) -> HTMLResponse:
    """What stands at an address of ours where nothing is."""
    return await page(request, "not_found.html", status=404)


def refuse_cross_site(request: Request) -> None:
    """Refuse a form that another site's page sent in a person's name."""
    site = request.headers.get("sec-fetch-site")
    if site is None:  # an old browser: it names the origin at least
        origin = parts(request.headers.get("origin", ""))
        site = "same-origin" if origin.netloc == request.headers.get("host") else "cross-site"
    if site not in {"same-origin", "none"}:
        raise CrossSiteError


def _department(request: Request) -> departments.DepartmentCard:
    try:
        with reading(edge_of(request).engine) as session:
            return departments.current(session, Actor.visitor())
    except CommonGroundError:
        return departments.DepartmentCard()
