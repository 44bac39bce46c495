"""What codes a database holds, against the Literals of its columns."""

from typing import get_args

from assessment.store.batch import Cursor
from assessment.store.coded_columns import CODED


def strangers(cursor: Cursor) -> dict[str, list[str]]:
    """By table and column, the codes that its Literal does not have."""
    found = {
        f"{table}.{column}": cursor.execute(
            f"select distinct {column} from {table} where not list_contains($codes, {column})"
            f" order by {column}",
            {"codes": list(get_args(literal))},
        ).fetchall()
        for table, columns in CODED.items()
        for column, literal in columns.items()
    }
    return {where: [code for (code,) in rows] for where, rows in found.items() if rows}
