"""What a finding must agree with before it is recorded: units, periods, framework, visit."""

from collections.abc import Iterator, Sequence
from typing import get_args

from assessment.errors import Problem
from assessment.field.teams.register.checks import Known
from assessment.framework.model import Framework
from assessment.kernel import codes, row_checks
from assessment.rectification.findings.findings_table import Finding

_FINDING = {"severity": get_args(codes.Severity), "state": get_args(codes.FindingState)}


def of_findings(known: Known, framework: Framework, rows: Sequence[Finding]) -> Iterator[Problem]:
    periods = frozenset(known.store.frame("period")["period"])
    yield from row_checks.words("findings", rows, ("description",), _FINDING)
    yield from row_checks.codes("findings", "unit", [row.unit for row in rows], known.units)
    yield from row_checks.codes("findings", "period", [row.period for row in rows], periods)
    yield from row_checks.codes("findings", "team", [row.team for row in rows], known.teams)
    strengths = {
        **{code: problem.strength for code, problem in framework.problem_by_code.items()},
        **{indicator.code: strength.code for strength, indicator in framework.indicators()},
    }
    by_code = framework.strength_by_code
    yield from row_checks.codes("findings", "strength", [row.strength for row in rows], by_code)
    problems = framework.problem_by_code
    yield from row_checks.codes("findings", "problem", [row.problem for row in rows], problems)
    indicators = framework.indicator_by_code
    yield from row_checks.codes(
        "findings", "indicator", [row.indicator for row in rows], indicators
    )
    visits = known.visits if any(row.visit is not None for row in rows) else {}
    for place, row in row_checks.numbered("findings", rows):
        for code in (row.problem, row.indicator):
            if row.strength in by_code and strengths.get(code or "", row.strength) != row.strength:
                facts = {"code": code, "strength": row.strength, "right": strengths[str(code)]}
                yield Problem("field_work.other_strength", place, facts)
        visit = visits.get(row.visit)
        if row.visit is not None and (
            visit is None or (visit.unit, visit.team) != (row.unit, row.team)
        ):
            facts = {"visit": row.visit, "team": row.team or "", "unit": row.unit}
            yield Problem("field_work.no_such_visit", place, facts)
