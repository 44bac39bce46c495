"""Which tables a query is answered from, through every view it names.

Read from the texts of queries and views with sqlglot, so that a commit can say which answers it
makes stale. Where a name could be two relations, both count: too much is asked again, never too
little. A join with the audit record whose number a row holds does not count: that record was there
before anybody could read the row, and none is ever changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import duckdb
import sqlglot
from sqlglot import exp

from assessment.store.query_cache import EVERYTHING, Tables

Named = tuple[str | None, str]
"""Schema, where the text names one, and relation."""

MAIN = "main"
AUDIT = "audit"

BY_PARAMETER = "query_table("
"""Says that a table is named by who asks and not by the text."""


class Relations:
    """The tables and views of one database."""

    def __init__(self, tables: frozenset[str], views: Mapping[tuple[str, str], str]) -> None:
        self._tables, self._views = tables, views
        self._under: dict[tuple[str, Sequence[str]], Tables] = {}

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection) -> "Relations":
        """Of what a connection has now: views come and go with migrations only."""
        with connection.cursor() as cursor:
            tables = cursor.execute(
                "select lower(table_name) from duckdb_tables() where not internal and not temporary"
            ).fetchall()
            views = cursor.execute(
                "select lower(schema_name), lower(view_name), sql "
                "from duckdb_views() where not internal and not temporary"
            ).fetchall()
        return cls(
            frozenset(name for (name,) in tables),
            {(schema, name): text for schema, name, text in views},
        )

    def tables(self, text: str, path: Sequence[str]) -> Tables:
        """The tables `text` is answered from, where names are looked up along `path`."""
        known = self._under.get((text, path))
        if known is None:
            of_any = BY_PARAMETER in text.lower()
            known = EVERYTHING if of_any else frozenset(self._reached(text, path))
            self._under[text, path] = known
        return known

    def _reached(self, text: str, path: Sequence[str]) -> Iterator[str]:
        waiting = [(named, path) for named in _named(text)]
        seen = set()
        while waiting:
            (schema, name), schemas = waiting.pop()
            for each in schemas if schema is None else (schema,):
                if (each, name) in seen:
                    continue
                seen.add((each, name))
                if each == MAIN and name in self._tables:
                    yield name
                view = self._views.get((each, name))
                if view is not None:
                    # Inside a view a bare name is looked up along the path or beside the view.
                    waiting += [(named, (*path, each)) for named in _named(view)]
                    if schema is None and schemas is path:
                        break  # The first on the path is the one that a query means.


@lru_cache(maxsize=1024)
def _named(text: str) -> frozenset[Named]:
    """The relations a statement names; those it defines for itself are among them."""
    return frozenset(
        (table.db.lower() or None, table.name.lower())
        for statement in sqlglot.parse(text, dialect="duckdb")
        if statement is not None
        for table in statement.find_all(exp.Table)
        if table.name and not _is_record_of_a_row(table)
    )


def _is_record_of_a_row(table: exp.Table) -> bool:
    join = table.parent
    if table.name.lower() != AUDIT or not isinstance(join, exp.Join):
        return False
    return join.side in ("", "LEFT") and (
        AUDIT in {column.name for column in join.args.get("using") or ()}
        or _is_number(join.args.get("on"), table.alias_or_name)
    )


def _is_number(condition: exp.Expression | None, record: str) -> bool:
    """Whether a join asks for the record with the number in a column of another relation."""
    equal = None if condition is None else condition.unnest()
    if not isinstance(equal, exp.EQ):
        return False
    sides = [side for side in equal.unnest_operands() if isinstance(side, exp.Column)]
    numbers = [side for side in sides if side.table == record and side.name == AUDIT]
    return len(sides) == 2 and len(numbers) == 1 and all(side.table for side in sides)
