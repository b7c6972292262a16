"""Pages of plain HTML without script: how they are filled in and what they may load."""

from __future__ import annotations

from pathlib import Path

from anyio import to_thread
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from core import i18n, languages, when
from core.actor import Actor
from core.errors import CommonGroundError
from core.i18n import ngettext, translate
from db.session import reading
from services import departments
from services import languages as reviews
from web.edge import edge_of
from web.languages import menu_of
from web.security import PLAIN_POLICY, parts

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals.update(_=translate, ngettext=ngettext, languages=languages)
_templates.filters.update(language_name=when.language_name, listed=when.listed)


class CrossSiteError(CommonGroundError):
    message = "This form came from another site, so nothing was done. Load the page and try again."


async def page(
    request: Request, template: str, *, status: int = 200, policy: str = PLAIN_POLICY,
    **values: object,
) -> HTMLResponse:  # fmt: skip
    """``template`` filled in, with the department known to it and nothing kept by caches."""
    tag = i18n.language.get()
    department, is_reviewed = await to_thread.run_sync(_standing, request, tag)
    html = _templates.get_template(template).render(
        department=department, language=tag, is_reviewed=is_reviewed, menu=menu_of(request, status),
        **values,
    )  # fmt: skip
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


def _standing(request: Request, tag: str) -> tuple[departments.DepartmentCard, bool]:
    """Whose page it is, and whether a person has checked the language it is in."""
    try:
        with reading(edge_of(request).engine) as session:
            return (
                departments.current(session, Actor.visitor()),
                reviews.is_reviewed(session, Actor.visitor(), language=tag),
            )
    except CommonGroundError:
        return departments.DepartmentCard(), False
