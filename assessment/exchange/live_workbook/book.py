"""The workbook being written: its sheets, how cells look, and the ways to fill them.

Text of users goes in as text only. Every formula is written with its result, so that a viewer
that does not calculate shows our numbers; a result we do not have is left open, and every
spreadsheet program computes it when it opens the file.
"""

import io
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from assessment.exchange import text_size
from assessment.exchange.live_workbook import layout
from assessment.exchange.live_workbook.inputs import Inputs, number
from assessment.exchange.live_workbook.layout import Layout, Line
from assessment.exchange.table_workbook import HEAD, OPTIONS
from assessment.i18n import Messages
from assessment.kernel.spreadsheet_text import neutral

Look = Literal[
    "plain", "input", "text", "score", "whole", "share", "day", "yes_no", "bound", "wrap"
]

WIDE, NARROW, CODES, NAMES = 52, 11, 9, 16
"""Column widths, in characters."""

_LOOKS: Mapping[Look, dict[str, object]] = {
    "plain": {"num_format": "General"},
    "input": {"num_format": "General"},
    "text": {"num_format": "@"},
    "score": {"num_format": "0.00"},
    "whole": {"num_format": "0"},
    "share": {"num_format": "0.0%"},
    "day": {"num_format": "yyyy-mm-dd"},
    "yes_no": {"num_format": "General"},
    "bound": {"num_format": '[<-1E+299]"−∞";[>1E+299]"∞";General'},
    "wrap": {"text_wrap": True, "valign": "top"},
}
_YELLOW, _GREY = "#FFF8D6", "#F2F2F2"
_LONGEST_NAME = 31


class Book:
    """One workbook. Sheets are named by what they are for, and called in the reader's language."""

    def __init__(self, inputs: Inputs, t: Messages, names: Mapping[str, str]) -> None:
        self.given, self.t, self.names = inputs, t, names
        self.layout = Layout(inputs)
        self.target = io.BytesIO()
        self.book: Workbook = Workbook(self.target, OPTIONS)
        self.sheets: dict[str, Worksheet] = {
            key: self.book.add_worksheet(name[:_LONGEST_NAME]) for key, name in names.items()
        }
        for page in self.sheets.values():
            page._prepare_formula = _as_it_is
        self.notes: dict[str, str] = {}
        """What each sheet says of itself, for the first sheet to repeat."""

        self.look = cache(self._look)

    def bytes(self) -> bytes:
        self.book.close()
        return self.target.getvalue()

    # Where things are

    def has(self, sheet: str) -> bool:
        return sheet in self.sheets

    def cell(self, sheet: str, row: int, column: int, *, fixed: bool = False) -> str:
        return layout.cell(self.names[sheet], row, column, fixed=fixed)

    def down(self, sheet: str, column: int, last: int | None = None) -> str:
        """A column of the units, and of earlier periods down to `last`."""
        end = self.layout.last if last is None else last
        return layout.down(self.names[sheet], column, layout.FIRST, end)

    def across(self, sheet: str, row: int, first: int, last: int, *, fixed: bool = False) -> str:
        return layout.across(self.names[sheet], row, first, last, fixed=fixed)

    # What goes into cells

    def text(self, sheet: str, row: int, column: int, words: str, look: Format) -> None:
        self.sheets[sheet].write_string(row, column, neutral(words), look)

    def number(self, sheet: str, row: int, column: int, value: float, look: Format) -> None:
        self.sheets[sheet].write_number(row, column, _Exact(value), look)

    def formula(
        self, sheet: str, row: int, column: int, text: str, result: object, look: Format
    ) -> None:
        self.sheets[sheet].write_formula(row, column, f"={text}", look, _result(result))

    def array(
        self, sheet: str, row: int, column: int, text: str, result: object, look: Format
    ) -> None:
        """A formula that goes through ranges cell by cell. Entered as one, it is understood by
        every version."""
        self.sheets[sheet].write_array_formula(
            row, column, row, column, f"{{={text}}}", look, _result(result)
        )

    # What every sheet has

    def head(self, sheet: str, note: str) -> None:
        """What the sheet is, and how it comes about."""
        page = self.sheets[sheet]
        self.notes[sheet] = note
        self.text(sheet, layout.TITLE, 0, self.names[sheet], self._said(bold=True, font_size=14))
        if self.given.demonstration:
            loud = self._said(bold=True, font_color="#A50000")
            self.text(sheet, layout.MARK, 0, self.t("workbook.demonstration"), loud)
            page.set_header(f"&L{self.t('workbook.demonstration_short')}")
        self.text(sheet, layout.NOTE, 0, note, self._said(font_color="#595959"))
        page.set_landscape()
        page.set_paper(_A4)
        page.set_footer("&C&P / &N")

    def columns(self, sheet: str, titles: Sequence[str], row: int, widths: Sequence[float]) -> None:
        """Headers of a table."""
        for at, (title, width) in enumerate(zip(titles, widths, strict=True)):
            self.text(sheet, row, at, title, self.head_look)
            self.sheets[sheet].set_column(at, at, width)
        height = text_size.height(zip(titles, widths, strict=True))
        self.sheets[sheet].set_row(row, height)

    def unit_rows(self, sheet: str, lines: Sequence[Line]) -> None:
        """Code and name at the head of each row, and what stays in sight."""
        t, page = self.t, self.sheets[sheet]
        names = dict(zip(self.given.units["unit"], self.given.units["name"], strict=True))
        for row, words in (
            (layout.CODE, t("live.code")),
            (layout.NAME, t("live.name")),
            (layout.GROUP, t("live.strength")),
        ):
            self.text(
                sheet, row, 0, words if row != layout.NAME else t("live.unit"), self.head_look
            )
            self.text(sheet, row, 1, "" if row != layout.NAME else words, self.head_look)
        text = self.look("text")
        for line in lines:
            self.text(sheet, line.row, 0, line.unit, text)
            name = str(names[line.unit])
            told = name if line.period == self.given.period else f"{name} {line.period}"
            self.text(sheet, line.row, 1, told, text)
        page.set_column(0, 0, CODES)
        page.set_column(1, 1, NAMES)
        page.freeze_panes(layout.FIRST, FROM)
        page.repeat_rows(layout.GROUP, layout.NAME)

    def over(self, sheet: str, column: int, group: str, code: str, name: str) -> None:
        """The three lines above a column."""
        for row, words in ((layout.GROUP, group), (layout.CODE, code), (layout.NAME, name)):
            self.text(sheet, row, column, words, self.head_look)

    def indicator_columns(self, sheet: str) -> None:
        """The lines above the indicators."""
        for strength, indicator in self.given.indicators:
            column = self.layout.column_of[indicator.code]
            name = self.t.of(indicator.title)
            self.over(sheet, column, self.t.of(strength.short), indicator.code, name)
        last = FROM + len(self.given.indicators) - 1
        self.sheets[sheet].set_column(FROM, max(last, FROM), NARROW)
        titles = [(self.t.of(i.title), float(NARROW)) for _, i in self.given.indicators]
        self.tall(sheet, titles, [(i.code, float(NARROW)) for _, i in self.given.indicators])

    def tall(
        self,
        sheet: str,
        titles: Sequence[tuple[str, float]],
        codes: Sequence[tuple[str, float]] = (),
    ) -> None:
        """Room for the names and codes above the columns."""
        self.sheets[sheet].set_row(layout.NAME, text_size.height(titles))
        self.sheets[sheet].set_row(layout.CODE, text_size.height(codes))

    def tall_row(self, sheet: str, row: int, texts: Sequence[tuple[str, float]]) -> None:
        """Room for wrapped text in any other row."""
        self.sheets[sheet].set_row(row, text_size.height(texts))

    def block(self, sheet: str, first: int, last: int, title: str) -> None:
        """A name over several columns that belong together."""
        for column in range(first, last + 1):
            self.text(sheet, layout.GROUP, column, title if column == first else "", self.head_look)

    # Looks

    @property
    def head_look(self) -> Format:
        return self.look("plain", "head")

    def _look(self, look: Look, kind: Literal["cell", "head", "input"] = "cell") -> Format:
        wishes: dict[str, object] = {"valign": "top", **_LOOKS[look]}
        if kind == "head":
            wishes |= {**HEAD, "font_size": 9}
        if kind == "input" or look == "input":
            wishes |= {"bg_color": _YELLOW, "border": 1, "border_color": "#E3D9A8"}
        if look == "yes_no":
            yes, no = self.t("workbook.yes"), self.t("workbook.no")
            wishes["num_format"] = f'[=1]"{yes}";[=0]"{no}";General'
        return self.book.add_format(wishes)

    @cache  # noqa: B019 - a book lives as long as its looks
    def _said(self, **wishes: object) -> Format:
        return self.book.add_format(wishes)


FROM = layout.FROM
_A4 = 9


def _as_it_is(formula: str, _: bool = False) -> str:
    """Instead of the library's own search of each formula for some thirty functions newer than any
    we use, which takes longer than all the rest."""
    return formula.removeprefix("{").removesuffix("}").removeprefix("=")


class _Exact(float):
    """A number written with every digit it has: xlsxwriter keeps 16, and a double may need 17."""

    def __format__(self, _: str) -> str:
        return repr(float(self))


def _result(value: object) -> object:
    """What is stored beside a formula; an empty text is computed when the file is opened."""
    if isinstance(value, str):
        return value
    plain = number(value)
    return "" if plain is None else plain
