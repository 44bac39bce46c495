"""A database that was changed by hand and sealed anew, whole: what only a noted link can tell."""

import duckdb

from assessment.store import audit_chain, row_seals


def reseal(connection: duckdb.DuckDBPyConnection) -> None:
    """Make every seal over rows and every link again, from what the tables hold now."""
    by_record = row_seals.by_record(connection)
    rows = connection.execute("select * from audit order by audit").fetchall()
    connection.execute("delete from row_seal")
    connection.execute("delete from audit_link")
    before, seals, links = audit_chain.BEFORE_THE_FIRST, [], []
    for row in rows:
        record = audit_chain.Record(*row)
        seals.append(by_record.get(record.audit, row_seals.NOTHING))
        before = audit_chain.sealed(before, record, seals[-1])
        links.append(before)
    numbers = [row[0] for row in rows]
    for table, column, values in (("row_seal", "rows", seals), ("audit_link", "hash", links)):
        connection.execute(
            f"insert into {table} (audit, {column})"
            " select unnest($numbers::bigint[]), unnest($values::varchar[])",
            {"numbers": numbers, "values": values},
        )
