"""Who gets what at each kind of address the server has: signed in, and not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import streamlit as st
from starlette.routing import Match
from starlette.websockets import WebSocketDisconnect

from assessment.errors import DatabaseBusy
from pages.kit import session, site
from pages.server import gate
from tests.kit import signed_in
from tests.kit.answering import HOST, TestClient, answering, browser

STREAMLIT = Path(st.__file__).parent / "static" / "static"
SCRIPT = next(file.name for file in (STREAMLIT / "js").glob("*.js"))
OUTLINE = next(file.name for file in session.BOUNDARIES.iterdir() if file.suffix == ".geojson")
VISIT = "/_stcore/upload_file/visit/file"

PAGES: Mapping[str, int] = {
    "/": 200,
    **{f"/{name}": 307 if name == site.FIRST else 200 for name in site.PAGES},
    "/tabs": 429,
    "/nosuch": 404,
    "/oauth2callback": 404,
}
"""What a person asks for by its address, and the status for who is signed in. Nobody else learns
which there are."""

PARTS: Mapping[tuple[str, str], int] = {
    ("GET", f"/static/js/{SCRIPT}"): 200,
    ("GET", "/app/static/page.css"): 200,
    ("GET", "/app/static/nosuch.css"): 404,
    ("GET", f"/app/static/boundaries/{OUTLINE}"): 200,
    ("GET", "/media/nosuch.png"): 404,
    ("OPTIONS", "/media/nosuch.png"): 204,
    ("GET", "/component/nosuch/index.html"): 404,
    ("OPTIONS", "/component/nosuch/index.html"): 204,
    ("GET", "/_stcore/bidi-components/nosuch/index.js"): 404,
    ("OPTIONS", "/_stcore/bidi-components/nosuch/index.js"): 204,
    ("GET", "/_stcore/health"): 200,
    ("OPTIONS", "/_stcore/health"): 204,
    ("GET", "/_stcore/metrics"): 404,
    ("OPTIONS", "/_stcore/metrics"): 404,
    ("GET", "/_stcore/host-config"): 200,
    ("PUT", VISIT): 403,
    ("DELETE", VISIT): 403,
    ("OPTIONS", VISIT): 204,
    ("PUT", "/_stcore/upload_file/visit"): 404,
    ("POST", "/_stcore/agent/interact"): 404,
    ("GET", "/_stcore/agent/openapi.json"): 404,
    ("POST", "/_stcore/agent/mcp"): 404,
    ("GET", "/auth/login"): 404,
    ("GET", "/auth/logout"): 404,
    ("POST", "/rankings"): 405,
    ("GET", "/login/nosuch"): 404,
    ("GET", "/healthz/nosuch"): 404,
    ("GET", "/%6dedia/nosuch.png"): 404,
    ("GET", f"{HOST}//media/nosuch.png"): 400,
    ("GET", "/app/static/sign_in.css/../page.css"): 200,
}
"""What a browser asks for a page's sake, and whatever is no page; for who is signed in. The upload
is refused because no page of this visit is open, and what an agent asks because we left it off."""

WAYS_IN: Mapping[tuple[str, str], tuple[int, str | None]] = {
    ("GET", "/healthz"): (200, None),
    ("GET", "/server"): (200, None),
    ("GET", "/favicon.png"): (200, None),
    ("GET", "/app/static/sign_in.css"): (200, None),
    ("GET", "/app/static/icon.png"): (200, None),
    ("GET", "/login"): (200, None),
    ("POST", "/login"): (403, None),
    ("GET", "/login/oidc"): (303, "/login?lang=zh"),
    ("GET", "/login/oidc/callback"): (403, None),
    ("GET", "/logout"): (303, "/login?lang=zh"),
    ("POST", "/logout"): (403, None),
    ("GET", "/invite"): (410, None),
    ("POST", "/invite"): (410, None),
    ("GET", "/password"): (303, "/login?lang=zh"),
    ("POST", "/password"): (303, "/login?lang=zh"),
}
"""What answers anybody, and where it leads. The forms are refused: they carry no word of ours, and
an invitation that names nothing is over."""


@dataclass(frozen=True)
class Server:
    app: st.App
    token: str
    """Of a reviewer who is signed in."""

    left: str
    """Of one who has signed out."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with answering(tmp_path_factory.mktemp("answering") / "empty.duckdb") as app:
        token, left = (signed_in.token(session.store(), door=session.door()) for _ in range(2))
        session.door().leave(left)
        yield Server(app, token, left)


@pytest.fixture
def nobody(server: Server) -> TestClient:
    return browser(server.app)


@pytest.fixture
def reviewer(server: Server) -> TestClient:
    return browser(server.app, server.token)


@pytest.fixture
def proxied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "PROXY_HEADER", "X-Remote-User")


@pytest.mark.parametrize("path", PAGES)
def test_nobody_is_sent_to_sign_in_and_comes_back_to_the_page(
    nobody: TestClient, path: str
) -> None:
    for method in ("GET", "HEAD"):
        answer = nobody.request(method, f"{path}?lang=en&unit=430626")
        assert answer.status_code == 303
        target = f"/login?next={path}%3Flang%3Den%26unit%3D430626&lang=en"
        assert answer.headers["location"] == target
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("method", "path"), PARTS)
def test_nobody_gets_a_part_of_a_page(nobody: TestClient, method: str, path: str) -> None:
    answer = nobody.request(method, path)
    assert (answer.status_code, answer.content) == (401, b"")


@pytest.mark.parametrize("path", ["/", "/rankings", "/nosuch"])
def test_a_page_is_no_page_where_a_script_asks_for_it(nobody: TestClient, path: str) -> None:
    answer = nobody.get(path, headers={"sec-fetch-dest": "empty"})
    assert (answer.status_code, answer.content) == (401, b"")


@pytest.mark.parametrize(("method", "path"), WAYS_IN)
def test_a_way_in_answers_anybody(nobody: TestClient, method: str, path: str) -> None:
    answer = nobody.request(method, path)
    assert (answer.status_code, answer.headers.get("location")) == WAYS_IN[method, path]


def test_only_these_answer_anybody() -> None:
    assert {path.strip("/") for _, path in WAYS_IN} == gate.OPEN


@pytest.mark.parametrize("path", PAGES)
def test_who_is_signed_in_gets_the_page(reviewer: TestClient, path: str) -> None:
    answer = reviewer.get(path)
    assert answer.status_code == PAGES[path]
    assert ('<div id="root">' in answer.text) == (answer.status_code == 200)
    assert answer.headers.get("location") == ("/" if answer.status_code == 307 else None)


@pytest.mark.parametrize(("method", "path"), PARTS)
def test_who_is_signed_in_gets_its_parts(reviewer: TestClient, method: str, path: str) -> None:
    assert reviewer.request(method, path).status_code == PARTS[method, path]


def test_who_is_signed_in_may_change_their_password(reviewer: TestClient) -> None:
    assert reviewer.get("/password").status_code == 200


@pytest.mark.parametrize("token", ["forged", "x" * 10_000])
def test_a_forged_cookie_is_none(server: Server, token: str) -> None:
    forger = browser(server.app, token)
    assert forger.get("/rankings").headers["location"] == "/login?next=/rankings&lang="
    assert forger.get("/media/nosuch.png").status_code == 401


def test_who_has_signed_out_is_told_so(server: Server) -> None:
    gone = browser(server.app, server.left)
    assert gone.get("/people").headers["location"] == "/login?next=/people&lang=&why=sign_out"
    assert gone.get("/media/nosuch.png").status_code == 401
    assert gone.put(VISIT).status_code == 401


def test_the_websocket_opens_for_who_is_signed_in(server: Server) -> None:
    assert stream(server, server.token, HOST) is None


@pytest.mark.parametrize("path", ["/_stcore/stream", "/nosuch", "/healthz/nosuch"])
def test_a_websocket_is_closed_for_anybody_else(server: Server, path: str) -> None:
    for token in (None, "forged", server.left):
        assert stream(server, token, HOST, path) == 1008


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:9999", "null"])
def test_no_other_site_opens_a_websocket(
    server: Server, origin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit would refuse it too, and ask a host on the internet for our address first."""
    asked: list[str] = []
    monkeypatch.setattr("streamlit.net_util.get_external_ip", lambda: asked.append(origin))
    monkeypatch.setattr("streamlit.net_util.get_internal_ip", lambda: asked.append(origin))
    assert stream(server, server.token, origin) == 1008
    assert asked == []


def stream(
    server: Server, token: str | None, origin: str, path: str = "/_stcore/stream"
) -> int | None:
    """With which code a WebSocket is refused that a page of `origin` opens; None: it opens."""
    url = f"{HOST.replace('http', 'ws')}{path}"
    try:
        with browser(server.app, token).websocket_connect(url, headers={"origin": origin}):
            return None
    except WebSocketDisconnect as closed:
        return closed.code


@pytest.mark.usefixtures("proxied")
def test_a_session_is_over_when_the_proxy_names_somebody_else(server: Server) -> None:
    own = signed_in.token(session.store(), door=session.door())
    behind = browser(server.app, own, peer="127.0.0.1")
    mine, other = ({"x-remote-user": name} for name in (signed_in.REVIEWER, "boss"))
    assert behind.get("/rankings", headers=mine).status_code == 200
    assert behind.get("/rankings", headers=other).headers["location"] == (
        "/login?next=/rankings&lang="
    )
    assert behind.get("/_stcore/health", headers=other).status_code == 401
    assert behind.get("/login", headers=other).status_code == 403
    assert behind.get("/rankings", headers=mine).status_code == 303


@pytest.mark.usefixtures("proxied")
def test_who_the_proxy_vouches_for_signs_in_without_a_form(server: Server) -> None:
    behind = browser(server.app, peer="127.0.0.1")
    mine = {"x-remote-user": signed_in.REVIEWER}
    assert behind.get("/rankings", headers=mine).status_code == 303
    entered = behind.get("/login?next=/rankings", headers=mine)
    assert (entered.status_code, entered.headers["location"]) == (303, "/rankings")
    assert behind.get("/rankings", headers=mine).status_code == 200


@pytest.mark.usefixtures("proxied")
def test_the_proxy_s_header_from_anywhere_else_changes_nothing(server: Server) -> None:
    far, spoofed = browser(server.app, peer="10.0.0.7"), {"x-remote-user": signed_in.REVIEWER}
    assert far.get("/login?next=/rankings", headers=spoofed).status_code == 200
    assert far.get("/rankings", headers=spoofed).status_code == 303
    assert far.get("/media/nosuch.png", headers=spoofed).status_code == 401


def test_nobody_passes_while_the_database_cannot_be_asked(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy() -> None:
        raise DatabaseBusy(file="six_strengths.duckdb")

    monkeypatch.setattr(session, "door", busy)
    for path in ("/rankings", "/media/nosuch.png"):
        assert browser(server.app, server.token).get(path).status_code == 503


def test_every_address_of_the_server_is_tried_here(server: Server) -> None:
    """Whatever is added, to our routes or by Streamlit, needs a line above."""
    tried = [*(("GET", path) for path in PAGES), *PARTS, *WAYS_IN]
    scopes = [{"type": "http", "method": method, "path": path} for method, path in tried]
    scopes.append({"type": "websocket", "path": "/_stcore/stream"})
    starlette = server.app._starlette_app
    assert starlette is not None
    untried = {
        f"{getattr(route, 'methods', '')} {getattr(route, 'path', '')}"
        for route in starlette.routes
        if all(route.matches(scope)[0] != Match.FULL for scope in scopes)
    }
    assert untried == set()
