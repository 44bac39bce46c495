"""The sockets of open tabs: one each, for as long as its session lasts.

A socket outlives the request that opened it, and so the session it was opened with. Here it is
asked about at every message, without keeping the session alive, and closed when that is over. The
browser then shows the page to sign in on: `page.js` knows the codes by which sockets are closed.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assessment.errors import AssessmentError
from assessment.office.people.session_manager import NotSignedIn, Signed
from pages.kit import session
from pages.server import browser_messages, gate, open_files, private_files, visits
from pages.server.running import RUNNING

_LOG = logging.getLogger(__name__)

OVER = 4401
"""The code of a socket whose session is over; its reason is that of `NotSignedIn`."""


FULL = 4429
"""The code of a socket that is one too many; its reason says of what: `account` or `all`, or that
it waited too long for its turn: `turn`."""

TABS_OF_ONE = 10
"""Sockets of one account at a time. A demonstration's accounts are many people's: there it is of
one session."""

LOOKED_AT_EVERY = 20
"""Seconds between two looks at who is still signed in."""


class Tab:
    """One socket, between the browser and Streamlit."""

    def __init__(self, token: str | None, signed: Signed, receive: Receive, send: Send) -> None:
        self.token = token
        self.account = visits.name_of(signed)
        self.person = signed.session if signed.account.demonstration else self.account
        self._receive = receive
        self._send = send
        self._turn = anyio.Lock()
        self.closed = False

    async def receive(self) -> Message:
        """What the browser says next that Streamlit may have."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            await self.close_if_over()
            if self.closed:
                return {"type": "websocket.disconnect", "code": OVER, "reason": ""}
            data = message.get("bytes")
            if not browser_messages.is_taken(data, self.account):
                continue
            if browser_messages.asks_for_a_run(data) and not await RUNNING.begin(self.person, self):
                await self.send({"type": "websocket.close", "code": FULL, "reason": "turn"})
                return {"type": "websocket.disconnect", "code": FULL, "reason": ""}
            return message

    async def send(self, message: Message) -> None:
        """Hand on what Streamlit says; nothing follows a socket's close."""
        async with self._turn:
            if self.closed:
                return
            self.closed = message["type"] == "websocket.close"
            data = message.get("bytes") or b""
            private_files.remember(self.account, data)
            RUNNING.follow(self.person, self, data)
            await self._send(message)

    async def close_if_over(self) -> None:
        """Close the socket when nobody is signed in by its cookie any more."""
        reason = await run_in_threadpool(_over, self.token)
        if reason is not None:
            await self.send({"type": "websocket.close", "code": OVER, "reason": reason})


class OpenTabs:
    """Every socket that is open in this process."""

    def __init__(self) -> None:
        self._open: set[Tab] = set()

    def __len__(self) -> int:
        return len(self._open)

    def full_for(self, tab: Tab) -> str | None:
        """Of what a further tab would be one too many: `account`, `all`, or of nothing."""
        if sum(each.person == tab.person for each in self._open) >= TABS_OF_ONE:
            return "account"
        return "all" if len(self) >= open_files.room_for_tabs() else None

    @contextmanager
    def holding(self, tab: Tab) -> Iterator[None]:
        self._open.add(tab)
        try:
            yield
        finally:
            self._open.discard(tab)

    async def close_over(self) -> None:
        """Close those whose session is over: an idle page's browser says nothing."""
        for tab in list(self._open):
            with suppress(Exception):
                await tab.close_if_over()


OPEN = OpenTabs()


async def look_after() -> None:
    """Close what is over, for as long as the server runs. What cannot be closed now is tried again:
    the server goes on."""
    while True:
        await anyio.sleep(LOOKED_AT_EVERY)
        try:
            await OPEN.close_over()
            visits.close_old()
        except Exception:
            _LOG.exception("tabs that are over stay open")


def _over(token: str | None) -> str | None:
    """Why a session is over. A database that cannot be asked is told of by the page."""
    try:
        session.door().resume(token, active=False)
    except NotSignedIn as error:
        return error.reason
    except AssessmentError:
        return None
    return None


class TabMiddleware:
    """Stands between every socket that the gate let in and Streamlit."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        tab = Tab(gate.token_of(scope), gate.signed_in(scope), receive, send)
        if (what := OPEN.full_for(tab)) is not None:
            await _refuse(scope, receive, send, what)
            return
        with OPEN.holding(tab):
            try:
                await self.app(_said_to_be(tab.account, scope), tab.receive, tab.send)
            finally:
                RUNNING.end(tab.person, tab)
                visits.close_old()


async def _refuse(scope: Scope, receive: Receive, send: Send, what: str) -> None:
    """Open the socket and close it at once: a browser learns no code of one that never opened."""
    await receive()
    protocol = next(iter(scope.get("subprotocols", [])), None)
    await send({"type": "websocket.accept", "subprotocol": protocol})
    await send({"type": "websocket.close", "code": FULL, "reason": what})


def _said_to_be(account: str, scope: Scope) -> Scope:
    """The same request with our word on whose it is, and nobody else's."""
    own = {**scope, "headers": list(scope["headers"])}
    headers = MutableHeaders(scope=own)
    del headers[visits.ACCOUNT]
    headers[visits.ACCOUNT] = account
    return own
