"""What a visit must agree with before it is recorded: the teams, the units, the links."""

from collections.abc import Iterator, Sequence
from typing import get_args

from assessment.errors import Problem
from assessment.field.teams.register.checks import Known, covered
from assessment.field.teams.teams_table import Assignment
from assessment.field.visits.visits_table import Visit
from assessment.kernel import codes, row_checks

_VISIT = {"kind": get_args(codes.VisitKind)}


def of_visits(known: Known, rows: Sequence[Visit]) -> Iterator[Problem]:
    yield from row_checks.words("visits", rows, choices=_VISIT)
    yield from row_checks.ends("visits", rows)
    yield from row_checks.codes("visits", "team", [row.team for row in rows], known.teams)
    yield from row_checks.codes("visits", "unit", [row.unit for row in rows], known.units)
    links: dict[tuple[str, str], list[Assignment]] = {}
    for link in known.assignments:
        links.setdefault((link.team, link.unit), []).append(link)
    for place, row in row_checks.numbered("visits", rows):
        there = row.team in known.teams and row.unit in known.units and row.starts <= row.ends
        if there and not covered(links.get((row.team, row.unit), ()), row.starts, row.ends):
            facts = {"team": row.team, "unit": row.unit, "starts": row.starts, "ends": row.ends}
            yield Problem("field_work.not_assigned", place, facts)
