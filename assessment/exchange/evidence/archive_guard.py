"""Whether bytes that call themselves a workbook may be opened at all.

A workbook is an archive of XML. Everything is counted while it is being unpacked, because what an
archive says about itself is written by whoever made it.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from assessment.errors import Place, Problem, Rejected

LARGEST_FILE = 10 * 2**20
LARGEST_UNPACKED = 24 * 2**20
"""A filled survey is a tenth of a megabyte; this leaves room for what Excel adds."""

LARGEST_RATIO = 200
"""Unpacked ÷ packed, asked of anything that unpacks to more than `RATIO_MATTERS_FROM`."""

RATIO_MATTERS_FROM = 2**20
MOST_PARTS = 500

ENCODING = "UTF-8"
"""Of every part, whatever it declares; Office writes no other."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 2**16
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The two an Office file uses; the others unpack without a limit on memory."""

Parts = Mapping[str, bytes]
"""The archive's parts by name, such as `xl/workbook.xml`."""


def unpack(data: bytes, file_name: str) -> Parts:
    """The parts of a workbook that is safe to read; `Rejected` for any other file."""
    place = Place(file_name)
    code = _not_an_archive(data)
    if code:
        raise Rejected([Problem(code, place, {"megabytes": LARGEST_FILE // 2**20})])
    parts = parts_of(data, place)
    problems = [Problem(code, place, {"part": part}) for code, part in _forbidden(parts)]
    if problems:
        raise Rejected(problems)
    return parts


def _not_an_archive(data: bytes) -> str | None:
    if not data:
        return "workbook.empty_file"
    if len(data) > LARGEST_FILE:
        return "workbook.file_too_large"
    if data.startswith(_OLE):
        return "workbook.password" if _ENCRYPTED in data else "workbook.legacy_xls"
    return None if data.startswith(b"PK") else "workbook.not_a_workbook"


def parts_of(
    data: bytes, place: Place, *, most: int = MOST_PARTS, largest: int = LARGEST_UNPACKED
) -> Parts:
    """The parts of any Office file, at most so many, and of so many bytes together.

    `Rejected` for an archive that is damaged, encrypted, strange or swells. What is in the parts is
    for the caller to look at.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            code = _refused(archive.infolist(), most)
            if code:
                raise Rejected([Problem(code, place, {"most": most})])
            return _counted(archive, place, largest)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise Rejected([Problem("workbook.damaged", place, {"detail": str(error)})]) from error


def _refused(entries: list[zipfile.ZipInfo], most: int) -> str | None:
    names = [entry.filename for entry in entries]
    if len(entries) > most:
        return "workbook.too_many_parts"
    if any(entry.flag_bits & 1 for entry in entries):
        return "workbook.password"
    if len(set(names)) < len(names) or any(e.compress_type not in _METHODS for e in entries):
        return "workbook.strange_archive"
    return None


def _counted(archive: zipfile.ZipFile, place: Place, largest: int) -> Parts:
    """Every part, given up as soon as they are too much together or one of them alone."""
    parts: dict[str, bytes] = {}
    total = 0
    for entry in archive.infolist():
        content = bytearray()
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                content += chunk
                total += len(chunk)
                ratio = len(content) / max(entry.compress_size, 1)
                swollen = len(content) > RATIO_MATTERS_FROM and ratio > LARGEST_RATIO
                if total > largest or swollen:
                    facts = {"part": entry.filename, "megabytes": largest // 2**20}
                    raise Rejected([Problem("workbook.bomb", place, facts)])
        parts[entry.filename] = bytes(content)
    return parts


def _forbidden(parts: Parts) -> Iterator[tuple[str, str]]:
    """What a survey never carries: programs, links to other files, embedded objects, DTDs."""
    if "xl/workbook.bin" in parts:
        yield "workbook.binary_workbook", "xl/workbook.bin"
    elif "xl/workbook.xml" not in parts:
        yield "workbook.not_a_workbook", ""
    for name, content in parts.items():
        if re.search(r"vbaProject|macrosheets/|activeX/", name, re.IGNORECASE):
            yield "workbook.macros", name
        elif re.search(r"externalLinks/[^/]+$|connections\.xml$|queryTables/", name, re.IGNORECASE):
            yield "workbook.external_link", name
        elif re.search(r"embeddings/", name, re.IGNORECASE):
            yield "workbook.embedded_object", name
        elif name.lower().endswith((".xml", ".rels")):
            code = xml_problem(content)
            if code:
                yield code, name


class _Declared(Exception):
    """The XML declares a document type, through which entities could grow or files be read."""


def xml_problem(content: bytes) -> str | None:
    """Why a part is no XML that Office writes; None where it is."""

    def declared(*_: object) -> None:
        raise _Declared

    parser = expat.ParserCreate(ENCODING, " ")
    parser.StartDoctypeDeclHandler = declared
    try:
        parser.Parse(content, True)
    except _Declared:
        return "workbook.document_type"
    except expat.ExpatError:
        return "workbook.bad_xml"
    return None
