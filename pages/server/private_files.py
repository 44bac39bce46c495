"""Files by address: only for the account whose page they were sent to.

Streamlit serves a picture or a download to whoever has its address, and takes an upload for
whatever visit its address names. Here an address is good only for the account whose tab it was sent
to, and no browser keeps what it leads to: others may sit down at the same machine.
"""

import re
from collections import OrderedDict

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.kit.site import BASE
from pages.server import gate, visits

MEDIA = f"{BASE}/media/"

UPLOADS = "_stcore/upload_file/"
"""What is sent here stays in memory for as long as a visit. Streamlit refuses what is larger than
`server.maxUploadSize`, and whoever has no page of ours open."""

ADDRESS = re.compile(rb"/media/([0-9A-Za-z_-]+)")
"""How an address stands in what the server says to a page: the file's name, without its kind."""

REMEMBERED = 5000
"""Addresses of which is known whose they are; the oldest are forgotten with their files."""

_whose: OrderedDict[tuple[str, str], None] = OrderedDict()


def remember(account: str, message: bytes) -> None:
    """Let an account have the files whose addresses a message to its page names."""
    if b"/media/" not in message:
        return
    for name in ADDRESS.findall(message):
        _whose[account, name.decode("ascii")] = None
        _whose.move_to_end((account, name.decode("ascii")))
    while len(_whose) > REMEMBERED:
        _whose.popitem(last=False)


def upload(path: str) -> tuple[str, str] | None:
    """Visit and file of an upload's address.

    >>> upload("/_stcore/upload_file/visit/file"), upload("/_stcore/upload_file/visit")
    (('visit', 'file'), None)
    """
    name = path.removeprefix(BASE).strip("/")
    visit, _, file = name.removeprefix(UPLOADS).partition("/")
    whole = name.startswith(UPLOADS) and visit and file and "/" not in file
    return (visit, file) if whole else None


class OwnFiles:
    """Answers 404 to whoever asks for a file of others, or for one in another's visit."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"].startswith(MEDIA):
            await self._media(scope["path"].removeprefix(MEDIA), scope, receive, send)
            return
        target = upload(scope["path"])
        if target and scope["method"] in {"PUT", "DELETE"}:
            account = visits.name_of(gate.signed_in(scope))
            if not visits.is_of(account, target[0]):
                await PlainTextResponse(status_code=403)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    async def _media(self, file: str, scope: Scope, receive: Receive, send: Send) -> None:
        async def uncached(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Cache-Control"] = "no-store"
            await send(message)

        account = visits.name_of(gate.signed_in(scope))
        is_theirs = (account, file.partition(".")[0]) in _whose
        if scope["method"] == "OPTIONS" or is_theirs:
            await self.app(scope, receive, uncached)
        else:
            await PlainTextResponse(status_code=404)(scope, receive, uncached)
