"""One open tab, as far as the server can tell: Streamlit's protocol without a browser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

PATIENCE = 60.0
"""Seconds after which a person would have given up, and a rerun counts as failed."""

WIDGETS = {"text_area", "selectbox", "button"}


class ShownError(Exception):
    """The screen said that something failed."""


class Widget(NamedTuple):
    """What a person can fill in or press."""

    kind: str
    id: str
    options: tuple[str, ...] = ()


@dataclass
class Tab:
    """``widgets`` are on the screen, by their label; ``shown`` is what it says in HTML."""

    socket: ClientConnection
    page: str
    widgets: dict[str, Widget] = field(default_factory=dict)
    shown: str = ""
    _values: dict[str, WidgetState] = field(default_factory=dict)
    _script_hash: str = ""
    _query: str = ""
    _kept: set[str] = field(default_factory=set)

    def fill(self, label: str, text: str) -> None:
        """Give a widget a value; nothing is sent before ``run``."""
        self._values[label] = WidgetState(id=self.widgets[label].id, string_value=text)

    def first(self, kind: str) -> str:
        """The label of the first widget of this kind."""
        return next(label for label, widget in self.widgets.items() if widget.kind == kind)

    async def run(self, *, press: str = "") -> None:
        """Ask for a run of the script, perhaps by pressing a button, and wait for its end."""
        ask = BackMsg()
        rerun = ask.rerun_script
        rerun.page_name = "" if self._script_hash else self.page
        rerun.page_script_hash = self._script_hash
        rerun.query_string = self._query
        rerun.cached_message_hashes.extend(self._kept)
        rerun.context_info.timezone = "America/Los_Angeles"
        rerun.context_info.locale = "en-US"
        rerun.context_info.color_scheme = "light"
        rerun.widget_states.widgets.extend(self._values.values())
        if press:
            rerun.widget_states.widgets.add(id=self.widgets[press].id, trigger_value=True)
        async with asyncio.timeout(PATIENCE):
            await self.socket.send(ask.SerializeToString())
            while not self._is_end(ForwardMsg.FromString(await self.socket.recv(decode=False))):
                pass

    def _is_end(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        if message.metadata.cacheable or kind == "ref_hash":
            self._kept.add(message.ref_hash or message.hash)
        if kind == "new_session":
            self.widgets.clear()
            self.shown = ""
        elif kind == "navigation":
            self._script_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._see(message.delta.new_element)
        elif kind == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                raise ShownError("the script could not be compiled")
            return message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        return False

    def _see(self, element: Element) -> None:
        kind = element.WhichOneof("type")
        if kind in WIDGETS:
            seen = getattr(element, kind)
            options = tuple(seen.options) if kind == "selectbox" else ()
            self.widgets[seen.label] = Widget(kind, seen.id, options)
        elif kind == "html":
            self.shown += element.html.body
        elif kind == "exception" or (kind == "alert" and element.alert.format == Alert.ERROR):
            raise ShownError(element.exception.message or element.alert.body)


@asynccontextmanager
async def opened(host: str, page: str, *, cookie: str = "") -> AsyncIterator[Tab]:
    """A tab connected as a browser is that stands at ``page``; nothing is drawn before ``run``."""
    async with connect(
        f"ws://{host}/_stcore/stream", origin=Origin(f"http://{host}"), proxy=None, max_size=None,
        additional_headers={"Cookie": cookie} if cookie else {}, open_timeout=PATIENCE,
        subprotocols=[Subprotocol("streamlit"), Subprotocol("none")],
    ) as socket:  # fmt: skip
        yield Tab(socket, page)
