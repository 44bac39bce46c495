"""The one way a visit gets on record, whether it comes from a form or with many others.

A team tells of its own visits and findings: their word is a spot check beside what a county says of
itself.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Final

from assessment.errors import NotAllowed, refuse
from assessment.field.teams.register.checks import Known
from assessment.field.visits import visit_checks
from assessment.field.visits import visits_table as table
from assessment.field.visits.visits_table import Visit
from assessment.kernel import permissions
from assessment.kernel.actors import Actor
from assessment.rectification.findings.findings_table import Finding
from assessment.store.batch import Cursor

WRITE: Final = "field_work.record"
"""Visits and findings."""


def permitted(actor: Actor, rows: Sequence[Visit] | Sequence[Finding]) -> list[str]:
    """The units of the rows, once each. Raises `NotAllowed` outside the scope, and where somebody
    of a team speaks for another."""
    units = permissions.permitted(WRITE, actor, (row.unit for row in rows))
    for row in rows:
        if not actor.speaks_for(row.team):
            raise NotAllowed(actor=actor.name, verb=WRITE, subject=row.team or "*")
    return units


def tidy(visit: Visit) -> Visit:
    """The visit with its texts stripped; a blank box says nothing."""
    texts = {
        each.name: (text.strip() or None)
        for each in fields(visit)
        if isinstance(text := getattr(visit, each.name), str)
        and each.name not in {"team", "unit", "kind"}
    }
    return replace(visit, **texts)  # type: ignore[arg-type]  # each is a text that may be None


def record(cursor: Cursor, known: Known, visits: Sequence[Visit]) -> list[int]:
    """Record visits under the write lock and return their numbers.

    Raises `Rejected` with all that is wrong: with what they say, and where they do not agree with
    the registers as they are now, for a link may have ended meanwhile.
    """
    refuse(visit_checks.of_visits(known, visits))
    return table.record_visits(cursor, visits)


def under_way(cursor: Cursor, known: Known, visit: Visit) -> int:
    """The number of the visit its team is on in the unit that day. Without one, `visit` is
    recorded; raises as `record` does."""
    refuse(visit_checks.of_visits(known, [visit]))
    number = table.under_way(cursor, visit.team, visit.unit, visit.starts)
    return number or table.record_visits(cursor, [visit])[0]
