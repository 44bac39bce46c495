"""The step that tests the common problems' signals, as one sqlglot tree."""

from sqlglot import exp

from assessment.framework.formula import Parsed, parse_signal
from assessment.framework.model import Framework
from assessment.framework.period import Period
from assessment.framework.questions import asked_in
from assessment.scoring import sql_trees as sql


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
    holds = sql.in_row_of_its_code(_holds(parsed) for _, parsed in tested)
    query = sql.select(
        exp.column("unit"),
        sql.named(exp.column(sql.CODE), "problem"),
        sql.named(holds, "holds"),
    )
    query.from_("seen", copy=False)
    sql.cross_with_codes(query, [problem.code for problem, _ in tested])
    seen = _seen(framework, period, [parsed for _, parsed in tested])
    return query.with_("seen", as_=seen, copy=False)


def _holds(parsed: Parsed) -> exp.Case:
    fires = exp.Paren(this=parsed.tree.copy())
    return sql.case(
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
        sql.named(exp.column(code, "w", quoted=True), code)
        for code in sorted(bare & set(framework.field_by_code))
    ]
    columns += [
        sql.named(exp.column(code, "i", quoted=True), code)
        for code in [*indicators, *(f"{function}__{code}" for function, code in standings)]
    ]
    columns += [
        sql.named(_missing(code), f"missing__{code}")
        for function, code in calls
        if function == "missing"
    ]
    columns += [sql.named(_change(code), f"change__{code}") for code in changed]
    scored = _by_indicator(indicators, standings).subquery("i", copy=False)
    before = _before(framework, changed, Period.of(period).previous).subquery("p", copy=False)
    return (
        sql.select(*columns)
        .from_("answer_wide as w", copy=False)
        .join(scored, on="i.unit = w.unit", join_type="left", copy=False)
        .join(before, on="p.unit = w.unit", join_type="left", copy=False)
    )


def _by_indicator(indicators: list[str], standings: list[tuple[str, str]]) -> exp.Select:
    columns = [
        sql.named(sql.matching(sql.indicator_is(code), exp.column("value")), code)
        for code in indicators
    ]
    columns += [
        sql.named(
            sql.matching(sql.indicator_is(code), exp.column(function)),
            f"{function}__{code}",
        )
        for function, code in standings
    ]
    return (
        sql.select(exp.column("unit"), *columns)
        .from_("indicator_score", copy=False)
        .group_by(exp.column("unit"), copy=False)
    )


def _before(framework: Framework, fields: list[str], period: str) -> exp.Select:
    """What was answered in the period before; null where that did not ask."""
    asked = {field.code for field in asked_in(framework, period)}
    value = exp.column("value", "a")
    columns = [
        sql.named(
            sql.matching(sql.field_is(code), value.copy()) if code in asked else sql.unknown(),
            code,
        )
        for code in fields
    ]
    return (
        sql.select(exp.column("unit", "a"), *columns)
        .from_("answer as a", copy=False)
        .where(sql.period_is(period), copy=False)
        .group_by(exp.column("unit", "a"), copy=False)
    )


def _missing(code: str) -> exp.Case:
    silent = exp.EQ(this=exp.column("answered", "w"), expression=exp.Literal.number(0))
    return sql.case(
        [(silent, exp.null()), (sql.is_null(f"has__{code}", "w"), sql.double(1))],
        sql.double(0),
    )


def _change(code: str) -> exp.Expr:
    before = exp.Nullif(this=exp.column(code, "p", quoted=True), expression=sql.double(0))
    ratio = exp.Div(this=exp.column(code, "w", quoted=True), expression=before)
    return exp.Abs(this=exp.Sub(this=ratio, expression=sql.double(1)))
