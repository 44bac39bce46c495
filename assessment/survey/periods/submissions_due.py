"""What a unit still has to file, period by period."""

from dataclasses import dataclass
from datetime import date

from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.periods import periods, submissions
from assessment.survey.periods.submission_workflow import State

BEGUN: frozenset[State] = frozenset({"filling", "returned"})
"""Due until it is submitted, however late."""


@dataclass(frozen=True, slots=True)
class Due:
    """A form that waits for its unit."""

    period: str
    state: State
    due: date


def elsewhere(store: Store, actor: Actor, unit: str, period: str) -> list[Due]:
    """The forms of other periods that wait for a unit, the earliest due first.

    What was begun or returned waits until it is submitted; what was not, until its deadline.
    """
    actor.must("survey.read", unit)
    waiting = []
    for run in periods.of_all(store, actor):
        if run.period == period or run.locked:
            continue
        standing = submissions.of_unit(store, actor, unit, run.period)
        due = Due(run.period, standing.state, standing.due or run.deadline)
        is_ahead = standing.state == "not_started" and due.due >= clock.today()
        if standing.state in BEGUN or is_ahead:
            waiting.append(due)
    return sorted(waiting, key=lambda each: each.due)
