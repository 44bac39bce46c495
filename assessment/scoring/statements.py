"""The steps whose SQL depends on the framework's formulas, as sqlglot trees.

`answer_wide` turns the long answers into a column a field; `indicator_value` computes each
formula over it. Codes and trees were checked when the framework was read; nothing here pastes text
together.
"""

from collections.abc import Iterable, Sequence
from functools import reduce

from sqlglot import exp

from assessment.framework.formula import (
    PERIOD_END,
    Parsed,
    parse_condition,
    parse_number,
)
from assessment.framework.model import Framework, Indicator
from assessment.framework.period import Period
from assessment.framework.questions import asked_in
from assessment.scoring import sql_trees as sql


def answer_wide(framework: Framework, period: str) -> exp.Expr:
    """Grain unit: `"field"` (null where missing or not applicable), `"has__field"` (1 where
    answered either way), `period_end`, `answered` (how many fields). Every unit is listed.

    Honours and vetoes stand in `answer` too, and answer nothing. Turned sheet by sheet: every
    answer is compared with every column, so fewer columns at a time are less work."""
    sheets = _sheets(framework, period)
    counts: list[exp.Expr] = [
        exp.Coalesce(this=exp.column("answered", s), expressions=[sql.whole(0)]) for s in sheets
    ]
    columns: list[exp.Expr] = [
        exp.column("unit", "u"),
        sql.named(sql.double(Period.of(period).last_day), PERIOD_END),
        sql.named(reduce(_plus, counts or [sql.whole(0)]), "answered"),
    ]
    query = sql.select(*columns).from_("unit as u", copy=False)
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
    columns = [exp.column("unit", "a"), sql.named(exp.Count(this=exp.Star()), "answered")]
    for code in codes:
        columns.append(sql.named(sql.matching(sql.field_is(code), exp.column("value", "a")), code))
        columns.append(sql.named(sql.matching(sql.field_is(code), sql.whole(1)), f"has__{code}"))
    names = [exp.Literal.string(code) for code in codes]
    asked = exp.In(this=exp.column("field", "a"), expressions=names)
    return (
        sql.select(*columns)
        .from_("answer as a", copy=False)
        .where(exp.and_(sql.period_is(period), asked, copy=False), copy=False)
        .group_by(exp.column("unit", "a"), copy=False)
    )


def indicator_value(framework: Framework, period: str) -> exp.Select | None:
    """Grain unit × indicator: `value`, `state` and `reason` as in `Scores.indicators`.

    None where no indicator is asked in `period`, such as before the first.
    """
    asked = [indicator for _, indicator in framework.indicators(period)]
    return _values_of(asked, framework.silence_earns_nothing(period)) if asked else None


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
    return sql.union(parts) if parts else None


def _valued(
    framework: Framework, period: str, needed: list[Indicator], *, previous: bool
) -> exp.Select:
    wide = answer_wide(framework, period)
    strict = framework.silence_earns_nothing(period)
    inner = _values_of(needed, strict).with_("answer_wide", as_=wide, copy=False)
    return (
        sql.select(
            exp.column("unit"),
            exp.column("indicator"),
            sql.named(exp.Literal.string(period), "period"),
            exp.column("value"),
            sql.named(exp.Literal.number(int(previous)), "previous"),
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


def _values_of(indicators: Sequence[Indicator], strict: bool) -> exp.Select:
    """Every unit beside every indicator: one look at `answer_wide` for all formulas, because a
    part of its own for each costs more to plan than to compute.

    `strict`: nothing stands in for what nobody answered, and nothing is excused by it."""
    result = sql.in_row_of_its_code(parse_number(each.formula).tree.copy() for each in indicators)
    reason = sql.in_row_of_its_code(_reason(each, strict) for each in indicators)
    by_indicator = sql.select(
        exp.column("unit"),
        sql.named(exp.column(sql.CODE), "indicator"),
        sql.named(result, "result"),
        sql.named(reason, "reason"),
    ).from_("answer_wide", copy=False)
    sql.cross_with_codes(by_indicator, [each.code for each in indicators])
    return sql.select(
        exp.column("unit"),
        exp.column("indicator"),
        sql.named(sql.case([(_no_reason(), exp.column("result"))]), "value"),
        sql.named(_state(indicators), "state"),
        exp.column("reason"),
    ).from_(by_indicator.subquery("r", copy=False), copy=False)


def _reason(indicator: Indicator, strict: bool) -> exp.Case:
    """Why there is no value; null where there is one."""
    formula = parse_number(indicator.formula)
    reasons: list[tuple[exp.Expr, str]] = []
    needed, read = set(formula.needed), set(formula.names)
    thin = None
    if indicator.not_applicable_when is not None:
        excused = parse_condition(indicator.not_applicable_when)
        if strict and excused.names:
            reasons.append((_absent(excused.names), "missing_answer"))
        reasons.append((excused.tree.copy(), "rule"))
    if indicator.unknown_when is not None:
        thin = parse_condition(indicator.unknown_when)
        needed |= thin.needed
        read |= thin.names
    if strict and read:
        reasons.append((_absent(read), "missing_answer"))
    if needed:
        names = sorted(needed)
        absent = _absent(needed)
        excused_answer = exp.or_(*(sql.is_null(name) for name in names), copy=False)
        reasons.append((absent, "missing_answer"))
        reasons.append((excused_answer, "answer_not_applicable"))
    if thin is not None:
        reasons.append((thin.tree.copy(), "too_thin"))
    if sheltered := sorted(formula.names - formula.needed):
        unsheltered = exp.and_(_has_no_result(formula.tree), _has_a_result(_coalesced(formula)))
        reasons.append((exp.and_(unsheltered.copy(), _absent(sheltered)), "missing_answer"))
        reasons.append((unsheltered, "answer_not_applicable"))
    reasons.append((_has_no_result(formula.tree), "division_by_zero"))
    return sql.case([(when, exp.Literal.string(said)) for when, said in reasons], exp.null())


def _absent(names: Iterable[str]) -> exp.Expr:
    """Whether any of these fields was not answered at all."""
    return exp.or_(*(sql.is_null(f"has__{name}") for name in sorted(names)), copy=False)


def _coalesced(formula: Parsed) -> exp.Expr:
    """The formula as it would be if every `coalesce` had found something."""
    tree = formula.tree.copy()
    for found in list(tree.find_all(exp.Coalesce)):
        found.append("expressions", sql.double(1))
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
    return sql.case(
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
