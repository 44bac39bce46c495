"""Whether a PDF only shows pages: nothing in it runs, starts a program or carries another file.

Every object its readers could reach is looked at, whether or not a page uses it.
"""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from assessment.errors import Place, Problem, Rejected

MOST_OBJECTS = 100_000
"""A report of a thousand pages has twenty thousand."""

# It writes pieces of the file it reads, which is a person's, into the server's log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_RUNS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute"}
"""Kinds of action that do more than turn to a page or open a link."""

_CARRIES = {"/EmbeddedFiles", "/EF", "/RichMedia", "/Collection"}
_WRITTEN = (
    (re.compile(rb"/JavaScript\b|/Launch\b"), "evidence.pdf_runs"),
    (re.compile(rb"/EmbeddedFiles?\b|/RichMedia\b"), "evidence.pdf_carries"),
)
"""What may stand in a damaged part that only a forgiving reader finds."""


def must_be_harmless(data: bytes, label: str) -> None:
    """`Rejected` unless the file is a whole PDF that only shows pages."""
    place = Place(label)
    try:
        found = set(_found(data))
    # A reader fed with anything fails in any way; whichever it is, this is no PDF to keep.
    except Exception as error:
        raise Rejected([Problem("evidence.damaged", place)]) from error
    if found:
        raise Rejected(Problem(code, place) for code in sorted(found))


def _found(data: bytes) -> Iterator[str]:
    if b"%%EOF" not in data[-1024:]:
        yield "evidence.damaged"
        return
    reader = PdfReader(io.BytesIO(data), strict=False)
    # With an owner's password alone it opens for everybody: sealed certificates are made so.
    if reader.is_encrypted and not reader.decrypt(""):
        yield "evidence.encrypted"
        return
    if not len(reader.pages):
        yield "evidence.damaged"
    yield from (code for written, code in _WRITTEN if written.search(data))
    yield from _in_objects(reader)


def _in_objects(reader: PdfReader) -> Iterator[str]:
    """What each object says of itself, from the trailer down and by the table of contents."""
    waiting: list[Any] = [reader.trailer, *_listed(reader)]
    seen: set[tuple[int, int]] = set()
    count = 0
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            if (thing.idnum, thing.generation) in seen:
                continue
            seen.add((thing.idnum, thing.generation))
            thing = thing.get_object()
        count += 1
        if count > MOST_OBJECTS:
            yield "evidence.pdf_too_complex"
            return
        if isinstance(thing, DictionaryObject):
            yield from _of(thing)
            waiting += [value for _, value in _raw(thing)]
        elif isinstance(thing, ArrayObject):
            waiting += [inner for inner in list.__iter__(thing) if _holds(inner)]


def _listed(reader: PdfReader) -> Iterator[IndirectObject]:
    for generation, numbers in reader.xref.items():
        for number in numbers:
            yield IndirectObject(number, generation, reader)
    for number in reader.xref_objStm:
        yield IndirectObject(number, 0, reader)


def _raw(thing: DictionaryObject) -> Iterator[tuple[object, Any]]:
    """Keys with what may hold more; a reference as it is, not what it leads to."""
    return ((key, value) for key, value in dict.items(thing) if _holds(value))


def _holds(value: object) -> bool:
    return isinstance(value, IndirectObject | DictionaryObject | ArrayObject)


def _of(thing: DictionaryObject) -> Iterator[str]:
    kind = thing.get("/S")
    if "/JS" in thing or "/XFA" in thing or (kind is not None and str(kind) in _RUNS):
        yield "evidence.pdf_runs"
    subtype = str(thing.get("/Subtype", ""))
    if _CARRIES & set(thing) or subtype in ("/FileAttachment", "/RichMedia"):
        yield "evidence.pdf_carries"
