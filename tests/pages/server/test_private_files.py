"""Files by address, and visits: for the account that a page was drawn for alone."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from starlette.testclient import TestClient
from streamlit import runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.media_file_manager import DeferredCallableEntry
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from pages.kit import session
from pages.server import private_files, visits
from tests.kit.signed_in import HERE, PASSWORD
from tests.pages.server.test_socket import NO_MESSAGE, connected, heard

FILE = "0a1b2c3d" * 7


@pytest.fixture
def tokens(client: TestClient) -> Iterator[dict[str, str]]:
    door = session.door()
    entered = {account: door.enter(account, PASSWORD, HERE) for account in ("li", "wang", "zhao")}
    yield entered
    for token in entered.values():
        door.leave(token)


def asked(client: TestClient, token: str, path: str, method: str = "GET") -> tuple[int, str]:
    answer = client.request(method, path, headers={"Cookie": f"{session.COOKIE}={token}"})
    return answer.status_code, answer.headers.get("cache-control", "")


@contextmanager
def kept(media_type: str = "text/plain") -> Iterator[str]:
    """A file in the server's memory, by its address."""
    storage = runtime.get_instance().media_file_mgr._storage
    file = storage.load_and_get_id(b"the workbook", media_type, "media", None)
    yield storage.get_url(file)
    storage.delete_file(file)


def test_a_file_is_for_the_account_whose_page_names_it_and_no_browser_keeps_it(
    client: TestClient, tokens: dict[str, str]
) -> None:
    with kept() as address:
        for token in tokens.values():
            assert asked(client, token, address) == (404, "no-store")
        said = ForwardMsg()
        said.delta.new_element.markdown.body = address
        private_files.remember("li", said.SerializeToString())
        assert asked(client, tokens["li"], address) == (200, "no-store")
        assert asked(client, tokens["li"], address, "HEAD") == (200, "no-store")
        for method in ("GET", "HEAD"):
            assert asked(client, tokens["wang"], address, method) == (404, "no-store")
        session.door().leave(tokens["li"])
        assert asked(client, tokens["li"], address)[0] == 401


def visit_of(client: TestClient, token: str, back_to: str = "") -> str:
    """Which visit a socket gets, which asks to return to one."""
    known = {each.session.id for each in sessions() if each.client}
    with connected(client, token, back_to):
        (now,) = (
            each.session.id for each in sessions() if each.client and each.session.id not in known
        )
    return now


def sessions() -> list:
    return runtime.get_instance()._session_mgr.list_sessions()


def test_a_tab_returns_to_its_own_visit_and_to_nobody_else_s(
    client: TestClient, tokens: dict[str, str]
) -> None:
    visit = visit_of(client, tokens["li"])
    assert visit_of(client, tokens["wang"], visit) != visit
    assert visit_of(client, tokens["li"], visit) == visit


def test_nobody_takes_over_an_open_tab_with_a_header_of_their_own(
    client: TestClient, tokens: dict[str, str]
) -> None:
    with connected(client, tokens["li"]):
        (open_,) = (each for each in sessions() if each.client)
        forged = {"X-Six-Strengths-Account": "li"}
        protocols = ["streamlit", "x", open_.session.id]
        cookie = {"Cookie": f"{session.COOKIE}={tokens['wang']}", "Host": "127.0.0.1:8501"}
        with client.websocket_connect(
            "/_stcore/stream", subprotocols=protocols, headers={**cookie, **forged}
        ):
            assert len([each for each in sessions() if each.client]) == 2


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_upload_goes_into_one_s_own_visit_only(
    client: TestClient, tokens: dict[str, str], method: str
) -> None:
    with connected(client, tokens["li"]):
        (visit,) = (each.session.id for each in sessions() if each.client)
        path = f"/_stcore/upload_file/{visit}/file"
        xsrf = "2|1234|5678|1"
        own, other = (
            client.request(
                method,
                path,
                headers={"Cookie": f"{session.COOKIE}={tokens[name]}; _streamlit_xsrf={xsrf}"},
                files={"file": ("a.txt", b"text")} if method == "PUT" else None,
            )
            for name in ("li", "wang")
        )
        assert other.status_code == 403
        assert other.content == b""
        assert own.content != b"", "Streamlit itself answers it, here by its own check of the form"


def test_a_file_still_to_be_made_is_made_for_whose_page_offers_it_alone(
    client: TestClient, tokens: dict[str, str]
) -> None:
    made: list[str] = []
    with connected(client, tokens["li"]) as own, connected(client, tokens["wang"]) as other:
        visit = next(
            each.session.id
            for each in sessions()
            if each.client and each.session.matches_user_info({"account": "li"})
        )
        entry: DeferredCallableEntry = {
            "callable": lambda: made.append("made") or b"the workbook",
            **{"mimetype": "text/plain", "filename": "a.txt", "coordinates": "0.0"},
            **{"session_id": visit, "element_id": "e"},
        }
        manager = runtime.get_instance().media_file_mgr
        manager._deferred_callables[FILE] = entry
        manager._files_by_session_and_coord[visit]["0.0"] = FILE
        message = BackMsg()
        message.backend_operation_request.request_id = "1"
        message.backend_operation_request.deferred_file.file_id = FILE
        theirs = next(
            each.session.id
            for each in sessions()
            if each.client and each.session.matches_user_info({"account": "wang"})
        )
        message.backend_operation_request.session_id = theirs
        other.send_bytes(message.SerializeToString())
        other.send_bytes(NO_MESSAGE)
        assert not [
            each for each in heard(other) if each.WhichOneof("type") == "backend_operation_response"
        ]
        assert made == []
        message.backend_operation_request.session_id = visit
        own.send_bytes(message.SerializeToString())
        answer = next(
            each.backend_operation_response
            for each in heard(own)
            if each.WhichOneof("type") == "backend_operation_response"
        )
        assert (made, answer.error_msg) == (["made"], "")
        assert asked(client, tokens["li"], answer.deferred_file.url)[0] == 200
        assert asked(client, tokens["wang"], answer.deferred_file.url)[0] == 404


@pytest.mark.parametrize(("own", "every"), [(95_000_000, 95_000_000), (0, 495_000_000)])
def test_an_upload_that_would_be_too_much_for_one_or_for_all_is_not_taken(
    client: TestClient,
    tokens: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    own: int,
    every: int,
) -> None:
    """Over all tabs: each of them has a limit of its own."""
    monkeypatch.setattr(visits, "bytes_of", lambda account: own if account == "li" else 0)
    monkeypatch.setattr(visits, "bytes_in_all", lambda: every)
    with connected(client, tokens["li"]):
        (visit,) = (each.session.id for each in sessions() if each.client)
        cookie = {"Cookie": f"{session.COOKIE}={tokens['li']}"}
        answer = client.put(f"/_stcore/upload_file/{visit}/f", headers=cookie, content=b"x")
        assert answer.status_code == 429


def test_what_is_held_of_uploads_is_counted_by_account(
    client: TestClient, tokens: dict[str, str]
) -> None:
    with connected(client, tokens["li"]):
        (visit,) = (each.session.id for each in sessions() if each.client)
        file = UploadedFileRec(file_id="f", name="a", type="text/plain", data=b"12345")
        runtime.get_instance().uploaded_file_mgr.add_file(visit, file)
        assert (visits.bytes_of("li"), visits.bytes_of("wang"), visits.bytes_in_all()) == (5, 0, 5)
