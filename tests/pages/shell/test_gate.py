"""Who is believed about who somebody is: a proxy on this machine where there is one, or nobody."""

import os

import pytest
from starlette.requests import HTTPConnection

from pages.server import gate


def connection(peer: str | None, *headers: tuple[str, str], scheme: str = "http") -> HTTPConnection:
    return HTTPConnection(
        {
            "type": "http",
            "scheme": scheme,
            "path": "/",
            "query_string": b"",
            "server": ("127.0.0.1", 8501),
            "client": (peer, 40000) if peer else None,
            "headers": [(name.encode(), value.encode()) for name, value in headers],
        }
    )


@pytest.fixture
def proxied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "PROXY_HEADER", "X-Remote-User")


LI = ("x-remote-user", "li")


@pytest.mark.usefixtures("proxied")
@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.8.8", "::1"])
def test_a_proxy_on_this_machine_is_believed(peer: str) -> None:
    assert gate.vouched(connection(peer, LI)) == "li"


@pytest.mark.usefixtures("proxied")
@pytest.mark.parametrize(
    "peer", ["10.0.0.7", "192.168.1.2", "::ffff:10.0.0.7", "localhost", "testclient", "", None]
)
def test_the_header_from_anywhere_else_is_not(peer: str | None) -> None:
    spoofed = connection(peer, LI, ("x-forwarded-for", "127.0.0.1"))
    assert gate.vouched(spoofed) is None
    assert gate.address(spoofed) == (peer or "?")


@pytest.mark.usefixtures("proxied")
def test_a_header_said_twice_is_somebody_s_attempt() -> None:
    assert gate.vouched(connection("127.0.0.1", LI, ("x-remote-user", "boss"))) is None
    assert gate.vouched(connection("127.0.0.1", ("x-remote-user", " "))) is None


def test_unless_told_to_the_server_believes_nobody() -> None:
    assert gate.PROXY_HEADER == ""
    assert gate.vouched(connection("127.0.0.1", LI)) is None


@pytest.mark.usefixtures("proxied")
def test_where_somebody_is_comes_from_the_nearest_proxy_alone() -> None:
    forwarded = ("x-forwarded-for", "6.6.6.6, 10.1.2.3")
    assert gate.address(connection("127.0.0.1", forwarded)) == "10.1.2.3"
    assert gate.address(connection("127.0.0.1", ("x-forwarded-for", "junk"))) == "127.0.0.1"
    assert gate.address(connection("10.9.9.9", forwarded)) == "10.9.9.9"


@pytest.mark.usefixtures("proxied")
def test_https_at_the_proxy_is_https() -> None:
    assert gate.is_secure(connection("127.0.0.1", ("x-forwarded-proto", "https")))
    assert not gate.is_secure(connection("127.0.0.1"))


def test_https_here_is_https() -> None:
    assert gate.is_secure(connection("10.0.0.1", scheme="https"))
    assert not gate.is_secure(connection("10.0.0.1"))


SAID = (("x-forwarded-for", "10.1.2.3"), ("x-forwarded-proto", "https"))


def test_without_being_told_of_a_proxy_no_forwarded_word_is_believed() -> None:
    asked = connection("127.0.0.1", *SAID)
    assert (gate.address(asked), gate.is_secure(asked)) == ("127.0.0.1", False)
    assert os.environ["FORWARDED_ALLOW_IPS"] == "", "nor by uvicorn before us"


@pytest.mark.parametrize("setting", ["BEHIND_PROXY", "PROXY_HEADER"])
def test_a_proxy_that_we_know_of_says_from_where_and_how_a_browser_came(
    monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setattr(gate, setting, "X-Remote-User")
    asked, far = connection("127.0.0.1", *SAID), connection("10.0.0.9", *SAID)
    assert (gate.address(asked), gate.is_secure(asked)) == ("10.1.2.3", True)
    assert (gate.address(far), gate.is_secure(far)) == ("10.0.0.9", False)


def test_a_proxy_that_says_how_a_browser_came_does_not_say_who_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gate, "BEHIND_PROXY", True)
    assert gate.vouched(connection("127.0.0.1", LI)) is None
