"""What the socket of an open page may say, for how long, and how many there are."""

import resource
from collections.abc import Iterator
from contextlib import ExitStack

import anyio
import pytest
import streamlit as st
from lxml import html
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession

from assessment.i18n import LANGUAGES, Messages
from pages.kit import session
from pages.server import open_files, running, tabs, visits
from pages.server.running import Running
from tests.kit.signed_in import HERE, PASSWORD
from tests.pages.server.conftest import HOST

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


# How many.


def opened(client: TestClient, token: str, number: int, stack: ExitStack) -> None:
    for _ in range(number):
        stack.enter_context(connected(client, token))


def test_one_account_has_a_few_tabs_and_the_newest_is_told_to_close_some(
    client: TestClient, li: str
) -> None:
    """Also by signing in again: the others go on, and so does everybody else."""
    again = session.door().enter("li", PASSWORD, HERE)
    other = session.door().enter("wang", PASSWORD, HERE)
    with ExitStack() as stack:
        opened(client, li, tabs.TABS_OF_ONE - 3, stack)
        opened(client, again, 3, stack)
        for token in (li, again):
            with connected(client, token) as one_too_many:
                closed = closing(one_too_many)
            assert (closed.code, closed.reason) == (4429, "account")
        opened(client, other, 1, stack)
        assert client.get("/healthz").json()["open_sockets"] == tabs.TABS_OF_ONE + 1
    assert client.get("/healthz").json()["open_sockets"] == 0
    with connected(client, li):
        pass


def test_files_are_left_for_the_database_whoever_opens_tabs(
    client: TestClient, li: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_files, "limit", lambda: open_files.OWN + 3 * open_files.A_TAB)
    with ExitStack() as stack:
        opened(client, li, 3, stack)
        with connected(client, li) as one_too_many:
            closed = closing(one_too_many)
        assert (closed.code, closed.reason) == (4429, "all")
        health = client.get("/healthz").json()
    assert (health["open_sockets"], health["most_sockets"]) == (3, 3)


def test_closed_tabs_keep_few_files(client: TestClient, li: str) -> None:
    before = held()
    for _ in range(visits.KEPT + 30):
        with connected(client, li):
            pass
    assert held() - before <= visits.KEPT * 3 + 10


def test_closed_tabs_keep_no_files_after_a_while(
    client: TestClient, li: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connected(client, li) as socket:
        portal = socket.portal
        monkeypatch.setattr(visits, "KEPT_FOR", -1)
        portal.call(visits.close_old)
        before = held()
        with connected(client, li):
            pass
        portal.call(visits.close_old)
        assert held() <= before


def held() -> int:
    number = open_files.held()
    if number is None:
        pytest.skip("this system does not say which files are open")
    return number


def rerun(socket: WebSocketTestSession) -> None:
    socket.send_bytes(message("rerun_script").SerializeToString())


def test_one_account_has_a_few_pages_computed_at_once_and_the_next_waits_and_is_told(
    client: TestClient, li: str, handled: list[BackMsg], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing ends here, for Streamlit gets no message. Others go on."""
    monkeypatch.setattr(running, "PATIENCE", 0.2)
    other = session.door().enter("wang", PASSWORD, HERE)
    with ExitStack() as stack:
        for _ in range(running.AT_ONCE):
            socket = stack.enter_context(connected(client, li))
            rerun(socket)
            rerun(socket)
        with connected(client, li) as one_too_many:
            rerun(one_too_many)
            closed = closing(one_too_many)
        assert (closed.code, closed.reason) == (4429, "turn")
        socket = stack.enter_context(connected(client, other))
        rerun(socket)
        socket.send_bytes(NO_MESSAGE)
        closing(socket)
    assert len(handled) == 2 * running.AT_ONCE + 1
    with connected(client, li) as after_those_are_closed:
        rerun(after_those_are_closed)
        after_those_are_closed.send_bytes(NO_MESSAGE)
        assert closing(after_those_are_closed).code == 1002


def test_ten_tabs_of_one_account_are_all_drawn(client: TestClient, li: str) -> None:
    """Each has its turn once another is finished."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(connected(client, li)) for _ in range(tabs.TABS_OF_ONE)]
        for socket in sockets:
            rerun(socket)
        for socket in sockets:
            while kind_of(socket.receive_bytes()) != "script_finished":
                pass


def kind_of(data: bytes) -> str | None:
    kind: str | None = ForwardMsg.FromString(data).WhichOneof("type")
    return kind


def test_a_script_that_begins_again_keeps_its_turn() -> None:
    async def both() -> None:
        runs, tab = Running(), object()
        early = ForwardMsg(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN)
        ended = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
        for each in (tab, object(), object()):
            assert await runs.begin("li", each)
        runs.follow("li", tab, early.SerializeToString())
        assert not await runs.begin("li", "another")
        runs.follow("li", tab, ended.SerializeToString())
        assert await runs.begin("li", "another")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "PATIENCE", 0.01)
        anyio.run(both)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("why", ["account", "all", "turn"])
def test_who_has_one_tab_too_many_reads_so_with_the_way_back(
    reader: TestClient, lang: str, why: str
) -> None:
    page = html.fromstring(reader.get(f"/tabs?lang={lang}&why={why}&next=/rankings").text)
    t = Messages(lang)
    words = {
        "account": t("app.too_many_tabs", most=10),
        "all": t("app.too_many_people"),
        "turn": t("app.too_much_at_once"),
    }
    assert words[why] in page.text_content()
    assert page.xpath("//a/@href") == ["/rankings"]


def test_the_limit_of_open_files_is_raised_as_far_as_may_be() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (512, hard))
    try:
        open_files.raise_limit()
        assert open_files.limit() == min(hard, open_files.ENOUGH)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_the_server_goes_on_when_what_is_over_cannot_be_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is looked after beside the server must not end it."""
    tries: list[int] = []

    def broken() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise AttributeError
        raise KeyboardInterrupt

    monkeypatch.setattr(visits, "close_old", broken)
    monkeypatch.setattr(tabs, "LOOKED_AT_EVERY", 0)
    with pytest.raises(KeyboardInterrupt):
        anyio.run(tabs.look_after)
    assert len(tries) == 1 + 1
