"""Assessment periods and their state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assessment.store import batch


@dataclass(frozen=True, slots=True)
class PeriodRow:
    period: str
    starts: date
    ends: date
    deadline: date
    state: str = "open"
    """`open` takes answers; `locked` no longer does; `withdrawn` never did, and is not listed."""


def record(cursor: batch.Cursor, periods: Sequence[PeriodRow]) -> None:
    batch.insert(cursor, "period_entry", periods)


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """How a period is run, from now on."""

    period: str
    framework: str | None
    """Fingerprint of a text kept by `keep_text`; None: the file as it stands."""

    levels: str
    counts: str
    asked: str
    """Codes of strengths, apart by blanks; empty: all of the framework."""

    others: str


_OWN = frozenset({"period_entry", "period_rule_entry"})


def uses(cursor: batch.Cursor, period: str) -> int:
    """How many rows of any other table name a period, as the transaction sees them."""
    tables = cursor.execute(
        """
        select c.table_name
        from information_schema.columns as c
        join information_schema.tables as t using (table_schema, table_name)
        where c.column_name = 'period' and t.table_type = 'BASE TABLE'
          and c.table_schema = current_schema()
        order by c.table_name
        """
    ).fetchall()
    count = 0
    for (table,) in tables:
        if table not in _OWN:
            rows = cursor.execute(
                "select count(*) from query_table($table) where period = $period",
                {"table": table, "period": period},
            ).fetchall()
            count += int(rows[0][0])
    return count


def record_rules(cursor: batch.Cursor, rules: Sequence[PeriodRule]) -> None:
    batch.insert(cursor, "period_rule_entry", rules)


def keep_text(cursor: batch.Cursor, fingerprint: str, text: str) -> None:
    """Keep a framework's text under its fingerprint, where it is not kept yet."""
    cursor.execute(
        """
        insert into framework_text (fingerprint, text)
        select $fingerprint, $text
        where not exists (select 1 from framework_text where fingerprint = $fingerprint)
        """,
        {"fingerprint": fingerprint, "text": text},
    )
