"""Somebody who fills forms over the socket of Streamlit, and reads what the page then says."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Markdown_pb2 import Markdown
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.asyncio.client import ClientConnection, connect

_FORM = re.compile(r'name="form" value="([^"]+)"')

Place = tuple[int, ...]
"""Where an element stands on a page: its number in its container, and so on inwards."""

LARGEST = 64 * 2**20
"""Bytes of a message that is still taken."""


@dataclass(frozen=True, slots=True)
class View:
    """What the server answered a click with."""

    seconds: float
    size: int
    """Bytes of all messages of the run."""

    failed: bool
    """It ended with an exception on the screen, or not as a run should."""


class Visitor:
    """A signed-in session of one account, on one page at a time."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._page = ""
        self._query = ""
        self._hash = ""
        self._widgets: dict[str, WidgetState] = {}
        self._elements: dict[Place, Element] = {}

    async def open(self, page: str, **codes: str) -> View:
        """Follow a link. What was typed on the page before is gone."""
        self._page, self._query, self._hash = page, urlencode(codes), ""
        self._widgets.clear()
        return await self._run()

    def widgets(self, key: str) -> dict[str, Place]:
        """The names and places of the widgets whose key begins so, as the page has them."""
        return {
            drawn.id: place
            for place, drawn in self._drawn()
            if f"-{key}" in getattr(drawn, "id", "")
        }

    def words(self, place: Place = ()) -> str:
        """What is written there and below, as Markdown or in a coloured box."""
        return "\n".join(
            drawn.body
            for at, drawn in self._drawn()
            if at[: len(place)] == place and isinstance(drawn, Markdown | Alert)
        )

    def _drawn(self) -> Iterator[tuple[Place, Any]]:
        for place, element in self._elements.items():
            yield place, getattr(element, str(element.WhichOneof("type")))

    async def put(self, *states: WidgetState) -> View:
        """Type or press, and run the page as the browser does. A press is for once."""
        self._widgets |= {state.id: state for state in states}
        try:
            return await self._run()
        finally:
            for state in states:
                if state.trigger_value:
                    del self._widgets[state.id]

    async def click(self) -> View:
        """Anything that runs the page again as it is."""
        return await self._run()

    async def _run(self) -> View:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = self._query
        if self._hash:
            asked.page_script_hash = self._hash
        else:
            asked.page_name = self._page
        asked.widget_states.CopyFrom(WidgetStates(widgets=self._widgets.values()))
        start = monotonic()
        await self._connection.send(message.SerializeToString())
        size, failed = 0, False
        elements: dict[Place, Element] = {}
        while True:
            data = await self._connection.recv(decode=False)
            size += len(data)
            answer = ForwardMsg.FromString(data)
            kind = answer.WhichOneof("type")
            if kind == "navigation":
                self._hash = answer.navigation.page_script_hash
            elif kind == "page_info_changed":
                self._query = answer.page_info_changed.query_string
            elif kind == "delta":
                if answer.delta.HasField("new_element"):
                    elements[tuple(answer.metadata.delta_path)] = answer.delta.new_element
                failed = failed or answer.delta.new_element.WhichOneof("type") == "exception"
            elif kind == "script_finished":
                if answer.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                failed = failed or answer.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY
                self._elements = elements
                return View(monotonic() - start, size, failed)


@asynccontextmanager
async def arrived(address: str, account: str) -> AsyncIterator[Visitor]:
    """Signed in as one of the demonstration's people. Raises `httpx.HTTPStatusError`."""
    cookies = await _signed_in(address, account)
    header = "; ".join(f"{name}={value}" for name, value in cookies.items())
    socket = f"ws://{urlsplit(address).netloc}/_stcore/stream"
    async with connect(
        socket,
        additional_headers={"Cookie": header},
        origin=address,  # type: ignore[arg-type]  a new type of str
        subprotocols=["streamlit"],  # type: ignore[list-item]  as above
        max_size=LARGEST,
    ) as connection:
        yield Visitor(connection)


async def _signed_in(address: str, account: str) -> Mapping[str, str]:
    async with httpx.AsyncClient(base_url=address, timeout=60) as browser:
        form = _FORM.search((await browser.get("/login")).text)
        answer = await browser.post(
            "/login", data={"form": form[1] if form else "", "demonstration": account}
        )
        if answer.status_code != httpx.codes.SEE_OTHER:
            answer.raise_for_status()
            raise RuntimeError(f"{account} was not let in")
        return dict(browser.cookies)
