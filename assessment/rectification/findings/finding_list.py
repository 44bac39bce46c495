"""The list of rectification: what stands where, what is near or late, and what waits for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessment.kernel.actors import Actor
from assessment.rectification.findings import cases, deadlines, finding_workflow, transitions
from assessment.rectification.findings.cases import Case
from assessment.rectification.findings.deadlines import Light
from assessment.rectification.findings.finding_workflow import Event, Stage
from assessment.store.database import Store
from assessment.units import scopes
from assessment.units.scopes import Unit

NEXT: Mapping[Stage, tuple[Event, ...]] = {
    "clue": ("verify",),
    "verified": ("assign",),
    "assigned": ("sign",),
    "signed": ("plan",),
    "under_way": ("ask_closing", "extend"),
    "long_term": ("ask_closing",),
    "closing": ("check",),
    "checked": ("accept",),
    "closed": ("revisit",),
    "revisited": ("consolidate",),
    "disputed": ("uphold",),
}
"""What moves a finding on: it waits for whoever may do it. Where it is over, nothing does."""

URGENCY: Mapping[Light, int] = {"red": 0, "yellow": 1, "blue": 2, "none": 3}

TOGETHER: tuple[Event, ...] = ("verify", "assign", "sign", "accept", "consolidate")
"""What may be done to many findings at once: each needs nothing that is of one finding only."""


@dataclass(frozen=True, slots=True)
class Row:
    """One finding of the list."""

    case: Case
    unit: Unit
    light: Light
    is_mine: bool
    """Whether it waits for whoever asks."""

    next_day: date | None


def listed(store: Store, actor: Actor, today: date) -> list[Row]:
    """Every finding of the units the actor sees: the most urgent first, then the nearest day."""
    units = {unit.unit: unit for unit in scopes.units(store, actor)}
    rows = [
        Row(
            case,
            units[case.unit],
            deadlines.light(case, today),
            waits_for(actor, case, today),
            deadlines.next_day(case),
        )
        for case in cases.listed(store, actor)
        if case.unit in units
    ]
    return sorted(rows, key=_order)


def waits_for(actor: Actor, case: Case, today: date) -> bool:
    """Whether this person is the next to do something. What was closed before the machine waits
    for no second look, though anybody who checks may take one."""
    if case.stage == "closed" and deadlines.revisit_span(case) is None:
        return False
    return any(transitions.may(actor, case, event, today) for event in NEXT.get(case.stage, ()))


def together(actor: Actor, rows: Sequence[Row], today: date) -> Event | None:
    """What this person may do to every one of some findings; None where there is no such thing."""
    for event in TOGETHER:
        if rows and all(transitions.may(actor, row.case, event, today) for row in rows):
            return event
    return None


def others(store: Store, actor: Actor, case: Case) -> list[Case]:
    """The unit's other findings that are confirmed and open: what one may be merged into."""
    return [
        each
        for each in cases.listed(store, actor)
        if each.unit == case.unit
        and each.finding != case.finding
        and each.stage not in finding_workflow.CLOSED | finding_workflow.UNCONFIRMED
    ]


def _order(row: Row) -> tuple[bool, int, date, int]:
    return (
        row.case.is_closed and row.light == "none",
        URGENCY[row.light],
        row.next_day or date.max,
        -row.case.finding,
    )
