"""Others who say who somebody is: an identity provider, and a proxy on this machine."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import oidc_provider_mock
import pytest
from httpx import Response
from lxml import html
from starlette.testclient import TestClient

from assessment.i18n import Messages
from pages.server import gate
from tests.pages.server import forms
from tests.pages.server.conftest import HOST

EN = Messages("en")

MAIL = {"email": "sun@union.example", "email_verified": True}
KNOWN, STRANGER, UNVERIFIED = "42", "43", "44"


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    people = [
        oidc_provider_mock.User(sub=KNOWN, claims=MAIL),
        oidc_provider_mock.User(sub=STRANGER, claims={**MAIL, "email": "who@union.example"}),
        oidc_provider_mock.User(sub=UNVERIFIED, claims={**MAIL, "email_verified": False}),
    ]
    with oidc_provider_mock.run_server_in_thread(user_claims=people) as running:
        settings = {
            "SIX_STRENGTHS_OIDC_ISSUER": f"http://localhost:{running.server_port}",
            "SIX_STRENGTHS_OIDC_CLIENT_ID": "six-strengths",
            "SIX_STRENGTHS_OIDC_CLIENT_SECRET": "q8Zr2-vT5_xLp0aWm3",
        }
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        yield


def identified(client: TestClient, subject: str) -> Response:
    """What we answer somebody who comes back from the provider."""
    page = client.get("/framework?lang=en", follow_redirects=True)
    (link,) = html.fromstring(page.text).xpath(
        "//a[normalize-space()=$words]/@href", words=EN("sign_in.with_provider")
    )
    form = client.get(link).headers["location"]
    back = httpx.post(form, data={"sub": subject}).headers["location"]
    assert urlsplit(back).netloc == HOST
    return client.get(back)


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize("subject", [STRANGER, UNVERIFIED])
def test_who_is_identified_and_unknown_here_stays_out(client: TestClient, subject: str) -> None:
    answer = identified(client, subject)
    assert answer.status_code == 403
    assert "You have been identified" in forms.alert(answer)


@pytest.mark.usefixtures("provider")
def test_who_is_identified_and_known_here_comes_in_where_they_wanted(client: TestClient) -> None:
    answer = identified(client, KNOWN)
    assert answer.headers["location"] == "/framework?lang=en"
    assert "sun@union.example" in client.get("/login?lang=en").text


@pytest.mark.usefixtures("provider")
def test_an_answer_nobody_asked_the_provider_for_is_refused(client: TestClient) -> None:
    assert client.get("/login/oidc/callback?state=x&code=y").status_code == 403


def test_a_proxy_on_this_machine_says_who_it_is(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "PROXY_HEADER", "X-Remote-User")
    for account in ("li", "boss"):
        page = client.get("/framework?lang=en", headers={"X-Remote-User": account})
        answer = client.get(page.headers["location"], headers={"X-Remote-User": account})
        assert answer.headers["location"] == "/framework?lang=en"
        there = client.get("/framework?lang=en", headers={"X-Remote-User": account})
        assert there.status_code == 200
    page = client.get("/framework?lang=en", headers={"X-Remote-User": "stranger"})
    answer = client.get(page.headers["location"], headers={"X-Remote-User": "stranger"})
    assert "stranger" in forms.alert(answer)


def test_without_being_configured_the_server_believes_no_header(client: TestClient) -> None:
    answer = client.get("/framework?lang=en", headers={"X-Remote-User": "li"})
    assert urlsplit(answer.headers["location"]).path == "/login"
