"""The rules and weights as cells that every formula refers to, and that a reader may change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assessment.exchange.live_workbook.book import NARROW, WIDE, Book
from assessment.exchange.live_workbook.layout import FIRST
from assessment.exchange.live_workbook.nodes import Tree
from assessment.framework.model import (
    Aggregation,
    Bands,
    Dated,
    Indicator,
    Log,
    WinsorisePercentiles,
    WinsorisePoints,
)
from assessment.framework.period import Period
from assessment.framework.values.field_values import EXCEL_EPOCH
from assessment.kernel.codes import TOTAL

SLACK = 1e-9
"""As in the engine, so that 85 reached by adding up counts as 85."""

INFINITE = 1e300
"""Stands for an open end of the first and last band."""

TIES = {"min": 0.0, "mid": 0.5, "max": 1.0}
_DATED = (
    *("floor", "target", "worst", "best", "points", "low", "high"),
    *("mean", "deviation", "factor", "offset"),
)
"""Numbers of the scoring methods, by the key they have in the framework."""

_PLACE = FIRST - 1


def numbers_of(indicator: Indicator, period: str) -> dict[str, float]:
    """Every number an indicator's formulas need beside its weight."""
    found: dict[str, float] = {"sign": 1.0 if indicator.direction == "up" else -1.0}
    for name in _DATED:
        given = getattr(indicator.scoring, name, None)
        if isinstance(given, Dated):
            found[name] = float(given.at(period))
    if hasattr(indicator.scoring, "ties"):
        found["ties"] = TIES[indicator.scoring.ties]
    match indicator.treatment:
        case WinsorisePercentiles(lower=lower, upper=upper):
            found |= {"lower": lower, "upper": upper}
        case WinsorisePoints(most=most, skewness=skewness, kurtosis=kurtosis):
            found |= {"most": float(most), "skewness": skewness, "kurtosis": kurtosis}
        case Log(offset=offset):
            found["log_offset"] = offset
    return found


FROZEN = frozenset({"most"})
"""Shown, but not to be changed: there are only so many helper columns."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the sheet of levels: a name, a note, and numbers by column."""

    key: str
    name: str
    value: float | str
    """A number, or a formula that refers to another cell."""

    result: float
    is_day: bool = False


class Parameters:
    """Addresses of every number, known before anything is written."""

    def __init__(self, book: Book, tree: Tree) -> None:
        self.book, self.tree = book, tree
        given = book.given
        self.numbers = {i.code: numbers_of(i, given.period) for _, i in given.indicators}
        used = {name for numbers in self.numbers.values() for name in numbers}
        self.names = [
            name for name in book.t.codes("live.param") if name in used | {"weight", "smallest"}
        ]
        self.rows = {i.code: FIRST + at for at, (_, i) in enumerate(given.indicators)}
        self.lines = list(self._lines())
        self.line_of = {line.key: FIRST + at for at, line in enumerate(self.lines)}
        self.pieces = {
            i.code: _pieces(i.scoring, given.period)
            for _, i in given.indicators
            if isinstance(i.scoring, Bands)
        }

    def of(self, code: str, name: str) -> str:
        """The cell with an indicator's number."""
        return self.book.cell("rules", self.rows[code], 3 + self.names.index(name), fixed=True)

    def general(self, key: str) -> str:
        """The cell with a number of the framework or of a level."""
        return self.book.cell("levels_rules", self.line_of[key], 2, fixed=True)

    def general_range(self, first: str, last: str) -> str:
        rows = (self.line_of[first], self.line_of[last])
        one = self.book.cell("levels_rules", rows[0], 2, fixed=True)
        return f"{one}:{self.book.cell('levels_rules', rows[1], 2, fixed=True).split('!')[1]}"

    def bands(self, code: str, column: int) -> str:
        """A column of an indicator's pieces: 2 from, 3 to, 4 points there, 5 slope."""
        first = FIRST
        for other, pieces in self.pieces.items():
            if other == code:
                one = self.book.cell("bands", first, column, fixed=True)
                last = self.book.cell("bands", first + len(pieces) - 1, column, fixed=True)
                return f"{one}:{last.split('!')[1]}"
            first += len(pieces)
        raise KeyError(code)

    def _lines(self) -> Iterator[_Row]:
        given, t = self.book.given, self.book.t
        framework, period = given.framework, given.period
        threshold = framework.completeness_threshold.at(period)
        smallest = float(framework.smallest_pool.at(period))
        yield _Row("slack", t("live.general.slack"), SLACK, SLACK)
        yield _Row("threshold", t("live.general.threshold"), threshold, threshold)
        yield _Row("smallest", t("live.general.smallest"), smallest, smallest)
        yield self._defaulted(
            "screening", t("live.general.screening"), framework.screening.at_least, threshold
        )
        yield from self._level(TOTAL, t("live.total"), framework.aggregation, None)
        for node in self.tree:
            name = t.of(node.part.title)
            yield from self._level(node.code, name, node.aggregation, node.part.weight.at(period))
        if framework.bonus is not None:
            cap = framework.bonus.cap.at(period)
            yield _Row("cap", t("live.general.cap"), cap, cap)
        if framework.veto is not None:
            place = [grade.code for grade in framework.grades].index(framework.veto.grade_cap) + 1.0
            yield _Row("grade_cap", t("live.general.grade_cap"), place, place)
        for grade in framework.grades:
            cut = grade.at_least.at(period)
            name = t("live.general.grade", grade=grade.title)
            yield _Row(f"grade:{grade.code}", name, cut, cut)

    def _level(
        self, code: str, name: str, level: Aggregation, weight: float | None
    ) -> Iterator[_Row]:
        t, framework = self.book.t, self.book.given.framework
        if weight is not None:
            yield _Row(f"weight:{code}", t("live.general.weight", name=name), weight, weight)
        if level.method == "generalised" and level.power is not None:
            said = t("live.general.power", name=name)
            yield _Row(f"power:{code}", said, level.power, level.power)
        threshold = framework.completeness_threshold.at(self.book.given.period)
        said = t("live.general.level_threshold", name=name)
        yield self._defaulted(f"threshold:{code}", said, level.threshold, threshold)

    def _defaulted(self, key: str, name: str, dated: Dated[float] | None, otherwise: float) -> _Row:
        """A number of its own, or the one that holds everywhere."""
        if dated is None:
            row = FIRST + 1
            cell = self.book.cell("levels_rules", row, 2, fixed=True)
            return _Row(key, name, cell, otherwise)
        value = float(dated.at(self.book.given.period))
        return _Row(key, name, value, value)

    def write(self) -> None:
        self._write_rules()
        self._write_levels()
        if self.book.has("bands"):
            self._write_bands()

    def _write_rules(self) -> None:
        book, t = self.book, self.book.t
        book.head("rules", t("live.note.rules"))
        said = t.codes("live.param")
        heads = [t("live.code"), t("live.indicator"), t("live.strength")]
        heads += [*(said[name] for name in self.names), t("live.in_words")]
        widths: list[float] = [24, 30, 12, *(NARROW for _ in self.names), WIDE * 2]
        book.columns("rules", heads, _PLACE, widths)
        for strength, indicator in book.given.indicators:
            row = self.rows[indicator.code]
            for at, words in enumerate(
                (indicator.code, t.of(indicator.title), t.of(strength.short))
            ):
                book.text("rules", row, at, words, book.look("wrap"))
            self._write_numbers(indicator, row)
            words = book.given.rules.get(indicator.code, "")
            book.text("rules", row, 3 + len(self.names), words, book.look("wrap"))
            room = [(words, WIDE * 2), (t.of(indicator.title), 30)]
            book.tall_row("rules", row, room)
        book.sheets["rules"].freeze_panes(FIRST, 2)

    def _write_numbers(self, indicator: Indicator, row: int) -> None:
        book, period = self.book, self.book.given.period
        numbers = {"weight": float(indicator.weight.at(period)), **self.numbers[indicator.code]}
        for at, name in enumerate(self.names, start=3):
            if name == "smallest":
                self._write_smallest(indicator, row, at)
            elif name in numbers:
                look = book.look("plain") if name in FROZEN else book.look("input")
                book.number("rules", row, at, numbers[name], look)
            else:
                book.sheets["rules"].write_blank(row, at, None, book.look("plain"))

    def _write_smallest(self, indicator: Indicator, row: int, column: int) -> None:
        book = self.book
        own, look = indicator.pool.smallest, book.look("input")
        if own is not None:
            book.number("rules", row, column, own, look)
        else:
            usual = float(book.given.framework.smallest_pool.at(book.given.period))
            book.formula("rules", row, column, self.general("smallest"), usual, look)

    def _write_levels(self) -> None:
        book, t = self.book, self.book.t
        book.head("levels_rules", t("live.note.levels_rules"))
        heads = [t("live.code"), t("live.what"), t("live.number")]
        book.columns("levels_rules", heads, _PLACE, [30, 60, 14])
        for line in self.lines:
            row = self.line_of[line.key]
            book.text("levels_rules", row, 0, line.key, book.look("wrap"))
            book.text("levels_rules", row, 1, line.name, book.look("wrap"))
            look = book.look("input")
            if isinstance(line.value, str):
                book.formula("levels_rules", row, 2, line.value, line.result, look)
            else:
                book.number("levels_rules", row, 2, line.value, look)
        book.sheets["levels_rules"].freeze_panes(FIRST, 0)

    def _write_bands(self) -> None:
        book, t = self.book, self.book.t
        book.head("bands", t("live.note.bands"))
        heads = [t("live.code"), t("live.indicator"), t("live.band.at_least"), t("live.band.below")]
        heads += [t("live.band.points"), t("live.band.slope"), t("live.band.points_to")]
        book.columns("bands", heads, _PLACE, [24, 30, 14, 14, 14, 14, 14])
        names = {i.code: t.of(i.title) for _, i in book.given.indicators}
        row = FIRST
        ends = book.look("bound")
        for code, pieces in self.pieces.items():
            for start, end, low, high in pieces:
                book.text("bands", row, 0, code, book.look("text"))
                book.text("bands", row, 1, names[code], book.look("text"))
                for column, value in ((2, start), (3, end)):
                    open_end = abs(value) >= INFINITE
                    book.number(
                        "bands", row, column, value, ends if open_end else book.look("input")
                    )
                book.number("bands", row, 4, low, book.look("input"))
                book.number("bands", row, 6, high, book.look("input"))
                start_cell, end_cell, low_cell, high_cell = (
                    book.cell("bands", row, column) for column in (2, 3, 4, 6)
                )
                rise, way = f"({high_cell}-{low_cell})", f"({end_cell}-{start_cell})"
                slope = f"IF({low_cell}={high_cell},0,{rise}/{way})"
                result = 0.0 if low == high else (high - low) / (end - start)
                book.formula("bands", row, 5, slope, result, book.look("plain"))
                row += 1
        book.sheets["bands"].freeze_panes(FIRST, 2)


Piece = tuple[float, float, float, float]
"""From, to, points there, points on reaching the end."""


def _pieces(scoring: Bands, period: str) -> list[Piece]:
    """The table as pieces that cover every number."""
    inner: list[Piece] = []
    for band in scoring.bands.at(period):
        low, high = band.points if isinstance(band.points, tuple) else (band.points, band.points)
        start = -INFINITE if band.from_ is None else band.from_
        end = INFINITE if band.to is None else band.to
        inner.append((start, end, float(low), float(high)))
    first, last = inner[0], inner[-1]
    if first[0] > -INFINITE:
        inner.insert(0, (-INFINITE, first[0], first[2], first[2]))
    if last[1] < INFINITE:
        inner.append((last[1], INFINITE, last[3], last[3]))
    return inner


def day(period: str) -> int:
    """The serial number of a period's last day."""
    end: date = Period.of(period).end
    return (end - EXCEL_EPOCH).days
