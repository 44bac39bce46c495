"""A workbook's XML apart from its sheets: their names, the shared texts, what is a date.

We read it ourselves. The fast reader we tried believes the counts a file states about itself:
one number in a small file made it ask for a hundred gigabytes, and the whole server ended. What
is read here grows only with what is really there, which the guard has counted.
"""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from assessment.exchange.archive_guard import ENCODING, Parts

WORKBOOK = "xl/workbook.xml"
DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Built-in number formats that show a day or a time; those from 27 on are Chinese ones."""

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_NOT_SHOWN_AS_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)

Attributes = dict[str, str]


@dataclass(slots=True)
class WorkbookXml:
    sheets: list[tuple[str, str]] = field(default_factory=list)
    """Each sheet's name with the part it is in, in their order."""

    texts: list[str] = field(default_factory=list)
    """Texts that cells refer to by number."""

    date_styles: set[int] = field(default_factory=set)
    """Cell styles that show a number as a day or a time."""

    counts_from_1904: bool = False


def read(parts: Parts) -> WorkbookXml:
    book = WorkbookXml()
    targets, kinds = _relations(parts)
    tied: list[tuple[str, str]] = []

    def started(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            ids = [value for key, value in attributes.items() if key.rpartition(":")[2] == "id"]
            tied.append((attributes.get("name", ""), ids[0] if ids else ""))
        elif name == "workbookPr":
            book.counts_from_1904 = attributes.get("date1904", "0") in ("1", "true")

    walk(parts[WORKBOOK], started)
    book.sheets = [(name, targets.get(at, "")) for name, at in tied]
    book.texts = _texts(parts.get(kinds.get("sharedStrings", ""), b""))
    book.date_styles = _date_styles(parts.get(kinds.get("styles", ""), b""))
    return book


def walk(
    content: bytes,
    started: Callable[[str, Attributes], None],
    ended: Callable[[str, str], None] | None = None,
) -> None:
    """Go through XML that the guard found sound; `ended` also gets the element's own text."""
    written: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        written.clear()
        started(name.rpartition(":")[2], attributes)

    def end(name: str) -> None:
        if ended:
            ended(name.rpartition(":")[2], "".join(written))
        written.clear()

    parser = expat.ParserCreate(ENCODING)
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if ended:
        parser.CharacterDataHandler = written.append
    if content:
        parser.Parse(content, True)


def unescaped(written: str) -> str:
    """Text without the way Excel writes what XML cannot hold; control signs are dropped.

    >>> unescaped("a_x000D_b_x0007_")
    'a\\rb'
    """
    return _ESCAPED.sub(_sign, written)


def _sign(escaped: re.Match[str]) -> str:
    sign = chr(int(escaped[1], 16))
    return sign if sign.isprintable() or sign in "\t\n\r" else ""


def _relations(parts: Parts) -> tuple[dict[str, str], dict[str, str]]:
    """The workbook's other parts, by identifier and by kind."""
    targets: dict[str, str] = {}
    kinds: dict[str, str] = {}

    def started(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
            targets[attributes.get("Id", "")] = target.lstrip("/")
            kinds[attributes.get("Type", "").rpartition("/")[2]] = target.lstrip("/")

    walk(parts.get("xl/_rels/workbook.xml.rels", b""), started)
    return targets, kinds


def _texts(content: bytes) -> list[str]:
    """Formatted runs are joined; how a text is pronounced is left out."""
    texts: list[str] = []
    runs: list[str] = []
    spoken = False

    def started(name: str, _: Attributes) -> None:
        nonlocal spoken
        if name == "si":
            runs.clear()
        elif name == "rPh":
            spoken = True

    def ended(name: str, written: str) -> None:
        nonlocal spoken
        if name == "t" and not spoken:
            runs.append(written)
        elif name == "rPh":
            spoken = False
        elif name == "si":
            texts.append(unescaped("".join(runs)))

    walk(content, started, ended)
    return texts


def _date_styles(content: bytes) -> set[int]:
    formats: dict[str, str] = {}
    styles: list[str] = []
    within = False

    def started(name: str, attributes: Attributes) -> None:
        nonlocal within
        if name == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            within = True
        elif name == "xf" and within:
            styles.append(attributes.get("numFmtId", "0"))

    def ended(name: str, _: str) -> None:
        nonlocal within
        if name == "cellXfs":
            within = False

    walk(content, started, ended)
    return {at for at, style in enumerate(styles) if _is_date(style, formats)}


def _is_date(style: str, formats: dict[str, str]) -> bool:
    if style in formats:
        first = _NOT_SHOWN_AS_DATE.sub("", formats[style]).partition(";")[0]
        return bool(re.search("[ymdhs年月日]", first, re.IGNORECASE))
    return style.isdecimal() and int(style[:4]) in DATE_FORMATS
