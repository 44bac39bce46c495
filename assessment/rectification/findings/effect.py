"""What was published of a finding's indicator since it was assigned: measured again, or not."""

from dataclasses import dataclass, replace

from assessment.framework.period import Period
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.rectification.findings import signals
from assessment.rectification.findings.cases import Case
from assessment.scores.basis import basis
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.units import directory


@dataclass(frozen=True, slots=True)
class Measured:
    """What the newest figures since say."""

    period: str
    shows: bool | None
    """Whether the problem still shows; None: the unit has no such figure."""


def again(source: DataSource, actor: Actor, case: Case) -> Measured | None:
    """By the newest period that ended, and was published, since the finding was assigned; None:
    none was."""
    actor.must("rectification.read", case.unit)
    if case.round_at is None:
        return None
    reader, begun = replace(actor, live=False), clock.local_day(case.round_at)
    store = source.live_store
    for offered in directory.periods(store, reader):
        period = Period.of(offered.period)
        if period.start < Period.of(case.period).start or period.end <= begun:
            continue
        snapshot = basis.newest(store, reader, offered.period)
        if snapshot is None or snapshot.published_at < case.round_at:
            continue
        run = scores(source, reader, offered.period)
        rules = basis.framework_of(store, reader, snapshot.framework)
        told = signals.shows(rules, run, case.unit, case.problem, case.indicator)
        return Measured(offered.period, told)
    return None
