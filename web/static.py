"""Streamlit's own scripts and styles, compressed: it sends them as they lie on the disk.

On a slow line that is the difference between a form that comes and one that does not: three
megabytes become little more than one.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from importlib import resources
from mimetypes import guess_type
from pathlib import Path

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER = Path(str(resources.files("streamlit"))) / "static" / "static"
ADDRESS = "/static/"
KINDS = (".js", ".css")


class Compressed:
    """ASGI middleware: answers for those files of ``ADDRESS`` that become smaller."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and _asks(scope):
            name = scope["path"].removeprefix(ADDRESS)
            content = await to_thread.run_sync(_compressed, name)
            if content is not None:
                await _answer(name, content)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _asks(scope: Scope) -> bool:
    path = scope["path"]
    accepted = Headers(scope=scope).get("accept-encoding", "")
    return path.startswith(ADDRESS) and path.endswith(KINDS) and "gzip" in accepted


@lru_cache(maxsize=512)
def _compressed(name: str) -> bytes | None:
    """The file, compressed once for all who ask; ``None`` where there is none."""
    file = (FOLDER / name).resolve()
    if not file.is_relative_to(FOLDER.resolve()) or not file.is_file():
        return None
    return gzip.compress(file.read_bytes(), compresslevel=9, mtime=0)


def _answer(name: str, content: bytes) -> Response:
    answer = Response(content, media_type=guess_type(name)[0])
    headers = MutableHeaders(raw=answer.raw_headers)
    headers["Content-Encoding"] = "gzip"
    headers["Vary"] = "Accept-Encoding"
    # Their names change with what is in them.
    headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
