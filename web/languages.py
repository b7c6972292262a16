"""The language of every answer: chosen once for each request, kept in a cookie where asked for."""

from __future__ import annotations

from http import HTTPStatus

from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core import i18n, languages
from core.actor import Actor
from core.errors import CommonGroundError
from db.session import reading
from services import departments
from web.edge import edge_of

SAME_FOR_ALL = ("/assets/", "/static/", "/_stcore/", "/media/", "/component/")
"""Folders whose files hold no sentences of ours."""

VARIES = "Accept-Language, Cookie"


class Languages:
    """ASGI middleware: sets ``i18n.language`` for a request and tells caches what it hangs on.

    The link wins (``?lang=es``) over the cookie of an earlier choice, the cookie over the browser's
    header, and the header over the department's own languages.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(SAME_FOR_ALL):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        link = languages.known(request.query_params.get(languages.LINK))
        wanted = asked_by(request)
        if wanted is None:
            wanted = await to_thread.run_sync(_spoken, request)
        before = i18n.language.set(wanted)
        try:
            await self.app(scope, receive, _told(send, wanted, link, request.url.scheme))
        finally:
            i18n.language.reset(before)


def asked_by(request: Request) -> str | None:
    """The language that a request asks for itself, if we have it."""
    return languages.asked(
        link=request.query_params.get(languages.LINK),
        cookie=request.cookies.get(languages.COOKIE),
        accepted=request.headers.get("accept-language", ""),
    )


def menu_of(request: Request, status: int) -> dict[str, str]:
    """This page in every language, and the first page where there is none to come back to.

    Nothing for the answer to a form, which has no address. What was asked for in vain is not said.
    """
    if request.method not in {"GET", "HEAD"}:
        return {}
    if status != HTTPStatus.OK:
        return languages.menu("/", ())
    return languages.menu(request.url.path, request.query_params.multi_items())


def _spoken(request: Request) -> str:
    try:
        with reading(edge_of(request).engine) as session:
            return languages.spoken(departments.current(session, Actor.visitor()).languages)
    except CommonGroundError:  # the records are away: the page itself will say so
        return i18n.DEFAULT_LANGUAGE


def _told(send: Send, wanted: str, link: str | None, scheme: str) -> Send:
    async def send_told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.add_vary_header(VARIES)
            headers.setdefault("Content-Language", wanted)
            if link and headers.get("content-type", "").startswith("text/html"):
                secure = "; Secure" if scheme == "https" else ""
                headers.append(
                    "Set-Cookie",
                    f"{languages.COOKIE}={link}; Path=/; Max-Age={languages.COOKIE_LIVES}; "
                    f"HttpOnly; SameSite=Lax{secure}",
                )
        await send(message)

    return send_told
