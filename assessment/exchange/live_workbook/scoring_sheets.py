"""From a value to a score, a formula a method; docs/methods.md has them in the same order."""

from collections.abc import Callable

from assessment.exchange.live_workbook.book import Book
from assessment.exchange.live_workbook.filling import Filling, mark_filled, own_mean
from assessment.exchange.live_workbook.layout import FIXED, WEIGHT, Line, is_compared, winsorises
from assessment.exchange.live_workbook.nodes import Tree
from assessment.exchange.live_workbook.parameters import Parameters
from assessment.exchange.live_workbook.pool_sheets import (
    DEVIATION,
    HIGH,
    HIGHEST,
    LOW,
    LOWEST,
    MEAN,
    SIZE,
    Pools,
)
from assessment.exchange.live_workbook.translation import UNKNOWN
from assessment.framework import model
from assessment.framework.model import Indicator

RANKED = (model.Percentile, model.PercentileRank, model.Rank, model.Borda)
"""Methods that count who is worse and who is equal."""


class Scoring:
    def __init__(
        self, book: Book, parameters: Parameters, pools: Pools, filling: Filling, tree: Tree
    ) -> None:
        self.book, self.parameters, self.pools = book, parameters, pools
        self.filling, self.tree = filling, tree

    def score(self, column: int, row: int) -> str:
        return self.book.cell("scores", row, column)

    def write(self) -> None:
        book, t = self.book, self.book.t
        if book.has("below"):
            self._write_counts()
        scored = "scored" if book.has("scored") else "scores"
        book.head(scored, t("live.note.scores"))
        if book.has("scored"):
            book.head("scores", t("live.note.scores_filled"))
        for sheet in {scored, "scores"}:
            book.unit_rows(sheet, book.layout.now)
            book.indicator_columns(sheet)
            book.text(sheet, WEIGHT, 1, t("live.param.weight"), book.look("text"))
        for _, indicator in book.given.indicators:
            self._write_column(indicator, scored)

    def _write_column(self, indicator: Indicator, scored: str) -> None:
        book, column = self.book, self.book.layout.column_of[indicator.code]
        weight = float(indicator.weight.at(book.given.period))
        address = self.parameters.of(indicator.code, "weight")
        look = book.look("score")
        for sheet in {scored, "scores"}:
            book.formula(sheet, WEIGHT, column, address, weight, book.look("plain"))
            mark_filled(book, sheet, indicator)
        strength = next(s for s, i in book.given.indicators if i.code == indicator.code)
        for line in book.layout.now:
            ours = book.given.by_indicator.get((line.unit, indicator.code), {})
            filled = scored != "scores" and ours.get("imputed") == "own_mean"
            result = None if filled else ours.get("score")
            book.formula(scored, line.row, column, self._text(indicator, line), result, look)
            if scored != "scores":
                text = own_mean(book, self.tree, strength, indicator, line.row)
                book.formula("scores", line.row, column, text, ours.get("score"), look)

    def _text(self, indicator: Indicator, line: Line) -> str:
        value = self.filling.value(indicator, line.row)
        said = METHODS[type(indicator.scoring)](_Case(self, indicator, line.row, value))
        empty = f'{value}=""'
        if is_compared(indicator) and indicator.pool.fallback == "unknown":
            empty = f'OR({empty},{self.pools.key(indicator, line.row)}="")'
        if not isinstance(indicator.scoring, FIXED) and indicator.imputation == "last_period":
            # It may be there where nobody has a value now to compare it with.
            size = self.pools.figure(indicator, line.row, SIZE)
            said = f'IF({size}=0,"",{said})'
        return f'IF({empty},"",{said})'

    def _write_counts(self) -> None:
        """How many of its pool are worse, and how many are the same."""
        book, t = self.book, self.book.t
        notes = {"below": t("live.note.below"), "equal": t("live.note.equal")}
        for sheet, note in notes.items():
            book.head(sheet, note)
            book.unit_rows(sheet, book.layout.now)
            book.indicator_columns(sheet)
        look = book.look("whole")
        for _, indicator in book.given.indicators:
            if not isinstance(indicator.scoring, RANKED):
                continue
            column = book.layout.column_of[indicator.code]
            for line in book.layout.now:
                value = self.filling.value(indicator, line.row)
                empty = f'{value}=""'
                if indicator.pool.fallback == "unknown":
                    empty = f'OR({empty},{self.pools.key(indicator, line.row)}="")'
                below, upto = self._counted(indicator, line.row, value)
                worse = book.cell("below", line.row, column)
                text = f'IF({empty},"",{below})'
                book.formula("below", line.row, column, text, None, look)
                text = f'IF({empty},"",{upto}-{worse})'
                book.formula("equal", line.row, column, text, None, look)

    def _counted(self, indicator: Indicator, row: int, value: str) -> tuple[str, str]:
        """Of the pool: how many are below the value, how many are not above it."""
        member = self.pools.members(indicator, self.pools.key(indicator, row))
        values = self.pools.values(indicator)
        below = f"SUMPRODUCT({member}*({values}<{value}))"
        upto = f"SUMPRODUCT({member}*({values}<={value}))"
        if not winsorises(indicator):
            return below, upto
        # Whatever lay beyond a bound lies on it now.
        size, low, high = (self.pools.figure(indicator, row, at) for at in (SIZE, LOW, HIGH))
        return (
            f"IF({value}<={low},0,IF({value}>{high},{size},{below}))",
            f"IF({value}<{low},0,IF({value}>={high},{size},{upto}))",
        )


class _Case:
    """One unit's indicator: the cells its formula is about."""

    def __init__(self, scoring: Scoring, indicator: Indicator, row: int, value: str) -> None:
        self.scoring, self.indicator, self.row = scoring, indicator, row
        self.z = value

    def number(self, name: str) -> str:
        return self.scoring.parameters.of(self.indicator.code, name)

    def figure(self, column: int) -> str:
        return self.scoring.pools.figure(self.indicator, self.row, column)

    @property
    def x(self) -> str:
        """The value in its own direction again."""
        if self.indicator.direction == "up":
            return self.z
        return f"({self.number('sign')}*{self.z})"

    def end(self, name: str) -> str:
        """A number of the framework on the scale of the values."""
        if isinstance(self.indicator.treatment, model.Log):
            return f"LN({self.number(name)}+{self.number('log_offset')})"
        return self.number(name)

    @property
    def slack(self) -> str:
        return self.scoring.parameters.general("slack")

    def counts(self) -> tuple[str, str]:
        column = self.scoring.book.layout.column_of[self.indicator.code]
        book = self.scoring.book
        return book.cell("below", self.row, column), book.cell("equal", self.row, column)


def _target(case: _Case) -> str:
    return _clipped(case, case.end("floor"), case.end("target"), "100")


def _goalposts(case: _Case) -> str:
    worst, best, points = case.end("worst"), case.end("best"), case.number("points")
    assert isinstance(case.indicator.scoring, model.Goalposts)  # noqa: S101 - the key it is found under
    if case.indicator.scoring.beyond == "open":
        return f"{points}*({case.x}-{worst})/({best}-{worst})"
    return _clipped(case, worst, best, points)


def _clipped(case: _Case, worst: str, best: str, points: str) -> str:
    sign = case.number("sign")
    line = f"{points}*({case.x}-{worst})/({best}-{worst})"
    reached = f"{case.z}+{case.slack}>={sign}*{best}"
    return f"IF({reached},{points},MAX(0,MIN({points},{line})))"


def _bands(case: _Case) -> str:
    """The one piece the value lies in: its points, and the slope times the way into it."""
    code, x = case.indicator.code, case.x
    start, end, points, slope = (case.scoring.parameters.bands(code, at) for at in (2, 3, 4, 5))
    inside = f"({x}+{case.slack}>={start})*({x}+{case.slack}<{end})"
    return f"SUMPRODUCT({inside}*({points}+{slope}*({x}-{start})*({x}>{start})))"


def _min_max(case: _Case) -> str:
    low, high = case.number("low"), case.number("high")
    least, most = case.figure(LOWEST), case.figure(HIGHEST)
    line = f"{low}+({high}-{low})*({case.z}-{least})/({most}-{least})"
    return f"IF({most}={least},({low}+{high})/2,{line})"


def _z_score(case: _Case) -> str:
    mean, step = case.number("mean"), case.number("deviation")
    line = f"{mean}+{step}*({case.z}-{case.figure(MEAN)})/{case.figure(DEVIATION)}"
    return f"IF({case.figure(HIGHEST)}={case.figure(LOWEST)},{mean},{line})"


def _percentile(case: _Case) -> str:
    below, equal = case.counts()
    return f"100*({below}+{case.number('ties')}*{equal})/{case.figure(SIZE)}"


def _place(case: _Case) -> str:
    """From the worst, 1, to the best. A value that is not in the pool stands for itself."""
    below, equal = case.counts()
    place = f"{below}+1+{case.number('ties')}*(MAX(1,{equal})-1)"
    if case.indicator.imputation in (None, "own_mean"):
        return f"({place})"
    return f"MIN({case.figure(SIZE)},MAX(1,{place}))"


def _percentile_rank(case: _Case) -> str:
    size = case.figure(SIZE)
    return f"IF({size}=1,50,100*({_place(case)}-1)/({size}-1))"


def _rank(case: _Case) -> str:
    return _place(case)


def _borda(case: _Case) -> str:
    return f"{_place(case)}-1"


def _distance_to_target(case: _Case) -> str:
    return _distance(case, f"({case.number('sign')}*{case.end('target')})")


def _distance_to_reference(case: _Case) -> str:
    scoring = case.indicator.scoring
    assert isinstance(scoring, model.DistanceToReference)  # noqa: S101 - the key it is found under
    book = case.scoring.book
    row = book.layout.row_of.get((scoring.unit, book.given.period))
    if row is None:
        return UNKNOWN
    goal = case.scoring.pools.treated(case.indicator, row)
    return f'IF({goal}="",{UNKNOWN},{_distance(case, goal)})'


def _distance(case: _Case, goal: str) -> str:
    scoring, least = case.indicator.scoring, case.figure(LOWEST)
    assert isinstance(scoring, model.DistanceToTarget | model.DistanceToReference)  # noqa: S101 - as above
    way = f"100*(1-({goal}-{case.z})/({goal}-{least}))"
    if scoring.beyond == "clipped":
        return f"IF({goal}<={least},100,MIN(100,{way}))"
    return f"IF({goal}<={least},{UNKNOWN},{way})"


def _distance_to_best(case: _Case) -> str:
    least, most = case.figure(LOWEST), case.figure(HIGHEST)
    return f"IF({most}={least},100,100*(1-({most}-{case.z})/({most}-{least})))"


def _share_of_maximum(case: _Case) -> str:
    most = case.figure(HIGHEST)
    return f"IF({most}<=0,{UNKNOWN},100*{case.z}/{most})"


def _linear(case: _Case) -> str:
    return f"{case.number('factor')}*{case.x}+{case.number('offset')}"


METHODS: dict[type[object], Callable[[_Case], str]] = {
    model.Target: _target,
    model.Goalposts: _goalposts,
    model.Bands: _bands,
    model.MinMax: _min_max,
    model.ZScore: _z_score,
    model.Percentile: _percentile,
    model.PercentileRank: _percentile_rank,
    model.Rank: _rank,
    model.Borda: _borda,
    model.DistanceToTarget: _distance_to_target,
    model.DistanceToBest: _distance_to_best,
    model.DistanceToReference: _distance_to_reference,
    model.ShareOfMaximum: _share_of_maximum,
    model.Linear: _linear,
}
