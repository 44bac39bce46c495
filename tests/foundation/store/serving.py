"""The whole application served by a process of its own, until it is killed, and who signs in there.

Signing in is a write that a browser sees acknowledged, by its cookie.
"""

import os
import socket
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue

import requests
import uvicorn

import app
from assessment.kernel.actors import OPERATOR
from assessment.office.people import demonstration_accounts
from assessment.store.database import Store
from assessment.units import setup

COOKIE, FORM = "six_strengths", "six_strengths_form"


def begin(database: Path) -> None:
    """A demonstration with nothing in it but its accounts."""
    store = Store(database)
    setup.mark_demonstration(store, OPERATOR)
    demonstration_accounts.add(store, OPERATOR)
    store.close()


def enter(here: str) -> requests.Response:
    """Sign in once at an address; the answer, which need not let in."""
    return requests.post(
        f"{here}/login",
        {"form": "x", "lang": "zh", "demonstration": "demo-reviewer"},
        cookies={FORM: "x"},
        headers={"Origin": here},
        allow_redirects=False,
        timeout=120,
    )


def sign_in(port: int, let_in: "SimpleQueue[str]") -> None:
    """Again and again, each cookie into the queue, until nobody answers or lets in any more."""
    here = f"http://127.0.0.1:{port}"
    with suppress(requests.RequestException):
        while True:
            answer = enter(here)
            if answer.status_code != requests.codes.see_other:
                return
            let_in.put(answer.cookies[COOKIE])


def serve(database: Path, told: Connection) -> None:
    """Tells the port once anybody can connect to it."""
    os.environ["SIX_STRENGTHS_DB"] = str(database)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        told.send(listening.getsockname()[1])
        config = uvicorn.Config(app.app, log_level="error")
        uvicorn.Server(config).run(sockets=[listening])
