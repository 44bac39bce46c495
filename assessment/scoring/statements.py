"""The steps whose SQL depends on the framework's formulas, as sqlglot trees.

`answer_wide` turns the long answers into a column a field; `indicator_value` computes each
formula over it; `signal` each common problem's condition. Codes and trees were checked when the
framework was read; nothing here pastes text together.
"""

from collections.abc import Iterable

from sqlglot import exp

from assessment.framework.formula import PERIOD_END, Parsed, parse_condition, parse_number
from assessment.framework.model import CommonProblem, Framework, Indicator
from assessment.framework.period import Period
from assessment.scoring.rule import last_day

SIGNAL_FUNCTIONS = ("score", "percentile", "missing", "change")
"""What a signal may ask: of an indicator its score or percentile, of a field whether it is
missing (1 or 0; null for a unit that answered nothing at all) or how far it moved since the last
period (0.2 for 20 % either way)."""


def answer_wide(framework: Framework, period: str) -> exp.Expr:
    """Grain unit: `"field"` (null where missing or not applicable), `"has__field"` (1 where
    answered either way), `period_end`, `answered` (how many fields). Every unit is listed."""
    here = _period_is("a", period)
    columns = [
        exp.alias_(exp.cast(exp.Literal.number(last_day(period)), "double"), PERIOD_END),
        exp.alias_(exp.Count(this=exp.column("field", "a")), "answered"),
    ]
    for code in framework.field_by_code:
        matches = exp.EQ(this=exp.column("field", "a"), expression=exp.Literal.string(code))
        columns.append(_most(matches, exp.column("value", "a"), code))
        columns.append(_most(matches, exp.Literal.number(1), f"has__{code}"))
    on = exp.and_(exp.EQ(this=exp.column("unit", "a"), expression=exp.column("unit", "u")), here)
    return (
        exp.select(exp.column("unit", "u"), *columns)
        .from_("unit as u")
        .join("answer as a", on=on, join_type="left")
        .group_by(exp.column("unit", "u"))
    )


def indicator_value(framework: Framework, period: str) -> exp.Query:
    """Grain unit × indicator: `value`, `state` and `reason` as in `Scores.indicators`."""
    return _union(_value_of(indicator) for _, indicator in framework.indicators(period))


def signal(framework: Framework, period: str) -> exp.Query | None:
    """Grain unit × problem: `holds`, null where the data do not tell. None without signals."""
    asked = {problem.code for problem in framework.problems if problem.signal is not None}
    live = {indicator.code for _, indicator in framework.indicators(period)}
    tested = []
    for problem in framework.problems:
        if problem.code in asked:
            parsed = parse_condition(str(problem.signal), SIGNAL_FUNCTIONS)
            if _indicators_of(framework, [parsed]) <= live:
                tested.append((problem, parsed))
    if not tested:
        return None
    union = _union(_signal_of(problem, parsed) for problem, parsed in tested)
    return union.with_("seen", as_=_seen(framework, period, [parsed for _, parsed in tested]))


def _value_of(indicator: Indicator) -> exp.Select:
    formula = parse_number(indicator.formula)
    reason = exp.Case()
    needed = set(formula.needed)
    thin = None
    if indicator.not_applicable_when is not None:
        excused = parse_condition(indicator.not_applicable_when)
        reason = reason.when(excused.tree.copy(), exp.Literal.string("rule"))
    if indicator.unknown_when is not None:
        thin = parse_condition(indicator.unknown_when)
        needed |= thin.needed
    if needed:
        absent = exp.or_(*(_is_null(f"has__{name}") for name in sorted(needed)))
        excused_answer = exp.or_(*(_is_null(name) for name in sorted(needed)))
        reason = reason.when(absent, exp.Literal.string("missing_answer"))
        reason = reason.when(excused_answer, exp.Literal.string("answer_not_applicable"))
    if thin is not None:
        reason = reason.when(thin.tree.copy(), exp.Literal.string("too_thin"))
    no_result = exp.Is(this=exp.paren(formula.tree.copy()), expression=exp.null())
    reason = reason.when(no_result, exp.Literal.string("division_by_zero"))
    unknown = (
        exp.select(
            "unit",
            exp.alias_(formula.tree.copy(), "result"),
            exp.alias_(reason.else_(exp.null()), "reason"),
        )
        .from_("answer_wide")
        .subquery("r")
    )
    return exp.select(
        "unit",
        exp.alias_(exp.Literal.string(indicator.code), "indicator"),
        exp.alias_(exp.Case().when(exp.condition("reason is null"), exp.column("result")), "value"),
        exp.alias_(_state(indicator), "state"),
        "reason",
    ).from_(unknown)


def _state(indicator: Indicator) -> exp.Case:
    excuses = ["rule", "answer_not_applicable"]
    if indicator.division_by_zero == "not_applicable":
        excuses.append("division_by_zero")
    return (
        exp.Case()
        .when(exp.condition("reason is null"), exp.Literal.string("value"))
        .when(exp.column("reason").isin(*excuses), exp.Literal.string("not_applicable"))
        .else_(exp.Literal.string("missing"))
    )


def _signal_of(problem: CommonProblem, parsed: Parsed) -> exp.Select:
    yes = exp.cast(exp.Literal.number(1), "int")
    no = exp.cast(exp.Literal.number(0), "int")
    told = exp.paren(parsed.tree.copy())
    holds = exp.Case().when(told, yes).when(exp.Not(this=told.copy()), no)
    return exp.select(
        "unit",
        exp.alias_(exp.Literal.string(problem.code), "problem"),
        exp.alias_(holds, "holds"),
    ).from_("seen")


def _indicators_of(framework: Framework, signals: Iterable[Parsed]) -> set[str]:
    wanted = {name for parsed in signals for name in parsed.names}
    wanted |= {code for parsed in signals for _, code in parsed.calls}
    return wanted & set(framework.indicator_by_code)


def _seen(framework: Framework, period: str, signals: list[Parsed]) -> exp.Select:
    """Grain unit: everything the signals read, a column each."""
    indicators = sorted(_indicators_of(framework, signals))
    calls = sorted({call for parsed in signals for call in parsed.calls})
    bare = {name for parsed in signals for name in parsed.names}
    fields = sorted(bare & set(framework.field_by_code))
    columns: list[exp.Expr] = [exp.column("unit", "w")]
    columns += [
        exp.alias_(exp.column(code, "w", quoted=True), code, quoted=True) for code in fields
    ]
    columns += [
        exp.alias_(exp.column(code, "i", quoted=True), code, quoted=True)
        for code in [*indicators, *(f"{f}__{c}" for f, c in calls if f in ("score", "percentile"))]
    ]
    changed = [code for function, code in calls if function == "change"]
    for code in [code for function, code in calls if function == "missing"]:
        columns.append(exp.alias_(_missing(code), f"missing__{code}", quoted=True))
    for code in changed:
        columns.append(exp.alias_(_change(code), f"change__{code}", quoted=True))
    return (
        exp.select(*columns)
        .from_("answer_wide as w")
        .join(
            _by_indicator(indicators, calls).subquery("i"), on="i.unit = w.unit", join_type="left"
        )
        .join(_before(changed, period).subquery("p"), on="p.unit = w.unit", join_type="left")
    )


def _by_indicator(indicators: list[str], calls: list[tuple[str, str]]) -> exp.Select:
    columns = [_most(_indicator_is(code), exp.column("value"), code) for code in indicators]
    columns += [
        _most(_indicator_is(code), exp.column(function), f"{function}__{code}")
        for function, code in calls
        if function in ("score", "percentile")
    ]
    return exp.select("unit", *columns).from_("indicator_score").group_by("unit")


def _before(fields: list[str], period: str) -> exp.Select:
    columns = [
        _most(
            exp.EQ(this=exp.column("field", "a"), expression=exp.Literal.string(code)),
            exp.column("value", "a"),
            code,
        )
        for code in fields
    ]
    return (
        exp.select(exp.column("unit", "a"), *columns)
        .from_("answer as a")
        .where(_period_is("a", Period.of(period).previous))
        .group_by(exp.column("unit", "a"))
    )


def _missing(code: str) -> exp.Case:
    return (
        exp.Case()
        .when(exp.condition("w.answered = 0"), exp.null())
        .when(_is_null(f"has__{code}", "w"), exp.cast(exp.Literal.number(1), "double"))
        .else_(exp.cast(exp.Literal.number(0), "double"))
    )


def _change(code: str) -> exp.Expr:
    before = exp.func(
        "nullif",
        exp.column(code, "p", quoted=True),
        exp.cast(exp.Literal.number(0), "double"),
    )
    ratio = exp.Div(this=exp.column(code, "w", quoted=True), expression=before)
    return exp.Abs(this=exp.Sub(this=ratio, expression=exp.cast(exp.Literal.number(1), "double")))


def _most(matches: exp.Expr, value: exp.Expr, name: str) -> exp.Expr:
    picked = exp.Case().when(matches.copy(), value.copy())
    return exp.alias_(exp.Max(this=picked), name, quoted=True)


def _indicator_is(code: str) -> exp.EQ:
    return exp.EQ(this=exp.column("indicator"), expression=exp.Literal.string(code))


def _period_is(table: str, period: str) -> exp.EQ:
    return exp.EQ(this=exp.column("period", table), expression=exp.Literal.string(period))


def _is_null(name: str, table: str | None = None) -> exp.Is:
    return exp.Is(this=exp.column(name, table, quoted=True), expression=exp.null())


def _union(selects: Iterable[exp.Select]) -> exp.Query:
    first, *rest = selects
    return exp.union(first, *rest, distinct=False, copy=False) if rest else first
