"""Events of findings: each is written here, in the transaction of what brought it about.

`log` puts new findings on record with their first event.
"""

from collections.abc import Sequence

from assessment.services.rectification import course
from assessment.services.rectification.course import Event, Stage
from assessment.store import field_work
from assessment.store import rectification as table
from assessment.store.batch import Cursor
from assessment.store.field_work import Finding
from assessment.store.rectification import FindingEvent


def log(
    cursor: Cursor, by: str, findings: Sequence[Finding], *, verified: bool = False
) -> list[int]:
    """Record new findings as clues, in the caller's transaction, and return their numbers.

    `verified`: whoever brings them about has confirmed them at once, as who confirms a common
    problem does. Permission is asked and the findings are checked before.
    """
    numbers = field_work.record_findings(cursor, findings)
    events: list[Event] = ["log", "verify"] if verified else ["log"]
    stage: Stage = course.FIRST
    for event in events:
        stage = course.EVENTS[event].target or stage
        table.record(cursor, [FindingEvent(number, event, stage, by) for number in numbers])
    return numbers
