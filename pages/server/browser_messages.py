"""What the browser of an open page may say to Streamlit: what our pages need, and no more.

Streamlit takes orders from every browser that are meant for whoever develops an application: to
empty everybody's caches, to run at every change of a file, to install files. None of ours sends
them.
"""

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.runtime_util import get_max_widget_state_size_bytes

from pages.server import visits

TAKEN = frozenset({"rerun_script", "stop_script", "file_urls_request", "app_heartbeat"})
"""A click, a click that ends a run, where to send a file, and that the page is still open."""

OPERATION = "backend_operation_request"

DEFERRED, CHUNK = "deferred_file", "dataframe_chunk"
"""A file that is made when its button is pressed, and further rows of a long table. Streamlit asks
whose the rows are, but not whose the file is."""


def asks_for_a_run(data: bytes | None) -> bool:
    """Whether a message that was taken has the page computed anew."""
    try:
        kind: str | None = BackMsg.FromString(data or b"").WhichOneof("type")
    # As below: Streamlit closes the socket at what is no message.
    except Exception:
        return False
    return kind == "rerun_script"


def is_taken(data: bytes | None, account: str) -> bool:
    """Whether Streamlit may have what the browser of an account's page sent.

    It may have what is no message, or too large for one: it closes the socket at that.
    """
    if data is None:
        return False
    if len(data) > get_max_widget_state_size_bytes():
        return True
    try:
        message = BackMsg.FromString(data)
    # Whatever a parser raises at what is no message.
    except Exception:
        return True
    kind: str | None = message.WhichOneof("type")
    if kind != OPERATION:
        return kind in TAKEN
    operation = message.backend_operation_request
    asked: str | None = operation.WhichOneof("payload")
    if asked == DEFERRED:
        return visits.is_deferred_of(account, operation.deferred_file.file_id)
    return asked == CHUNK
