"""The relation `rule`: the framework as the steps of `sql/` read it.

Everything a step needs to know about a method is a number or a word in a row here; how rows are
made of a framework is in `framework_rules`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from types import NoneType
from typing import Any, get_args

from sqlglot import exp


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `part` says what it is, and so which columns mean something."""

    period: str
    part: str
    """`indicator`, `piece` of bands, `node` (total, strength, group), `bonus`, `veto`, `grade`."""

    code: str
    """Of the indicator, the node, the bonus or veto field, the grade."""

    position: int = 0
    """Of a grade, 0 best; of a veto, the best grade it leaves."""

    parent: str | None = None
    """The node an indicator or node stands in; none above the total."""

    strength: str | None = None
    depth: int = 0
    """Steps below the total, which is 0; a strength is 1."""

    weight: float = 0
    """Among its siblings; of a bonus, points for each."""

    method: str | None = None
    """Of an indicator `line` for target and goalposts, `distance` for target and reference,
    otherwise as in the framework; of a node, its mean."""

    sign: int = 1
    """−1 where less is better."""

    treatment: str | None = None
    log_offset: float = 0
    lower: float = 0
    upper: float = 1
    """Winsorising percentiles as shares, 0 and 1 for none."""

    most: int = 0
    skewness: float = 0
    kurtosis: float = 0
    """When, and at most how many points are winsorised."""

    imputation: str | None = None
    pooled: str = "peer_group"
    """`peer_group`, `prefecture` or `all`: among whom a value is compared."""

    smallest_pool: int = 1
    fallback: str = "all"
    all_periods: int = 0
    """1 where earlier periods' values are in the pool too."""

    ties: float = 0.5
    """0 for the lowest of the places equal values take up, 1 for the highest."""

    one: float | None = None
    other: float | None = None
    """The numbers of the method: worst and best, low and high, mean and deviation, factor and
    offset; a target alone. Ends are in z: turned, and logged where values are."""

    points: float = 100
    clipped: int = 1
    reference: str | None = None
    power: float | None = None
    threshold: float = 0
    """Share of a node's parts that must have a score."""

    counted: str = "weight"
    unscored: str = "reweight"
    """What becomes of an indicator or a node that is missing: `reweight` or `no_points`."""

    needs_all: int = 0
    """1 of a node that is unknown unless every part that applies has a score."""

    counts: int = 1
    """0 where it weighs nothing, or something above it does."""

    screening: float = 0
    screened_by: str = "weight"
    at_least: float | None = None
    """A piece holds from here on; of a grade, its cut. None: no lower end."""

    below: float | None = None
    """A piece holds up to but without this; of a bonus, the cap on all bonus points."""

    points_from: float | None = None
    points_to: float | None = None


_PLACED = (
    *("period", "part", "code", "parent", "strength", "depth", "weight", "method"),
    *("counts", "unscored"),
)
_COLUMNS: Mapping[str, Sequence[str]] = {
    "indicator": (
        *_PLACED,
        *("sign", "treatment", "log_offset", "lower", "upper", "most", "skewness", "kurtosis"),
        *("imputation", "pooled", "smallest_pool", "fallback", "all_periods", "ties"),
        *("one", "other", "points", "clipped", "reference"),
    ),
    "piece": ("period", "part", "code", "at_least", "below", "points_from", "points_to"),
    "node": (*_PLACED, "power", "threshold", "counted", "needs_all", "screening", "screened_by"),
    "bonus": ("period", "part", "code", "weight", "below"),
    "veto": ("period", "part", "code", "position"),
    "grade": ("period", "part", "code", "position", "at_least"),
}
"""What is said of each part."""

_SQL_TYPES = {str: "varchar", int: "int", float: "double"}


def relation(rules: Iterable[Rule]) -> list[exp.Create | exp.Insert]:
    """The statements that make `rule` and fill it, for any SQL dialect.

    One insert a part, of the columns that mean something there: the others stay null.
    """
    columns = [
        exp.ColumnDef(
            this=exp.to_identifier(column.name, quoted=True),
            kind=exp.DataType.build(_sql_type(column.type)),
        )
        for column in fields(Rule)
    ]
    create = exp.Create(
        this=exp.Schema(this=exp.to_table("rule"), expressions=columns),
        kind="TABLE",
        properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
    )
    rows = defaultdict[str, list[Rule]](list)
    for row in rules:
        rows[row.part].append(row)
    return [create, *(_filled(_COLUMNS[part], found) for part, found in rows.items())]


def _filled(columns: Sequence[str], rows: Sequence[Rule]) -> exp.Insert:
    names = [exp.to_identifier(column, quoted=True) for column in columns]
    values = [
        exp.Tuple(expressions=[exp.convert(getattr(row, column)) for column in columns])
        for row in rows
    ]
    return exp.Insert(
        this=exp.Schema(this=exp.to_table("rule"), expressions=names),
        expression=exp.Values(expressions=values),
    )


def _sql_type(annotation: Any) -> str:
    """Of a column that may be null as of one that may not."""
    (kind,) = set(get_args(annotation) or (annotation,)) - {NoneType}
    return _SQL_TYPES[kind]
