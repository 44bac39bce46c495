"""What the reader of a workbook leaves out, or reads out of sight: told to whoever hands it in."""

from collections.abc import Iterable, Iterator

from assessment.errors import Place, Problem
from assessment.exchange.sheets import Sheet


def of(sheets: Iterable[Sheet], file_name: str) -> Iterator[Problem]:
    """Notes and pictures over cells of any sheet; sheets that are read although they are hidden."""
    for sheet in sheets:
        for code, cells in (
            ("workbook.note_dropped", sheet.notes),
            ("workbook.picture_dropped", sheet.covered),
        ):
            for cell in cells:
                yield Problem(code, Place(file_name, sheet=sheet.name, cell=cell))
        if sheet.hidden:
            yield Problem("workbook.hidden_read", Place(file_name, sheet=sheet.name))
