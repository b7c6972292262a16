"""Taking a file in, and handing back the rows that could not be used: routes that check who asks.

Not Streamlit's own uploader: that would answer to anybody who knows an address, hold the file in
memory, and lose it with the tab.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import BinaryIO

from anyio import to_thread
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from core import clock, screens
from core.errors import CommonGroundError, NotAllowedError, StorageFullError
from core.vocabulary import Permission
from db.base import random_id
from db.session import reading, transaction
from imports.uploads import path_of, refused_rows, remove
from services import uploads
from services.access import require
from services.uploads import UploadGoneError
from web import identity
from web.edge import Edge, edge_of
from web.pages import page, refuse_cross_site
from web.security import COOKIE


class FileTooLargeError(CommonGroundError):
    message = (
        "The file is larger than {limit} MB. Split it, or have it brought in on the machine "
        "itself with manage.py import-feedback."
    )


class NoFileError(CommonGroundError):
    message = "No file was chosen. Choose a CSV file, then send it."


async def new(request: Request) -> Response:
    """GET asks for a file; POST keeps it and goes on to the page that looks at it."""
    edge, token = edge_of(request), request.cookies.get(COOKIE, "")
    limit = edge.settings.largest_upload_mb
    try:
        await to_thread.run_sync(_check_right, edge, token)
        if request.method != "POST":
            return await page(request, "upload.html", refusal=None, limit=limit)
        refuse_cross_site(request)
        # Browsers say the length before the first byte, and the server cuts off what is longer.
        length = request.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > limit * 2**20:
            raise FileTooLargeError(limit=limit)
        async with request.form(max_files=1, max_fields=1) as form:
            sent = form.get("file")
            if not isinstance(sent, UploadFile) or not sent.filename:
                raise NoFileError
            upload_id = await to_thread.run_sync(_keep, edge, token, sent.file, sent.filename)
    except NotAllowedError as refusal:
        return await page(request, "refused.html", status=403, refusal=str(refusal))
    except CommonGroundError as refusal:
        return await page(request, "upload.html", status=403, refusal=str(refusal), limit=limit)
    return RedirectResponse(f"/{screens.IMPORT.url}?file={upload_id:x}", 303)


async def refused(request: Request) -> Response:
    """The rows of a file that could not be used, with the reasons."""
    edge, token = edge_of(request), request.cookies.get(COOKIE, "")
    try:
        path = await to_thread.run_sync(_refused_rows, edge, token, request.path_params["id"])
    except CommonGroundError as refusal:
        return await page(request, "refused.html", status=403, refusal=str(refusal))
    return FileResponse(
        path, media_type="text/csv; charset=utf-8", filename="refused.csv",
        headers={"Cache-Control": "no-store"},
    )  # fmt: skip


def _check_right(edge: Edge, token: str) -> None:
    with reading(edge.engine) as session:
        require(identity.actor(session, token, clock.now()), Permission.BRING_IN_RECORDS)


def _keep(edge: Edge, token: str, sent: BinaryIO, file_name: str) -> int:
    """Put the bytes into the folder of uploads and note them; both, or neither."""
    folder, upload_id = edge.settings.upload_folder, random_id()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = path_of(folder, upload_id)
        with path.open("xb") as file:
            path.chmod(0o600)
            shutil.copyfileobj(sent, file)
        now = clock.now()
        with transaction(edge.engine) as session:
            uploads.add(
                session, identity.actor(session, token, now), upload_id=upload_id, now=now,
                file_name=Path(file_name.replace("\\", "/")).name,
            )  # fmt: skip
    except OSError as error:
        remove(folder, upload_id)
        raise StorageFullError from error
    except CommonGroundError:
        remove(folder, upload_id)
        raise
    return upload_id


def _refused_rows(edge: Edge, token: str, named: str) -> Path:
    try:
        upload_id = int(named, 16)
    except ValueError:
        raise UploadGoneError from None
    with reading(edge.engine) as session:
        uploads.one(session, identity.actor(session, token, clock.now()), upload_id=upload_id)
    path = refused_rows(edge.settings.upload_folder, upload_id)
    if not path.is_file():
        raise UploadGoneError
    return path


ROUTES = [
    Route("/uploads/new", new, methods=["GET", "POST"]),
    Route("/uploads/{id}/refused.csv", refused),
]
