"""Where a problem holds in a scope, unit by unit, and what a sweep would put on record.

Looking for what one unit has in all the others is 举一反三. Nothing is written here; what is to be
put on record is proposed, and `decide` writes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assessment.framework.period import Period
from assessment.framework.values import figures
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.rectification.common_problems import decision_scope, problems, progress
from assessment.rectification.findings import cases
from assessment.rectification.findings.cases import Case
from assessment.scores.basis.basis import DataSource
from assessment.store.database import Store
from assessment.units import scopes

SweepResult = Literal["proposed", "on_record", "overtaken", "absent", "unknown"]
"""Of a unit: the problem is new there; it is worked already; somebody closed it or found it
unfounded after the figures ended; it is not there; nobody can tell."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a sweep sees in one unit."""

    unit: scopes.Unit
    found: SweepResult
    problem: str | None
    """By which of the codes it holds."""

    findings: tuple[int, ...]
    """The open findings there that carry one of the codes."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """One look over a scope, and the size of the problem in it."""

    period: str
    codes: tuple[str, ...]
    """What was looked for, by any of these."""

    looks: tuple[Look, ...]
    holding: int
    with_data: int
    findings: int

    @property
    def proposed(self) -> tuple[Look, ...]:
        """Where it is to be put on record."""
        return tuple(each for each in self.looks if each.found == "proposed")

    @property
    def on_record(self) -> tuple[int, ...]:
        """Open findings that carry one of the codes, whoever made them."""
        return tuple(number for each in self.looks for number in each.findings)

    @property
    def open(self) -> tuple[scopes.Unit, ...]:
        """Units that keep the problem from being closed."""
        return tuple(each.unit for each in self.looks if each.found in ("proposed", "on_record"))

    @property
    def unknown(self) -> tuple[scopes.Unit, ...]:
        return tuple(each.unit for each in self.looks if each.found == "unknown")


def look(source: DataSource, actor: Actor, period: str, scope: str, codes: Sequence[str]) -> Sweep:
    """Look for a problem, by one code or several, in the units the actor sees. Raises `Unknown`."""
    actor.must_somewhere(decision_scope.READ)
    framework = source.at(actor, period).framework
    for code in codes:
        problems.problem_named(framework, code)
    pairs = problems.holding(source, actor, period, scope)
    pairs = pairs[pairs["problem"].isin(codes)]
    holds = pairs.pivot(index="unit", columns="problem", values="holds").reindex(
        columns=list(codes)
    )
    found = _worked(source.live_store, actor, codes)
    known = holds.dropna(how="all")
    by_unit = holds.to_dict("index")
    return Sweep(
        period=period,
        codes=tuple(codes),
        looks=tuple(
            _look(
                unit,
                {str(code): figures.known(value) for code, value in by_unit[unit.unit].items()},
                [case for case in found if case.unit == unit.unit],
                Period.of(period).end,
            )
            for unit in scopes.units(source.live_store, actor, scope)
        ),
        holding=int(known.fillna(False).any(axis="columns").sum()),
        with_data=len(known),
        findings=int(pairs["seen"].sum()),
    )


def on_record(store: Store, actor: Actor, codes: Sequence[str]) -> Mapping[str, tuple[int, ...]]:
    """Open findings that carry one of the codes, by the unit where they are worked."""
    actor.must_somewhere(decision_scope.READ)
    found: dict[str, set[int]] = {}
    for case in _worked(store, actor, codes):
        if not case.is_closed:
            found.setdefault(case.unit, set()).add(case.finding)
    return {unit: tuple(sorted(numbers)) for unit, numbers in found.items()}


def _worked(store: Store, actor: Actor, codes: Sequence[str]) -> list[Case]:
    by_number = {case.finding: case for case in cases.listed(store, actor)}
    return [
        progress.worked(case, by_number) for case in by_number.values() if case.problem in codes
    ]


def _look(
    unit: scopes.Unit, holds: Mapping[str, float | None], cases: list[Case], ends: date
) -> Look:
    """Figures are overtaken by whoever looked after the period they are of had ended."""
    code = next((code for code, value in holds.items() if value), None)
    on_record = tuple(sorted({case.finding for case in cases if not case.is_closed}))
    if on_record:
        return Look(unit, "on_record", code, on_record)
    if code is None:
        nobody = all(value is None for value in holds.values())
        return Look(unit, "unknown" if nobody else "absent", None, ())
    judged = [_judged_on(case) for case in cases if case.stage != "voided"]
    overtaken = max(judged, default=ends) > ends
    return Look(unit, "overtaken" if overtaken else "proposed", code, ())


def _judged_on(case: Case) -> date:
    """What was taken over from elsewhere had no events, and was recorded long after."""
    return clock.local_day(case.since) if case.entry else case.found_on
