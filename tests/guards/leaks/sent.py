"""All that a run of a page sends to the browser, as bytes to search in."""

import re
import struct
from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest

_ESCAPED = re.compile(rb"\\u([0-9a-f]{4})")
"""How a figure's JSON writes what is not ASCII."""


def sent(app: AppTest) -> bytes:
    """Every element and block of the page: texts, tables, figures, options, links."""
    return b"\n".join(
        (*_messages(app._tree), *(repr(value).encode() for value in app.query_params.values()))
    )


def _messages(node: Any) -> Iterator[bytes]:
    proto = getattr(node, "proto", None)
    if proto is not None:
        yield _ESCAPED.sub(_unescaped, proto.SerializeToString())
    for child in getattr(node, "children", {}).values():
        yield from _messages(child)


def _unescaped(found: re.Match[bytes]) -> bytes:
    return chr(int(found[1], 16)).encode("utf-8", errors="replace")


def texts_of(number: int) -> Iterator[bytes]:
    """A whole number in the ways a page may tell it: digits, grouped, and in a table's columns."""
    yield str(number).encode()
    yield f"{number:,}".encode()
    yield struct.pack("<d", float(number))
