"""Findings of the demonstration, led along their courses at past days by people who do not exist.

In the counties a visitor can be each step goes through the service a person's click goes through.
Elsewhere the same steps are recorded for all findings together, by the same rules.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assessment.demonstration import demo_courses
from assessment.demonstration.demo_courses import COURSES, SERVES, Course, Serves
from assessment.demonstration.demo_people import LEADER, VISITED
from assessment.errors import Problem
from assessment.framework.model import Framework
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.rectification.findings import cases, measures, rules, transitions
from assessment.rectification.findings import rectification_table as table
from assessment.rectification.findings.cases import Case
from assessment.rectification.findings.finding_workflow import Event
from assessment.rectification.findings.measures import RectificationRefused
from assessment.rectification.findings.rules import EventForm, Situation
from assessment.store.database import Store
from assessment.survey.evidence import attachments

SETTLED: Mapping[str, Sequence[str]] = {
    VISITED[0]: ("signed", "under_way", "assigned", "overdue", "closing", "closed"),
    VISITED[1]: ("assigned", "near_due", "checked", "closed"),
}
"""What the counties a visitor can be have before them."""

MOST = 60
"""Findings that are led anywhere; the others stand as verified."""


@dataclass(frozen=True, slots=True)
class _Led:
    """A finding, and how far it is to come."""

    case: Case
    along: Course
    serves: Serves


def begin(
    store: Store, framework: Framework, actor: Actor, by_hand: Collection[str] = VISITED
) -> int:
    """Lead findings along, the newest first, and return how many.

    `by_hand`: the units in which that happens click by click.
    """
    actor.must("setup.write")
    standing = [case for case in cases.listed(store, LEADER) if case.stage == "verified"]
    chosen = _chosen(sorted(standing, key=lambda case: (case.found_on, case.finding), reverse=True))
    led = [
        _Led(case, COURSES[name], SERVES[number % len(SERVES)])
        for number, (case, name) in enumerate(chosen)
    ]
    for each in led:
        if each.case.unit in by_hand:
            _by_hand(store, framework, each)
    _together(store, actor, [each for each in led if each.case.unit not in by_hand])
    return len(led)


def _chosen(standing: Sequence[Case]) -> list[tuple[Case, str]]:
    """Which finding goes how far: the settled ones first, then all courses in turn."""
    names = list(COURSES)
    left = {unit: list(wanted) for unit, wanted in SETTLED.items()}
    chosen: list[tuple[Case, str]] = []
    turn = 0
    for case in standing:
        if case.unit in left:
            if left[case.unit]:
                chosen.append((case, left[case.unit].pop(0)))
        elif turn < MOST:
            chosen.append((case, names[turn % len(names)]))
            turn += 1
    return chosen


def _by_hand(store: Store, framework: Framework, led: _Led) -> None:
    for event, ago in led.along.steps:
        now = cases.of(store, LEADER, led.case.finding)
        transitions.take(
            store,
            framework,
            demo_courses.who(event, now.unit),
            {now.finding: now.entry},
            event,
            demo_courses.given(event, led.along, led.serves),
            now=clock.now() - timedelta(days=ago),
        )


@dataclass(frozen=True, slots=True)
class _Turn:
    """One step of one finding, and who takes it when."""

    case: Case
    by: Actor
    given: EventForm
    now: datetime


def _together(store: Store, actor: Actor, led: Sequence[_Led]) -> None:
    """Every finding's first step, then every second one; a transaction for each kind of step."""
    for number in range(max((len(each.along.steps) for each in led), default=0)):
        standing = {case.finding: case for case in cases.listed(store, LEADER)}
        turns: dict[Event, list[_Turn]] = {}
        for each in led:
            if number < len(each.along.steps):
                event, ago = each.along.steps[number]
                case = standing[each.case.finding]
                given = demo_courses.given(event, each.along, each.serves)
                now = clock.now() - timedelta(days=ago)
                turn = _Turn(case, demo_courses.who(event, case.unit), given, now)
                turns.setdefault(event, []).append(turn)
        for event, taken in turns.items():
            _take(store, actor, event, taken)


def _take(store: Store, actor: Actor, event: Event, turns: Sequence[_Turn]) -> None:
    """As `steps.take` does for one finding. Raises `RectificationRefused`."""
    problems: list[Problem] = []
    for turn in turns:
        today = clock.local_day(turn.now)
        transitions.must(turn.by, turn.case, event, today)
        problems += rules.problems(turn.case, event, turn.given, Situation(today, {}, {}))
    if problems:
        raise RectificationRefused(problems)
    files = [
        [attachments.keep(store, turn.by, *file) for file in turn.given.files] for turn in turns
    ]
    facts = {"demonstration": True, "findings": len(turns)}
    with store.writing(
        actor=actor.name, action=f"rectification.{event}", subject="*", facts=facts
    ) as cursor:
        for turn in [each for each in turns if each.given.planned]:
            measures.recorded(cursor, [turn.case], turn.given.planned, ())
        for turn, kept in [pair for pair in zip(turns, files, strict=True) if pair[1]]:
            unit, number = turn.case.unit, turn.case.finding
            attachments.record(cursor, turn.by, unit, ("finding", number), kept)
        rows = [transitions.row_of(t.case, event, t.by.name, t.given, now=t.now) for t in turns]
        table.record(cursor, rows)
