"""What lies over the cells of a workbook and is not in them: notes, pictures, shapes."""

import posixpath
from collections.abc import Iterator

from openpyxl.utils import get_column_letter
from openpyxl.xml.functions import fromstring

from assessment.exchange.evidence.archive_guard import Parts

MOST = 200
"""Of a sheet; more are not told one by one."""


def of_sheet(parts: Parts, sheet_part: str) -> tuple[list[str], list[str]]:
    """The cells that have a note, and those under the upper left corner of a picture or shape."""
    notes: dict[str, None] = {}
    pictures: dict[str, None] = {}
    for kind, target in _related(parts, sheet_part):
        if kind in ("comments", "threadedComment"):
            notes.update(dict.fromkeys(_noted(parts[target])))
        elif kind == "drawing":
            pictures.update(dict.fromkeys(_anchored(parts[target])))
    return list(notes)[:MOST], list(pictures)[:MOST]


def _related(parts: Parts, sheet_part: str) -> Iterator[tuple[str, str]]:
    folder, _, name = sheet_part.rpartition("/")
    listed = parts.get(f"{folder}/_rels/{name}.rels")
    # The XML is sound and declares nothing: the guard saw.
    for relation in fromstring(listed) if listed else ():
        target = relation.get("Target", "")
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        if path in parts and path.endswith(".xml"):
            yield relation.get("Type", "").rpartition("/")[2], path


def _noted(content: bytes) -> Iterator[str]:
    for element in fromstring(content).iter():
        if element.tag.endswith(("}comment", "}threadedComment")) and element.get("ref"):
            yield str(element.get("ref"))


def _anchored(content: bytes) -> Iterator[str]:
    for element in fromstring(content).iter():
        if not element.tag.endswith("}from"):
            continue
        at = {child.tag.rpartition("}")[2]: (child.text or "").strip() for child in element}
        column, row = at.get("col", ""), at.get("row", "")
        if column.isdecimal() and row.isdecimal() and int(column) < 2**14:
            yield f"{get_column_letter(int(column) + 1)}{int(row) + 1}"
