"""Among whom each value is compared, what their values are like, and extremes drawn in."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assessment.exchange.live_workbook import layout
from assessment.exchange.live_workbook.book import NARROW, Book
from assessment.exchange.live_workbook.layout import EVERYONE, FIRST, Line
from assessment.exchange.live_workbook.parameters import INFINITE, Parameters
from assessment.framework.model import Indicator, WinsorisePercentiles, WinsorisePoints

CODE, NAME, KEY, SIZE, LOW, HIGH, LOWEST, HIGHEST, MEAN, DEVIATION = range(10)
"""Columns of the sheet of pools."""

_SKEW = 4
"""The column of the sheet of extremes with the skewness. Next come how many are drawn in and the
bound that makes, and then three columns for each count."""


@dataclass(frozen=True, slots=True)
class Pool:
    """One row of the sheet: an indicator's values in one group."""

    indicator: Indicator
    key: str
    row: int


class Pools:
    """Addresses of the pools, and the formulas that look into them."""

    def __init__(self, book: Book, parameters: Parameters) -> None:
        self.book, self.parameters = book, parameters

    @cached_property
    def rows(self) -> tuple[Pool, ...]:
        told = [(i, key) for i in self.compared for key in self._keys(i)]
        return tuple(Pool(i, key, FIRST + at) for at, (i, key) in enumerate(told))

    @cached_property
    def compared(self) -> tuple[Indicator, ...]:
        """Indicators for which it matters who else there is."""
        return tuple(i for _, i in self.book.given.indicators if layout.is_compared(i))

    @cached_property
    def _span_of(self) -> dict[str, tuple[int, int]]:
        spans: dict[str, tuple[int, int]] = {}
        for pool in self.rows:
            first = spans.get(pool.indicator.code, (pool.row, 0))[0]
            spans[pool.indicator.code] = (first, pool.row)
        return spans

    def _keys(self, indicator: Indicator) -> Iterator[str]:
        within = indicator.pool.within
        if within != "all":
            yield from sorted({f"{within}:{code}" for code in self.book.given.units[within]})
        if within == "all" or indicator.pool.fallback == "all":
            yield EVERYONE

    def key_column(self, indicator: Indicator) -> int:
        if indicator.pool.within == "prefecture":
            return layout.UNIT_PREFECTURE_KEY
        return layout.UNIT_GROUP_KEY

    def key(self, indicator: Indicator, row: int) -> str:
        """The cell that says among whom a unit is compared."""
        return self.book.cell("pool_keys", row, self.book.layout.column_of[indicator.code])

    def figure(self, indicator: Indicator, row: int, column: int) -> str:
        """A figure of the pool a unit is compared in."""
        return self._found(indicator, self.key(indicator, row), column)

    def _found(self, indicator: Indicator, key: str, column: int) -> str:
        first, last = self._span_of[indicator.code]
        name = self.book.names["pools"]
        figures, keys = (layout.down(name, at, first, last) for at in (column, KEY))
        return f"INDEX({figures},MATCH({key},{keys},0))"

    def values(self, indicator: Indicator) -> str:
        """The column of everything an indicator may be compared with."""
        column = self.book.layout.column_of[indicator.code]
        return self.book.down("directed", column, self.book.layout.last_of(indicator))

    def keys(self, indicator: Indicator) -> str:
        last = self.book.layout.last_of(indicator)
        return self.book.down("units", self.key_column(indicator), last)

    def members(self, indicator: Indicator, key: str) -> str:
        """1 for each value of a pool whose key is in the cell `key`, which may name everyone."""
        inside = f'(({self.keys(indicator)}={key})+({key}="{EVERYONE}")>0)'
        return f'{inside}*({self.values(indicator)}<>"")'

    # What is written

    def write(self) -> None:
        if not self.compared:
            return
        self._write_keys()
        self._write_pools()
        if self.book.has("extremes"):
            self._write_extremes()
        if self.book.has("treated"):
            self._write_treated()

    def _write_keys(self) -> None:
        book = self.book
        book.head("pool_keys", book.t("live.note.pool_keys"))
        book.unit_rows("pool_keys", book.layout.now)
        book.indicator_columns("pool_keys")
        for indicator in self.compared:
            column = book.layout.column_of[indicator.code]
            for line in book.layout.now:
                ours = book.given.by_indicator.get((line.unit, indicator.code), {})
                result = self._key_result(indicator, line, str(ours.get("pool") or ""))
                text = self._choice(indicator, line)
                book.formula("pool_keys", line.row, column, text, result, book.look("text"))

    def _choice(self, indicator: Indicator, line: Line) -> str:
        """The unit's own group where it is large enough, else what the framework falls back on."""
        otherwise = f'"{EVERYONE}"' if indicator.pool.fallback == "all" else '""'
        own = f'"{EVERYONE}"'
        if indicator.pool.within != "all":
            own = self.book.cell("units", line.row, self.key_column(indicator))
        if own == otherwise:
            return own
        smallest = self.parameters.of(indicator.code, "smallest")
        return f"IF({self._found(indicator, own, SIZE)}>={smallest},{own},{otherwise})"

    def _key_result(self, indicator: Indicator, line: Line, pool: str) -> str:
        if pool not in ("peer_group", "prefecture"):
            return pool if pool == EVERYONE else ""
        return f"{pool}:{self._group_of[pool][line.unit]}"

    @cached_property
    def _group_of(self) -> dict[str, dict[str, str]]:
        """By kind of group: the code of each unit's."""
        units = self.book.given.units
        return {
            kind: dict(zip(units["unit"], units[kind], strict=True))
            for kind in ("peer_group", "prefecture")
        }

    def _write_pools(self) -> None:
        book, t = self.book, self.book.t
        book.head("pools", t("live.note.pools"))
        heads = [t("live.code"), t("live.indicator"), t("live.pool.key"), t("live.pool.size")]
        heads += [t("live.pool.low"), t("live.pool.high"), t("live.pool.lowest")]
        heads += [t("live.pool.highest"), t("live.pool.mean"), t("live.pool.deviation")]
        book.columns("pools", heads, FIRST - 1, [24, 30, 24, *[NARROW] * 7])
        book.sheets["pools"].freeze_panes(FIRST, 3)
        for pool in self.rows:
            text = book.look("text")
            book.text("pools", pool.row, CODE, pool.indicator.code, text)
            book.text("pools", pool.row, NAME, t.of(pool.indicator.title), text)
            book.text("pools", pool.row, KEY, pool.key, text)
            size = f"SUMPRODUCT(1*{self._member(pool)})"
            book.formula("pools", pool.row, SIZE, size, None, book.look("whole"))
            for column, figure in self._figures(pool):
                look = book.look("bound" if column in (LOW, HIGH) else "plain")
                book.array("pools", pool.row, column, figure, None, look)

    def _member(self, pool: Pool) -> str:
        if pool.key == EVERYONE:
            return f'({self.values(pool.indicator)}<>"")'
        key = self.book.cell("pools", pool.row, KEY, fixed=True)
        return f'({self.keys(pool.indicator)}={key})*({self.values(pool.indicator)}<>"")'

    def _figures(self, pool: Pool) -> Iterator[tuple[int, str]]:
        size, low, high = (self.book.cell("pools", pool.row, at) for at in (SIZE, LOW, HIGH))
        member, values = self._member(pool), self.values(pool.indicator)
        inside = f"IF({member},{values})"
        treated = inside
        if layout.winsorises(pool.indicator):
            drawn = f"IF({values}<{low},{low},IF({values}>{high},{high},{values}))"
            treated = f"IF({member},{drawn})"
            for column, bound in ((LOW, self._low(pool, inside)), (HIGH, self._high(pool, inside))):
                yield column, f'IF({size}<1,"",{bound})'
        yield LOWEST, f'IF({size}<1,"",MIN({treated}))'
        yield HIGHEST, f'IF({size}<1,"",MAX({treated}))'
        yield MEAN, f'IF({size}<1,"",AVERAGE({treated}))'
        yield DEVIATION, f'IF({size}<2,"",STDEV({treated}))'

    def _low(self, pool: Pool, inside: str) -> str:
        if isinstance(pool.indicator.treatment, WinsorisePercentiles):
            share = self.parameters.of(pool.indicator.code, "lower")
            return f"PERCENTILE({inside},{share}/100)"
        turned, count, cut = self._extremes(pool)
        return f"IF(AND({turned},{count}>0),{cut},-{INFINITE!r})"

    def _high(self, pool: Pool, inside: str) -> str:
        if isinstance(pool.indicator.treatment, WinsorisePercentiles):
            share = self.parameters.of(pool.indicator.code, "upper")
            return f"PERCENTILE({inside},{share}/100)"
        turned, count, cut = self._extremes(pool)
        return f"IF(AND(NOT({turned}),{count}>0),{cut},{INFINITE!r})"

    # Winsorising by points

    @cached_property
    def _extreme_row(self) -> dict[int, int]:
        """Of a pool's row: its row on the sheet of extremes."""
        pools = [p for p in self.rows if isinstance(p.indicator.treatment, WinsorisePoints)]
        return {pool.row: FIRST + at for at, pool in enumerate(pools)}

    def _extremes(self, pool: Pool) -> tuple[str, str, str]:
        """Whether the low end is the long one, and the cells with how many are drawn in, and to
        where."""
        row = self._extreme_row[pool.row]
        skew, count, cut = (self.book.cell("extremes", row, _SKEW + at) for at in range(3))
        return f"{skew}<0", count, cut

    def _write_extremes(self) -> None:
        """Skewness and kurtosis with 0, 1, 2 … values drawn in; the first count that will do."""
        book, t = self.book, self.book.t
        book.head("extremes", t("live.note.extremes"))
        most = max(
            i.treatment.most for i in self.compared if isinstance(i.treatment, WinsorisePoints)
        )
        heads = [t("live.code"), t("live.indicator"), t("live.pool.key"), t("live.pool.size")]
        heads += [t("live.extreme.skewness"), t("live.extreme.count"), t("live.extreme.bound")]
        for count in range(most + 1):
            heads += [
                t("live.extreme.bound_at", count=count),
                t("live.extreme.skewness_at", count=count),
                t("live.extreme.kurtosis_at", count=count),
            ]
        widths = [24, 30, 24, *[NARROW] * (len(heads) - 3)]
        book.columns("extremes", heads, FIRST - 1, [float(width) for width in widths])
        book.sheets["extremes"].freeze_panes(FIRST, 3)
        for pool in self.rows:
            if pool.row in self._extreme_row:
                self._write_extreme(pool, self._extreme_row[pool.row])

    def _write_extreme(self, pool: Pool, row: int) -> None:
        book, treatment = self.book, pool.indicator.treatment
        assert isinstance(treatment, WinsorisePoints)  # noqa: S101 - chosen by the caller
        text, plain = book.look("text"), book.look("plain")
        book.text("extremes", row, CODE, pool.indicator.code, text)
        book.text("extremes", row, NAME, book.t.of(pool.indicator.title), text)
        book.text("extremes", row, KEY, pool.key, text)
        member, values = self._member(pool), self.values(pool.indicator)
        inside = f"IF({member},{values})"
        size = book.cell("extremes", row, SIZE)
        skew = book.cell("extremes", row, _SKEW)
        book.formula("extremes", row, SIZE, book.cell("pools", pool.row, SIZE), None, plain)
        first = f"IF({size}<4,0,IFERROR(ROUND(SKEW({inside}),12),0))"
        book.array("extremes", row, _SKEW, first, None, plain)
        code = pool.indicator.code
        tests = []
        for count in range(treatment.most + 1):
            at = _SKEW + 3 + 3 * count
            bound, g1, g2 = (book.cell("extremes", row, at + step) for step in range(3))
            kept = f"MIN({count + 1},{size})"
            cut = f'IF({size}<1,"",IF({skew}<0,SMALL({inside},{kept}),LARGE({inside},{kept})))'
            book.array("extremes", row, at, cut, None, plain)
            beyond = f"IF({skew}<0,{values}<{bound},{values}>{bound})"
            drawn = f"IF({member},IF({beyond},{bound},{values}))"
            for step, function in ((1, "SKEW"), (2, "KURT")):
                figure = f'IF({size}<4,"",IFERROR({function}({drawn}),""))'
                book.array("extremes", row, at + step, figure, None, plain)
            slack = self.parameters.general("slack")
            reached = f"ABS({g1})+{slack}>={self.parameters.of(code, 'skewness')}"
            bulging = f"{g2}+{slack}>={self.parameters.of(code, 'kurtosis')}"
            tests.append(f'IF(OR({g1}="",{g2}=""),FALSE,AND({reached},{bulging}))')
        chosen = str(treatment.most)
        for count, test in reversed(list(enumerate(tests[:-1]))):
            chosen = f"IF({test},{chosen},{count})"
        book.formula("extremes", row, _SKEW + 1, chosen, None, plain)
        last = _SKEW + 3 + 3 * treatment.most
        bounds = book.across("extremes", row, _SKEW + 3, last)
        taken = f"INDEX({bounds},1,1+3*{book.cell('extremes', row, _SKEW + 1)})"
        book.formula("extremes", row, _SKEW + 2, taken, None, plain)

    # Treated values

    def treated(self, indicator: Indicator, row: int) -> str:
        """The cell with a unit's real value, directed and with extremes drawn in."""
        sheet = "treated" if self.book.has("treated") else "directed"
        return self.book.cell(sheet, row, self.book.layout.column_of[indicator.code])

    def treated_column(self, indicator: Indicator) -> str:
        """Those of all units of the period."""
        sheet = "treated" if self.book.has("treated") else "directed"
        return self.book.down(sheet, self.book.layout.column_of[indicator.code])

    def drawn_in(self, indicator: Indicator, row: int, value: str) -> str:
        """`value` held within the bounds of a unit's pool."""
        if not layout.winsorises(indicator):
            return value
        low, high = (self.figure(indicator, row, column) for column in (LOW, HIGH))
        held = f"MIN({high},MAX({low},{value}))"
        if indicator.pool.fallback == "unknown":
            return f'IF({self.key(indicator, row)}="",{value},{held})'
        return held

    def _write_treated(self) -> None:
        book = self.book
        book.head("treated", book.t("live.note.treated"))
        book.unit_rows("treated", book.layout.now)
        book.indicator_columns("treated")
        for _, indicator in book.given.indicators:
            column = book.layout.column_of[indicator.code]
            for line in book.layout.now:
                value = book.cell("directed", line.row, column)
                text = f'IF({value}="","",{self.drawn_in(indicator, line.row, value)})'
                ours = book.given.by_indicator.get((line.unit, indicator.code), {})
                result = ours.get("z") if ours.get("state") == "value" else None
                book.formula("treated", line.row, column, text, result, book.look("plain"))
