"""Signing in and out, a password of one's own, and the first set-up: pages without script."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import wraps
from zoneinfo import available_timezones

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from core import clock, screens
from core.actor import Actor
from core.errors import CommonGroundError
from db.session import reading, transaction
from services import departments, sign_ins, throttles
from services.throttles import Limit
from web import identity
from web.edge import Edge, address_of, edge_of
from web.pages import page, refuse_cross_site
from web.security import COOKIE, is_loopback

FOR_ONE_PERSON = Limit("sign-in of one person from one address", 5, timedelta(minutes=15))
FOR_ONE_ADDRESS = Limit("sign-in from one address", 50, timedelta(minutes=15))
VISITOR = Actor.visitor()

_hashing = CapacityLimiter(2)  # each check takes 64 MiB for 60 ms: a crowd of guesses must queue


class PlainHttpError(CommonGroundError):
    message = (
        "Signing in over this connection is not safe: it is not encrypted. "
        "Open this page with HTTPS, or ask whoever runs the machine to set HTTPS up."
    )


def _refusals_shown(template: str) -> Callable[[_Endpoint], _Endpoint]:
    """Show a refusal above the same form, with what the person typed (never the passwords)."""

    def around(endpoint: _Endpoint) -> _Endpoint:
        @wraps(endpoint)
        async def answered(request: Request) -> Response:
            try:
                return await endpoint(request)
            except CommonGroundError as refusal:
                form = dict(await request.form()) if request.method == "POST" else {}
                typed = {name: value for name, value in form.items() if "password" not in name}
                link = typed.get("link") or request.query_params.get("link", "")
                return await page(
                    request, template, status=403, refusal=str(refusal), typed=typed,
                    link=link, zones=sorted(available_timezones()),
                )  # fmt: skip

        return answered

    return around


_Endpoint = Callable[[Request], Awaitable[Response]]


@_refusals_shown("sign_in.html")
async def sign_in(request: Request) -> Response:
    """GET shows the form; POST signs in, or asks for a new password where it was temporary."""
    _refuse_plain_http(request)
    if request.method != "POST":
        return await page(request, "sign_in.html", refusal=None, typed={})
    email, password = await _credentials(request)
    known = await to_thread.run_sync(
        _check, edge_of(request), email, password, address_of(request), limiter=_hashing
    )
    if known.password_is_temporary:
        return await page(request, "new_password.html", refusal=None, typed={"email": email})
    return await _signed_in(request, known)


@_refusals_shown("new_password.html")
async def new_password(request: Request) -> Response:
    """POST replaces the password, checked once more, and signs in."""
    _refuse_plain_http(request)
    if request.method != "POST":
        return await page(request, "new_password.html", refusal=None, typed={})
    email, password = await _credentials(request)
    new = str((await request.form()).get("new_password", ""))
    edge = edge_of(request)
    known = await to_thread.run_sync(
        _check, edge, email, password, address_of(request), limiter=_hashing
    )

    def change() -> sign_ins.Known:
        with transaction(edge.engine) as session:
            return sign_ins.change_password(
                session, VISITOR, known=known, old=password, new=new, now=clock.now()
            )

    return await _signed_in(request, await to_thread.run_sync(change, limiter=_hashing))


@_refusals_shown("sign_out.html")
async def sign_out(request: Request) -> Response:
    """GET asks, POST does: the session's row is gone before the answer is sent."""
    if request.method != "POST":
        return await page(request, "sign_out.html", refusal=None, typed={})
    refuse_cross_site(request)
    token, edge = request.cookies.get(COOKIE), edge_of(request)

    def end() -> None:
        with transaction(edge.engine) as session:
            sign_ins.end(session, VISITOR, token=token or "")

    await to_thread.run_sync(end)
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    return answer


@_refusals_shown("set_up.html")
async def set_up(request: Request) -> Response:
    """The first administrator's page, behind a one-time link: GET shows, POST acts."""
    _refuse_plain_http(request)
    edge = edge_of(request)
    if request.method != "POST":
        link = request.query_params.get("link", "")

        def check() -> None:
            with reading(edge.engine) as session:
                departments.check_setup_link(session, VISITOR, token=link, now=clock.now())

        await to_thread.run_sync(check)
        return await page(
            request, "set_up.html", refusal=None, typed={}, link=link,
            zones=sorted(available_timezones()),
        )  # fmt: skip
    refuse_cross_site(request)
    form = {name: str(value) for name, value in (await request.form()).items()}

    def store() -> None:
        with transaction(edge.engine) as session:
            departments.set_up(
                session, VISITOR, token=form.get("link", ""), now=clock.now(),
                email=form.get("email", ""), password=form.get("password", ""),
                card=departments.DepartmentCard(
                    name=form.get("name", ""),
                    tzid=form.get("tzid", ""),
                    languages=tuple(form.get("languages", "en").replace(",", " ").split()),
                    emergency_number=form.get("emergency_number", ""),
                    crisis_number=form.get("crisis_number", ""),
                    help_number=form.get("help_number", ""),
                ),
            )  # fmt: skip

    await to_thread.run_sync(store, limiter=_hashing)
    return RedirectResponse("/account/sign-in", 303)


def _refuse_plain_http(request: Request) -> None:
    if request.url.scheme != "https" and not is_loopback(request.url.hostname):
        raise PlainHttpError


async def _credentials(request: Request) -> tuple[str, str]:
    refuse_cross_site(request)
    form = await request.form()
    return str(form.get("email", "")), str(form.get("password", ""))


def _check(edge: Edge, email: str, password: str, address: str) -> sign_ins.Known:
    now, person = clock.now(), f"{address} {email.strip().lower()}"
    with transaction(edge.engine) as session:
        throttles.spend(
            session, VISITOR, limit=FOR_ONE_ADDRESS, who=address, keys=edge.keys, now=now
        )
        throttles.spend(session, VISITOR, limit=FOR_ONE_PERSON, who=person, keys=edge.keys, now=now)
    with reading(edge.engine) as session:
        known = sign_ins.check_password(session, VISITOR, email=email, password=password)
    with transaction(edge.engine) as session:
        throttles.forget(
            session, VISITOR, limit=FOR_ONE_PERSON, who=person, keys=edge.keys, now=now
        )
    return known


async def _signed_in(request: Request, known: sign_ins.Known) -> Response:
    edge = edge_of(request)

    def begin() -> tuple[str, Actor]:
        now = clock.now()
        with transaction(edge.engine) as session:
            token = sign_ins.begin(session, VISITOR, known=known, now=now)
            return token, identity.actor(session, token, now)

    token, actor = await to_thread.run_sync(begin)
    answer = RedirectResponse(f"/{screens.landing(actor).url}", 303)
    answer.set_cookie(
        COOKIE, token, path="/", secure=True, httponly=True, samesite="lax",
        max_age=int(sign_ins.SESSION_LIVES.total_seconds()),
    )  # fmt: skip
    return answer


ROUTES = [
    Route("/account/sign-in", sign_in, methods=["GET", "POST"]),
    Route("/account/new-password", new_password, methods=["GET", "POST"]),
    Route("/account/sign-out", sign_out, methods=["GET", "POST"]),
    Route("/account/set-up", set_up, methods=["GET", "POST"]),
]
