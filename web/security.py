"""The guard in front of everything: hosts, closed doors, identity, the headers of every answer."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core import clock
from core.actor import Actor
from core.errors import CommonGroundError
from db.session import reading
from services import sign_ins
from web.edge import Edge

COOKIE = "__Host-common-ground"
IDENTITY_HEADER = "x-common-ground-session"
"""Named in .streamlit/config.toml too: Streamlit fills ``st.user`` from it. Nobody may send it."""

STREAMLITS_OWN = "/_stcore"
OPEN = frozenset({"/_stcore/health", "/_stcore/host-config", "/_stcore/stream"})
"""All that the screens need of it. Its metrics, descriptions and uploads would answer anyone."""

PROBES = frozenset({"/healthz", "/readyz"})
"""Asked by address, not by name, by whatever watches us; they tell nothing else."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PLAIN_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def streamlit_policy(inline_script_hash: str) -> str:
    """What Streamlit's shell may load: ourselves only, and the one inline script it ships."""
    return (
        f"default-src 'self'; script-src 'self' '{inline_script_hash}'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; worker-src 'self' blob:; frame-src 'self'; object-src 'none'; "
        "form-action 'self'; base-uri 'self'; frame-ancestors 'none'"
    )


def is_loopback(host: str | None) -> bool:
    """Whether a host name or address stands for this very machine."""
    if host is None:
        return False
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def parts(url: str) -> SplitResult:
    """The parts of an address that a client named; all empty where it is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


class Security:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, *, edge: Edge, policy: str) -> None:
        self.app, self.edge, self.policy = app, edge, policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})["edge"] = self.edge
        headers = MutableHeaders(scope=scope)
        del headers[IDENTITY_HEADER]
        if not self._host_allowed(headers) and scope["path"] not in PROBES:
            await self._refuse(scope, receive, send, 400, "This address is not ours.")
        elif scope["path"].startswith(STREAMLITS_OWN) and scope["path"] not in OPEN:
            await self._refuse(scope, receive, send, 404, "There is nothing here.")
        elif scope["type"] == "websocket":
            if handle := await self._handle(scope):
                # a view of its own: whoever looks at a scope's headers puts a new list there
                MutableHeaders(scope=scope)[IDENTITY_HEADER] = handle
            await self.app(scope, receive, send)
        else:
            await self.app(scope, receive, self._with_headers(scope, send))

    def _host_allowed(self, headers: Headers) -> bool:
        # On a loopback address this stops a hostile page that makes its own name point here.
        host = parts(f"//{headers.get('host', '')}").hostname
        allowed = self.edge.settings.allowed_hosts
        if not allowed:
            return is_loopback(host) or not is_loopback(self.edge.settings.host)
        return host in {name.lower() for name in allowed}

    async def _handle(self, scope: Scope) -> str | None:
        # A browser always names the page's origin here; whoever does not is no browser of ours.
        connection = HTTPConnection(scope)
        token = connection.cookies.get(COOKIE)
        origin = connection.headers.get("origin")
        if not token or not origin or parts(origin).netloc != connection.headers.get("host"):
            return None
        return await to_thread.run_sync(self._look_up, token)

    def _look_up(self, token: str) -> str | None:
        try:
            with reading(self.edge.engine) as session:
                return sign_ins.handle_of(session, Actor.visitor(), token=token, now=clock.now())
        except CommonGroundError:
            return None  # the records are away: the page itself will say so

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", self.policy)
                if scope["scheme"] == "https":
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
                del headers["server"]
            await send(message)

        return send_with_headers

    async def _refuse(
        self, scope: Scope, receive: Receive, send: Send, status: int, sentence: str
    ) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        answer = PlainTextResponse(sentence, status)
        await answer(scope, receive, self._with_headers(scope, send))
