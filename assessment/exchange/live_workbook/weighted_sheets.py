"""What each indicator is worth of a unit's 100, and the points it earns and loses."""

from assessment.exchange.live_workbook.book import NARROW, Book
from assessment.exchange.live_workbook.layout import WEIGHT
from assessment.exchange.live_workbook.levels_sheet import COUNTED, SCORE, SCORED, Levels
from assessment.exchange.live_workbook.nodes import Node, Tree
from assessment.exchange.live_workbook.parameters import Parameters
from assessment.exchange.live_workbook.totals_sheet import BASE, COUNTED_WEIGHT, SCORED_WEIGHT
from assessment.exchange.live_workbook.value_sheets import has_value, is_excused
from assessment.framework.model import Aggregation, Indicator
from assessment.kernel.codes import TOTAL

_SHARE, _RATE = range(2)
"""Blocks of the sheet of shares: of the unit's 100, and what a lost unit costs in points."""


class Weighted:
    def __init__(self, book: Book, parameters: Parameters, tree: Tree, levels: Levels) -> None:
        self.book, self.parameters, self.tree, self.levels = book, parameters, tree, levels

    def write(self) -> None:
        book, t = self.book, self.book.t
        book.head("shares", t("live.note.shares"))
        book.unit_rows("shares", book.layout.now)
        blocks = {_SHARE: t("live.block.of_hundred"), _RATE: t("live.block.rate")}
        for number, title in blocks.items():
            if number == _SHARE or not self.tree.is_straight:
                self.levels.head("shares", number, title)
        notes = {
            "effective": t("live.note.effective"),
            "earned": t("live.note.earned"),
            "lost": t("live.note.lost"),
        }
        for sheet, note in notes.items():
            book.head(sheet, note)
            book.unit_rows(sheet, book.layout.now)
            book.indicator_columns(sheet)
        self._write_sums()
        for line in book.layout.now:
            for node in self.tree:
                self._write_node(node, line.row)
            for _, indicator in book.given.indicators:
                self._write_indicator(indicator, line.row, line.unit)

    def _share(self, node: Node, row: int) -> str:
        return self.book.cell("shares", row, self.tree.block(_SHARE) + node.at)

    def _rate(self, node: Node, row: int) -> str:
        """What one lost unit of a node's mean costs in points of the total."""
        block = _SHARE if self.tree.is_straight else _RATE
        return self.book.cell("shares", row, self.tree.block(block) + node.at)

    def _write_node(self, node: Node, row: int) -> None:
        book = self.book
        score = self.levels.cell(node, SCORE, row)
        first = self.tree.block(SCORE) + node.at
        weight = book.cell("levels", WEIGHT, first, fixed=True)
        above, whole, rate = self._above(node.parent, row)
        silent = self._is_silent(node, row)
        counts = self._is_out(above, score, silent)
        column = self.tree.block(_SHARE) + node.at
        text = f'IF({counts},"",{self._of(node.parent, above)}*{weight}/{whole})'
        book.formula("shares", row, column, text, None, book.look("score"))
        if self.tree.is_straight:
            return
        level = self._level(node.parent)
        bends = f"{self._bend(level, node.parent, score)}/" + self._bend(
            node.aggregation, node.code, score
        )
        if self.levels.silence_counts:
            # A node without points hands on what it lost, to be shared by weight.
            lost = self._bend(level, node.parent, "0")
            bends = f'IF({self._is_inside(node.parent, row)},1,IF({score}="",{lost},{bends}))'
        text = f'IF({counts},"",IF({weight}=0,0,{rate}*{weight}/{whole}*{bends}))'
        column = self.tree.block(_RATE) + node.at
        book.formula("shares", row, column, text, None, book.look("plain"))

    def _is_silent(self, node: Node, row: int) -> str:
        """Whether a node is missing and keeps its weight."""
        if not self.levels.silence_counts:
            return ""
        cells = (self.levels.cell(node, block, row) for block in (COUNTED, SCORED))
        return ">".join(cells)

    def _is_out(self, above: str, score: str, silent: str) -> str:
        """Whether a part has no share: its level has none, or it has neither score nor silence."""
        if not silent:
            return f'OR({above}="",{score}="")'
        return f'OR({above}="",AND({score}="",NOT({silent})))'

    def _is_inside(self, parent: str | None, row: int) -> str:
        """Whether a level above has no score: where its part has a share, it earns nothing."""
        levels = []
        while parent is not None:
            node = self.tree.by_code[parent]
            levels.append(f'{self.levels.cell(node, SCORE, row)}=""')
            parent = node.parent
        return f"OR({','.join(levels)})" if levels else "FALSE"

    def _of(self, parent: str | None, above: str) -> str:
        """The share of the whole: the total's is 100."""
        return "100" if parent is None else above

    def _above(self, parent: str | None, row: int) -> tuple[str, str, str]:
        """Whether the parent is known, the weight its mean is over, and the rate there."""
        if parent is not None:
            node = self.tree.by_code[parent]
            whole = self.levels.cell(node, self.levels.whole, row)
            return self._share(node, row), whole, self._rate(node, row)
        base = self.book.cell("totals", row, BASE)
        column = COUNTED_WEIGHT if self.levels.silence_counts else SCORED_WEIGHT
        whole = self.book.cell("totals", row, column)
        bend = self._bend(self._level(None), None, base)
        return base, whole, f"100/{bend}"

    def _level(self, code: str | None) -> Aggregation:
        if code is None:
            return self.book.given.framework.aggregation
        return self.tree.by_code[code].aggregation

    def _bend(self, level: Aggregation, code: str | None, score: str) -> str:
        """f(u) ÷ (u − 1), which is 1 where u is; see docs/methods.md on points lost."""
        u = f"({score}/100)"
        match level.method:
            case "arithmetic":
                return "1"
            case "geometric":
                curve = f"LN{u}/({u}-1)"
            case "harmonic":
                curve = f"1/{u}"
            case "generalised":
                power = self.parameters.general(f"power:{code or TOTAL}")
                curve = f"({u}^{power}-1)/({power}*({u}-1))"
        return f"IF({u}=1,1,{curve})"

    def _write_indicator(self, indicator: Indicator, row: int, unit: str) -> None:
        book, node = self.book, self.tree.above[indicator.code]
        column = book.layout.column_of[indicator.code]
        score = book.cell("scores", row, column)
        weight = book.cell("scores", WEIGHT, column, fixed=True)
        above, whole, rate = self._above(node.code, row)
        ours = book.given.by_indicator.get((unit, indicator.code), {})
        look = book.look("score")
        silent, points = "", score
        if self.levels.silence_counts:
            state = book.cell("states", row, column)
            silent = f"AND(NOT({is_excused(book, state)}),NOT({has_value(book, state)}))"
            points = f'IF({score}="",0,{score})'
        out = self._is_out(above, score, silent)
        text = f'IF({out},"",{above}*{weight}/{whole})'
        book.formula("effective", row, column, text, ours.get("effective_weight"), look)
        effective = book.cell("effective", row, column)
        lost = f"{effective}*(100-{points})/100"
        if not self.tree.is_straight:
            bend = self._bend(node.aggregation, node.code, points)
            lost = f"IF({weight}=0,0,{rate}*{weight}/{whole}*{bend}*(100-{points})/100)"
        if silent:
            all_of_it = effective
            if not self.tree.is_straight:
                all_of_it = f"IF({weight}=0,0,{rate}*{weight}/{whole})"
            lost = f"IF({self._is_inside(node.code, row)},{all_of_it},{lost})"
        text = f'IF({effective}="","",{lost})'
        book.formula("lost", row, column, text, ours.get("lost"), look)
        text = f'IF({effective}="","",{effective}-{book.cell("lost", row, column)})'
        book.formula("earned", row, column, text, ours.get("points"), look)

    def _write_sums(self) -> None:
        """After the last indicator: the points together, which are the base score again."""
        book, columns = self.book, list(book_columns(self.book))
        if not columns:
            return
        at = columns[-1] + 1
        for sheet in ("effective", "earned", "lost"):
            book.over(sheet, at, "", "", book.t("live.sum"))
            book.sheets[sheet].set_column(at, at, NARROW)
            for line in book.layout.now:
                ours = book.given.by_unit.get(line.unit, {}).get("base")
                result = ours if sheet == "earned" else None
                cells = book.across(sheet, line.row, columns[0], columns[-1])
                text = f'IF(COUNT({cells})=0,"",SUM({cells}))'
                book.formula(sheet, line.row, at, text, result, book.look("score"))


def book_columns(book: Book) -> list[int]:
    return sorted(book.layout.column_of.values())
