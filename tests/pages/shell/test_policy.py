"""The browser itself refuses to ask another host: what the server says with every answer."""

import asyncio

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message

from pages.server.server import HEADERS, POLICY, SaidWithEverything

OURS = {"'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"}
"""None of these names a host, and `'self'` is the one that answered."""

DIRECTIVES = {name: sources for name, *sources in (part.split() for part in POLICY.split(";"))}


@pytest.mark.parametrize("directive", DIRECTIVES)
def test_the_browser_may_ask_no_other_host(directive: str) -> None:
    assert set(DIRECTIVES[directive]) <= OURS


def test_what_is_not_named_comes_from_us_and_nothing_leads_elsewhere() -> None:
    assert DIRECTIVES["default-src"] == ["'self'"]
    assert DIRECTIVES["object-src"] == ["'none'"]
    for directive in ("base-uri", "form-action", "frame-ancestors"):
        assert DIRECTIVES[directive] == ["'self'"]


@pytest.mark.parametrize("status", [200, 303, 401, 404])
def test_the_policy_is_said_with_every_answer(status: int) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    answering = SaidWithEverything(PlainTextResponse("x", status))
    asyncio.run(answering({"type": "http", "method": "GET", "path": "/"}, receive, send))
    said = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    assert said["content-security-policy"] == POLICY
    assert {name: said[name.lower()] for name in HEADERS} == dict(HEADERS)
