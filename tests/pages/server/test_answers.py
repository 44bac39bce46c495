"""What the server says with every answer, and to addresses that are no page of ours."""

import pytest
import requests
from lxml import html
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from assessment.i18n import LANGUAGES, Messages
from pages.kit import session
from pages.server import gate
from pages.server.server import HEADERS
from pages.server.sign_in_form import LANGUAGE_TAGS
from tests.pages.server.conftest import HOST


@pytest.mark.parametrize("path", ["/", "/rankings", "/healthz", "/_stcore/health", "/nowhere"])
def test_every_answer_says_that_the_browser_may_ask_no_other_host(
    reader: TestClient, path: str
) -> None:
    headers = reader.get(path).headers
    assert {name: headers[name] for name in HEADERS} == dict(HEADERS)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ["/nowhere", "/nowhere/at/all", "/rankings/430626", "/%3Cb%3E"])
def test_an_address_nobody_has_is_answered_in_words_with_a_link_back(
    reader: TestClient, path: str, lang: str
) -> None:
    answer = reader.get(f"{path}?lang={lang}")
    assert answer.status_code == 404
    page = html.fromstring(answer.text)
    assert Messages(lang)("app.not_found") in page.text_content()
    assert page.xpath("//a/@href") == [f"/?lang={lang}"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ["/", "/rankings"])
def test_before_the_program_has_arrived_a_sentence_stands_there(
    reader: TestClient, path: str, lang: str
) -> None:
    page = html.fromstring(reader.get(f"{path}?lang={lang}").text)
    assert page.xpath("//div[@id='root']")[0].text_content() == Messages(lang)("app.opening")
    assert page.get("lang") == LANGUAGE_TAGS[lang]


def test_the_first_page_by_its_own_name_is_the_first_page(reader: TestClient) -> None:
    answer = reader.get("/overview?lang=en&period=2023")
    assert answer.headers["location"] == "/?lang=en&period=2023"


def test_health_says_that_the_database_answers(client: TestClient) -> None:
    health = client.get("/healthz").json()
    assert health["status"] == "ok"
    assert health["revision"] > 0


@pytest.mark.parametrize("path", ["visit/file", "visit", "", "/visit/file", "visit/file/more"])
@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_file_is_taken_from_our_own_open_pages_only(
    reader: TestClient, path: str, method: str
) -> None:
    """Or anybody could fill the server's memory."""
    answer = reader.request(method, f"/_stcore/upload_file/{path}", content=b"x")
    assert answer.status_code in (400, 403, 404, 405)


def test_our_own_page_opens_a_websocket(reader: TestClient) -> None:
    with reader.websocket_connect("/_stcore/stream", headers=_page(reader, f"http://{HOST}", HOST)):
        pass


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://stranger.example", HOST),
        # Another site on this machine, which Streamlit alone would let in.
        ("http://localhost:8501", HOST),
        # A name of the stranger's own that he has let point to us.
        ("http://stranger.example:8501", "stranger.example:8501"),
    ],
)
def test_no_other_site_s_page_opens_a_websocket(
    reader: TestClient, monkeypatch: pytest.MonkeyPatch, origin: str, host: str
) -> None:
    hosts_asked: list[str] = []
    monkeypatch.setattr(requests, "get", lambda url, **_: hosts_asked.append(url))
    with (
        pytest.raises(WebSocketDisconnect),
        reader.websocket_connect("/_stcore/stream", headers=_page(reader, origin, host)),
    ):
        pass
    assert hosts_asked == [], "it asked another host who we are"


def _page(reader: TestClient, origin: str, host: str) -> dict[str, str]:
    """The headers with which a page of a site asks a host, with the reader's cookie."""
    cookie = f"{session.COOKIE}={reader.cookies[session.COOKIE]}"
    return {"Origin": origin, "Host": host, "Cookie": cookie}


def test_who_came_by_https_is_told_to_come_by_nothing_else(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    https = {"X-Forwarded-Proto": "https"}
    assert "strict-transport-security" not in client.get("/login", headers=https).headers
    monkeypatch.setattr(gate, "BEHIND_PROXY", True)
    answer = client.get("/login", headers=https)
    assert "max-age=" in answer.headers["strict-transport-security"]
    assert "secure" in answer.headers["set-cookie"].lower()
    assert "strict-transport-security" not in client.get("/login").headers
