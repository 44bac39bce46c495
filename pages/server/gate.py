"""Nobody gets past here without a session: not to a page, a socket, a file or a picture.

The pages ask again at every click (`session.actor`), for a WebSocket outlives a session. What this
module takes from a request is what can be trusted: a proxy's word about who somebody is or where
they come from counts only when the proxy runs on this machine.
"""

import ipaddress
import os
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assessment.errors import AssessmentError
from assessment.i18n import Messages
from assessment.kernel import refusal_words
from assessment.office.people.accounts import named
from assessment.office.people.session_manager import NotSignedIn, Signed
from pages.kit import session, site
from pages.kit.site import BASE

PROXY_HEADER = os.environ.get("SIX_STRENGTHS_PROXY_HEADER", "").strip()
"""The header in which a proxy on this machine says whose request it is; empty: none does."""

BEHIND_PROXY = os.environ.get("SIX_STRENGTHS_BEHIND_PROXY", "").strip() == "1"
"""Whether a proxy on this machine says from where and how a browser came, in `X-Forwarded-For` and
`X-Forwarded-Proto`; one that says who it is says that too."""

# Or the server would take an address from a header before we see who really asks: it trusts
# whatever comes from this machine, also what a proxy passes on.
os.environ["FORWARDED_ALLOW_IPS"] = ""

SIGNED = "six_strengths.signed"
"""Where a request that was let in says who is signed in, for what comes behind the gate."""

OPEN = frozenset(
    {
        *("healthz", "server", "favicon.png"),
        *("login", "login/oidc", "login/oidc/callback", "logout", "invite", "password"),
        *("app/static/sign_in.css", "app/static/icon.png"),
    }
)
"""What answers anybody: the ways in, and what they look like. `password` asks by itself."""


def signed_in(scope: Scope) -> Signed:
    """Who was let in, for what comes behind the gate."""
    signed: Signed = scope[SIGNED]
    return signed


def token_of(scope: Scope) -> str | None:
    """What the cookie of a request holds."""
    return HTTPConnection(scope).cookies.get(session.COOKIE)


def is_local(connection: HTTPConnection) -> bool:
    """Whether the other end of the line is on this machine."""
    if connection.client is None:
        return False
    try:
        return ipaddress.ip_address(connection.client.host).is_loopback
    except ValueError:
        return False


def vouched(connection: HTTPConnection) -> str | None:
    """Whom the proxy says this is. Said twice, or from elsewhere, it is not the proxy who says."""
    if not PROXY_HEADER or not is_local(connection):
        return None
    said = connection.headers.getlist(PROXY_HEADER)
    return said[0] if len(said) == 1 and said[0].strip() else None


def is_forwarded(connection: HTTPConnection) -> bool:
    """Whether it is our proxy that asks, for somebody else."""
    return bool(PROXY_HEADER or BEHIND_PROXY) and is_local(connection)


def address(connection: HTTPConnection) -> str:
    """Where a visitor is, as far as that can be known: what the nearest proxy saw."""
    if is_forwarded(connection):
        forwarded = connection.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        try:
            return str(ipaddress.ip_address(forwarded))
        except ValueError:
            pass
    return connection.client.host if connection.client else "?"


def is_secure(connection: HTTPConnection) -> bool:
    """Whether the browser came by https, here or at the proxy."""
    if is_forwarded(connection):
        return connection.headers.get("x-forwarded-proto", "") == "https"
    return connection.url.scheme in {"https", "wss"}


def keep(response: Response, request: Request, token: str) -> None:
    """Give the browser its session. It forgets it when it is closed; the server decides anyway.

    Lax rather than Strict: a link in a mail or a chat would otherwise ask for the password of
    somebody who is signed in. What another site can then cause is a page being shown, and no form
    of ours is sent by a link.
    """
    response.set_cookie(
        session.COOKIE,
        token,
        path=BASE or "/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


def forget(response: Response) -> None:
    response.delete_cookie(session.COOKIE, path=BASE or "/", httponly=True, samesite="lax")


class AuthMiddleware:
    """Lets whoever is signed in through, and sends everybody else to sign in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"} or _name(scope) in OPEN:
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        answer = await run_in_threadpool(_answer, connection)
        if answer is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await answer(scope, receive, send)


def _name(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(BASE).strip("/")


def _answer(connection: HTTPConnection) -> Response | None:
    """What somebody is told who may not pass; None for whoever may."""
    is_page = _is_page(connection)
    try:
        signed = session.door().resume(token_of(connection.scope), active=is_page)
    except NotSignedIn as error:
        return _outside(connection, error, is_page)
    except AssessmentError as error:
        # The database cannot be asked, and so nobody can be let in.
        t = Messages(connection.query_params.get("lang", ""))
        return PlainTextResponse(
            t(error.key, **refusal_words.without_folders(error)), status_code=503
        )
    connection.scope[SIGNED] = signed
    name = vouched(connection)
    return None if name is None or _is(signed, name) else _outside(connection, None, is_page)


def _is(signed: Signed, name: str) -> bool:
    """Whether the session is of whom the proxy names now: somebody else may have sat down."""
    return signed.account.account == named(name)


def _outside(
    connection: HTTPConnection, error: NotSignedIn | None, is_page: bool
) -> Response | None:
    if not is_page:
        return PlainTextResponse(status_code=401)
    query = connection.url.query
    here = connection.url.path + (f"?{query}" if query else "")
    lang = connection.query_params.get("lang", "")
    why = "" if error is None or error.reason == "never" else f"&why={error.reason}"
    target = f"{BASE}/login?next={quote(here)}&lang={quote(lang)}{why}"
    return RedirectResponse(target, status_code=303, headers={"Cache-Control": "no-store"})


def _is_page(connection: HTTPConnection) -> bool:
    """Whether a person asks for it by its address, rather than their browser for a page's sake."""
    scope = connection.scope
    name = _name(scope)
    # An address nobody has is a page too: who is not signed in need not learn which there are.
    return (
        scope["type"] == "http"
        and scope["method"] in {"GET", "HEAD"}
        and (name in site.PAGES or not name or "/" not in name)
        and Headers(scope=scope).get("sec-fetch-dest", "document") == "document"
    )
