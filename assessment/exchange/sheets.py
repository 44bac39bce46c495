"""A workbook someone sent, as sheets of plain cells; or a refusal."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from assessment.errors import Place, Problem, Rejected
from assessment.exchange import archive_guard, sheet_xml
from assessment.exchange.cells import Raw, text
from assessment.exchange.sheet_xml import SheetXml


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet's values, with what its XML says beside them. Rows and columns count from 1."""

    name: str
    rows: Sequence[Sequence[Raw]]
    xml: SheetXml

    def raw(self, row: int, column: int) -> Raw:
        """The cell as it was read; None beyond the edge."""
        if row > len(self.rows) or column > len(self.rows[row - 1]):
            return None
        found = self.rows[row - 1][column - 1]
        return None if isinstance(found, str) and not found.strip() else found

    def text(self, row: int, column: int) -> str:
        return text(self.raw(row, column))


def opened(data: bytes, file_name: str) -> list[Sheet]:
    """Every sheet in its order, the hidden ones too. `Rejected` unless it is safe and whole."""
    parts = archive_guard.unpack(data, file_name)
    described = sheet_xml.inspect(parts, file_name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(archive_guard.repack(parts)))
        kinds = [sheet.typ for sheet in book.sheets_metadata]
        if any(kind != SheetTypeEnum.WorkSheet for kind in kinds) or len(kinds) != len(described):
            raise Rejected([Problem("workbook.not_only_sheets", Place(file_name))])
        return [
            Sheet(xml.name, book.get_sheet_by_index(at).to_python(skip_empty_area=False), xml)
            for at, xml in enumerate(described)
        ]
    except (CalamineError, ValueError) as error:
        facts = {"detail": str(error)}
        raise Rejected([Problem("workbook.damaged", Place(file_name), facts)]) from error
