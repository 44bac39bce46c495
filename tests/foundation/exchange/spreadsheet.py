"""LibreOffice as the judge of our formulas: it opens a workbook, computes all of it, saves it."""

import io
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl

RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
"""Always, whatever results are stored in the file; by itself it believes them."""

Cell = tuple[str, str]
"""Sheet and address."""


def recalculated(folder: Path, books: Mapping[str, bytes]) -> dict[str, Any]:
    """Each workbook with the values LibreOffice computes, as openpyxl reads them."""
    given, computed = folder / "given", folder / "computed"
    settings = folder / "profile" / "user"
    for made in (given, computed, settings):
        made.mkdir(parents=True, exist_ok=True)
    (settings / "registrymodifications.xcu").write_text(RECALCULATE, "utf-8")
    files = []
    for name, data in books.items():
        files.append(given / f"{name}.xlsx")
        files[-1].write_bytes(data)
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--convert-to", "xlsx", "--outdir", str(computed)),
        *(str(file) for file in files),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {name: read((computed / f"{name}.xlsx").read_bytes()) for name in books}


def read(data: bytes) -> Any:
    """As stored, results of formulas rather than the formulas."""
    return openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def changed(data: bytes, cells: Mapping[Cell, object]) -> bytes:
    """The same formulas over other inputs, and without any result: openpyxl keeps none."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for (sheet, address), value in cells.items():
        book[sheet][address] = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def errors(book: Any) -> Iterable[str]:
    """Cells with an error value."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("#"):
                    yield f"{sheet.title}!{cell.coordinate} {cell.value}"
