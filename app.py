"""The application: Streamlit's screens, our own routes, and the guard in front of both."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
import structlog
import uvicorn
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from core import logs
from core.errors import CommonGroundError
from core.i18n import _
from core.settings import ROOT, current
from jobs.start import Started, start
from ui import runtime, warm
from web import (
    briefings,
    calendar,
    card_sheets,
    check_in,
    downloads,
    health,
    languages,
    papers,
    security,
    shell,
    sign_in,
    static,
    uploads,
)
from web.edge import Edge
from web.pages import not_found
from web.plain import (
    commitments,
    contact_cards,
    events,
    feedback,
    home,
    links,
    maps,
    opinions,
    proofs,
    receipts,
    replies,
    resources,
    surveys,
)
from web.worker import Worker

os.chdir(ROOT)  # Streamlit looks for its config.toml in the present folder and nowhere else
try:
    settings = current()
    edge = Edge(runtime.engine(), runtime.keys(), settings)
except CommonGroundError as refusal:
    sys.exit(str(refusal))
logs.configure(settings.log_level)
log = structlog.get_logger()
state: dict[str, Started] = {}
ROUTES = [
    *health.ROUTES,
    *sign_in.ROUTES,
    *home.ROUTES,
    *feedback.ROUTES,
    *contact_cards.ROUTES,
    *receipts.ROUTES,
    *proofs.ROUTES,
    *resources.ROUTES,
    *surveys.ROUTES,
    *opinions.ROUTES,
    *calendar.ROUTES,
    *maps.ROUTES,
    *events.ROUTES,
    *replies.ROUTES,
    *links.ROUTES,
    *commitments.ROUTES,
]
FOLDERS = ("assets", "check-in", "downloads", "events", "links", "papers", "plain", "uploads")
OWN = (*(route.path for route in ROUTES), *(f"/{folder}/" for folder in FOLDERS))


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, object]]:
    logs.configure(settings.log_level)  # again: Streamlit has put handlers of its own by now
    worker = Worker() if settings.worker else None
    if "started" not in state:  # under another server than main()'s
        state["started"] = start(edge.engine, settings)
    say(state["started"])
    warm.imports()
    # Streamlit collects garbage after every run; what is loaded by now need never be looked at.
    gc.collect()
    gc.freeze()
    if worker:
        worker.begin()
    try:
        yield {}
    finally:
        if worker:
            worker.end()


def say(started: Started) -> None:
    """What the person who started us must know; printed, never logged."""
    host = "localhost" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 -- read
    here = f"http://{host}:{settings.port}"
    lines = [_("Common Ground is at {url}").format(url=here)]
    if started.sample_passwords:
        lines.append(
            _("An invented town. Staff can sign in at {url}/account/sign-in as").format(url=here)
        )
        lines += [f"  {email}  {password}" for email, password in started.sample_passwords.items()]
    if started.setup_token:
        lines.append(_("First set-up, good once and for 24 hours:"))
        lines.append(f"  {here}/account/set-up?link={started.setup_token}")
    print("\n".join(lines), flush=True)  # noqa: T201 -- for the terminal alone


def on_script_error(error: Exception) -> bool:
    """A bug in a screen: its kind and place in the log, one sentence on the screen."""
    log.error("screen failed", kind=type(error).__name__, at=logs.place(error))
    st.error(_("Something went wrong on our side, and it was noted. Load the page again."))
    return True


app = st.App(
    ROOT / "pages" / "_router.py",
    lifespan=lifespan,
    on_script_error=on_script_error,
    routes=[
        *ROUTES,
        *downloads.ROUTES,
        *uploads.ROUTES,
        *briefings.ROUTES,  # before those of a meeting, whose address is like theirs
        *papers.ROUTES,
        *card_sheets.ROUTES,
        *check_in.ROUTES,
        Mount("/assets", StaticFiles(directory=ROOT / "web" / "assets")),
        *(Route(f"/{folder}/{{rest:path}}", not_found) for folder in FOLDERS),
    ],
    middleware=[
        Middleware(
            security.Security,
            edge=edge,
            policy=security.streamlit_policy(shell.inline_script_hash()),
        ),
        Middleware(languages.Languages),
        Middleware(shell.Shell, own=OWN),
        Middleware(static.Compressed),
    ],
)


def main() -> None:
    """Serve until stopped; a refusal at the start is one sentence, not a traceback."""
    state["started"] = start(edge.engine, settings)
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.forwarded_allow_ips),
        forwarded_allow_ips=settings.forwarded_allow_ips or None,
        ws_max_size=50 * 1024 * 1024,
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    try:
        main()
    except CommonGroundError as refusal:
        sys.exit(str(refusal))
