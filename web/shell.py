"""The one HTML page that Streamlit's screens live in, with our language, title and style sheet."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib import resources
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from core import i18n, languages, screens
from web.pages import not_found

STREAMLITS_OWN = ("/_stcore/", "/static/", "/media/", "/component/")


@cache
def shell() -> str:
    """Streamlit's ``index.html``, made ours.

    Its preloaded font and its link to an agent's description are taken out, and our style sheet
    is put in, so that nothing jumps when the application starts.
    """
    html = (Path(str(resources.files("streamlit"))) / "static" / "index.html").read_text()
    html = re.sub(r'<link\s[^>]*rel="(preload|service-desc|shortcut icon)"[^>]*>', "", html)
    html = html.replace("<title>Streamlit</title>", "<title>Common Ground</title>")
    links = (
        '<link rel="icon" href="/assets/icon.svg" />'
        '<link rel="preload" href="/assets/public-sans-latin-wght-normal.woff2" as="font" '
        'type="font/woff2" crossorigin />'
        '<link rel="stylesheet" href="/assets/screens.css" />'
    )
    return html.replace("</head>", f"{links}</head>").replace('"./', '"/')


@cache
def spoken_shell(tag: str) -> str:
    """The shell of a language: what a screen reader takes its voice from, and which way it runs."""
    opening = f'<html lang="{tag}" dir="{languages.direction(tag)}">'
    html, changed = re.subn(r"<html[^>]*>", opening, shell(), count=1)
    if not changed:
        raise RuntimeError("Streamlit's shell has no <html>")
    return html


def inline_script_hash() -> str:
    """The CSP source for the one inline script in the shell."""
    scripts = re.findall(r"<script>(.*?)</script>", shell(), re.DOTALL)
    if len(scripts) != 1:
        raise RuntimeError(f"Streamlit's shell has {len(scripts)} inline scripts, not one")
    return "sha256-" + base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()


class Shell:
    """Answers every screen's address with the shell, and every unknown address with a 404."""

    def __init__(self, app: ASGIApp, *, own: tuple[str, ...]) -> None:
        """``own`` are our other addresses; one that ends with a slash is a folder of them."""
        self.app = app
        self.own = frozenset(own)
        self.folders = STREAMLITS_OWN + tuple(path for path in own if path.endswith("/"))
        self.screens = {f"/{screen.url}" for screen in screens.ALL}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or path in self.own or path.startswith(self.folders):
            await self.app(scope, receive, send)
        elif scope["method"] not in {"GET", "HEAD"}:
            await Response(status_code=405)(scope, receive, send)
        elif path in self.screens:
            answer = HTMLResponse(
                spoken_shell(i18n.language.get()), headers={"Cache-Control": "no-cache"}
            )
            await answer(scope, receive, send)
        else:
            answer = await not_found(Request(scope, receive))
            await answer(scope, receive, send)
