"""What stands in for a missing value, and, after scoring, for a missing score."""

from assessment.exchange.live_workbook import layout
from assessment.exchange.live_workbook.book import Book
from assessment.exchange.live_workbook.layout import Line
from assessment.exchange.live_workbook.nodes import Tree
from assessment.exchange.live_workbook.pool_sheets import Pools
from assessment.exchange.live_workbook.value_sheets import has_value, is_excused
from assessment.framework.model import Indicator, Strength
from assessment.framework.period import Period


def fills_values(indicator: Indicator) -> bool:
    return indicator.imputation not in (None, "own_mean")


class Filling:
    """The step between treatment and scoring; there only where an indicator asks for it."""

    def __init__(self, book: Book, pools: Pools) -> None:
        self.book, self.pools = book, pools

    def value(self, indicator: Indicator, row: int) -> str:
        """The cell that is scored: a real value, or what stands in for it."""
        if not self.book.has("filled"):
            return self.pools.treated(indicator, row)
        return self.book.cell("filled", row, self.book.layout.column_of[indicator.code])

    def write(self) -> None:
        book = self.book
        if not book.has("filled"):
            return
        book.head("filled", book.t("live.note.filled"))
        book.unit_rows("filled", book.layout.now)
        book.indicator_columns("filled")
        for _, indicator in book.given.indicators:
            column = book.layout.column_of[indicator.code]
            for line in book.layout.now:
                ours = book.given.by_indicator.get((line.unit, indicator.code), {})
                text = self._text(indicator, line)
                write = book.array if "MEDIAN(" in text else book.formula
                write("filled", line.row, column, text, ours.get("z"), book.look("plain"))
            mark_filled(book, "filled", indicator)

    def _text(self, indicator: Indicator, line: Line) -> str:
        real = self.pools.treated(indicator, line.row)
        if not fills_values(indicator):
            return real
        state = self.book.cell("states", line.row, self.book.layout.column_of[indicator.code])
        fill = f'IF({is_excused(self.book, state)},"",{self._fill(indicator, line)})'
        if indicator.pool.fallback == "unknown":
            fill = f'IF({self.pools.key(indicator, line.row)}="","",{fill})'
        return f'IF({real}<>"",{real},{fill})'

    def _fill(self, indicator: Indicator, line: Line) -> str:
        if indicator.imputation == "last_period":
            return self._last(indicator, line)
        values = self.pools.treated_column(indicator)
        function = "MEDIAN" if str(indicator.imputation).endswith("median") else "AVERAGE"
        member = f'({values}<>"")'
        if str(indicator.imputation).startswith("peer_"):
            keys = self.book.down("units", layout.UNIT_GROUP_KEY)
            own = self.book.cell("units", line.row, layout.UNIT_GROUP_KEY)
            member = f"({keys}={own})*{member}"
        return f'IF(SUMPRODUCT(1*{member})=0,"",{self._among(function, member, values)})'

    def _among(self, function: str, member: str, values: str) -> str:
        """Over the members only. A mean is a sum by a count; a median must go cell by cell."""
        if function == "AVERAGE":
            return f"SUMPRODUCT(1*{member},{values})/SUMPRODUCT(1*{member})"
        return f"MEDIAN(IF({member},{values}))"

    def _last(self, indicator: Indicator, line: Line) -> str:
        before = Period.of(self.book.given.period).previous
        row = self.book.layout.row_of.get((line.unit, before))
        if row is None or not indicator.asked_in(before):
            return '""'
        value = self.book.cell("directed", row, self.book.layout.column_of[indicator.code])
        held = self.pools.drawn_in(indicator, line.row, value)
        return f'IF({value}="","",{held})'


def mark_filled(book: Book, sheet: str, indicator: Indicator) -> None:
    """Numbers that are nobody's answer are set in another colour, whoever changes what."""
    if indicator.imputation is None:
        return
    column, page = book.layout.column_of[indicator.code], book.sheets[sheet]
    here = layout.cell(book.names[sheet], layout.FIRST, column).split("!")[1]
    value = book.cell("values", layout.FIRST, column)
    look = book.book.add_format({"bg_color": "#FCE4D6", "font_color": "#9C3A00", "italic": True})
    rule = {"type": "formula", "criteria": f'=AND({here}<>"",{value}="")', "format": look}
    page.conditional_format(layout.FIRST, column, book.layout.last, column, rule)


def own_mean(book: Book, tree: Tree, strength: Strength, indicator: Indicator, row: int) -> str:
    """The score as it is; where missing, the mean of the unit's other real scores in the
    strength."""
    column = book.layout.column_of[indicator.code]
    score, state = (book.cell(sheet, row, column) for sheet in ("scored", "states"))
    if indicator.imputation != "own_mean":
        return score
    span = tree.whole(strength)
    states = book.across("states", row, span.first, span.last)
    scores = book.across("scored", row, span.first, span.last)
    counts = f'1*({has_value(book, states)})*({scores}<>"")'
    missing = f"OR({is_excused(book, state)},{has_value(book, state)})"
    mean = f"SUMPRODUCT({counts},{scores})/SUMPRODUCT({counts})"
    return f'IF({score}<>"",{score},IF({missing},"",IF(SUMPRODUCT({counts})=0,"",{mean})))'
