"""Enough of Streamlit's protocol to be its browser: connect, ask for a page, read what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.web.running import COOKIE, PATIENCE, Running

SAME = "the page's own"


class Stream:
    """One open tab."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.session_id = ""

    def shown(self, page: str = "", query: str = "", *, script_hash: str = "") -> str:
        """Ask for the page at the address ``page`` and return all text that arrives for it."""
        ask = BackMsg()
        ask.rerun_script.page_script_hash = script_hash
        ask.rerun_script.page_name = page
        ask.rerun_script.query_string = query
        self.socket.send(ask.SerializeToString())
        said: list[str] = []
        while True:
            message = ForwardMsg.FromString(self.socket.recv(timeout=PATIENCE))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                said, self.session_id = [], message.new_session.initialize.session_id
            elif kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return "\n".join(said)
                assert message.script_finished != ForwardMsg.FINISHED_WITH_COMPILE_ERROR
            elif kind in {"delta", "navigation"}:
                said += words_of(getattr(message, kind))


def words_of(message: Message) -> Iterator[str]:
    """Every string inside a protobuf message, however deep."""
    for descriptor, value in message.ListFields():
        values = value if descriptor.is_repeated else [value]
        for one in values:
            if isinstance(one, Message):
                yield from words_of(one)
            elif isinstance(one, str):
                yield one
            elif isinstance(one, bytes):
                yield one.decode("utf-8", "replace")


@contextmanager
def tab(
    app: Running, *, token: str = "", origin: str | None = SAME, session_id: str = "",
    host: str = "", **headers: str,
) -> Iterator[Stream]:  # fmt: skip
    """A tab opened with the cookie ``token``, perhaps claiming the Streamlit session's id."""
    sent = dict(headers)
    if token:
        sent["Cookie"] = f"{COOKIE}={token}"
    if origin is not None:
        sent["Origin"] = app.base if origin == SAME else origin
    with connect(
        f"ws://{host or app.host}/_stcore/stream", address=("127.0.0.1", app.port),
        additional_headers=sent, proxy=None, max_size=None, open_timeout=PATIENCE,
        subprotocols=["streamlit", "none", *([session_id] if session_id else [])],
    ) as socket:  # fmt: skip
        yield Stream(socket)
