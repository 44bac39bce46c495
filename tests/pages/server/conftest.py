"""The web application in this process, asked over HTTP without a browser and without a port.

What stands before it on a real server, uvicorn, is not here: a proxy's headers and untidy paths are
asked of a real one, in `tests/browser`.
"""

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from streamlit import runtime
from streamlit.runtime import Runtime

from app import app
from assessment.kernel.actors import OPERATOR
from assessment.office.people import accounts
from assessment.office.people.session_manager import SessionManager
from assessment.store.database import Store
from pages.kit import session
from tests.kit.signed_in import HERE, PASSWORD

HOST = "127.0.0.1:8501"

PEOPLE = {
    "boss": "administrator",
    "li": "leader",
    "wang": "leader",
    "zhao": "leader",
    "sun@union.example": "leader",
}


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Started once: Streamlit allows a process one."""
    with pytest.MonkeyPatch.context() as patch:
        database = tmp_path_factory.mktemp("start") / "start.duckdb"
        patch.setenv("SIX_STRENGTHS_DB", str(database))
        client = TestClient(
            app, base_url=f"http://{HOST}", client=(HERE, 50000), follow_redirects=False
        )
        with client:
            yield client


@pytest.fixture(scope="session")
def served(application: TestClient) -> Runtime:
    """What Streamlit runs pages with. A page opened by `AppTest` in this process takes it away."""
    return runtime.get_instance()


@dataclass(frozen=True)
class Office:
    database: Path
    token: str
    """Of the session of a leader who is signed in."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An installation with nothing in it but people."""
    file = tmp_path_factory.mktemp("office") / "office.duckdb"
    store = Store(file)
    door = SessionManager(store)
    tokens = {}
    for account, role in PEOPLE.items():
        link = accounts.invite(store, OPERATOR, account, name=account, role=role, scope="province")
        tokens[account] = door.accept(link.token, PASSWORD, HERE)
    store.close()
    del store, door
    gc.collect()
    yield Office(file, tokens["li"])
    session.let_go()
    gc.collect()


@pytest.fixture
def client(
    application: TestClient, served: Runtime, office: Office, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    """Asks the office's server as somebody who has not signed in. It follows no redirect."""
    monkeypatch.setattr(Runtime, "_instance", served)
    monkeypatch.setenv("SIX_STRENGTHS_DB", str(office.database))
    yield application
    application.cookies.clear()


@pytest.fixture
def reader(client: TestClient, office: Office) -> TestClient:
    """The same, signed in as a leader."""
    client.cookies.set(session.COOKIE, office.token)
    return client
