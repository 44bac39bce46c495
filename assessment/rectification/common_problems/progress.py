"""Common problems that were decided on: where each stands, unit by unit, and who is late."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, get_args

from assessment.errors import Unknown
from assessment.framework.period import Period
from assessment.kernel import codes
from assessment.kernel.actors import Actor
from assessment.rectification.common_problems import decision_scope
from assessment.rectification.common_problems.common_problems_table import Sweep
from assessment.rectification.findings import cases, deadlines
from assessment.rectification.findings.cases import Case
from assessment.rectification.findings.finding_workflow import Stage
from assessment.rectification.findings.measures import MeasureRow
from assessment.store.database import Store
from assessment.units import scopes

State = codes.CommonProblemState

Status = Literal["overdue", "waiting", "under_way", "checking", "closed", "unfounded"]
"""How far a unit has come, the worst first: it is told by the worst of its findings."""

STATUSES: tuple[Status, ...] = get_args(Status)

COUNTED: tuple[Status, ...] = ("closed", "checking", "under_way", "overdue", "waiting")
"""Those that make up the units concerned; where it proved unfounded there is nothing to do."""

_BY_STAGE: Mapping[Stage, Status] = {
    "clue": "waiting",
    "verified": "waiting",
    "disputed": "waiting",
    "assigned": "under_way",
    "signed": "under_way",
    "under_way": "under_way",
    "long_term": "under_way",
    "closing": "checking",
    "checked": "checking",
    "closed": "closed",
    "revisited": "closed",
    "consolidated": "closed",
    "unfounded": "unfounded",
    "voided": "unfounded",
    "merged": "unfounded",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """The last decision about one problem in one scope."""

    common: int
    scope: str
    problem: str
    state: State
    period: str
    units: int | None
    """The size it had; None for who does not see the whole scope."""

    with_data: int | None
    findings: int | None
    target: int | None
    reason: str | None
    decided_by: str
    decided_at: datetime
    entry: int


@dataclass(frozen=True, slots=True)
class Measure(MeasureRow):
    """A measure beside the finding it serves."""

    finding: int


@dataclass(frozen=True, slots=True)
class Concerned:
    """One finding of a common problem, in one unit."""

    unit: scopes.Unit
    case: Case
    status: Status
    next_day: date | None
    """The day something is to be done by."""

    days_late: int
    """Since that day; 0 where nothing is overdue."""

    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class ProblemProgress:
    """One common problem, as far as the asker sees the units of its scope."""

    decided: Decided
    whole: bool
    """Whether the asker sees every unit of the scope; the size and the reason are told then."""

    merged: tuple[str, ...]
    """Problems that were merged into this one, by code."""

    concerned: tuple[Concerned, ...]

    @property
    def tally(self) -> Mapping[Status, int]:
        """Units by how far they have come; they add up to the units concerned."""
        worst: dict[str, Status] = {}
        for each in self.concerned:
            before = worst.get(each.unit.unit, "unfounded")
            worst[each.unit.unit] = min(before, each.status, key=STATUSES.index)
        counted = Counter(worst.values())
        return {status: counted.get(status, 0) for status in STATUSES}

    @property
    def total(self) -> int:
        """Units concerned."""
        return sum(self.tally[status] for status in COUNTED)

    @property
    def late(self) -> tuple[Concerned, ...]:
        """The latest first."""
        late = [each for each in self.concerned if each.status == "overdue"]
        return tuple(sorted(late, key=lambda each: (-each.days_late, each.unit.unit)))


def status(stage: Stage, due: date | None, today: date) -> Status:
    """How far one finding has come on a day.

    >>> day = date(2025, 3, 1)
    >>> status("under_way", date(2025, 2, 28), day), status("under_way", day, day)
    ('overdue', 'under_way')
    >>> status("closing", date(2025, 2, 28), day), status("verified", None, day)
    ('checking', 'waiting')
    """
    told = _BY_STAGE[stage]
    return "overdue" if told == "under_way" and due is not None and due < today else told


def decided(store: Store, actor: Actor) -> list[Decided]:
    """The last decision of every problem in every scope the actor sees a unit of.

    A scope that is no more, such as a peer group after the groups were drawn anew, has no units.
    """
    actor.must_somewhere(decision_scope.READ)
    seen: dict[str, tuple[bool, bool]] = {}
    found = []
    for row in store.ask("common_problem", Decided):
        if row.scope not in seen:
            seen[row.scope] = _seen(store, actor, row.scope)
        some, whole = seen[row.scope]
        if some:
            found.append(row if whole else _in_part(row))
    return found


def _seen(store: Store, actor: Actor, scope: str) -> tuple[bool, bool]:
    """Whether the actor sees some of a scope's units, and all of them."""
    try:
        sees = [actor.sees(unit) for unit in decision_scope.units_of(store, actor, scope)]
    except Unknown:
        return False, False
    return any(sees), all(sees)


def _in_part(row: Decided) -> Decided:
    """What was decided, without what it says of units the asker does not see."""
    return replace(row, units=None, with_data=None, findings=None, reason=None, decided_by="")


def in_force(row: Decided, rows: Iterable[Decided]) -> Decided:
    """A decision as it counts: what was merged into one that is no longer worked went with it."""
    if row.state != "merged":
        return row
    for target in rows:
        if target.common == row.target and target.state != "confirmed":
            return replace(
                row, state=target.state, period=target.period, decided_at=target.decided_at
            )
    return row


def is_before(period: str, other: str) -> bool:
    """Whether the figures of a period are older than those of another.

    >>> is_before("2024", "2025"), is_before("2025Q4", "2025"), is_before("2025Q3", "2025")
    (True, False, True)
    """
    return Period.of(period).end < Period.of(other).end


def standings(store: Store, actor: Actor, today: date, scope: str) -> list[ProblemProgress]:
    """Every problem decided on in a scope, in the order of the numbers."""
    actor.must_somewhere(decision_scope.READ)
    everything = [row for row in decided(store, actor) if row.scope == scope]
    units = {unit.unit: unit for unit in scopes.units(store, actor, scope)}
    by_number = {case.finding: case for case in cases.listed(store, actor)} if everything else {}
    instances: dict[int, list[int]] = defaultdict(list)
    for row in store.ask("common_instance", _Instance):
        instances[row.common].append(row.finding)
    measures: dict[int, list[Measure]] = defaultdict(list)
    for measure in store.ask("common_measure", Measure):
        measures[measure.finding].append(measure)
    whole = decision_scope.sees_all(store, actor, scope)

    def concerned(numbers: Iterable[int]) -> tuple[Concerned, ...]:
        known = (by_number[number] for number in sorted(set(numbers)) if number in by_number)
        worked_on = {case.finding: case for case in (worked(case, by_number) for case in known)}
        found = []
        for number, case in worked_on.items():
            if case.unit not in units:
                continue
            due = deadlines.next_day(case)
            told = status(case.stage, due, today)
            late = (today - due).days if told == "overdue" and due else 0
            found.append(
                Concerned(units[case.unit], case, told, due, late, tuple(measures[number]))
            )
        return tuple(sorted(found, key=lambda each: each.unit.unit))

    return [
        ProblemProgress(
            decided=row,
            whole=whole,
            merged=tuple(each.problem for each in everything if _went_into(each, row)),
            concerned=concerned(
                number
                for each in everything
                if row.state != "withdrawn" and (each.common == row.common or _went_into(each, row))
                for number in instances[each.common]
            ),
        )
        for row in everything
    ]


@dataclass(frozen=True, slots=True)
class _Instance:
    common: int
    finding: int


def _went_into(row: Decided, other: Decided) -> bool:
    return row.state == "merged" and row.target == other.common


def worked(case: Case, by_number: Mapping[int, Case]) -> Case:
    """The finding that is worked: the one it was merged into, if it was."""
    seen = {case.finding}
    while case.stage == "merged" and case.merged_into not in seen:
        further = by_number.get(case.merged_into or 0)
        if further is None:
            break
        case = further
        seen.add(case.finding)
    return case


def merged_into(store: Store, actor: Actor, common: Decided) -> tuple[str, ...]:
    """The codes a common problem is looked for by: its own, and of those merged into it."""
    actor.must_somewhere(decision_scope.READ)
    rows = decided(store, actor)
    return common.problem, *(row.problem for row in rows if _went_into(row, common))


def sweeps(store: Store, actor: Actor, common: int) -> list[Sweep]:
    """The sweeps for one common problem, the newest first; none for who does not see its scope."""
    actor.must_somewhere(decision_scope.READ)
    for row in decided(store, actor):
        if row.common == common and decision_scope.sees_all(store, actor, row.scope):
            return store.ask("common_sweep", Sweep, common=common)
    return []


def history(store: Store, actor: Actor, common: int) -> list[Decided]:
    """Everything decided of one, the oldest first; none for who does not see its scope."""
    actor.must_somewhere(decision_scope.READ)
    for row in decided(store, actor):
        if row.common == common and decision_scope.sees_all(store, actor, row.scope):
            return store.ask("common_decision", Decided, common=common)
    return []


def by_problem(
    store: Store, actor: Actor, today: date, scope: str
) -> Mapping[str, ProblemProgress]:
    """`standings`, by the problem's code."""
    actor.must_somewhere(decision_scope.READ)
    return {each.decided.problem: each for each in standings(store, actor, today, scope)}
