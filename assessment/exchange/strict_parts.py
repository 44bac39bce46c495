"""A workbook saved as “Strict Open XML” as the usual one: the same parts, named after ISO."""

from assessment.exchange.evidence.archive_guard import Parts

_USUAL = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing": (
        b"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    ),
}


def usual(parts: Parts) -> Parts:
    """The parts with the names of the usual format in place of the strict ones."""
    if not any(strict in parts.get("xl/workbook.xml", b"") for strict in _USUAL):
        return parts
    return {
        name: _renamed(content) if name.endswith((".xml", ".rels")) else content
        for name, content in parts.items()
    }


def _renamed(content: bytes) -> bytes:
    for strict, usual_name in _USUAL.items():
        content = content.replace(strict, usual_name)
    return content
