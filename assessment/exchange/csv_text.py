"""A CSV file as lines of cells, or a refusal that says how to save it better.

UTF-8 with or without a mark at its start. GBK, which Excel writes in Chinese Windows, is
recognised but not read: which of the two a file is can be guessed, and a wrong guess garbles names.
Lines before the header that begin with `#` are remarks and not read. Commas, semicolons and tabs
are read, whichever the header is written with, and Excel's own line `sep=;` before it.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import dropwhile, takewhile
from types import MappingProxyType

from assessment.errors import Place, Problem, Rejected

REMARK = "#"

SEPARATORS = (",", ";", "\t")

_SEPARATOR_LINE = re.compile(r'\A\s*"?sep=(.)"?[,;\t]*\r?\n', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CsvText:
    """A header that has what we need, and the lines under it."""

    header: Sequence[str]
    lines: Sequence[tuple[int, list[str]]]
    """Each with the line it ends on. None is blank, and none longer or shorter than the header."""

    problems: Sequence[Problem]
    """What is wrong with the lines left out."""

    separator: str = ","


def read(
    data: bytes | str,
    file_name: str,
    required: Sequence[str],
    *,
    extra: bool,
    also: Mapping[str, str] = MappingProxyType({}),
) -> CsvText:
    """`extra`: whether other columns may stand beside the required ones. `also`: another name of
    a column, for a file that does not have the first.

    `Rejected` where no line can be read at all.
    """
    written = data.lstrip("\ufeff") if isinstance(data, str) else decoded(data, file_name)
    nul = written.find("\0")
    if nul >= 0:
        line = written.count("\n", 0, nul) + 1
        raise Rejected([Problem("csv.nul", Place(file_name, line))])
    separator = _separator(written, {*required, *also})
    rows = list(_rows(written, file_name, separator))
    rows = list(dropwhile(lambda row: _is_remark(row[1]), rows))
    if not rows:
        raise Rejected([Problem("csv.empty", Place(file_name), {"columns": ",".join(required)})])
    (line, header), *lines = rows
    header = [name.strip() for name in header]
    written_columns = len(header)
    while header and not header[-1]:
        # Excel writes the columns that once held something as empty ones.
        header.pop()
    header = [name if also.get(name, name) in header else also[name] for name in header]
    problems = list(_header_problems(header, Place(file_name, line), required, extra))
    if problems:
        raise Rejected(problems)
    whole = len(header)
    if written_columns > whole:
        lines = [(at, _trimmed(row, whole)) for at, row in lines]
    ragged = [
        Problem("csv.ragged", Place(file_name, at), {"found": len(row), "expected": whole})
        for at, row in lines
        if len(row) != whole
    ]
    return CsvText(header, [(at, row) for at, row in lines if len(row) == whole], ragged, separator)


def remarks(data: bytes | str) -> list[str]:
    """The remarks before the header, as far as they are UTF-8."""
    written = data if isinstance(data, str) else data.decode("utf-8", "replace")
    written = _SEPARATOR_LINE.sub("", written.lstrip("\ufeff"))
    lines = (line.strip('\ufeff" \r\n') for line in io.StringIO(written))
    return list(takewhile(lambda line: not line or line.startswith(REMARK), lines))


def _separator(written: str, columns: set[str]) -> str:
    """What stands between the columns: as the file says, or as its header is written."""
    if said := _SEPARATOR_LINE.match(written):
        return said[1]
    lines = (line for line in io.StringIO(written) if line.strip())
    header = next((line for line in lines if not line.lstrip('" ').startswith(REMARK)), "")
    for separator in SEPARATORS:
        names = {name.strip().strip('"') for name in header.split(separator)}
        if len(names & columns) > 1:
            return separator
    return ","


def _trimmed(row: list[str], whole: int) -> list[str]:
    """A line without the empty cells behind the last column."""
    return row if any(cell.strip() for cell in row[whole:]) else row[:whole]


def _is_remark(row: Sequence[str]) -> bool:
    return row[0].lstrip().startswith(REMARK)


def decoded(data: bytes, file_name: str) -> str:
    """The text of a file in UTF-8; `Rejected`, saying how to save it, for any other."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Rejected([Problem("csv.utf16", Place(file_name))])
    if data.startswith(b"PK"):
        raise Rejected([Problem("csv.workbook", Place(file_name))])
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        raise Rejected([Problem("csv.not_text", Place(file_name, line))]) from None
    raise Rejected([Problem("csv.gbk", Place(file_name, line))])


def _rows(written: str, file_name: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Lines with something on them."""
    reader = csv.reader(io.StringIO(written, newline=""), strict=True, delimiter=separator)
    begins = 1 if _SEPARATOR_LINE.match(written) else 0
    try:
        for row in reader:
            if reader.line_num > begins and any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        place = Place(file_name, reader.line_num)
        raise Rejected([Problem("csv.malformed", place, {"detail": str(error)})]) from error


def _header_problems(
    header: Sequence[str], place: Place, required: Sequence[str], extra: bool
) -> Iterator[Problem]:
    columns = ",".join(required)
    if len(header) == 1 and any(sign in header[0] for sign in ";\t|"):
        yield Problem("csv.delimiter", place, {"columns": columns})
        return
    if not set(header) & set(required):
        yield Problem("csv.no_header", place, {"columns": columns, "found": ",".join(header)[:60]})
        return
    strange = [name for name in header if name not in required]
    for name in required:
        if name not in header:
            near = get_close_matches(name, strange, 1)
            yield Problem("csv.missing_column", place, {"expected": name, "columns": columns})
            strange = [other for other in strange if other not in near]
    for at, name in enumerate(header, start=1):
        here = Place(place.file, place.line, at)
        if not name and not extra:
            yield Problem("csv.nameless_column", here, {"column": at})
        elif name in header[: at - 1]:
            yield Problem("csv.duplicate_column", here, {"found": name})
        elif not extra and name in strange:
            yield Problem("csv.stray_column", here, {"found": name, "columns": columns})
