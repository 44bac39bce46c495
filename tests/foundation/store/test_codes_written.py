"""No statement of the app writes a code past the check of `coded_columns`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from assessment.store import schema
from assessment.store.coded_columns import CODED
from assessment.store.database import Store

ROOT = Path(schema.__file__).parents[2]
INTO = re.compile(r"\s*insert\s+into\s+(\w+)")
BY_BATCH = ("batch.write",)


def inserts() -> Iterator[tuple[str, str, str, str]]:
    """Every `insert` in the Python of the app: where it is, what it is given to, the table, and
    its text."""
    for folder in ("assessment", "pages"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    where = f"{file.relative_to(ROOT)}:{node.lineno}"
                    for text in (getattr(argument, "value", None) for argument in node.args):
                        if isinstance(text, str) and (into := INTO.match(text)):
                            yield where, ast.unparse(node.func), into[1], text


def named() -> Iterator[str]:
    """The tables that `batch.insert` is given by name: it writes and checks their statements."""
    for file in sorted((ROOT / "assessment").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "batch.insert":
                yield str(ast.literal_eval(node.args[1]))


def test_a_table_with_codes_is_written_by_batch_alone() -> None:
    coded = [(where, by, table) for where, by, table, _ in inserts() if table in CODED]
    assert {table for _, _, table in coded} | {*named()} >= {*CODED}
    assert [each for each in coded if each[1] not in BY_BATCH] == []


def test_no_query_writes_to_a_table_with_codes() -> None:
    files = [file for file in ROOT.glob("assessment/**/*.sql") if file.parent != schema.FOLDER]
    assert len(files) > 100
    for file in files:
        assert not {*re.findall(r"insert\s+into\s+(\w+)", file.read_text("utf-8"))} & {*CODED}


def test_every_code_written_is_a_checked_parameter_or_copied_from_a_column(store: Store) -> None:
    wrong = [
        f"{where} {table}.{column}: {source.sql('duckdb')}"
        for where, _, table, text in inserts()
        if table in CODED
        for column, source in sources(store, table, text).items()
        if column in CODED[table] and not is_safe(source, column)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "source",
    ["'value'", "$other", "case when a then 'x' else state end", "state || 'x'", "note"],
)
def test_the_search_for_such_codes_finds_them(store: Store, source: str) -> None:
    text = f"insert into draft_entry (unit, state) select unit, {source} from answer_entry"
    assert not is_safe(sources(store, "draft_entry", text)["state"], "state")


def sources(store: Store, table: str, text: str) -> dict[str, exp.Expression]:
    """By column, the expression that an `insert` fills it with."""
    tree = sqlglot.parse_one(text, read="duckdb")
    into, body = tree.this, tree.expression
    if isinstance(into, exp.Schema):
        names = [each.name for each in into.expressions]
    else:
        with store.reading() as cursor:
            names = cursor.table(table).columns
    given = body.selects if isinstance(body, exp.Select) else body.expressions[0].expressions
    return dict(zip(names, given, strict=True))


def is_safe(source: exp.Expression, column: str) -> bool:
    """Whether it is the parameter that has the column's name, or a column with the same codes."""
    source = source.unalias()
    if isinstance(source, exp.Coalesce):
        return all(is_safe(each, column) for each in (source.this, *source.expressions))
    if isinstance(source, exp.Column):
        return column in (source.name, f"reported_{source.name}")
    parameters = [each.name for each in source.find_all(exp.Placeholder)]
    return parameters == [column] and not source.find(exp.Literal)
