"""Signing in with an identity provider, by OpenID Connect: it says who somebody is, and no more.

Whether they may come in, as what, and for how long is ours to say, as for everybody. What we need
to remember of a sign-in that is under way stays in this process, under a random state that a cookie
binds to the browser that began it; so there is no secret of ours to sign anything with.
"""

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from assessment.errors import AssessmentError
from assessment.i18n import Messages
from pages.kit import session
from pages.kit.site import BASE
from pages.server import gate, oidc_client, sign_in_form
from pages.server.oidc_client import ProviderFailed, Question

COOKIE = "six_strengths_oidc"

UNDER_WAY = 1000
"""Sign-ins begun and not finished, of which the oldest are forgotten."""

LASTS = 600
"""Seconds somebody may take at the provider."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """A sign-in under way."""

    question: Question
    wanted: str
    lang: str
    until: float


_begun: OrderedDict[str, _Begun] = OrderedDict()
_turn = Lock()


async def begin(request: Request) -> Response:
    """Send somebody to the provider."""
    t = Messages(request.query_params.get("lang", ""))
    if not oidc_client.is_on():
        return RedirectResponse(f"{BASE}/login?lang={t.lang}", status_code=303)
    try:
        question = await sign_in_form.in_thread(oidc_client.ask, _callback(request))
    except AssessmentError as error:
        return await sign_in_form.refused(request, t, error)
    wanted = request.query_params.get("next", "")
    with _turn:
        _begun[question.state] = _Begun(question, wanted, t.lang, monotonic() + LASTS)
        while len(_begun) > UNDER_WAY:
            _begun.popitem(last=False)
    answer = RedirectResponse(question.url, status_code=303, headers={"Cache-Control": "no-store"})
    answer.set_cookie(
        COOKIE,
        question.state,
        max_age=LASTS,
        path=f"{BASE}/login",
        secure=gate.is_secure(request),
        httponly=True,
        samesite="lax",
    )
    return answer


async def finish(request: Request) -> Response:
    """Take what the provider sends somebody back with, once, from the browser that began."""
    state = request.query_params.get("state", "")
    ours = secrets.compare_digest(request.cookies.get(COOKIE, "").encode(), state.encode())
    with _turn:
        begun = _begun.pop(state, None) if ours else None
    t = Messages(begun.lang if begun else request.query_params.get("lang", ""))
    try:
        if begun is None or begun.until < monotonic():
            raise ProviderFailed(detail="state")
        token = await sign_in_form.in_thread(_entered, request, begun)
    except AssessmentError as error:
        return await sign_in_form.refused(request, t, error)
    answer = await sign_in_form.let_in(request, token, begun.wanted, t)
    answer.delete_cookie(COOKIE, path=f"{BASE}/login", httponly=True, samesite="lax")
    return answer


def _callback(request: Request) -> str:
    scheme = "https" if gate.is_secure(request) else "http"
    return f"{scheme}://{request.headers.get('host', '')}{BASE}/login/oidc/callback"


def _entered(request: Request, begun: _Begun) -> str:
    """A session of whom the provider vouches for. Raises `NobodyHere` for people unknown here."""
    if said := request.query_params.get("error"):
        raise ProviderFailed(detail=said)
    asked, code = begun.question, request.query_params.get("code", "")
    claims = oidc_client.answer(_callback(request), code, asked.nonce, asked.verifier)
    mail = str(claims.get("email")) if claims.get("email_verified") is True else None
    door, where = session.door(), gate.address(request)
    return door.enter_identified(str(claims["iss"]), str(claims["sub"]), mail, where)


ROUTES = [
    Route(f"{BASE}/login/oidc", begin, methods=["GET"]),
    Route(f"{BASE}/login/oidc/callback", finish, methods=["GET"]),
]
