"""The pages before the application: sign in, sign out, choose or change a password.

Plain forms, which work without a script.
"""

from collections.abc import Sequence

import anyio
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from assessment.errors import AssessmentError
from assessment.i18n import Messages
from assessment.office.people import passwords
from assessment.office.people.session_manager import NotSignedIn, Refused
from pages.kit import session
from pages.kit.site import BASE
from pages.server import gate, oidc_routes, sign_in_form
from pages.server.sign_in_form import NotFromHere


async def login(request: Request) -> Response:
    """The form; or on, for whoever a proxy vouches for."""
    t, wanted = sign_in_form.messages(request), request.query_params.get("next", "")
    name = gate.vouched(request)
    if name is not None:
        try:
            token = await sign_in_form.in_thread(sign_in_form.enter_vouched, request, name)
        except AssessmentError as error:
            return sign_in_form.login_page(
                request, t, wanted, problems=[sign_in_form.said(error, t)], status=403
            )
        return await sign_in_form.let_in(request, token, wanted, t)
    why = request.query_params.get("why")
    news = [] if why is None else [t(NotSignedIn(reason=why).key)]
    return await sign_in_form.in_thread(
        lambda: sign_in_form.login_page(request, t, wanted, news=news)
    )


async def enter(request: Request) -> Response:
    """Take the form. What fails is answered late and in the same words, whatever failed."""
    form = await sign_in_form.fields(request)
    t, wanted = Messages(form.get("lang", "")), form.get("next", "")
    account, demonstration = form.get("account", ""), form.get("demonstration")
    where, door = gate.address(request), session.door()
    try:
        sign_in_form.must_be_from_here(request, form)
        if demonstration is not None:
            token = await sign_in_form.in_thread(door.enter_demonstration, demonstration, where)
        else:
            token = await sign_in_form.in_thread(
                door.enter, account, form.get("password", ""), where
            )
    except AssessmentError as error:
        if isinstance(error, Refused):
            await anyio.sleep(error.slow)
        said, status = sign_in_form.said(error, t), 403 if isinstance(error, NotFromHere) else 401
        return await sign_in_form.in_thread(
            lambda: sign_in_form.login_page(
                request, t, wanted, problems=[said], status=status, account=account
            )
        )
    return await sign_in_form.let_in(request, token, wanted, t)


async def ask_to_leave(request: Request) -> Response:
    """A link cannot sign anybody out; the form on the page it leads to can."""
    return RedirectResponse(
        f"{BASE}/login?lang={sign_in_form.messages(request).lang}", status_code=303
    )


async def leave(request: Request) -> Response:
    """End the session, and let the browser forget it."""
    form = await sign_in_form.fields(request)
    t = Messages(form.get("lang", ""))
    try:
        sign_in_form.must_be_from_here(request, form)
    except NotFromHere as error:
        return sign_in_form.login_page(
            request, t, "", problems=[sign_in_form.said(error, t)], status=403
        )
    answer: Response
    try:
        await sign_in_form.in_thread(session.door().leave, request.cookies.get(session.COOKIE))
    except AssessmentError as error:
        said = [sign_in_form.said(error, t)]
        if await sign_in_form.in_thread(sign_in_form.signed, request) is None:
            said.insert(0, t("sign_in.left_unrecorded"))
        answer = await sign_in_form.in_thread(
            lambda: sign_in_form.login_page(request, t, "", problems=said, status=503)
        )
        gate.forget(answer)
        return answer
    answer = RedirectResponse(f"{BASE}/login?lang={t.lang}&why=sign_out", status_code=303)
    gate.forget(answer)
    return answer


async def invitation(request: Request) -> Response:
    """Where an invitation's link leads. Looking at it does not use it up."""
    t, token = sign_in_form.messages(request), request.query_params.get("token", "")
    return await sign_in_form.in_thread(lambda: _invite_page(request, t, token))


async def accept(request: Request) -> Response:
    """Take the chosen password."""
    form = await sign_in_form.fields(request)
    t, token = Messages(form.get("lang", "")), form.get("token", "")
    try:
        sign_in_form.must_be_from_here(request, form)
    except NotFromHere as error:
        said = sign_in_form.said(error, t)
        return await sign_in_form.in_thread(lambda: _invite_page(request, t, token, [said], 403))
    if form.get("new") != form.get("again"):
        said = t("sign_in.not_the_same")
        return await sign_in_form.in_thread(lambda: _invite_page(request, t, token, [said], 400))
    door, new, where = session.door(), form.get("new", ""), gate.address(request)
    try:
        entered = await sign_in_form.in_thread(door.accept, token, new, where)
    except AssessmentError as error:
        told = sign_in_form.all_said(error, t)
        return await sign_in_form.in_thread(lambda: _invite_page(request, t, token, told, 400))
    return await sign_in_form.let_in(request, entered, "", t)


async def password(request: Request) -> Response:
    """The form to change one's own password."""
    t = sign_in_form.messages(request)
    return await sign_in_form.in_thread(lambda: _password_page(request, t))


async def change(request: Request) -> Response:
    """Take the new password."""
    form = await sign_in_form.fields(request)
    t, cookie = Messages(form.get("lang", "")), request.cookies.get(session.COOKIE)
    try:
        sign_in_form.must_be_from_here(request, form)
        if form.get("new") != form.get("again"):
            said = t("sign_in.not_the_same")
            return await sign_in_form.in_thread(lambda: _password_page(request, t, [said], 400))
        old, new, where = form.get("old", ""), form.get("new", ""), gate.address(request)
        await sign_in_form.in_thread(session.door().change_password, cookie, old, new, where)
    except AssessmentError as error:
        if isinstance(error, Refused):
            await anyio.sleep(error.slow)
        told = sign_in_form.all_said(error, t)
        if type(error) is Refused:
            told = [t("sign_in.old_is_wrong")]
        return await sign_in_form.in_thread(lambda: _password_page(request, t, told, 400))
    return await sign_in_form.in_thread(
        lambda: _password_page(request, t, news=[t("sign_in.changed")])
    )


def _invite_page(
    request: Request, t: Messages, token: str, problems: Sequence[str] = (), status: int = 200
) -> Response:
    lead, account = "", ""
    try:
        invited = session.door().invited(token)
        lead = t("sign_in.invite_greeting", name=invited.name, account=invited.account)
        account = invited.account
    except AssessmentError as error:
        problems, status = [sign_in_form.said(error, t)], 410
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
    signed = sign_in_form.signed(request)
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
    return sign_in_form.page(
        request, t, "choose.html", status, **{"news": (), "rules": rules, **words}
    )


ROUTES = [
    Route(f"{BASE}/login", login, methods=["GET"]),
    Route(f"{BASE}/login", enter, methods=["POST"]),
    Route(f"{BASE}/logout", ask_to_leave, methods=["GET"]),
    Route(f"{BASE}/logout", leave, methods=["POST"]),
    Route(f"{BASE}/invite", invitation, methods=["GET"]),
    Route(f"{BASE}/invite", accept, methods=["POST"]),
    Route(f"{BASE}/password", password, methods=["GET"]),
    Route(f"{BASE}/password", change, methods=["POST"]),
    *oidc_routes.ROUTES,
]
