"""The page every view starts from: Streamlit's own, in our name and in the link's language.

Streamlit has no option for any of it. A version of Streamlit that writes one of the pieces
differently is refused when the server starts: unnoticed, every page would be half in its name.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from secrets import token_hex

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse

from assessment.errors import AssessmentError
from assessment.i18n import LANGUAGES, Messages
from pages.kit.site import BASE
from pages.server import gate
from pages.server.sign_in_form import LANGUAGE_TAGS

FILE = Path(st.__file__).parent / "static" / "index.html"

LANGUAGE, TITLE = '<html lang="en">', "<title>Streamlit</title>"
ICON, HEAD = "./favicon.png", "<head>"
ROOT, NO_SCRIPT = '<div id="root"></div>', "<noscript>…</noscript>"
PIECES = (LANGUAGE, TITLE, ICON, HEAD, ROOT, NO_SCRIPT)
"""What we replace. Each stands in Streamlit's page once; in place of `…` there is any text."""

_BACKEND = (
    "<script>window.__streamlit = {BACKEND_BASE_URL: "
    f"new URL({json.dumps(BASE + '/')}, location.origin).href}}</script>"
)
"""Where the server is; without it the browser tries below the page's own path first, and fails."""

SERVER = token_hex(8)
"""Tells this run of the server from every other: a page knows which one has drawn it."""

_OURS = (
    '<link rel="stylesheet" href="./app/static/page.css">'
    '<script src="./app/static/page.js"></script>'
    '<script src="./app/static/connection.js"></script>'
    '<script src="./app/static/refusals.js"></script>'
)
"""Before Streamlit's scripts, which wait until the page is read."""


class PageChanged(AssessmentError):
    """Streamlit's page is not the one we know how to change."""

    key = "app.page_changed"

    def __init__(self, *, file: Path, pieces: str) -> None:
        super().__init__(file=str(file), version=st.__version__, pieces=pieces)


def which_server(_: Request) -> JSONResponse:
    """For a page whose line was broken: whether it is still the server that drew it."""
    return JSONResponse({"server": SERVER}, headers={"Cache-Control": "no-store"})


def index(request: Request) -> HTMLResponse:
    t = Messages(request.query_params.get("lang", ""))
    visitor = sha256(gate.signed_in(request.scope).account.account.encode()).hexdigest()[:16]
    return HTMLResponse(ours(streamlits(), t, visitor), headers={"Cache-Control": "no-store"})


@cache
def streamlits() -> str:
    """Raises `PageChanged`."""
    page = FILE.read_text("utf-8")
    must_be_known(page)
    return page


def must_be_known(page: str) -> None:
    """Raises `PageChanged` with every piece that is not there exactly once."""
    changed = [piece for piece in PIECES if len(_pattern(piece).findall(page)) != 1]
    if changed:
        raise PageChanged(file=FILE, pieces=", ".join(changed))


def ours(page: str, t: Messages, visitor: str = "") -> str:
    """Streamlit's page with each of `PIECES` replaced, for one `visitor`."""
    # Until the scripts are there, which takes a slow network some seconds.
    opening = f'<p class="opening">{escape(t("app.opening"))}</p>'
    instead: Mapping[str, str] = {
        LANGUAGE: f'<html lang="{LANGUAGE_TAGS[t.lang]}">',
        TITLE: f"<title>{escape(t('app.title'))}</title>",
        ICON: "./app/static/icon.png",
        HEAD: f"<head>{_BACKEND}{_connection(visitor)}{_OURS}<style>{_choose_file()}</style>",
        ROOT: f'<div id="root">{opening}</div>',
        NO_SCRIPT: f"<noscript><p>{escape(t('app.needs_javascript'))}</p></noscript>",
    }
    for piece in PIECES:
        before, after = _pattern(piece).split(page, maxsplit=1)
        page = f"{before}{instead[piece]}{after}"
    return page


def _pattern(piece: str) -> re.Pattern[str]:
    return re.compile(re.escape(piece).replace("…", ".*?"), re.DOTALL)


def _connection(visitor: str) -> str:
    """What `connection.js` knows: which server this is, its words, and whose the page is."""
    known = {"server": SERVER, "visitor": visitor, "words": _words()}
    told = json.dumps(known, ensure_ascii=False)
    return f"<script>window.sixStrengths = {told}</script>"


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return {lang: _connection_words(Messages(lang)) for lang in LANGUAGES}


def _connection_words(t: Messages) -> Mapping[str, str]:
    return {
        "lost": t("connection.lost"),
        "waiting": t("connection.waiting"),
        "back": t("connection.back"),
        "unsaved": t("connection.unsaved"),
        "restore": t("connection.restore"),
        "drop": t("connection.drop"),
        "close": t("connection.close"),
        "left": t("connection.left"),
        "uploading": t("connection.uploading"),
        "held": t("connection.held"),
        "notUploaded": t("connection.not_uploaded"),
    }


def _choose_file() -> str:
    """What `page.css` writes on Streamlit's button for a file, which speaks English only."""
    words = {lang: Messages(lang)("versions.choose") for lang in LANGUAGES}
    return "".join(
        f'html:lang({lang}) {{ --choose-file: "{said}"; }} ' for lang, said in words.items()
    )
