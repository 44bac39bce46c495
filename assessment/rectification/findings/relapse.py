"""What comes back by itself: a closed problem that a newly published period shows again.

Asked when a period is published, in the same transaction. Only a later period than the finding's
own can tell, one that went on after the closing, and only within six months of that: old figures
that are published late, or again, say nothing of what was put right since. Who thinks it wrong may
dispute it like any other. The finding keeps its history and its number.
"""

from datetime import datetime, timedelta

from assessment.framework.model import Framework
from assessment.framework.period import Period
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.rectification.findings import cases, deadlines, signals, transitions
from assessment.rectification.findings.cases import Case
from assessment.rectification.findings.rules import EventForm
from assessment.scoring.scores import Scores
from assessment.store.batch import Cursor
from assessment.store.database import Store

REASON = "relapse"
"""Of an event that nobody pressed."""

DAYS = timedelta(days=30)
"""Given to put right what came back, unless somebody says otherwise."""

_MAY_COME_BACK = frozenset({"closed", "revisited", "consolidated"})


def reopened(
    cursor: Cursor,
    store: Store,
    framework: Framework,
    actor: Actor,
    run: Scores,
    now: datetime | None = None,
) -> list[int]:
    """Reopen what `run` shows again, in the caller's transaction; the numbers of the findings."""
    actor.must("snapshot.publish")
    moment = now or clock.now()
    back = [
        case
        for case in cases.listed(store, actor)
        if _may_come_back(case, run.period, moment)
        and signals.shows(framework, run, case.unit, case.problem, case.indicator)
    ]
    due = clock.local_day(moment) + DAYS
    for case in back:
        given = EventForm(note=run.period, due=due)
        transitions.moved(cursor, [case], "reopen", actor.name, given, reason=REASON, now=moment)
    return [case.finding for case in back]


def _may_come_back(case: Case, period: str, moment: datetime) -> bool:
    if case.stage not in _MAY_COME_BACK or case.closed_on is None:
        return False
    told, own = Period.of(period), Period.of(case.period)
    until = deadlines.months_after(case.closed_on, deadlines.REVISIT_BY)
    return told.start > own.start and told.end > case.closed_on and clock.local_day(moment) <= until
