"""The same arithmetic as the engine's, in plain numpy: something to compare with.

It starts from the same long answers and ends with the same numbers; common problems are left
out on both sides. Nothing in the application uses it. `nan` is unknown throughout.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlglot import exp

from assessment.framework.formula import PERIOD_END, parse_condition, parse_number
from assessment.framework.model import Framework, Indicator
from assessment.framework.period import Period
from assessment.scoring.framework_rules import rows_of
from assessment.scoring.rule import Rule

Array = np.ndarray
SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Result:
    """An array a level, in the order of `units` and of the framework."""

    value: Array
    score: Array
    percentile: Array
    strength: Array
    total: Array
    grade: Array
    strength_ranks: dict[str, Array]
    """By scope: `all`, `prefecture`, `peer_group`."""

    total_ranks: dict[str, Array]


def score(framework: Framework, answers: pd.DataFrame, units: pd.DataFrame, period: str) -> Result:
    sheet = _Sheet(framework, answers, units, period)
    rules = list(rows_of(framework, period))
    indicators = [indicator for _, indicator in framework.indicators(period)]
    scopes = {
        "all": np.zeros(len(units), dtype=int),
        "prefecture": pd.factorize(units["prefecture"])[0],
        "peer_group": pd.factorize(units["peer_group"])[0],
    }
    valued = [_value(sheet, indicator) for indicator in indicators]
    value = np.column_stack([found for found, _ in valued])
    applies = np.column_stack([~excused for _, excused in valued])
    lines = {r.code: r for r in rules if r.part == "indicator"}
    bands = {code: [r for r in rules if r.part == "piece" and r.code == code] for code in lines}
    percentile = np.column_stack(
        [
            _standing(value[:, column], line, scopes["peer_group"])
            for column, line in enumerate(lines.values())
        ]
    )
    points = np.column_stack(
        [
            percentile[:, column]
            if line.method == "percentile"
            else _straight(value[:, column], line)
            if line.method == "line"
            else _on_scale(value[:, column], bands[code])
            for column, (code, line) in enumerate(lines.items())
        ]
    )
    strength, completeness, weights = _strengths(points, applies, list(lines.values()), rules)
    base = _base(strength, completeness, weights, framework.completeness_threshold.at(period))
    total = base + _bonus(sheet, rules)
    return Result(
        value=value,
        score=points,
        percentile=percentile,
        strength=strength,
        total=total,
        grade=_grade(sheet, total, rules),
        strength_ranks={
            name: np.column_stack([_ranks(column, scope) for column in strength.T])
            for name, scope in scopes.items()
        },
        total_ranks={name: _ranks(total, scope) for name, scope in scopes.items()},
    )


class _Sheet:
    """The answers as a column a field."""

    def __init__(
        self, framework: Framework, answers: pd.DataFrame, units: pd.DataFrame, period: str
    ) -> None:
        held = answers[answers["period"] == period]
        row = pd.Index(units["unit"]).get_indexer(held["unit"])
        column, fields = pd.factorize(held["field"])
        number = held["value"].to_numpy(dtype=float)
        self.count = len(units)
        grid = np.full((len(fields), self.count), np.nan)
        answered = np.zeros((len(fields), self.count), dtype=bool)
        grid[column, row] = number
        answered[column, row] = True
        self.columns = dict(zip(fields, grid, strict=True))
        self.answered = dict(zip(fields, answered, strict=True))
        self.columns[PERIOD_END] = np.full(self.count, float(Period.of(period).last_day))

    def column(self, code: str) -> Array:
        return self.columns.get(code, np.full(self.count, np.nan))

    def has(self, code: str) -> Array:
        return self.answered.get(code, np.zeros(self.count, dtype=bool))

    def count_of(self, code: str) -> Array:
        return np.nan_to_num(self.column(code))


def _value(sheet: _Sheet, indicator: Indicator) -> tuple[Array, Array]:
    """The values, `nan` where there is none, and where the indicator does not apply."""
    formula = parse_number(indicator.formula)
    needed = set(formula.needed)
    excused = thin = np.zeros(sheet.count, dtype=bool)
    if indicator.not_applicable_when is not None:
        excused = _eval(parse_condition(indicator.not_applicable_when).tree, sheet) == 1
    if indicator.unknown_when is not None:
        condition = parse_condition(indicator.unknown_when)
        needed |= condition.needed
        thin = _eval(condition.tree, sheet) == 1
    absent = np.zeros(sheet.count, dtype=bool)
    answered_so = np.zeros(sheet.count, dtype=bool)
    for code in needed:
        absent |= ~sheet.has(code)
        answered_so |= np.isnan(sheet.column(code))
    result = _eval(formula.tree, sheet)
    missing = absent & ~excused
    excused = excused | (answered_so & ~missing)
    missing = missing | (thin & ~excused)
    if indicator.division_by_zero == "not_applicable":
        excused = excused | (np.isnan(result) & ~missing)
    return np.where(excused | missing, np.nan, result), excused


def _eval(node: exp.Expression, sheet: _Sheet) -> Array:  # noqa: PLR0911, PLR0912 - one per shape
    """A tree as `formula` builds it; conditions are 1, 0 or, where SQL says null, `nan`."""
    match node:
        case exp.Cast() | exp.Paren():
            return _eval(node.this, sheet)
        case exp.Literal():
            return np.full(sheet.count, float(node.this))
        case exp.Null():
            return np.full(sheet.count, np.nan)
        case exp.Column():
            return sheet.column(node.name)
        case exp.Neg():
            return -_eval(node.this, sheet)
        case exp.Abs():
            return np.abs(_eval(node.this, sheet))
        case exp.Nullif():
            one, other = _eval(node.this, sheet), _eval(node.expression, sheet)
            return np.where(one == other, np.nan, one)
        case exp.Coalesce():
            found = _eval(node.this, sheet)
            for other in node.expressions:
                found = np.where(np.isnan(found), _eval(other, sheet), found)
            return found
        case exp.Case():
            return _case(node, sheet)
        case exp.Is():
            return np.isnan(_eval(node.this, sheet)).astype(float)
        case exp.Not():
            return 1 - _eval(node.this, sheet)
    one, other = _eval(node.this, sheet), _eval(node.expression, sheet)
    unknown = np.isnan(one) | np.isnan(other)
    match node:
        case exp.And():
            return np.where((one == 0) | (other == 0), 0.0, np.where(unknown, np.nan, 1.0))
        case exp.Or():
            return np.where((one == 1) | (other == 1), 1.0, np.where(unknown, np.nan, 0.0))
    worked: Array = _OPERATIONS[type(node)](one, other)
    return np.where(unknown, np.nan, worked)


_OPERATIONS = {
    exp.Add: np.add,
    exp.Sub: np.subtract,
    exp.Mul: np.multiply,
    exp.Div: np.divide,
    exp.EQ: np.equal,
    exp.NEQ: np.not_equal,
    exp.GT: np.greater,
    exp.GTE: np.greater_equal,
    exp.LT: np.less,
    exp.LTE: np.less_equal,
}


def _case(node: exp.Case, sheet: _Sheet) -> Array:
    default = node.args.get("default")
    found = np.full(sheet.count, np.nan) if default is None else _eval(default, sheet)
    for branch in reversed(node.args["ifs"]):
        holds = _eval(branch.this, sheet) == 1
        found = np.where(holds, _eval(branch.args["true"], sheet), found)
    return found


def _straight(value: Array, line: Rule) -> Array:
    worst, best = float(line.one or 0), float(line.other or 0)
    return line.points * np.clip((line.sign * value - worst) / (best - worst), 0, 1)


def _on_scale(value: Array, pieces: list[Rule]) -> Array:
    points = np.full(len(value), np.nan)
    for piece in pieces:
        inside = ~np.isnan(value)
        if piece.at_least is not None:
            inside &= value + SLACK >= piece.at_least
        if piece.below is not None:
            inside &= value + SLACK < piece.below
        points[inside] = _line(value[inside], piece)
    return points


def _line(value: Array, piece: Rule) -> Array:
    start, end = float(piece.points_from or 0), float(piece.points_to or 0)
    if start == end or piece.at_least is None or piece.below is None:
        return np.full(len(value), start)
    line = start + (value - piece.at_least) * (end - start) / (piece.below - piece.at_least)
    return np.clip(line, min(start, end), max(start, end))


def _standing(value: Array, wanted: Rule, groups: Array) -> Array:
    """Mid-ranks in the group or, where that is small, among all."""
    known = ~np.isnan(value)
    turned, group = wanted.sign * value[known], groups[known]
    standing = _mid_rank(turned, wanted)
    if wanted.pooled == "peer_group":
        for each in np.unique(group):
            members = group == each
            if members.sum() >= wanted.smallest_pool:
                standing[members] = _mid_rank(turned[members], wanted)
    placed = np.full(len(value), np.nan)
    placed[known] = standing
    return placed


def _mid_rank(pool: Array, wanted: Rule) -> Array:
    if not len(pool):
        return pool
    if wanted.lower > 0 or wanted.upper < 1:
        pool = np.clip(pool, *np.quantile(pool, [wanted.lower, wanted.upper]))
    _, place, counts = np.unique(pool, return_inverse=True, return_counts=True)
    below = np.cumsum(counts) - counts
    middle: Array = 100 * (below + 0.5 * counts) / len(pool)
    return middle[place]


def _strengths(
    points: Array, applies: Array, first: list[Rule], rules: list[Rule]
) -> tuple[Array, Array, Array]:
    nodes = {r.code: r for r in rules if r.part == "node"}
    names = list(dict.fromkeys(str(r.strength) for r in first))
    weight = np.array([float(r.weight or 0) for r in first])
    belongs = np.array([[r.strength == name for name in names] for r in first], dtype=float)
    share = belongs * weight[:, None]
    applicable = applies @ share
    answered = ~np.isnan(points) @ share
    completeness = _ratio(answered, applicable)
    strength = _ratio(np.nan_to_num(points) @ share, answered)
    for column, name in enumerate(names):
        enough = completeness[:, column] >= nodes[name].threshold - SLACK
        strength[~enough, column] = np.nan
    return strength, completeness, np.array([nodes[name].weight for name in names])


def _base(strength: Array, completeness: Array, weights: Array, threshold: float) -> Array:
    applicable = ~np.isnan(completeness) @ weights
    known = ~np.isnan(strength) @ weights
    answered = np.nan_to_num(completeness) @ weights
    base = _ratio(np.nan_to_num(strength) @ weights, known)
    enough = (_ratio(known, applicable) >= threshold - SLACK) & (
        _ratio(answered, applicable) >= threshold - SLACK
    )
    return np.where(enough, base, np.nan)


def _ratio(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)


def _bonus(sheet: _Sheet, rules: list[Rule]) -> Array:
    items = [r for r in rules if r.part == "bonus"]
    if not items:
        return np.zeros(sheet.count)
    earned = sum(sheet.count_of(r.code) * float(r.weight or 0) for r in items)
    return np.minimum(earned, float(items[0].below or 0))


def _grade(sheet: _Sheet, total: Array, rules: list[Rule]) -> Array:
    """The position of the grade, 0 best; −1 without a total."""
    cuts = [float(r.at_least or 0) for r in rules if r.part == "grade"]
    reached = len(cuts) - np.searchsorted(sorted(cuts), total + SLACK, side="right")
    cap = np.zeros(sheet.count, dtype=int)
    for veto in (r for r in rules if r.part == "veto"):
        cap = np.where(sheet.count_of(veto.code) == 1, np.maximum(cap, veto.position), cap)
    return np.where(np.isnan(total), -1, np.maximum(reached, cap))


def _ranks(points: Array, scope: Array) -> Array:
    """1 is best in each scope; scores within a hair of the next better one share its rank."""
    ranks = np.full(len(points), np.nan)
    known = np.flatnonzero(~np.isnan(points))
    order = known[np.lexsort((-points[known], scope[known]))]
    if not len(order):
        return ranks
    sorted_points, sorted_scope = points[order], scope[order]
    opens = np.append(True, sorted_scope[1:] != sorted_scope[:-1])
    gap = np.append(np.inf, sorted_points[:-1] - sorted_points[1:])
    better = np.append(0.0, sorted_points[:-1])
    steps = opens | (gap > SLACK * np.maximum(1, np.abs(better)))
    place = np.arange(len(order))
    first = np.maximum.accumulate(np.where(opens, place, 0))
    ranks[order] = np.maximum.accumulate(np.where(steps, place, 0)) - first + 1
    return ranks
