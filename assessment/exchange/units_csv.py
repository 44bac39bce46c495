"""Units for scoring without a database: `unit,prefecture,peer_group`, other columns welcome.

The list of units from which a database is begun will do: there the unit is called `code`.
"""

import pandas as pd

from assessment.errors import Place, Problem, Rejected
from assessment.exchange import cells, csv_text
from assessment.framework.model import Framework
from assessment.kernel import spreadsheet_text

COLUMNS = ("unit", "prefecture", "peer_group")
ALSO = {"code": "unit"}


def read(data: bytes | str, file_name: str, framework: Framework | None = None) -> pd.DataFrame:
    """A row a unit, every column as text, `unit` unique.

    With a framework that names peer groups, no others may occur. `Rejected` with every problem.
    """
    table = csv_text.read(data, file_name, COLUMNS, extra=True, also=ALSO)
    groups = [group.code for group in framework.peer_groups] if framework else []
    problems = list(table.problems)
    first: dict[str, int] = {}
    rows: list[list[str]] = []
    for line, row in table.lines:
        named = dict(
            zip(table.header, (spreadsheet_text.plain(cell.strip()) for cell in row), strict=True)
        )
        for column in COLUMNS:
            named[column] = cells.code(named[column])
            if not named[column]:
                place = Place(file_name, line, table.header.index(column) + 1)
                problems.append(Problem("units_csv.empty", place, {"column": column}))
        unit, group = named["unit"], named["peer_group"]
        if unit in first:
            facts: dict[str, object] = {"unit": unit, "first": first[unit]}
            problems.append(Problem("units_csv.duplicate", Place(file_name, line), facts))
        first.setdefault(unit, line)
        if group and groups and group not in groups:
            place = Place(file_name, line, table.header.index("peer_group") + 1)
            facts = {"found": group, "known": ", ".join(groups)}
            problems.append(Problem("units_csv.unknown_peer_group", place, facts))
        rows.append(list(named.values()))
    if not rows and not problems:
        problems.append(Problem("units_csv.no_units", Place(file_name)))
    if problems:
        raise Rejected(sorted(problems, key=lambda problem: problem.place.line or 0))
    return pd.DataFrame(rows, columns=list(table.header), dtype="str")
