"""What the pages before the application have in common: the form, its word, and where it leads.

Each form carries a random word that a cookie of the same page holds too, and is taken only from our
own pages: another site can make a browser send a form, but not both of these.
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

from assessment.errors import AssessmentError, Rejected
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel import refusal_words
from assessment.kernel.actors import Actor
from assessment.office.people import accounts, demonstration_accounts
from assessment.office.people.session_manager import NotSignedIn, Signed
from pages.kit import session, site
from pages.kit.site import BASE
from pages.server import gate, oidc_client

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


def own_path(choice: str) -> str:
    """Where to go on to, if that is a page of ours; else the first.

    >>> own_path("/rankings?lang=en"), own_path("//evil.example/"), own_path("https://evil.example")
    ('/rankings?lang=en', '/', '/')
    >>> own_path("/\\\\evil.example"), own_path("/login?next=/"), own_path("/_stcore/metrics")
    ('/', '/', '/')
    """
    first = f"{BASE}/"
    if not choice.startswith(first) or "\\" in choice or not choice.isprintable():
        return first
    parts = urlsplit(choice)
    name = parts.path.removeprefix(BASE).strip("/")
    ours = not parts.netloc and not parts.scheme and (not name or name in site.PAGES)
    return choice if ours and not choice.startswith("//") else first


def goes_on(actor: Actor, choice: str, lang: str) -> str:
    """Where somebody lands: at the link they came by, or where their role begins."""
    path = own_path(choice)
    name = urlsplit(path).path.removeprefix(BASE).strip("/")
    if name and site.may_open(actor, name):
        return path
    if not name and site.home(actor) == site.FIRST:
        return path if "?" in path else f"{path}?lang={lang}"
    home = site.home(actor)
    return f"{BASE}/{'' if home == site.FIRST else home}?lang={lang}"


async def in_thread(function: Callable[..., T], *arguments: object) -> T:
    return await anyio.to_thread.run_sync(lambda: function(*arguments), limiter=AT_ONCE)


def messages(request: Request) -> Messages:
    return Messages(request.query_params.get("lang", ""))


def said(error: AssessmentError, t: Messages) -> str:
    return t(error.key, **refusal_words.without_folders(error))


def all_said(error: AssessmentError, t: Messages) -> list[str]:
    if isinstance(error, Rejected):
        return [t(problem.key, **problem.facts) for problem in error.problems]
    return [said(error, t)]


def enter_vouched(request: Request, name: str) -> str:
    """A session of whom the proxy names; another's ends, for they have gone."""
    cookie = request.cookies.get(session.COOKIE)
    door = session.door()
    try:
        if door.resume(cookie).account.account == accounts.named(name):
            return str(cookie)
        door.leave(cookie)
    except NotSignedIn:
        pass
    return door.enter_vouched("proxy", name, gate.address(request))


async def let_in(request: Request, token: str, choice: str, t: Messages) -> Response:
    """With a new token, and never with one the browser already had."""
    door, before = session.door(), request.cookies.get(session.COOKIE)
    try:
        if before and before != token:
            await in_thread(door.leave, before)
        entered = await in_thread(door.resume, token)
    except AssessmentError as error:
        return await refused(request, t, error)
    answer = RedirectResponse(goes_on(entered.actor, choice, t.lang), status_code=303)
    gate.keep(answer, request, token)
    return answer


async def fields(request: Request) -> Mapping[str, str]:
    """The fields of a form; nothing at all of what is no form of ours."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return {}
    text = body.decode("utf-8", errors="replace")
    return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=20))


def must_be_from_here(request: Request, form: Mapping[str, str]) -> None:
    headers = request.headers
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        raise NotFromHere
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise NotFromHere
    word = request.cookies.get(FORM, "")
    if not word or not secrets.compare_digest(word.encode(), form.get("form", "").encode()):
        raise NotFromHere


async def refused(request: Request, t: Messages, error: AssessmentError) -> Response:
    """The page to sign in on, with what went wrong."""
    return await in_thread(
        lambda: login_page(request, t, "", problems=[said(error, t)], status=403)
    )


def signed(request: Request) -> Signed | None:
    try:
        return session.door().resume(request.cookies.get(session.COOKIE), active=False)
    except NotSignedIn:
        return None


def login_page(
    request: Request,
    t: Messages,
    choice: str,
    *,
    problems: Sequence[str] = (),
    news: Sequence[str] = (),
    status: int = 200,
    account: str = "",
) -> Response:
    who = signed(request)
    path = own_path(choice)
    return page(
        request,
        t,
        "login.html",
        status,
        title=t("sign_in.title"),
        problems=problems,
        news=news,
        who=who.account if who else None,
        next=goes_on(who.actor, path, t.lang) if who else path,
        account=account[:80],
        provider=oidc_client.offered(t),
        offered=_offered(t),
    )


def _offered(t: Messages) -> list[Offered]:
    return [
        Offered(row.account, t.code("people.role", row.role), row.name)
        for row in demonstration_accounts.offered(session.store())
    ]


def page(request: Request, t: Messages, template: str, status: int, **words: object) -> Response:
    """A page with a form, and the cookie its word is compared with."""
    form = request.cookies.get(FORM) or secrets.token_urlsafe(32)
    other = next(lang for lang in LANGUAGES if lang != t.lang)
    text = _TEMPLATES.get_template(template).render(
        t=t,
        tag=LANGUAGE_TAGS[t.lang],
        base=BASE,
        form=form,
        other=_in_language(request, other),
        other_name=LANGUAGES[other],
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


def _in_language(request: Request, lang: str) -> str:
    """The same page in another language; none for the answer to a form."""
    if request.method != "GET":
        return ""
    return str(request.url.include_query_params(lang=lang).replace(scheme="", netloc=""))
