"""Record visits and findings in one go: what a file or the demonstration brings.

Each function records everything it is given, or refuses it whole with every problem in it. What
becomes of a finding is in `rectification`. A team tells of its own visits and findings.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from assessment.errors import NotAllowed, refuse
from assessment.field.teams.register.checks import Known
from assessment.field.visits import visit_checks, visits_table
from assessment.field.visits.visits_table import Visit
from assessment.framework.model import Framework
from assessment.kernel import permissions
from assessment.kernel.actors import Actor
from assessment.rectification.findings import checks as finding_checks
from assessment.rectification.findings import findings_table, transitions
from assessment.rectification.findings.findings_table import Finding
from assessment.store.database import Store

VISITS: Final = "field_work.record"
"""Visits and findings."""

TAKES_OVER: Final = "survey.import"
"""What was kept elsewhere before."""


def log_visits(store: Store, actor: Actor, visits: Sequence[Visit]) -> list[int]:
    """Log visits and stays, and return their numbers.

    Only a team that is linked to the unit on every day of the visit may have made it.
    """
    units = permissions.permitted(VISITS, actor, (row.unit for row in visits))
    _own_teams(actor, (row.team for row in visits))
    if not visits:
        return []
    with store.writing(
        actor=actor.name,
        action="visit.log",
        subject=permissions.subject(units),
        facts={"count": len(visits)},
    ) as cursor:
        refuse(visit_checks.of_visits(Known.of(store), visits))
        return visits_table.record_visits(cursor, visits)


def log_findings(
    store: Store, framework: Framework, actor: Actor, findings: Sequence[Finding]
) -> list[int]:
    """Log what was found, as clues somebody else has yet to verify, and return their numbers."""
    units = permissions.permitted(VISITS, actor, (row.unit for row in findings))
    _own_teams(actor, (row.team for row in findings))
    if not findings:
        return []
    with store.writing(
        actor=actor.name,
        action="finding.log",
        subject=permissions.subject(units),
        facts={"count": len(findings)},
    ) as cursor:
        refuse(finding_checks.of_findings(Known.of(store), framework, findings))
        return transitions.log(cursor, actor.name, findings)


def take_over_findings(
    store: Store, framework: Framework, actor: Actor, findings: Sequence[Finding]
) -> list[int]:
    """Record what was found, and worked, before it was kept here; return the numbers.

    It stands as verified, or as closed where its `state` says so.
    """
    units = permissions.permitted(TAKES_OVER, actor, (row.unit for row in findings))
    if not findings:
        return []
    with store.writing(
        actor=actor.name,
        action="finding.import",
        subject=permissions.subject(units),
        facts={"count": len(findings)},
    ) as cursor:
        refuse(finding_checks.of_findings(Known.of(store), framework, findings))
        return findings_table.record_findings(cursor, findings)


def _own_teams(actor: Actor, teams: Iterable[str | None]) -> None:
    """Raise `NotAllowed` where somebody of a team speaks for another: their word is a spot check
    beside what a county says of itself."""
    for team in teams:
        if not actor.speaks_for(team):
            raise NotAllowed(actor=actor.name, verb=VISITS, subject=team or "*")
