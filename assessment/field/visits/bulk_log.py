"""Record visits and findings in one go: what a file or the demonstration brings.

Each function records everything it is given, or refuses it whole with every problem in it. What
becomes of a finding is in `rectification`.
"""

from collections.abc import Sequence
from typing import Final

from assessment.errors import refuse
from assessment.field.teams.register.checks import Known
from assessment.field.visits import visit_record
from assessment.field.visits.visits_table import Visit
from assessment.framework.model import Framework
from assessment.kernel import permissions
from assessment.kernel.actors import Actor
from assessment.rectification.findings import checks as finding_checks
from assessment.rectification.findings import findings_table, transitions
from assessment.rectification.findings.findings_table import Finding
from assessment.store.database import Store

TAKES_OVER: Final = "survey.import"
"""What was kept elsewhere before."""


def log_visits(store: Store, actor: Actor, visits: Sequence[Visit]) -> list[int]:
    """Log visits and stays, and return their numbers.

    Only a team that is linked to the unit on every day of the visit may have made it.
    """
    units = visit_record.permitted(actor, visits)
    if not visits:
        return []
    with store.writing(
        actor=actor.name,
        action="visit.log",
        subject=permissions.subject(units),
        facts={"count": len(visits)},
    ) as cursor:
        tidied = [visit_record.tidy(visit) for visit in visits]
        return visit_record.record(cursor, Known.of(store), tidied)


def log_findings(
    store: Store, framework: Framework, actor: Actor, findings: Sequence[Finding]
) -> list[int]:
    """Log what was found, as clues somebody else has yet to verify, and return their numbers."""
    units = visit_record.permitted(actor, findings)
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
