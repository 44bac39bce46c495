"""Measures: what a unit does about its findings, who answers for it, and until when.

One measure may serve many findings of its unit. It is put down with the event `plan`, and may be
added or taken back while the finding is worked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessment.errors import NotAllowed, Place, Problem, Rejected
from assessment.kernel.actors import Actor
from assessment.rectification.findings import cases
from assessment.rectification.findings import rectification_table as table
from assessment.rectification.findings.cases import Case
from assessment.rectification.findings.rectification_table import Measure, MeasureFinding
from assessment.store.batch import Cursor
from assessment.store.database import Store

LONGEST = 1000
"""Characters of one text."""

BLANK: Mapping[str, str] = {
    "text": "rectification.measure_no_text",
    "leader": "rectification.measure_no_leader",
    "department": "rectification.measure_no_department",
    "owner": "rectification.measure_no_owner",
}
"""What each text is missed as."""

WORKED = frozenset({"signed", "under_way", "long_term"})
"""Where measures are put down and taken back."""


class RectificationRefused(Rejected):
    """Nothing was recorded, and why."""

    key = "rectification.refused"


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be done about a finding, who answers for it, and until when."""

    text: str
    leader: str
    department: str
    owner: str
    due: date


@dataclass(frozen=True, slots=True)
class MeasureRow(Planned):
    """A measure of a unit, under its number."""

    measure: int
    unit: str


@dataclass(frozen=True, slots=True)
class MeasureTold(MeasureRow):
    """A measure that stands, and the findings it serves."""

    findings: tuple[int, ...]
    earlier: tuple[int, ...]
    """Findings that came back since it served them."""


@dataclass(frozen=True, slots=True)
class _Row(MeasureRow):
    finding: int | None
    was_earlier: bool


def of_unit(store: Store, actor: Actor, unit: str) -> list[MeasureTold]:
    """Every measure of a unit that stands, the earliest due first."""
    actor.must(cases.READ, unit)
    found: dict[int, list[_Row]] = {}
    for row in store.ask("rectification_measure", _Row, unit=unit):
        found.setdefault(row.measure, []).append(row)
    return [
        MeasureTold(
            *(rows[0].text, rows[0].leader, rows[0].department, rows[0].owner, rows[0].due),
            *(number, unit),
            tuple(row.finding for row in rows if row.finding and not row.was_earlier),
            tuple(row.finding for row in rows if row.finding and row.was_earlier),
        )
        for number, rows in found.items()
    ]


def offered(case: Case, planned: Sequence[MeasureTold], today: date) -> list[MeasureTold]:
    """Those of the unit's measures that may serve a finding too."""
    return [
        each
        for each in planned
        if case.finding not in each.findings
        and not list(problems(case, (), (each.measure,), {each.measure: each}, today))
    ]


def add(
    store: Store,
    actor: Actor,
    finding: int,
    planned: Sequence[Planned] = (),
    serves: Sequence[int] = (),
    *,
    today: date | None = None,
) -> list[int]:
    """Put down more measures for a finding, or let others serve it; the numbers that serve it now.
    The finding is worked, and the others are of the same unit. Raises `RectificationRefused`."""
    case = _must_answer(store, actor, finding)
    facts = {"finding": finding, "measures": [each.text for each in planned], "serves": [*serves]}
    with store.writing(
        actor=actor.name, action="measure.record", subject=case.unit, facts=facts
    ) as cursor:
        case = _must_answer(store, actor, finding)
        known = {each.measure: each for each in of_unit(store, actor, case.unit)}
        found = [*problems(case, planned, serves, known, today), *_not_worked(case)]
        if not planned and not serves:
            found.append(problem(case, "rectification.no_measure"))
        if found:
            raise RectificationRefused(found)
        return recorded(cursor, [case], planned, serves)


def withdraw(store: Store, actor: Actor, finding: int, measure: int) -> None:
    """Let a measure no longer serve a finding; the last one stays. What was planned is on record.

    Raises `RectificationRefused`.
    """
    case = _must_answer(store, actor, finding)
    facts = {"finding": finding, "measure": measure}
    with store.writing(
        actor=actor.name, action="measure.withdraw", subject=case.unit, facts=facts
    ) as cursor:
        case = _must_answer(store, actor, finding)
        serving = [m for m in of_unit(store, actor, case.unit) if finding in m.findings]
        found = list(_not_worked(case))
        if measure not in {each.measure for each in serving}:
            found.append(problem(case, "rectification.unknown_measure", measure=measure))
        elif len(serving) == 1 and case.stage != "signed":
            found.append(problem(case, "rectification.last_measure"))
        if found:
            raise RectificationRefused(found)
        table.record_served(cursor, [MeasureFinding(measure, finding, withdrawn=True)])
        left = [
            m
            for m in serving
            if m.measure == measure and m.findings == (finding,) and not m.earlier
        ]
        for each in left:
            row = Measure(
                *(each.unit, each.text, each.leader, each.department, each.owner, each.due),
                withdrawn=True,
                measure=measure,
            )
            table.record_measures(cursor, [row])


def _must_answer(store: Store, actor: Actor, finding: int) -> Case:
    """The finding, for who rectifies there. Raises the same `NotAllowed` of one that is not."""
    case = cases.of(store, actor, finding)
    if not actor.may("rectification.answer", case.unit):
        raise NotAllowed(actor=actor.name, verb="rectification.answer", subject=str(finding))
    return case


def recorded(
    cursor: Cursor, served: Sequence[Case], planned: Sequence[Planned], serves: Sequence[int]
) -> list[int]:
    """Record them in the caller's transaction, once for all findings of one unit; the numbers that
    serve these now."""
    new = table.record_measures(
        cursor,
        [
            Measure(
                served[0].unit,
                m.text.strip(),
                m.leader.strip(),
                m.department.strip(),
                m.owner.strip(),
                m.due,
            )
            for m in planned
        ],
    )
    numbers = [*new, *dict.fromkeys(serves)]
    table.record_served(
        cursor, [MeasureFinding(number, case.finding) for number in numbers for case in served]
    )
    return numbers


def problems(
    case: Case,
    planned: Sequence[Planned],
    serves: Sequence[int],
    known: Mapping[int, MeasureTold],
    today: date | None = None,
) -> Iterator[Problem]:
    """What is wrong with measures as somebody put them down; `known` are those of the unit."""
    for number, each in enumerate(planned, 1):
        for column, code in BLANK.items():
            said = str(getattr(each, column)).strip()
            if not said:
                yield problem(case, code, row=number)
            elif len(said) > LONGEST:
                yield problem(case, "rectification.too_long", length=len(said), longest=LONGEST)
        if today is not None and each.due < today:
            yield problem(
                case, "rectification.measure_passed", row=number, due=each.due, today=today
            )
        if _is_after(each, case):
            yield problem(
                case,
                "rectification.measure_after",
                row=number,
                measure_due=each.due,
                due=case.due,
            )
    for measure in serves:
        yield from _serves(case, measure, known.get(measure), today)


def _serves(
    case: Case, measure: int, measure_entry: MeasureTold | None, today: date | None
) -> Iterator[Problem]:
    """One that is there already is held to the same days as a new one."""
    if measure_entry is None:
        yield problem(case, "rectification.unknown_measure", measure=measure)
        return
    about = {"text": measure_entry.text, "due": measure_entry.due}
    if today is not None and measure_entry.due < today:
        yield problem(case, "rectification.served_passed", **about, today=today)
    if _is_after(measure_entry, case):
        yield problem(case, "rectification.served_after", **about, before=case.due)


def _is_after(measure: Planned | MeasureTold, case: Case) -> bool:
    return case.due is not None and case.kind != "long_term" and measure.due > case.due


def _not_worked(case: Case) -> Iterator[Problem]:
    if case.stage not in WORKED:
        yield problem(case, "rectification.not_worked")


def problem(case: Case, code: str, /, **facts: object) -> Problem:
    return Problem(code, Place(f"{case.unit}/{case.finding}"), facts)
