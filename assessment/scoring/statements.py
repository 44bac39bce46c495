"""The steps whose SQL depends on the framework's formulas, as sqlglot trees.

`answer_wide` turns the long answers into a column a field; `indicator_value` computes each
formula over it; `signal` each common problem's condition. Codes and trees were checked when the
framework was read; nothing here pastes text together.
"""

from collections.abc import Iterable, Sequence
from functools import reduce

from sqlglot import exp

from assessment.framework.formula import (
    PERIOD_END,
    Parsed,
    parse_condition,
    parse_number,
    parse_signal,
)
from assessment.framework.model import Framework, Indicator
from assessment.framework.period import Period
from assessment.framework.questions import asked_in


def answer_wide(framework: Framework, period: str) -> exp.Expr:
    """Grain unit: `"field"` (null where missing or not applicable), `"has__field"` (1 where
    answered either way), `period_end`, `answered` (how many fields). Every unit is listed.

    Honours and vetoes stand in `answer` too, and answer nothing. Turned sheet by sheet: every
    answer is compared with every column, so fewer columns at a time are less work."""
    sheets = _sheets(framework, period)
    counts: list[exp.Expr] = [
        exp.Coalesce(this=exp.column("answered", s), expressions=[_whole(0)]) for s in sheets
    ]
    columns: list[exp.Expr] = [
        exp.column("unit", "u"),
        _named(_double(Period.of(period).last_day), PERIOD_END),
        _named(reduce(_plus, counts or [_whole(0)]), "answered"),
    ]
    query = _select(*columns).from_("unit as u", copy=False)
    for sheet, codes in sheets.items():
        for code in codes:
            query.select(exp.column(code, sheet, quoted=True), copy=False)
            query.select(exp.column(f"has__{code}", sheet, quoted=True), copy=False)
        on = exp.EQ(this=exp.column("unit", sheet), expression=exp.column("unit", "u"))
        turned = _sheet(codes, period).subquery(sheet, copy=False)
        query.join(turned, on=on, join_type="left", copy=False)
    return query


def _plus(one: exp.Expr, other: exp.Expr) -> exp.Expr:
    return exp.Add(this=one, expression=other)


def _sheets(framework: Framework, period: str) -> dict[str, list[str]]:
    """The fields of each survey sheet, by the name of its part of the query.

    What the period does not ask is not read, whatever was once answered."""
    fields: dict[str, list[str]] = {}
    for field in asked_in(framework, period):
        fields.setdefault(field.strength, []).append(field.code)
    return {f"sheet_{number}": codes for number, codes in enumerate(fields.values())}


def _sheet(codes: list[str], period: str) -> exp.Select:
    """Grain unit with an answer on the sheet: a column a field."""
    columns = [exp.column("unit", "a"), _named(exp.Count(this=exp.Star()), "answered")]
    for code in codes:
        columns.append(_named(_most(_field_is(code), exp.column("value", "a")), code))
        columns.append(_named(_most(_field_is(code), _whole(1)), f"has__{code}"))
    names = [exp.Literal.string(code) for code in codes]
    asked = exp.In(this=exp.column("field", "a"), expressions=names)
    return (
        _select(*columns)
        .from_("answer as a", copy=False)
        .where(exp.and_(_period_is(period), asked, copy=False), copy=False)
        .group_by(exp.column("unit", "a"), copy=False)
    )


def indicator_value(framework: Framework, period: str) -> exp.Select | None:
    """Grain unit × indicator: `value`, `state` and `reason` as in `Scores.indicators`.

    None where no indicator is asked in `period`, such as before the first.
    """
    asked = [indicator for _, indicator in framework.indicators(period)]
    return _values_of(asked) if asked else None


def earlier_value(framework: Framework, period: str, earlier: Iterable[str]) -> exp.Query | None:
    """Grain unit × indicator × earlier period: `value`, and `previous` (1 or 0: just before).

    Only what `period` needs: of indicators that pool all periods, or impute by the last one.
    None where nothing is needed. `earlier` are the periods on record before it, of its length.
    """
    previous = Period.of(period).previous
    parts = []
    for before in earlier:
        needed = [
            indicator
            for _, indicator in framework.indicators(period)
            if indicator.asked_in(before)
            and (
                indicator.pool.periods == "all"
                or (indicator.imputation == "last_period" and before == previous)
            )
        ]
        if needed:
            parts.append(_valued(framework, before, needed, previous=before == previous))
    return _union(parts) if parts else None


def _valued(
    framework: Framework, period: str, needed: list[Indicator], *, previous: bool
) -> exp.Select:
    wide = answer_wide(framework, period)
    inner = _values_of(needed).with_("answer_wide", as_=wide, copy=False)
    return (
        _select(
            exp.column("unit"),
            exp.column("indicator"),
            _named(exp.Literal.string(period), "period"),
            exp.column("value"),
            _named(exp.Literal.number(int(previous)), "previous"),
        )
        .from_(inner.subquery("v", copy=False), copy=False)
        .where(exp.Not(this=exp.Is(this=exp.column("value"), expression=exp.null())), copy=False)
    )


def reads_earlier(framework: Framework, period: str) -> bool:
    """Whether scoring `period` needs values of periods before it."""
    return any(
        indicator.pool.periods == "all" or indicator.imputation == "last_period"
        for _, indicator in framework.indicators(period)
    )


def signal(framework: Framework, period: str) -> exp.Select | None:
    """Grain unit × problem: `holds`, null where the data do not tell. None without signals.

    A signal that reads an indicator or a field not asked in `period` is left out.
    """
    live = {indicator.code for _, indicator in framework.indicators(period)}
    live |= {field.code for field in asked_in(framework, period)}
    told = [
        (problem, parse_signal(problem.signal))
        for problem in framework.problems
        if problem.signal is not None
    ]
    tested = [(p, parsed) for p, parsed in told if _codes_of(parsed) <= live]
    if not tested:
        return None
    holds = _in_row_of_its_code(_holds(parsed) for _, parsed in tested)
    query = _select(
        exp.column("unit"), _named(exp.column(_CODE), "problem"), _named(holds, "holds")
    )
    query.from_("seen", copy=False)
    _cross_with_codes(query, [problem.code for problem, _ in tested])
    seen = _seen(framework, period, [parsed for _, parsed in tested])
    return query.with_("seen", as_=seen, copy=False)


def _values_of(indicators: Sequence[Indicator]) -> exp.Select:
    """Every unit beside every indicator: one look at `answer_wide` for all formulas, because a
    part of its own for each costs more to plan than to compute."""
    result = _in_row_of_its_code(parse_number(each.formula).tree.copy() for each in indicators)
    reason = _in_row_of_its_code(_reason(each) for each in indicators)
    by_indicator = _select(
        exp.column("unit"),
        _named(exp.column(_CODE), "indicator"),
        _named(result, "result"),
        _named(reason, "reason"),
    ).from_("answer_wide", copy=False)
    _cross_with_codes(by_indicator, [each.code for each in indicators])
    return _select(
        exp.column("unit"),
        exp.column("indicator"),
        _named(_case([(_no_reason(), exp.column("result"))]), "value"),
        _named(_state(indicators), "state"),
        exp.column("reason"),
    ).from_(by_indicator.subquery("r", copy=False), copy=False)


_NUMBER, _CODE = "numbered__number", "numbered__code"
"""Columns beside those of fields, whose codes have no two underscores."""


def _cross_with_codes(query: exp.Select, codes: Sequence[str]) -> exp.Select:
    """Put every row beside every code and its number."""
    rows = [
        exp.Tuple(expressions=[_whole(number), exp.Literal.string(code)])
        for number, code in enumerate(codes)
    ]
    query.join("numbered", join_type="cross", copy=False)
    named = f"numbered({_NUMBER}, {_CODE})"
    return query.with_(named, as_=exp.Values(expressions=rows), copy=False)


def _in_row_of_its_code(expressions: Iterable[exp.Expr]) -> exp.Case:
    """The expression of each code, in the order in which the query was crossed with them."""
    branches = [exp.If(this=_whole(number), true=each) for number, each in enumerate(expressions)]
    return exp.Case(this=exp.column(_NUMBER), ifs=branches)


def _reason(indicator: Indicator) -> exp.Case:
    """Why there is no value; null where there is one."""
    formula = parse_number(indicator.formula)
    reasons: list[tuple[exp.Expr, str]] = []
    needed = set(formula.needed)
    thin = None
    if indicator.not_applicable_when is not None:
        excused = parse_condition(indicator.not_applicable_when)
        reasons.append((excused.tree.copy(), "rule"))
    if indicator.unknown_when is not None:
        thin = parse_condition(indicator.unknown_when)
        needed |= thin.needed
    if needed:
        names = sorted(needed)
        absent = exp.or_(*(_is_null(f"has__{name}") for name in names), copy=False)
        excused_answer = exp.or_(*(_is_null(name) for name in names), copy=False)
        reasons.append((absent, "missing_answer"))
        reasons.append((excused_answer, "answer_not_applicable"))
    if thin is not None:
        reasons.append((thin.tree.copy(), "too_thin"))
    if sheltered := sorted(formula.names - formula.needed):
        unsheltered = exp.and_(_has_no_result(formula.tree), _has_a_result(_coalesced(formula)))
        absent = exp.or_(*(_is_null(f"has__{name}") for name in sheltered), copy=False)
        reasons.append((exp.and_(unsheltered.copy(), absent), "missing_answer"))
        reasons.append((unsheltered, "answer_not_applicable"))
    reasons.append((_has_no_result(formula.tree), "division_by_zero"))
    return _case([(when, exp.Literal.string(said)) for when, said in reasons], exp.null())


def _coalesced(formula: Parsed) -> exp.Expr:
    """The formula as it would be if every `coalesce` had found something."""
    tree = formula.tree.copy()
    for found in list(tree.find_all(exp.Coalesce)):
        found.append("expressions", _double(1))
    return tree


def _has_no_result(tree: exp.Expr) -> exp.Is:
    return exp.Is(this=exp.Paren(this=tree.copy()), expression=exp.null())


def _has_a_result(tree: exp.Expr) -> exp.Not:
    return exp.Not(this=_has_no_result(tree))


def _state(indicators: Sequence[Indicator]) -> exp.Case:
    excused: list[exp.Expr] = [_is_among("reason", ["rule", "answer_not_applicable"])]
    zero = [each.code for each in indicators if each.division_by_zero == "not_applicable"]
    if zero:
        by_zero = _is_among("reason", ["division_by_zero"])
        excused.append(exp.and_(by_zero, _is_among("indicator", zero), copy=False))
    return _case(
        [
            (_no_reason(), exp.Literal.string("value")),
            *((when, exp.Literal.string("not_applicable")) for when in excused),
        ],
        exp.Literal.string("missing"),
    )


def _is_among(column: str, texts: Sequence[str]) -> exp.In:
    return exp.In(this=exp.column(column), expressions=[exp.Literal.string(text) for text in texts])


def _no_reason() -> exp.Is:
    return exp.Is(this=exp.column("reason"), expression=exp.null())


def _holds(parsed: Parsed) -> exp.Case:
    fires = exp.Paren(this=parsed.tree.copy())
    return _case(
        [
            (fires, exp.cast(exp.Literal.number(1), "int")),
            (exp.Not(this=fires.copy()), exp.cast(exp.Literal.number(0), "int")),
        ]
    )


def _codes_of(signal: Parsed) -> set[str]:
    return {*signal.names, *(code for _, code in signal.calls)}


def _seen(framework: Framework, period: str, signals: list[Parsed]) -> exp.Select:
    """Grain unit: everything the signals read, a column each."""
    calls = sorted({call for parsed in signals for call in parsed.calls})
    bare = {name for parsed in signals for name in parsed.names}
    indicators = sorted(bare & set(framework.indicator_by_code))
    standings = [call for call in calls if call[0] in ("score", "percentile")]
    changed = [code for function, code in calls if function == "change"]
    columns: list[exp.Expr] = [exp.column("unit", "w")]
    columns += [
        _named(exp.column(code, "w", quoted=True), code)
        for code in sorted(bare & set(framework.field_by_code))
    ]
    columns += [
        _named(exp.column(code, "i", quoted=True), code)
        for code in [*indicators, *(f"{function}__{code}" for function, code in standings)]
    ]
    columns += [
        _named(_missing(code), f"missing__{code}")
        for function, code in calls
        if function == "missing"
    ]
    columns += [_named(_change(code), f"change__{code}") for code in changed]
    scored = _by_indicator(indicators, standings).subquery("i", copy=False)
    before = _before(framework, changed, Period.of(period).previous).subquery("p", copy=False)
    return (
        _select(*columns)
        .from_("answer_wide as w", copy=False)
        .join(scored, on="i.unit = w.unit", join_type="left", copy=False)
        .join(before, on="p.unit = w.unit", join_type="left", copy=False)
    )


def _by_indicator(indicators: list[str], standings: list[tuple[str, str]]) -> exp.Select:
    columns = [_named(_most(_indicator_is(code), exp.column("value")), code) for code in indicators]
    columns += [
        _named(_most(_indicator_is(code), exp.column(function)), f"{function}__{code}")
        for function, code in standings
    ]
    return (
        _select(exp.column("unit"), *columns)
        .from_("indicator_score", copy=False)
        .group_by(exp.column("unit"), copy=False)
    )


def _before(framework: Framework, fields: list[str], period: str) -> exp.Select:
    """What was answered in the period before; null where that did not ask."""
    asked = {field.code for field in asked_in(framework, period)}
    value = exp.column("value", "a")
    columns = [
        _named(_most(_field_is(code), value.copy()) if code in asked else _unknown(), code)
        for code in fields
    ]
    return (
        _select(exp.column("unit", "a"), *columns)
        .from_("answer as a", copy=False)
        .where(_period_is(period), copy=False)
        .group_by(exp.column("unit", "a"), copy=False)
    )


def _missing(code: str) -> exp.Case:
    silent = exp.EQ(this=exp.column("answered", "w"), expression=exp.Literal.number(0))
    return _case([(silent, exp.null()), (_is_null(f"has__{code}", "w"), _double(1))], _double(0))


def _change(code: str) -> exp.Expr:
    before = exp.Nullif(this=exp.column(code, "p", quoted=True), expression=_double(0))
    ratio = exp.Div(this=exp.column(code, "w", quoted=True), expression=before)
    return exp.Abs(this=exp.Sub(this=ratio, expression=_double(1)))


# sqlglot's own builders copy what they are given, which for a framework's worth of trees takes a
# second; these do not, so each node is used once and a parsed formula's tree is copied first.


def _select(*columns: exp.Expr) -> exp.Select:
    return exp.Select(expressions=list(columns))


def _named(expression: exp.Expr, name: str) -> exp.Alias:
    return exp.Alias(this=expression, alias=exp.to_identifier(name, quoted=True))


def _case(
    branches: Iterable[tuple[exp.Expr, exp.Expr]], default: exp.Expr | None = None
) -> exp.Case:
    return exp.Case(ifs=[exp.If(this=when, true=then) for when, then in branches], default=default)


def _most(matches: exp.Expr, value: exp.Expr) -> exp.Max:
    """The one value that matches; null where none does."""
    return exp.Max(this=_case([(matches, value)]))


def _whole(number: int) -> exp.Expr:
    return exp.Literal.number(number)


def _double(number: float) -> exp.Cast:
    return exp.cast(exp.Literal.number(number), "double")


def _unknown() -> exp.Cast:
    return exp.cast(exp.null(), "double")


def _field_is(code: str) -> exp.EQ:
    return exp.EQ(this=exp.column("field", "a"), expression=exp.Literal.string(code))


def _indicator_is(code: str) -> exp.EQ:
    return exp.EQ(this=exp.column("indicator"), expression=exp.Literal.string(code))


def _period_is(period: str) -> exp.EQ:
    return exp.EQ(this=exp.column("period", "a"), expression=exp.Literal.string(period))


def _is_null(name: str, table: str | None = None) -> exp.Is:
    return exp.Is(this=exp.column(name, table, quoted=True), expression=exp.null())


def _union(selects: Iterable[exp.Select]) -> exp.Query:
    first, *rest = selects
    return exp.union(first, *rest, distinct=False, copy=False) if rest else first
