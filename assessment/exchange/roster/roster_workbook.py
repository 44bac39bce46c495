"""A workbook of teams that somebody filled in: every line with its cells, or everything wrong.

Here it is read as it is written: words, days, codes. Whether the codes name anything is for whoever
knows the register.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from openpyxl.utils.cell import coordinate_to_tuple

from assessment.errors import Place, Problem, Rejected
from assessment.exchange import cells, sheet_notes, sheets
from assessment.exchange.roster import roster_layout
from assessment.exchange.roster.roster_layout import BANNER_ROW, LONGEST, SHEETS, Column, SheetName
from assessment.exchange.sheets import Sheet, cell_name
from assessment.framework.values import field_values
from assessment.framework.values.field_values import Breach, Raw
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel import spreadsheet_text

Value = str | date | None

_LOOKED_THROUGH = 12
"""Rows in which the headers may stand."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what its cells say by column, and where each stands."""

    values: Mapping[str, Value]
    places: Mapping[str, Place]
    whole: bool
    """Whether every cell could be read."""

    def text(self, column: str) -> str:
        return str(self.values.get(column) or "")

    def day(self, column: str) -> date | None:
        value = self.values.get(column)
        return value if isinstance(value, date) else None

    def place(self, column: str) -> Place:
        return self.places[column]


@dataclass(frozen=True, slots=True)
class _Offered:
    """What a column offers, in the reader's language."""

    column: str

    def said_in(self, lang: str) -> str:
        return " / ".join(roster_layout.choices(self.column, Messages(lang)).values())


@dataclass(slots=True)
class FiledRoster:
    file_name: str
    lines: dict[SheetName, list[Line]] = field(default_factory=dict)
    demonstration: bool = False
    """Whether it says of itself that its data are invented."""

    problems: list[Problem] = field(default_factory=list)
    """What is wrong with single cells; whoever knows the register adds to it."""

    notes: list[Problem] = field(default_factory=list)
    """What was not taken along, or read out of sight."""


def read(data: bytes, file_name: str) -> FiledRoster:
    """What the workbook says, and what is wrong with its cells.

    `Rejected` where a sheet or column is missing: all that would follow is noise.
    """
    opened = sheets.opened(data, file_name)
    filed = FiledRoster(file_name)
    problems = filed.problems
    for name in SHEETS:
        titles = [Messages(lang).codes("roster.sheet")[name] for lang in LANGUAGES]
        found = [sheet for sheet in opened if any(map(sheet.name.strip().__eq__, titles))]
        if not found:
            facts = {"sheet": " / ".join(titles)}
            problems.append(Problem("roster.no_sheet", Place(file_name), facts))
        for sheet in found[:1]:
            problems += _strange(sheet, file_name)
            filed.notes += sheet_notes.of([sheet], file_name)
            filed.lines[name] = _lines(sheet, file_name, name, problems, filed.notes)
            filed.demonstration |= _is_marked(sheet)
    if any(problem.code in {"roster.no_sheet", "roster.no_column"} for problem in problems):
        raise Rejected(problems)
    return filed


def _strange(sheet: Sheet, file_name: str) -> Iterator[Problem]:
    """What cannot be read as it is shown."""
    for cell in (*sheet.formulas, *sheet.calculated):
        yield Problem("workbook.formula", Place(file_name, sheet=sheet.name, cell=cell))
    for cell in sheet.pictures:
        yield Problem("workbook.picture_in_cell", Place(file_name, sheet=sheet.name, cell=cell))
    for code, cells_marked in (
        ("workbook.raised", sheet.raised),
        ("workbook.struck", sheet.struck),
    ):
        for cell in cells_marked:
            facts = {"found": field_values.shown(sheet.raw(*coordinate_to_tuple(cell)))}
            place = Place(file_name, sheet=sheet.name, cell=cell)
            yield Problem(code, place, facts)
    for cell in sheet.merged:
        place = Place(file_name, sheet=sheet.name, cell=cell)
        yield Problem("roster.merged", place)
    for cell, shown in sheet.errors.items():
        place = Place(file_name, sheet=sheet.name, cell=cell)
        yield Problem("roster.error_cell", place, {"found": shown})


def _lines(
    sheet: Sheet,
    file_name: str,
    name: SheetName,
    problems: list[Problem],
    hidden: list[Problem],
) -> list[Line]:
    columns = SHEETS[name]
    row, at = _header(sheet, columns)
    missing = [each for each in columns if each.name not in at and each.beside is None]
    if missing:
        for column in missing:
            said = [Messages(lang).codes("roster.column")[column.name] for lang in LANGUAGES]
            place = Place(file_name, sheet=sheet.name)
            facts = {"column": " / ".join(said)}
            problems.append(Problem("roster.no_column", place, facts))
        return []
    lines = []
    for number in range(row + 1, sheet.last_row + 1):
        own = {each: at[each.name] for each in columns if each.name in at}
        if any(sheet.text(number, place) for place in own.values()):
            lines.append(_line(sheet, file_name, number, own, problems))
            if number in sheet.hidden_rows:
                place = lines[-1].places[next(iter(own)).name]
                hidden.append(Problem("workbook.hidden_row", place, {"row": number}))
    return lines


def _header(sheet: Sheet, columns: tuple[Column, ...]) -> tuple[int, dict[str, int]]:
    """The row that has most of the headers, and the place of each it has."""
    best: tuple[int, dict[str, int]] = (0, {})
    words = [Messages(lang).codes("roster.column") for lang in LANGUAGES]
    for row in range(1, min(sheet.last_row, _LOOKED_THROUGH) + 1):
        found: dict[str, int] = {}
        for place in range(1, sheet.last_column + 1):
            said = sheet.text(row, place)
            for column in columns:
                if said and any(roster_layout.same(said, each[column.name]) for each in words):
                    found.setdefault(column.name, place)
        if len(found) > len(best[1]):
            best = (row, found)
    return best


def _line(
    sheet: Sheet, file_name: str, row: int, at: Mapping[Column, int], problems: list[Problem]
) -> Line:
    values: dict[str, Value] = {}
    before = len(problems)
    places = {
        column.name: Place(file_name, sheet=sheet.name, cell=cell_name(row, place))
        for column, place in at.items()
    }
    for column, place in at.items():
        value = _read(column, sheet.raw(row, place))
        if isinstance(value, Breach):
            problems.append(Problem(value.code, places[column.name], value.facts))
        else:
            values[column.name] = value
    return Line(values, places, whole=len(problems) == before)


def _read(column: Column, raw: Raw) -> Value | Breach:
    said = spreadsheet_text.plain(field_values.text(raw))
    if not said:
        return Breach("roster.blank") if column.required else None
    match column.kind:
        case "day":
            day = cells.day(raw)
            return (
                Breach("roster.not_a_day", {"found": field_values.shown(raw)})
                if isinstance(day, Breach)
                else day
            )
        case "choice" | "yes_no":
            return _choice(column, said)
        case "code":
            return cells.code(spreadsheet_text.plain(raw) if isinstance(raw, str) else raw)
    if len(said) > LONGEST:
        return Breach("roster.too_long", {"length": len(said), "longest": LONGEST})
    return " ".join(said.split())


def _choice(column: Column, text: str) -> str | Breach:
    for lang in LANGUAGES:
        for code, word in roster_layout.choices(column.name, Messages(lang)).items():
            if roster_layout.same(text, word) or text == code:
                return code
    facts = {"found": field_values.shown(text), "known": _Offered(column.name)}
    return Breach("roster.not_offered", facts)


def _is_marked(sheet: Sheet) -> bool:
    marks = [Messages(lang)("workbook.demonstration") for lang in LANGUAGES]
    return any(roster_layout.same(sheet.text(BANNER_ROW, 1), mark) for mark in marks)
