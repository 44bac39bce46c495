"""The pages before the application: sign in, sign out, choose or change a password.

Plain forms, which work without a script. Each form carries a random word that a cookie of the same
page holds too, and is taken only from our own pages: another site can make a browser send a form,
but not both of these.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

import anyio
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from assessment.errors import AssessmentError, Rejected
from assessment.i18n import LANGUAGES, Messages
from assessment.services import accounts, passwords, roles_in_words
from assessment.services.people import Actor
from assessment.services.sign_in import NotSignedIn, Refused, Signed
from pages.ui import gate, session, single_sign_on, site
from pages.ui.site import BASE

T = TypeVar("T")

FORM = "six_strengths_form"
"""The cookie with the word that a form of ours carries."""

LARGEST = 20_000
"""Bytes of a form; ours have a few hundred."""

AT_ONCE = anyio.CapacityLimiter(4)
"""Passwords compared at a time: each takes 64 MB and a processor, and the pages need theirs."""

LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}
"""For the browser, which picks the shapes of characters by it and offers no translation."""

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class NotFromHere(AssessmentError):
    """A form that none of our pages sent, or one from before the browser forgot its cookies."""

    key = "sign_in.not_from_here"


@dataclass(frozen=True, slots=True)
class Offered:
    """A demonstration's person, as the button says it."""

    account: str
    role: str
    where: str


def own_path(wanted: str) -> str:
    """Where to go on to, if that is a page of ours; else the first.

    >>> own_path("/rankings?lang=en"), own_path("//evil.example/"), own_path("https://evil.example")
    ('/rankings?lang=en', '/', '/')
    >>> own_path("/\\\\evil.example"), own_path("/login?next=/"), own_path("/_stcore/metrics")
    ('/', '/', '/')
    """
    first = f"{BASE}/"
    if not wanted.startswith(first) or "\\" in wanted or not wanted.isprintable():
        return first
    parts = urlsplit(wanted)
    name = parts.path.removeprefix(BASE).strip("/")
    ours = not parts.netloc and not parts.scheme and (not name or name in site.PAGES)
    return wanted if ours and not wanted.startswith("//") else first


def goes_on(actor: Actor, wanted: str, lang: str) -> str:
    """Where somebody lands: at the link they came by, or where their role begins."""
    path = own_path(wanted)
    name = urlsplit(path).path.removeprefix(BASE).strip("/")
    if name and site.may_open(actor, name):
        return path
    if not name and site.home(actor) == site.FIRST:
        return path if "?" in path else f"{path}?lang={lang}"
    home = site.home(actor)
    return f"{BASE}/{'' if home == site.FIRST else home}?lang={lang}"


async def login(request: Request) -> Response:
    """The form; or on, for whoever a proxy vouches for."""
    t, wanted = _messages(request), request.query_params.get("next", "")
    name = gate.vouched(request)
    if name is not None:
        try:
            token = await _in_thread(_enter_vouched, request, name)
        except AssessmentError as error:
            return _login_page(request, t, wanted, problems=[_said(error, t)], status=403)
        return await _let_in(request, token, wanted, t)
    why = request.query_params.get("why")
    news = [] if why is None else [t(NotSignedIn(reason=why).key)]
    return await _in_thread(lambda: _login_page(request, t, wanted, news=news))


async def enter(request: Request) -> Response:
    """Take the form. What fails is answered late and in the same words, whatever failed."""
    form = await _form(request)
    t, wanted = Messages(form.get("lang", "")), form.get("next", "")
    account, demonstration = form.get("account", ""), form.get("demonstration")
    where, door = gate.address(request), session.door()
    try:
        _must_be_from_here(request, form)
        if demonstration is not None:
            token = await _in_thread(door.enter_demonstration, demonstration, where)
        else:
            token = await _in_thread(door.enter, account, form.get("password", ""), where)
    except AssessmentError as error:
        if isinstance(error, Refused):
            await anyio.sleep(error.slow)
        said, status = _said(error, t), 403 if isinstance(error, NotFromHere) else 401
        return await _in_thread(
            lambda: _login_page(request, t, wanted, problems=[said], status=status, account=account)
        )
    return await _let_in(request, token, wanted, t)


async def ask_to_leave(request: Request) -> Response:
    """A link cannot sign anybody out; the form on the page it leads to can."""
    return RedirectResponse(f"{BASE}/login?lang={_messages(request).lang}", status_code=303)


async def leave(request: Request) -> Response:
    """End the session, and let the browser forget it."""
    form = await _form(request)
    t = Messages(form.get("lang", ""))
    try:
        _must_be_from_here(request, form)
    except NotFromHere as error:
        return _login_page(request, t, "", problems=[_said(error, t)], status=403)
    await _in_thread(session.door().leave, request.cookies.get(session.COOKIE))
    answer = RedirectResponse(f"{BASE}/login?lang={t.lang}&why=sign_out", status_code=303)
    gate.forget(answer)
    return answer


async def invitation(request: Request) -> Response:
    """Where an invitation's link leads. Looking at it does not use it up."""
    t, token = _messages(request), request.query_params.get("token", "")
    return await _in_thread(lambda: _invite_page(request, t, token))


async def accept(request: Request) -> Response:
    """Take the chosen password."""
    form = await _form(request)
    t, token = Messages(form.get("lang", "")), form.get("token", "")
    try:
        _must_be_from_here(request, form)
    except NotFromHere as error:
        said = _said(error, t)
        return await _in_thread(lambda: _invite_page(request, t, token, [said], 403))
    if form.get("new") != form.get("again"):
        said = t("sign_in.not_the_same")
        return await _in_thread(lambda: _invite_page(request, t, token, [said], 400))
    door, new, where = session.door(), form.get("new", ""), gate.address(request)
    try:
        entered = await _in_thread(door.accept, token, new, where)
    except AssessmentError as error:
        told = _all_said(error, t)
        return await _in_thread(lambda: _invite_page(request, t, token, told, 400))
    return await _let_in(request, entered, "", t)


async def password(request: Request) -> Response:
    """The form to change one's own password."""
    t = _messages(request)
    return await _in_thread(lambda: _password_page(request, t))


async def change(request: Request) -> Response:
    """Take the new password."""
    form = await _form(request)
    t, cookie = Messages(form.get("lang", "")), request.cookies.get(session.COOKIE)
    try:
        _must_be_from_here(request, form)
        if form.get("new") != form.get("again"):
            said = t("sign_in.not_the_same")
            return await _in_thread(lambda: _password_page(request, t, [said], 400))
        old, new, where = form.get("old", ""), form.get("new", ""), gate.address(request)
        await _in_thread(session.door().change_password, cookie, old, new, where)
    except AssessmentError as error:
        if isinstance(error, Refused):
            await anyio.sleep(error.slow)
        told = _all_said(error, t)
        if type(error) is Refused:
            told = [t("sign_in.old_is_wrong")]
        return await _in_thread(lambda: _password_page(request, t, told, 400))
    return await _in_thread(lambda: _password_page(request, t, news=[t("sign_in.changed")]))


# What is common to them.


async def _in_thread(function: Callable[..., T], *arguments: object) -> T:
    return await anyio.to_thread.run_sync(lambda: function(*arguments), limiter=AT_ONCE)


def _messages(request: Request) -> Messages:
    return Messages(request.query_params.get("lang", ""))


def _said(error: AssessmentError, t: Messages) -> str:
    return t(error.key, **error.facts)


def _all_said(error: AssessmentError, t: Messages) -> list[str]:
    if isinstance(error, Rejected):
        return [t(problem.key, **problem.facts) for problem in error.problems]
    return [_said(error, t)]


def _enter_vouched(request: Request, name: str) -> str:
    """A session of whom the proxy names; another's ends, for they have gone."""
    cookie = request.cookies.get(session.COOKIE)
    door = session.door()
    try:
        if door.resume(cookie).account.account == accounts.spelt(name):
            return str(cookie)
        door.leave(cookie)
    except NotSignedIn:
        pass
    return door.enter_vouched("proxy", name, gate.address(request))


async def _let_in(request: Request, token: str, wanted: str, t: Messages) -> Response:
    """With a new token, and never with one the browser already had."""
    door, before = session.door(), request.cookies.get(session.COOKIE)
    if before and before != token:
        await _in_thread(door.leave, before)
    signed = await _in_thread(door.resume, token)
    answer = RedirectResponse(goes_on(signed.actor, wanted, t.lang), status_code=303)
    gate.keep(answer, request, token)
    return answer


async def _form(request: Request) -> Mapping[str, str]:
    """The fields of a form; nothing at all of what is no form of ours."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return {}
    text = body.decode("utf-8", errors="replace")
    return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=20))


def _must_be_from_here(request: Request, form: Mapping[str, str]) -> None:
    headers = request.headers
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        raise NotFromHere
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise NotFromHere
    word = request.cookies.get(FORM, "")
    if not word or not secrets.compare_digest(word.encode(), form.get("form", "").encode()):
        raise NotFromHere


def _signed(request: Request) -> Signed | None:
    try:
        return session.door().resume(request.cookies.get(session.COOKIE), active=False)
    except NotSignedIn:
        return None


def _login_page(
    request: Request,
    t: Messages,
    wanted: str,
    *,
    problems: Sequence[str] = (),
    news: Sequence[str] = (),
    status: int = 200,
    account: str = "",
) -> Response:
    signed = _signed(request)
    path = own_path(wanted)
    return _page(
        request,
        t,
        "login.html",
        status,
        title=t("sign_in.title"),
        problems=problems,
        news=news,
        who=signed.account if signed else None,
        next=goes_on(signed.actor, path, t.lang) if signed else path,
        account=account[:80],
        provider=single_sign_on.offered(t),
        offered=_offered(t),
    )


def _offered(t: Messages) -> list[Offered]:
    return [
        Offered(row.account, roles_in_words.role(row.role, t), row.name)
        for row in accounts.demonstration(session.store())
    ]


def _invite_page(
    request: Request, t: Messages, token: str, problems: Sequence[str] = (), status: int = 200
) -> Response:
    lead, account = "", ""
    try:
        invited = session.door().invited(token)
        lead = t("sign_in.invite_greeting", name=invited.name, account=invited.account)
        account = invited.account
    except AssessmentError as error:
        problems, status = [_said(error, t)], 410
    return _choose_page(
        request,
        t,
        status,
        title=t("sign_in.invite_title"),
        action=f"{BASE}/invite",
        lead=lead,
        account=account,
        token=token[:200],
        own=False,
        problems=problems,
    )


def _password_page(
    request: Request,
    t: Messages,
    problems: Sequence[str] = (),
    status: int = 200,
    *,
    news: Sequence[str] = (),
) -> Response:
    signed = _signed(request)
    if signed is None:
        target = f"{BASE}/login?lang={t.lang}"
        return RedirectResponse(target, status_code=303)
    whose = signed.account
    lead = t("sign_in.change_lead", name=whose.name, account=whose.account)
    if whose.demonstration:
        lead, problems = "", [t("sign_in.no_own_password")]
    return _choose_page(
        request,
        t,
        status,
        title=t("sign_in.change_title"),
        action=f"{BASE}/password",
        lead="" if news else lead,
        account=whose.account,
        token="",
        own=True,
        problems=problems,
        news=news,
    )


def _choose_page(request: Request, t: Messages, status: int, **words: object) -> Response:
    rules = t("sign_in.rules", shortest=passwords.SHORTEST)
    return _page(request, t, "choose.html", status, **{"news": (), "rules": rules, **words})


def _page(request: Request, t: Messages, template: str, status: int, **words: object) -> Response:
    """A page with a form, and the cookie its word is compared with."""
    form = request.cookies.get(FORM) or secrets.token_urlsafe(32)
    text = _TEMPLATES.get_template(template).render(
        t=t,
        tag=LANGUAGE_TAGS[t.lang],
        base=BASE,
        form=form,
        other=_other_language(request, t),
        **words,
    )
    answer = HTMLResponse(text, status_code=status, headers={"Cache-Control": "no-store"})
    answer.set_cookie(
        FORM,
        form,
        path=BASE or "/",
        secure=gate.is_secure(request),
        httponly=True,
        samesite="strict",
    )
    return answer


def _other_language(request: Request, t: Messages) -> str:
    """The same page in the other language; none for the answer to a form."""
    if request.method != "GET":
        return ""
    other = next(lang for lang in LANGUAGES if lang != t.lang)
    return str(request.url.include_query_params(lang=other).replace(scheme="", netloc=""))


ROUTES = [
    Route(f"{BASE}/login", login, methods=["GET"]),
    Route(f"{BASE}/login", enter, methods=["POST"]),
    Route(f"{BASE}/logout", ask_to_leave, methods=["GET"]),
    Route(f"{BASE}/logout", leave, methods=["POST"]),
    Route(f"{BASE}/invite", invitation, methods=["GET"]),
    Route(f"{BASE}/invite", accept, methods=["POST"]),
    Route(f"{BASE}/password", password, methods=["GET"]),
    Route(f"{BASE}/password", change, methods=["POST"]),
    *single_sign_on.ROUTES,
]
