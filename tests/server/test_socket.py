"""What the socket of an open page may say, for how long, and how many there are."""

from collections.abc import Iterator

import pytest
import streamlit as st
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession

from pages.kit import session
from pages.server import tabs
from tests.kit.signed_in import HERE, PASSWORD
from tests.server.conftest import HOST

STREAM = "/_stcore/stream"

ASKED = {
    "rerun_script",
    "stop_script",
    "file_urls_request",
    "app_heartbeat",
    "backend_operation_request",
}
"""What our pages have the browser say."""

EVERY = [field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields]
OPERATIONS = [
    field.name for field in BackendOperationRequest.DESCRIPTOR.oneofs_by_name["payload"].fields
]


NO_MESSAGE = b"\xff\xff\xff"
"""At which Streamlit closes the socket."""


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> list[BackMsg]:
    """What reached Streamlit."""
    reached: list[BackMsg] = []
    monkeypatch.setattr(AppSession, "handle_backmsg", lambda _, message: reached.append(message))
    return reached


@pytest.fixture
def li(client: TestClient) -> Iterator[str]:
    """The token of a session of Li's own."""
    token = session.door().enter("li", PASSWORD, HERE)
    yield token
    session.door().leave(token)


def connected(client: TestClient, token: str, visit: str = "") -> WebSocketTestSession:
    protocols = ["streamlit", "no-xsrf", *([visit] if visit else [])]
    headers = {"Origin": f"http://{HOST}", "Host": HOST, "Cookie": f"{session.COOKIE}={token}"}
    return client.websocket_connect(STREAM, subprotocols=protocols, headers=headers)


def message(kind: str) -> BackMsg:
    made = BackMsg()
    field = BackMsg.DESCRIPTOR.fields_by_name[kind]
    if field.message_type is None:
        setattr(made, kind, True)
    else:
        getattr(made, kind).SetInParent()
    return made


def operation(kind: str) -> BackMsg:
    made = BackMsg()
    made.backend_operation_request.request_id = "1"
    getattr(made.backend_operation_request, kind).SetInParent()
    return made


def closing(socket: WebSocketTestSession) -> WebSocketDisconnect:
    """How the server closed a socket, after whatever it said before."""
    try:
        while True:
            socket.receive_bytes()
    except WebSocketDisconnect as closed:
        return closed


def test_only_what_our_pages_need_reaches_streamlit(
    client: TestClient, li: str, handled: list[BackMsg]
) -> None:
    with connected(client, li) as socket:
        for kind in EVERY:
            socket.send_bytes(message(kind).SerializeToString())
        for kind in OPERATIONS:
            socket.send_bytes(operation(kind).SerializeToString())
        socket.send_text("clear_cache")
        socket.send_bytes(b"")
        socket.send_bytes(NO_MESSAGE)
        assert closing(socket).code == 1002
    kinds = [each.WhichOneof("type") for each in handled]
    operations = [each.backend_operation_request.WhichOneof("payload") for each in handled]
    assert set(kinds) == ASKED
    assert {name for name in operations if name} == {"dataframe_chunk"}, (
        "and a deferred file of nobody's is none"
    )


@pytest.mark.parametrize("kind", ["clear_cache", "set_run_on_save", "load_git_info"])
def test_no_message_empties_what_is_kept_for_all(client: TestClient, li: str, kind: str) -> None:
    store, door = session.store(), session.door()
    with connected(client, li) as socket:
        socket.send_bytes(message(kind).SerializeToString())
        socket.send_bytes(NO_MESSAGE)
        said = [each for each in heard(socket) if each.WhichOneof("type") != "new_session"]
    assert said == []
    assert session.store() is store
    assert session.door() is door


def heard(socket: WebSocketTestSession) -> Iterator[ForwardMsg]:
    try:
        while True:
            yield ForwardMsg.FromString(socket.receive_bytes())
    except WebSocketDisconnect:
        return


def test_clearing_every_cache_leaves_store_and_sessions(client: TestClient, li: str) -> None:
    """Whoever has only read is known to nobody but the session manager."""
    store, door = session.store(), session.door()
    st.cache_resource.clear()
    st.cache_data.clear()
    assert session.store() is store
    assert session.door() is door


@pytest.mark.parametrize("kind", ["rerun_script", "clear_cache", "app_heartbeat"])
def test_the_socket_closes_when_the_session_is_over(
    client: TestClient, li: str, handled: list[BackMsg], kind: str
) -> None:
    with connected(client, li) as socket:
        session.door().leave(li)
        socket.send_bytes(message(kind).SerializeToString())
        socket.send_bytes(NO_MESSAGE)
        closed = closing(socket)
    assert (closed.code, closed.reason) == (4401, "sign_out")
    assert handled == []


def test_the_socket_of_an_idle_page_closes_too_when_its_session_is_over(
    client: TestClient, li: str, handled: list[BackMsg]
) -> None:
    """Its browser says nothing, and looking keeps nobody signed in."""
    with connected(client, li) as socket:
        seen = dict(session.door()._seen)
        socket.portal.call(tabs.OPEN.close_over)
        assert session.door()._seen == seen
        session.door().leave(li)
        socket.portal.call(tabs.OPEN.close_over)
        closed = closing(socket)
    assert (closed.code, closed.reason) == (4401, "sign_out")
