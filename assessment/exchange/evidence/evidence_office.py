"""Whether a Word, Excel, PowerPoint or OFD file may be kept as evidence, as it is.

Unpacked under the guard the survey workbook goes through. A chart's own figures may lie in it as a
workbook, which is looked at in the same way; any other file may not.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from assessment.errors import Place, Problem, Rejected
from assessment.exchange.evidence import archive_guard
from assessment.exchange.evidence.archive_guard import Parts

LARGEST_UNPACKED = 64 * 2**20
"""A roster of a hundred thousand rows unpacks to this."""

MOST_PARTS = 2000
_CONTENT_TYPES = "[Content_Types].xml"
_LARGEST_LIST = 2**20
"""Bytes of the list of parts, which is read before anything else is known."""

_MAIN = {
    "docx": ("wordprocessingml.document.main+xml", "word/document.xml"),
    "xlsx": ("spreadsheetml.sheet.main+xml", "xl/workbook.xml"),
    "pptx": ("presentationml.presentation.main+xml", "ppt/presentation.xml"),
}
"""What the list of parts calls the main one of each kind, and where that is."""

_MAIN_PART = {**{name: part for name, (_, part) in _MAIN.items()}, "ofd": "OFD.xml"}

_OFD = re.compile(rb"<(?:\w+:)?OFD\b[^>]*http://www\.ofdspec\.org/")
"""The outermost element of an OFD paper (GB/T 33190), as sealed official papers come."""

_FILES_OF_THEIR_OWN = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF", b"%PDF-", b"#!")

_GUARD_SAID = {
    "workbook.password": "evidence.encrypted",
    "workbook.damaged": "evidence.damaged",
    "workbook.bomb": "evidence.bomb",
    "workbook.too_many_parts": "evidence.bomb",
    "workbook.strange_archive": "evidence.strange_archive",
    "workbook.document_type": "evidence.strange_inside",
    "workbook.bad_xml": "evidence.damaged",
}
"""The guard speaks of survey workbooks; of evidence the same is said in other words."""

_MACROS = re.compile(rb"macroEnabled|vbaProject|ms-office\.activeX", re.IGNORECASE)
_MACRO_PART = re.compile(r"vbaProject|vbaData|macrosheets/|dialogsheets/|activeX/", re.IGNORECASE)
_LINKED_PART = re.compile(r"externalLinks/[^/]+$|connections\.xml$|queryTables/", re.IGNORECASE)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_PLAIN_TARGET = re.compile(rb"Target\s*=\s*[\"'](?:https?:|mailto:|#)", re.IGNORECASE)
_FIELD = re.compile(rb"<(?:\w+:)?instrText[^>]*>([^<]*)<|\binstr\s*=\s*[\"']([^\"']*)")
_DDE = re.compile(rb"\bDDE(?:AUTO)?\b", re.IGNORECASE)
_TRICK = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|\\|^[A-Za-z]:|[\x00-\x1f]")


def kind(data: bytes) -> str | None:
    """The kind of an archive, as its own list of parts says. A code where it is one that is never
    kept, and None where it is no Office file at all."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            is_ofd = "OFD.xml" in archive.namelist() and _CONTENT_TYPES not in archive.namelist()
            with archive.open("OFD.xml" if is_ofd else _CONTENT_TYPES) as stream:
                listed = stream.read(_LARGEST_LIST)
    except KeyError:
        return None
    except RuntimeError:
        return "evidence.encrypted"
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        return "evidence.damaged"
    return _listed_kind(listed, is_ofd)


def _listed_kind(listed: bytes, is_ofd: bool) -> str | None:
    if is_ofd:
        return "ofd" if _OFD.search(listed) else None
    if _MACROS.search(listed):
        return "evidence.macros"
    return next((name for name, (main, _) in _MAIN.items() if main.encode() in listed), None)


def must_be_harmless(data: bytes, kind: str, label: str) -> None:
    """`Rejected` where anything in the file would run, reach out, or swell."""
    place = Place(label)
    found = {code: facts for code, facts in _found(data, kind, place)}
    if found:
        raise Rejected(Problem(code, place, facts) for code, facts in found.items())


def _found(data: bytes, kind: str, place: Place) -> Iterator[tuple[str, Mapping[str, object]]]:
    if not _is_one_archive(data):
        yield "evidence.two_in_one", {}
        return
    try:
        parts = archive_guard.parts_of(data, place, most=MOST_PARTS, largest=LARGEST_UNPACKED)
    except Rejected as refused:
        for problem in refused.problems:
            yield _GUARD_SAID[problem.code], {"megabytes": LARGEST_UNPACKED // 2**20}
        return
    except RuntimeError:
        yield "evidence.encrypted", {}
        return
    if _MAIN_PART[kind] not in parts:
        yield "evidence.damaged", {}
    for name, content in parts.items():
        for code in _in_part(name, content, parts):
            yield code, {"part": name[-60:]}
        if kind == "ofd" and content.startswith(_FILES_OF_THEIR_OWN):
            yield "evidence.embedded", {"part": name[-60:]}


def _is_one_archive(data: bytes) -> bool:
    """Whether nothing stands behind the archive's end, where another file could begin."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or end + 22 > len(data):
        return False
    comment = int.from_bytes(data[end + 20 : end + 22], "little")
    return comment == 0 and end + 22 == len(data)


def _in_part(name: str, content: bytes, parts: Parts) -> Iterator[str]:
    if _TRICK.search(name):
        yield "evidence.path_inside"
    if _MACRO_PART.search(name):
        yield "evidence.macros"
    if _LINKED_PART.search(name):
        yield "evidence.outside_link"
    if re.search(r"embeddings/[^/]+$", name, re.IGNORECASE):
        yield from _embedded(name, content)
    elif name.lower().endswith((".xml", ".rels")):
        yield from _in_xml(name, content)


def _in_xml(name: str, content: bytes) -> Iterator[str]:
    said = archive_guard.xml_problem(content)
    if said:
        yield _GUARD_SAID[said]
    if name.lower().endswith(".rels") and any(map(_reaches_out, _RELATION.findall(content))):
        yield "evidence.outside_link"
    # Word joins the pieces of a field's text, so a word may be cut between two of them.
    if _DDE.search(b"".join(text + said for text, said in _FIELD.findall(content))):
        yield "evidence.outside_link"


def _reaches_out(relation: bytes) -> bool:
    """Whether opening the file would fetch something. A link to click on does not."""
    if not _OUTSIDE.search(relation):
        return False
    return not (_HYPERLINK.search(relation) and _PLAIN_TARGET.search(relation))


def _embedded(name: str, content: bytes) -> Iterator[str]:
    """A chart's workbook may lie in the file, and is looked at like a file of its own."""
    if not name.lower().endswith(".xlsx") or kind(content) != "xlsx":
        yield "evidence.embedded"
        return
    inner = Place(name)
    try:
        parts = archive_guard.parts_of(content, inner)
    except Rejected:
        yield "evidence.embedded"
        return
    if any(part.startswith("xl/embeddings/") for part in parts):
        yield "evidence.embedded"
        return
    for part, inside in parts.items():
        yield from _in_part(part, inside, parts)
