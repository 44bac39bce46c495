"""The workbook of teams as it goes out: what is on record, to be added to and handed in again."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter
from openpyxl.utils import get_column_letter
from xlsxwriter.workbook import Workbook

from assessment.exchange import text_size
from assessment.exchange.roster import roster_layout
from assessment.exchange.roster.roster_layout import HEADER_ROW, SHEETS, Column, SheetName
from assessment.exchange.table_workbook import DAY, HEAD, OPTIONS
from assessment.i18n import Messages
from assessment.kernel.spreadsheet_text import neutral

Value = str | date | None
Row = Mapping[str, Value]
"""By column: codes of choices, and `yes` or `no`."""

OPEN_ROWS = 400
"""Rows below what is there that have the drop-downs too."""

_A4 = 9
_NARROW, _WIDE = 11, 40


@dataclass(frozen=True, slots=True)
class Roster:
    """What is on record, and the units there are: code, name, prefecture."""

    rows: Mapping[SheetName, Sequence[Row]]
    units: Sequence[tuple[str, str, str]]
    lang: str
    demonstration: bool = False


def build(roster: Roster) -> bytes:
    """The workbook's bytes."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        writer = _Writer(book, roster)
        writer.guide()
        for name in SHEETS:
            writer.sheet(name)
        writer.units()
    return target.getvalue()


class _Writer:
    def __init__(self, book: Workbook, roster: Roster) -> None:
        self.book, self.roster, self.t = book, roster, Messages(roster.lang)
        text = {"num_format": "@", "valign": "top", "text_wrap": True}
        self.text = book.add_format(text)
        self.pale = book.add_format({**text, "font_color": "#595959", "bg_color": "#F2F2F2"})
        self.day = book.add_format({"num_format": DAY, "valign": "top", "align": "left"})
        self.head = book.add_format({**HEAD, "align": "left"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.note = book.add_format({"font_color": "#595959"})
        self.loud = book.add_format({"bold": True, "font_color": "#A50000"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def guide(self) -> None:
        t, sheet = self.t, self.book.add_worksheet(self.t("roster.guide"))
        sheet.set_column(0, 0, 96)
        sheet.write_string(0, 0, t("roster.title"), self.title)
        sheet.write_string(1, 0, self._banner(), self._banner_look())
        lines = (
            t("roster.how.sheets"),
            t("roster.how.codes"),
            t("roster.how.keys"),
            t("roster.how.days"),
            t("roster.how.names"),
            t("roster.how.absent"),
            t("roster.how.whole"),
        )
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        for row, line in enumerate(lines, start=2):
            sheet.write_string(row, 0, line, self.wrapped)
            sheet.set_row(row, text_size.height([(line, 96)]))

    def sheet(self, name: SheetName) -> None:
        title, columns = self.t.codes("roster.sheet")[name], SHEETS[name]
        sheet = self.book.add_worksheet(title)
        words, rows = self.t.codes("roster.column"), self.roster.rows[name]
        sheet.write_string(0, 0, title, self.title)
        sheet.write_string(1, 0, self._banner(), self._banner_look())
        for place, column in enumerate(columns):
            look = self._look(column)
            said = [self._said(column, row.get(column.name)) for row in rows]
            sheet.set_column(place, place, _width([words[column.name], *said]), look)
            sheet.write_string(HEADER_ROW - 1, place, words[column.name], self.head)
            for number, row in enumerate(rows, start=HEADER_ROW):
                value = row.get(column.name)
                if isinstance(value, date):
                    sheet.write_datetime(number, place, value, look)
                elif value is not None:
                    sheet.write_string(number, place, self._said(column, value), look)
            if column.kind in {"choice", "yes_no"}:
                last = HEADER_ROW + len(rows) + OPEN_ROWS
                offers = list(roster_layout.choices(column.name, self.t).values())
                sheet.data_validation(
                    HEADER_ROW, place, last, place, {"validate": "list", "source": offers}
                )
        last = HEADER_ROW - 1 + max(len(rows), 1)
        sheet.autofilter(f"A{HEADER_ROW}:{get_column_letter(len(columns))}{last + 1}")
        sheet.freeze_panes(HEADER_ROW, 0)
        sheet.repeat_rows(HEADER_ROW - 1)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")

    def units(self) -> None:
        """The codes there are, to be looked up."""
        t, sheet = self.t, self.book.add_worksheet(self.t("roster.units"))
        heads = (t("roster.column.unit"), t("roster.column.unit_name"), t("roster.prefecture"))
        for place, (head, width) in enumerate(zip(heads, (14, 34, 34), strict=True)):
            sheet.set_column(place, place, width, self.text)
            sheet.write_string(0, place, head, self.head)
        for row, unit in enumerate(self.roster.units, start=1):
            for place, words in enumerate(unit):
                sheet.write_string(row, place, neutral(words), self.text)
        sheet.freeze_panes(1, 0)

    def _said(self, column: Column, value: Value) -> str:
        if value is None:
            return ""
        if column.kind in {"choice", "yes_no"}:
            return roster_layout.choices(column.name, self.t)[str(value)]
        return neutral(str(value))

    def _look(self, column: Column) -> object:
        if column.kind == "day":
            return self.day
        return self.pale if column.beside else self.text

    def _banner(self) -> str:
        demonstration = self.roster.demonstration
        return self.t("workbook.demonstration") if demonstration else self.t("roster.hint")

    def _banner_look(self) -> object:
        return self.loud if self.roster.demonstration else self.note


def _width(texts: Sequence[str]) -> float:
    return min(max(max(map(text_size.width, texts)) + 3, _NARROW), _WIDE)
