"""The pieces that the statements are made of, as sqlglot trees.

sqlglot's own builders copy what they are given, which for a framework's worth of trees takes a
second; these do not, so each node is used once and a parsed formula's tree is copied first.
"""

from collections.abc import Iterable, Sequence

from sqlglot import exp

NUMBER, CODE = "numbered__number", "numbered__code"
"""Columns beside those of fields, whose codes have no two underscores."""


def cross_with_codes(query: exp.Select, codes: Sequence[str]) -> exp.Select:
    """Put every row beside every code and its number."""
    rows = [
        exp.Tuple(expressions=[whole(number), exp.Literal.string(code)])
        for number, code in enumerate(codes)
    ]
    query.join("numbered", join_type="cross", copy=False)
    named = f"numbered({NUMBER}, {CODE})"
    return query.with_(named, as_=exp.Values(expressions=rows), copy=False)


def in_row_of_its_code(expressions: Iterable[exp.Expr]) -> exp.Case:
    """The expression of each code, in the order in which the query was crossed with them."""
    branches = [exp.If(this=whole(number), true=each) for number, each in enumerate(expressions)]
    return exp.Case(this=exp.column(NUMBER), ifs=branches)


def select(*columns: exp.Expr) -> exp.Select:
    return exp.Select(expressions=list(columns))


def named(expression: exp.Expr, name: str) -> exp.Alias:
    return exp.Alias(this=expression, alias=exp.to_identifier(name, quoted=True))


def case(
    branches: Iterable[tuple[exp.Expr, exp.Expr]], default: exp.Expr | None = None
) -> exp.Case:
    return exp.Case(ifs=[exp.If(this=when, true=then) for when, then in branches], default=default)


def matching(matches: exp.Expr, value: exp.Expr) -> exp.Max:
    """The one value that matches; null where none does."""
    return exp.Max(this=case([(matches, value)]))


def whole(number: int) -> exp.Expr:
    return exp.Literal.number(number)


def double(number: float) -> exp.Cast:
    return exp.cast(exp.Literal.number(number), "double")


def unknown() -> exp.Cast:
    return exp.cast(exp.null(), "double")


def field_is(code: str) -> exp.EQ:
    return exp.EQ(this=exp.column("field", "a"), expression=exp.Literal.string(code))


def indicator_is(code: str) -> exp.EQ:
    return exp.EQ(this=exp.column("indicator"), expression=exp.Literal.string(code))


def period_is(period: str) -> exp.EQ:
    return exp.EQ(this=exp.column("period", "a"), expression=exp.Literal.string(period))


def is_null(name: str, table: str | None = None) -> exp.Is:
    return exp.Is(this=exp.column(name, table, quoted=True), expression=exp.null())


def union(selects: Iterable[exp.Select]) -> exp.Query:
    first, *rest = selects
    return exp.union(first, *rest, distinct=False, copy=False) if rest else first
