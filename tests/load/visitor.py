"""Somebody at a browser, without one: signs in by the form, clicks over the socket of Streamlit."""

import re
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

_FORM = re.compile(r'name="form" value="([^"]+)"')

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


@dataclass(frozen=True, slots=True)
class Widget:
    """Something on the page to type in or to press."""

    code: str
    """As Streamlit has it: a hash, and at its end the key the page gave."""

    fragment: str
    """The part of the page that runs when it is used; empty: all of it."""

    disabled: bool
    words: tuple[str, ...]
    """To choose among; none where it is no choice."""


class Visitor:
    """A signed-in session of one account, on one page at a time."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._page = ""
        self._query = ""
        self._hash = ""
        self._widgets: dict[str, Widget] = {}

    async def open(self, page: str, **codes: str) -> View:
        """Follow a link. What was typed on the page before is gone."""
        self._page, self._query, self._hash = page, urlencode(codes), ""
        return await self._run()

    async def click(self) -> View:
        """Anything that runs the page again as it is."""
        return await self._run()

    def found(self, key: str) -> list[Widget]:
        """What is on the page with a key that has this in it, and can be used."""
        return [each for each in self._widgets.values() if key in each.code and not each.disabled]

    async def type(self, widget: Widget, text: str) -> View:
        """Write something else into a box, and leave it."""
        return await self._run([WidgetState(id=widget.code, string_value=text)], widget.fragment)

    async def choose(self, widget: Widget, word: str) -> View:
        """Press one of several words that stand side by side."""
        state = WidgetState(id=widget.code)
        state.string_array_value.data.append(word)
        return await self._run([state], widget.fragment)

    async def press(self, widget: Widget) -> View:
        return await self._run([WidgetState(id=widget.code, trigger_value=True)], widget.fragment)

    async def _run(self, used: Iterable[WidgetState] = (), fragment: str = "") -> View:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = self._query
        asked.fragment_id = fragment
        if self._hash:
            asked.page_script_hash = self._hash
        else:
            asked.page_name = self._page
        asked.widget_states.widgets.extend(used)
        gone = [code for code, each in self._widgets.items() if each.fragment or not fragment]
        for code in gone:
            del self._widgets[code]
        start = monotonic()
        await self._connection.send(message.SerializeToString())
        size, failed = 0, False
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
                failed = failed or answer.delta.new_element.WhichOneof("type") == "exception"
                self._note(answer)
            elif kind == "script_finished":
                if answer.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                failed = failed or answer.script_finished not in _FINISHED
                return View(monotonic() - start, size, failed)

    def _note(self, answer: ForwardMsg) -> None:
        """Keep what is drawn, as far as this visitor uses it."""
        delta = answer.delta
        kind = delta.new_element.WhichOneof("type")
        if kind in _USED:
            shown = getattr(delta.new_element, kind)
            words = tuple(each.content for each in getattr(shown, "options", ()))
            self._widgets[shown.id] = Widget(shown.id, delta.fragment_id, shown.disabled, words)


_USED = frozenset({"button", "button_group", "text_area", "text_input"})
_FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


AVisitor = TypeVar("AVisitor", bound=Visitor)


@asynccontextmanager
async def arrived(
    address: str, account: str, kind: type[AVisitor] = Visitor
) -> AsyncIterator[AVisitor]:
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
        yield kind(connection)


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
