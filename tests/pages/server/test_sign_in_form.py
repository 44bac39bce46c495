"""Signing in and out by the forms of the pages before the application."""

import re
from http.cookies import SimpleCookie

import anyio
import pytest
from lxml import html
from starlette.testclient import TestClient

from assessment.i18n import Messages
from assessment.kernel.actors import OPERATOR
from assessment.office.people import accounts, session_manager
from assessment.office.people.session_manager import NotSignedIn, SessionManager
from pages.kit import session
from pages.server import sign_in_form
from tests.kit.signed_in import PASSWORD
from tests.pages.server import forms
from tests.pages.server.conftest import Office

EN = Messages("en")

Waits = list[float]


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> Waits:
    """Seconds an answer was to be held back, which here it is not."""
    seconds: Waits = []

    async def sleep(delay: float) -> None:
        seconds.append(delay)

    monkeypatch.setattr(anyio, "sleep", sleep)
    return seconds


def is_signed_in(client: TestClient) -> bool:
    return client.get("/framework").status_code == 200


def test_a_deep_link_leads_to_sign_in_and_back_to_itself(client: TestClient) -> None:
    link = "/framework?lang=en&period=2024"
    page = client.get(link, follow_redirects=True)
    assert page.url.path == "/login"
    assert html.fromstring(page.text).findtext(".//title") == "Sign in · Six Strengths"
    answer = forms.submit(client, page, account="li", password=PASSWORD)
    assert answer.headers["location"] == link
    assert is_signed_in(client)


def test_the_cookie_is_for_the_server_alone_until_the_browser_is_closed(
    client: TestClient,
) -> None:
    cookie = SimpleCookie(forms.sign_in(client, "li").headers["set-cookie"])[session.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "lax", "/")
    assert (cookie["expires"], cookie["max-age"]) == ("", "")


def test_a_wrong_password_and_an_unknown_name_are_answered_alike_and_late(
    client: TestClient, waits: Waits
) -> None:
    for account in ("wang", "nobody"):
        assert forms.alert(forms.sign_in(client, account, "wrong")) == EN("sign_in.refused")
    assert waits == [0.25, 0.25]


def test_guessing_ends_in_words_that_say_for_how_long(client: TestClient) -> None:
    for _ in range(session_manager.TRIES):
        assert forms.alert(forms.sign_in(client, "zhao", "wrong")) == EN("sign_in.refused")
    locked = forms.sign_in(client, "zhao")
    assert re.search("Too many failures.*15 minutes", forms.alert(locked))
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/logout",
    ],
)
def test_signing_in_leads_nowhere_else(client: TestClient, wanted: str) -> None:
    page = client.get("/login", params={"lang": "en", "next": wanted})
    answer = forms.submit(client, page, account="li", password=PASSWORD)
    assert answer.headers["location"] == "/?lang=en"


def test_a_form_from_elsewhere_signs_nobody_in(client: TestClient) -> None:
    page = client.get("/login?lang=en")
    typed = {"account": "li", "password": PASSWORD}
    assert forms.submit(client, page, form="guessed", **typed).status_code == 403
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}]
)
def test_a_form_from_elsewhere_signs_nobody_out(
    reader: TestClient, headers: dict[str, str]
) -> None:
    reader.get("/login?lang=en")
    word = reader.cookies[sign_in_form.FORM] if headers else "guessed"
    answer = reader.post("/logout", data={"form": word, "lang": "en"}, headers=headers)
    assert answer.status_code == 403
    assert is_signed_in(reader)


def test_a_link_signs_nobody_out_and_the_form_it_leads_to_does(client: TestClient) -> None:
    forms.sign_in(client, "li")
    page = client.get("/logout?lang=en", follow_redirects=True)
    assert is_signed_in(client)
    before = client.cookies[session.COOKIE]
    forms.submit(client, page)
    client.cookies.set(session.COOKIE, before)
    assert not is_signed_in(client), "the session is over, whatever the browser remembers"


def test_a_real_database_offers_and_accepts_no_demonstration_accounts(client: TestClient) -> None:
    page = client.get("/login?lang=en")
    assert not html.fromstring(page.text).xpath("//button[@name='demonstration']")
    answer = forms.submit(client, page, demonstration="demo-administrator")
    assert answer.status_code == 401
    assert not is_signed_in(client)


def test_an_invitation_is_a_link_to_choose_a_password_with(client: TestClient) -> None:
    name = "新人 <b>"
    invited = accounts.invite(
        session.store(), OPERATOR, "new.one", name=name, role="publisher", scope="province"
    )
    link = f"/invite?token={invited.token}&lang=en"
    page = client.get(link)
    assert name in html.fromstring(page.text).text_content()
    for new, again, words in (
        ("1234567890", "1234567890", "among the first that are guessed"),
        ("a long password", "another one", EN("sign_in.not_the_same")),
    ):
        assert words in forms.alert(forms.submit(client, page, new=new, again=again))
    forms.submit(client, page, new="a long password", again="a long password")
    assert is_signed_in(client)
    assert forms.alert(client.get(link)) == EN("sign_in.invitation_over")


def test_one_s_own_password_is_changed_on_a_page_of_its_own(
    client: TestClient, waits: Waits
) -> None:
    forms.sign_in(client, "sun@union.example")
    page = client.get("/password?lang=en")
    new = {"new": "quite another one", "again": "quite another one"}
    wrong = forms.submit(client, page, old="not the password", **new)
    assert forms.alert(wrong) == EN("sign_in.old_is_wrong")
    assert waits == [0.25]
    changed = forms.submit(client, page, old=PASSWORD, **new)
    assert forms.status(changed) == EN("sign_in.changed")
    client.cookies.clear()
    assert forms.sign_in(client, "sun@union.example", new["new"]).status_code == 303


def test_who_is_not_signed_in_has_no_password_to_change(client: TestClient) -> None:
    assert client.get("/password?lang=en").headers["location"] == "/login?lang=en"


def test_a_disabled_person_is_told_so_instead_of_their_page(
    client: TestClient, office: Office
) -> None:
    forms.sign_in(client, "wang")
    accounts.disable(session.store(), OPERATOR, "wang")
    page = client.get("/framework?lang=en", follow_redirects=True)
    assert page.url.path == "/login"
    assert EN("sign_in.disabled") in page.text


def test_asking_for_a_demonstration_where_there_is_none_leaves_no_record(
    client: TestClient,
) -> None:
    page = client.get("/login?lang=en")
    before = session.store().revision
    for number in range(50):
        answer = forms.submit(client, page, demonstration=f"x{number}")
        assert answer.status_code == 401
    assert session.store().revision == before


def test_a_session_that_is_over_as_soon_as_it_began_is_told_in_words(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with a clock that was ahead, or an account disabled at that moment."""

    def over(_: SessionManager, token: str | None, **__: bool) -> None:
        raise NotSignedIn(reason="disabled")

    monkeypatch.setattr(SessionManager, "resume", over)
    answer = forms.sign_in(client, "boss")
    assert answer.status_code == 403
    assert forms.alert(answer) == EN("sign_in.disabled")
