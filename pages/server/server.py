"""What the server answers besides the pages, and what it says with every answer.

The browser may request nothing from another host, ever: `POLICY` makes the browser itself refuse.
"""

import sys
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from html import escape
from urllib.parse import urlsplit

import anyio
import plotly.graph_objects  # noqa: F401  imported before `garbage` freezes what is in memory
import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assessment.errors import AssessmentError
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel import places, refusal_words
from assessment.kernel.actors import OPERATOR
from assessment.office.people import demonstration_accounts
from pages.kit import session, site
from pages.kit.site import BASE
from pages.server import (
    backup_schedule,
    garbage,
    gate,
    index_page,
    oidc_client,
    open_files,
    private_files,
    sign_in_form,
    sign_in_page,
    tabs,
    upkeep,
    visits,
)
from pages.server.sign_in_form import LANGUAGE_TAGS

POLICY = "; ".join(
    (
        "default-src 'self'",
        # Streamlit compiles its components in the browser and styles them in place.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        # 'self' includes the WebSocket of the same host; `ws:` would let in every host's.
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), payment=(), usb=()",
}

HTTPS_ONLY: Mapping[str, str] = {"Strict-Transport-Security": "max-age=31536000"}
"""Said to who came by https: for a year, their browser comes by nothing else."""

_STREAMLITS = ("_stcore/", "static/", "media/", "component/", "app/static/")
"""What else is answered than our own pages, by the beginning of its path."""

_SHUT = ("_stcore/metrics", "_stcore/agent")
"""What Streamlit answers to programs: the names of our functions, and how much is kept."""

TABS = "tabs"
"""Where `page.js` leads a browser whose tab was one too many."""

FILES_A_VISIT = 50
BYTES_OF_ONE = 100_000_000
BYTES_IN_ALL = 500_000_000
"""So that neither a visit, nor an account with many, nor all together fill the memory. What is
under way counts as large as a file may be."""

VISITS_COUNTED = 1000
"""The last visits that left a file, of which it is known how many."""


class SaidWithEverything:
    """Adds `HEADERS` to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_secure = "headers" in scope and gate.is_secure(HTTPConnection(scope))

        async def saying(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
                if is_secure:
                    MutableHeaders(scope=message).update(HTTPS_ONLY)
            await send(message)

        await self.app(scope, receive, saying if scope["type"] == "http" else send)


class OwnPagesOnly:
    """Refuses a WebSocket opened by another site's page.

    Streamlit refuses it too, but asks a host on the internet for our address first.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            headers = Headers(scope=scope)
            origin = headers.get("origin")
            if origin is not None and urlsplit(origin).netloc != headers.get("host"):
                await send({"type": "websocket.close", "code": 1008})
                return
        await self.app(scope, receive, send)


class OnlyWhatIsThere:
    """Says in words that there is nothing at any other address.

    Streamlit answers it with its own page, which tells so in English or cannot load at all.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        there = scope["type"] != "http" or _is_there(scope["path"])
        await (self.app if there else not_found(Request(scope)))(scope, receive, send)


def _is_there(path: str) -> bool:
    name = path.removeprefix(BASE).strip("/")
    if name in {"", TABS, *gate.OPEN, *site.PAGES}:
        return True
    if f"{name}/".startswith(private_files.UPLOADS):
        return private_files.upload(name) is not None
    return name.startswith(_STREAMLITS) and not name.startswith(_SHUT)


class FewFiles:
    """Lets each visit leave a few files at most, over all its time; then answers 429."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.left: OrderedDict[str, set[str]] = OrderedDict()
        self.under_way: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        upload = private_files.upload(scope["path"]) if scope["type"] == "http" else None
        if not upload or scope["method"] != "PUT":
            await self.app(scope, receive, send)
            return
        account = visits.name_of(gate.signed_in(scope))
        if not self._has_room(account) or not self._takes(*upload):
            await PlainTextResponse(status_code=429)(scope, receive, send)
            return
        self.under_way[account] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.under_way[account] -= 1

    def _has_room(self, account: str) -> bool:
        """Whether one more file as large as may be has room beside the account's and all others."""
        largest = int(st.get_option("server.maxUploadSize")) * 1024 * 1024
        own = visits.bytes_of(account) + (self.under_way[account] + 1) * largest
        every = visits.bytes_in_all() + (self.under_way.total() + 1) * largest
        return own <= BYTES_OF_ONE and every <= BYTES_IN_ALL

    def _takes(self, visit: str, file: str) -> bool:
        """The oldest visits are forgotten: Streamlit knows which of them are still open."""
        left = self.left.setdefault(visit, set())
        if file not in left and len(left) >= FILES_A_VISIT:
            return False
        left.add(file)
        if len(self.left) > VISITS_COUNTED:
            self.left.popitem(last=False)
        return True


def not_found(request: Request) -> HTMLResponse:
    """A page of its own, with the way back in."""
    t = Messages(request.query_params.get("lang", ""))
    return _in_words(t, t("app.not_found"), t("app.name"), f"{BASE}/?lang={t.lang}", 404)


def not_now(request: Request, error: Exception) -> HTMLResponse:
    """What a page before the application answers that cannot ask the database, or not write it."""
    t = Messages(request.query_params.get("lang", ""))
    if not isinstance(error, AssessmentError):
        raise error
    sentence = t(error.key, **refusal_words.for_readers(error, t))
    return _in_words(t, sentence, t("app.try_again"), f"{BASE}/?lang={t.lang}", 503)


def too_many_tabs(request: Request) -> HTMLResponse:
    """Where a browser goes whose tab was one too many or had no turn; the way to try again."""
    t = Messages(request.query_params.get("lang", ""))
    sentence = {
        "account": t("app.too_many_tabs", most=tabs.TABS_OF_ONE),
        "turn": t("app.too_much_at_once"),
    }.get(request.query_params.get("why", ""), t("app.too_many_people"))
    back = sign_in_form.own_path(request.query_params.get("next", ""))
    return _in_words(t, sentence, t("app.try_again"), back, 429)


def _in_words(t: Messages, sentence: str, label: str, link: str, status: int) -> HTMLResponse:
    page = (
        f'<!doctype html><html lang="{LANGUAGE_TAGS[t.lang]}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f'<link rel="icon" href="{BASE}/app/static/icon.png">'
        f"<title>{escape(t('app.title'))}</title>"
        '<body style="font: 1.1rem/1.6 sans-serif; margin: 3rem 1.5rem">'
        f"<p>{escape(sentence)}</p>"
        f'<p><a href="{escape(link)}">{escape(label)}</a></p>'
    )
    return HTMLResponse(page, status_code=status, headers={"Cache-Control": "no-store"})


def first(request: Request) -> RedirectResponse:
    """The first page by its own name: it opens without one, and Streamlit knows no other link."""
    query = request.url.query
    return RedirectResponse(f"{BASE}/?{query}" if query else f"{BASE}/")


def healthz(request: Request) -> JSONResponse:
    """For whoever watches the server: 200 while the database answers and the framework holds."""
    load = {
        "file_limit": open_files.limit(),
        "open_files": open_files.held(),
        "open_sockets": len(tabs.OPEN),
        "most_sockets": open_files.room_for_tabs(),
    }
    try:
        session.written_framework()
        session.store().must_take_writes()
        told = {"status": "ok", "revision": session.store().revision, **load}
        return JSONResponse({**told, **backup_schedule.health()})
    except AssessmentError as error:
        told = {"status": "broken", "problem": error.key, **load}
        return JSONResponse(told, status_code=503)


def say_it_crashed(_: Exception) -> bool:
    """A bug, told in the visitor's language; what exactly it was is in the server's log."""
    st.error(session.messages()("app.crashed"))
    return True


def _prepare() -> None:
    """Refuse to start with secrets anybody can guess, where the data are real, and with a Streamlit
    whose page we cannot make ours. A demonstration from before there were accounts is given those
    it needs to be entered."""
    places.keep_private()
    try:
        demonstration = session.is_demonstration()
    except AssessmentError:
        # A database that cannot be opened is told at the first click, and holds nothing back.
        demonstration = False
    try:
        index_page.streamlits()
        oidc_client.must_be_sound(demonstration=demonstration)
    except AssessmentError as error:
        for lang in LANGUAGES:
            print(Messages(lang)(error.key, **error.facts), file=sys.stderr, flush=True)
        raise SystemExit(1) from error
    if demonstration:
        demonstration_accounts.add(session.store(), OPERATOR)


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """What happens once at the start, and what goes on beside the clicks until the end."""
    open_files.raise_limit()
    _prepare()
    async with garbage.collected(), anyio.create_task_group() as beside:
        beside.start_soon(tabs.look_after)
        with upkeep.running():
            yield
        beside.cancel_scope.cancel()


ROUTES = [
    Route(f"{BASE}/healthz", healthz),
    Route(f"{BASE}/server", index_page.which_server),
    Route(f"{BASE}/{TABS}", too_many_tabs),
    *sign_in_page.ROUTES,
    Mount(f"{BASE}/app/static/boundaries", StaticFiles(directory=session.BOUNDARIES)),
    Mount(f"{BASE}/app/static", StaticFiles(directory=session.STATIC)),
    Route(f"{BASE}/{site.FIRST}", first),
    *(
        Route(f"{BASE}/{name}", index_page.index)
        for name in ("", *(n for n in site.PAGES if n != site.FIRST))
    ),
]

MIDDLEWARE = [
    Middleware(SaidWithEverything),
    Middleware(OwnPagesOnly),
    Middleware(gate.AuthMiddleware),
    Middleware(tabs.TabMiddleware),
    Middleware(OnlyWhatIsThere),
    Middleware(private_files.OwnFiles),
    Middleware(FewFiles),
    # Streamlit leaves its own 7 MB of scripts uncompressed, to spare servers on the internet.
    Middleware(GZipMiddleware, minimum_size=1000, compresslevel=6),
]
