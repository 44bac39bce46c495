"""What may stand in a formula, what may not, and that what is rebuilt means the same."""

import random

import duckdb
import pytest

from assessment.framework.formula import (
    PERIOD_END,
    SIGNAL_FUNCTIONS,
    BadFormula,
    Parsed,
    parse_condition,
    parse_number,
)

VALUES: dict[str, float | None] = {"a": 7.0, "b": -2.5, "c": 0.0, "d": 12.0, "gone": None}
FUNCTIONS = tuple(SIGNAL_FUNCTIONS)


def worked_out(parsed: Parsed, values: dict[str, float | None] = VALUES) -> object:
    """What DuckDB makes of the rebuilt formula, the codes being columns of one row."""
    columns = ", ".join(f'cast({"null" if v is None else v} as double) as "{k}"'
                        for k, v in values.items())  # fmt: skip
    sql = f"select {parsed.tree.sql('duckdb')} from (select {columns})"
    row = duckdb.connect().execute(sql).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", 7),
        ("1.5e1", 15),
        (".5", 0.5),
        ("-a", -7),
        ("- -a", 7),
        ("+a", 7),
        ("a - -b", 4.5),
        ("a + b * d", -23),
        ("(a + b) * d", 54),
        ("a - (b - d)", 21.5),
        ("d / (a - 1) / 2", 1),
        ("d / ((a - 1) / 2)", 4),
        ("2 * a / 4", 3.5),
        ("7 / 2", 3.5),
        ("a / c", None),
        ("a * gone", None),
        ("abs(b)", 2.5),
        ("min(a, b, d)", -2.5),
        ("max(a, b, d)", 12),
        ("MAX(a, min(b, d))", 7),
        ("max(a, b, c, d, 1, 2, 3, 4)", 12),
        ("coalesce(gone, 3)", 3),
        ("coalesce(gone, gone, a)", 7),
        ("case when a > 5 and not b > 0 then 1 else 0 end", 1),
        ("CASE WHEN a < 5 THEN 1 WHEN a < 10 THEN 2 ELSE 3 END", 2),
        ("case when a > 100 then 1 end", None),
        ("case when gone > 1 then 1 else 0 end", 0),
        ("a + case when c = 0 then 1 else 2 end * 2", 9),
        ("a\n  + b", 4.5),
    ],
)
def test_a_formula_gives(text: str, expected: float | None) -> None:
    assert worked_out(parse_number(text)) == expected


@pytest.mark.parametrize("function", ["min", "max"])
@pytest.mark.parametrize("arguments", ["gone, 1", "1, gone", "a, gone, 1", "a, 1, gone"])
def test_the_extreme_of_an_unknown_is_unknown(function: str, arguments: str) -> None:
    assert worked_out(parse_number(f"{function}({arguments})")) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a > 5", True),
        ("a = 7 and b = 0", False),
        ("a = 0 or b < 0 and d = 12", True),
        ("(a = 0 or b < 0) and d = 0", False),
        ("not a = 0", True),
        ("not (a = 7 or b = 0)", False),
        ("a <> 7", False),
        ("a != 7", False),
        ("a <= 7 and a >= 7", True),
        ("a + b > d / 4", True),
        ("gone > 1", None),
        ("gone > 1 or a = 7", True),
    ],
)
def test_a_condition_holds_or_not_or_is_unknown(text: str, expected: bool | None) -> None:
    assert worked_out(parse_condition(text)) is expected


def arithmetic(chance: random.Random, depth: int) -> str:
    """Any arithmetic that Python reads as SQL does, bracketed as chance has it."""
    if depth == 0:
        return chance.choice(["a", "b", "d", "2", "0.5", "3"])
    left, right = arithmetic(chance, depth - 1), arithmetic(chance, chance.randrange(depth))
    match chance.randrange(8):
        case 0:
            return f"({left})"
        case 1:
            return f"(-{left})" if left[0] != "-" else left
        case 2:
            return f"{chance.choice(['min', 'max'])}({left}, {right})"
        case 3:
            return f"abs({left})"
        case _:
            return f"{left} {chance.choice('+-*/')} {right}"


@pytest.mark.parametrize("seed", range(150))
def test_rebuilding_keeps_the_order_of_operations(seed: int) -> None:
    text = arithmetic(random.Random(seed), 4)  # noqa: S311 - chosen once, so it can be repeated
    names = {"abs": abs, "min": min, "max": max, **VALUES}
    try:
        expected = eval(text, {"__builtins__": {}}, names)  # noqa: S307 - our own arithmetic
    except ZeroDivisionError:
        expected = None

    found = worked_out(parse_number(text))
    assert found == (None if expected is None else pytest.approx(expected, rel=1e-12)), text


REFUSED = {
    "formula_forbidden": [
        # More than arithmetic
        "(select 1)",
        "exists(select 1)",
        "a in (1, 2)",
        "a between 1 and 2",
        "a is null",
        "a like b",
        "a > 1",
        "not a",
        "null",
        "true",
        "(a, b)",
        "()",
        "*",
        "a.b",
        "a.*",
        "case a when 1 then 2 end",
        "a div b",
        "a at time zone b",
        "interval 1 day",
        "a collate b",
        "x -> x",
        "abs(x -> x)",
        # Functions
        "sum(a)",
        "count(*)",
        "random()",
        "now()",
        "current_date",
        "read_csv(a)",
        "getenv(a)",
        "cast(a as int)",
        "try_cast(a as int)",
        "if(a, b, c)",
        "nullif(a, b)",
        "greatest(a, b)",
        "least(a, b)",
        "min(a)",
        "min(distinct a, b)",
        "min(a, b) over ()",
        "abs(a) filter (where a)",
        "array(a)",
        "score(a)",
        # Signs
        "a; b",
        "a; drop table unit",
        "'a'",
        '"a"',
        "`a`",
        "$1",
        "?",
        ":a",
        "@a",
        "a::int",
        "a % b",
        "a ^ b",
        "a || b",
        "a // b",
        "[a]",
        "{a}",
        "a -- b",
        "a --b",
        "a /* b */",
        "a # b",
        "a＋b",
        "（a）",
        "人数",
        # Names and numbers
        "A",
        "Members_n",
        "_a",
        "1e999",
        "9" * 400,
        "1e",
    ],
    "formula_unreadable": [
        "",
        " ",
        "a +",
        "(a",
        "a)",
        "a b",
        "a as b",
        "a from b",
        "a where b",
        "a, b",
        "1_000",
        "0x1f",
        "a ** b",
        "abs()",
        "abs(a, b)",
        "coalesce()",
        "drop table a",
        "insert into a values (1)",
        "copy a to b",
        "attach a",
        "pragma a",
        "set a = 1",
        "with x as (select 1) select 1",
    ],
    "formula_too_long": ["a" + " + a" * 250],
    "formula_too_complex": [
        "(" * 100 + "a" + ")" * 100,
        "(" * 499 + "a" + ")" * 499,
        "- " * 200 + "a",
        " + ".join("a" * 200),
        "min(" * 20 + "a" + ", 1)" * 20,
        "min(" + ", ".join("a" * 300) + ")",
        "abs(" * 199 + "a" + ")" * 199,
        "case when a > 1 then " * 35 + "1" + " end" * 35,
    ],
}


@pytest.mark.parametrize(
    ("code", "text"),
    [pytest.param(c, t, id=f"{c}: {t[:40]}") for c, texts in REFUSED.items() for t in texts],
)
def test_anything_else_is_refused(code: str, text: str) -> None:
    with pytest.raises(BadFormula) as caught:
        parse_number(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("formula_not_a_condition", "a"),
        ("formula_not_a_condition", "a > 1 and b"),
        ("formula_not_a_condition", "a is null"),
        ("formula_not_a_condition", "a <=> b"),
        ("formula_not_a_condition", "a > 1 or true"),
        ("formula_not_a_condition", "coalesce(a > 1, b > 1)"),
        ("formula_not_a_condition", "case when a > 1 then b > 1 end"),
        ("formula_not_a_condition", "score(a)"),
        ("formula_forbidden", "a = b = c"),
        ("formula_forbidden", "a < b < c"),
        ("formula_forbidden", "(a > 1) > 2"),
        ("formula_forbidden", "a > all(b)"),
        ("formula_forbidden", "zscore(a) < 1"),
        ("formula_needs_one_code", "score() < 1"),
        ("formula_needs_one_code", "score(a, b) < 1"),
        ("formula_needs_one_code", "score(1) < 1"),
        ("formula_needs_one_code", "score(a + 1) < 1"),
        ("formula_needs_one_code", "score(a.b) < 1"),
        ("formula_needs_one_code", "score(A) < 1"),
        ("formula_needs_one_code", "missing(score(a)) = 1"),
        ("formula_unreadable", "a > 1 xor b > 1"),
        ("formula_too_complex", "not " * 100 + "a > 1"),
    ],
)
def test_a_condition_is_comparisons_only(code: str, text: str) -> None:
    with pytest.raises(BadFormula) as caught:
        parse_condition(text, FUNCTIONS)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        "(" * 20 + "a" + ")" * 20,
        " + ".join("a" * 59),
        "case when a > 1 then " * 20 + "1" + " end" * 20,
        "coalesce(" * 20 + "a" + ", 1)" * 20,
        "min(" + ", ".join("a" * 25) + ")",
        "min(a, max(b, min(c, d)))",
    ],
)
def test_what_is_just_small_enough_can_be_worked_out(text: str) -> None:
    """Also from deep inside an application, which leaves less room for calls."""

    def from_deep_inside(levels: int) -> object:
        if levels:
            return from_deep_inside(levels - 1)
        return worked_out(parse_number(text))

    assert from_deep_inside(150) is not None


def test_what_stands_in_coalesce_is_read_but_not_needed() -> None:
    parsed = parse_number("a + coalesce(b, min(c, d)) + case when d > 1 then 1 else 0 end")
    assert parsed.names == {"a", "b", "c", "d"}
    assert parsed.needed == {"a", "d"}


def test_the_end_of_the_period_is_nobody_s_answer() -> None:
    parsed = parse_number(f"{PERIOD_END} - a")
    assert parsed.names == parsed.needed == {"a"}
    assert worked_out(parsed, {"a": 1.0, PERIOD_END: 3.0}) == 2


def test_a_function_of_a_code_is_a_column_of_its_own() -> None:
    parsed = parse_condition("SCORE(a) < 60 and change(b) > 0.2 and c = 0", FUNCTIONS)
    assert parsed.calls == {("score", "a"), ("change", "b")}
    assert parsed.names == {"c"}
    assert worked_out(parsed, {"score__a": 59.0, "change__b": 0.3, "c": 0.0}) is True


def test_the_text_itself_never_reaches_a_database() -> None:
    sql = parse_number("a + 1").tree.sql("duckdb")
    assert sql == '"a" + CAST(1.0 AS DOUBLE)'
