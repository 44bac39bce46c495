"""The demonstration as one thing: everything invented for a province, or for a part of it.

The whole province is always drawn, because ranks, sums and team numbers depend on it; a part is
the same figures with the rest left out.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import pandas as pd

from assessment.demonstration.invention import (
    SEED,
    YEARS,
    answers,
    honours,
    known,
    province,
    teams,
    visits,
)
from assessment.demonstration.invention.teams import Roster
from assessment.demonstration.invention.visits import Finding
from assessment.field.visits.visits_table import Visit
from assessment.framework.model import Framework
from assessment.survey.honours.honours_table import Honour, VetoDeclaration


@dataclass(frozen=True, slots=True)
class Demonstration:
    answers: pd.DataFrame
    """Grain unit × period × field, see `answers.table`; every unit and period, whatever the part,
    because a survey shows last period's answer beside this one's."""

    roster: Roster
    visits: list[Visit]
    findings: list[Finding]
    honours: list[Honour]
    vetoes: list[VetoDeclaration]


class _Progress(Protocol):
    """Anything told of a unit in a period."""

    @property
    def unit(self) -> str: ...

    @property
    def period(self) -> str: ...


T = TypeVar("T", bound=_Progress)


def drawn(
    framework: Framework,
    units: pd.DataFrame,
    prefecture_names: Mapping[str, str],
    *,
    only_units: Collection[str],
    only_periods: Collection[str] = YEARS,
) -> Demonstration:
    """Everything about `only_units` in `only_periods`. `units` are all there are, with the columns
    `unit name kind prefecture lon lat`."""
    invented = province.drawn(units, YEARS, SEED, known.reputation())
    table = answers.table(invented, framework)
    roster = teams.drawn(invented, prefecture_names).of(only_units)
    logged, found = visits.drawn(invented, roster.links)

    def part(rows: Sequence[T]) -> list[T]:
        return [row for row in rows if row.unit in only_units and row.period in only_periods]

    kept = [n for n, visit in enumerate(logged) if str(visit.starts.year) in only_periods]
    place = {number: new for new, number in enumerate(kept)}
    return Demonstration(
        answers=table,
        roster=roster,
        visits=[logged[number] for number in kept],
        findings=[replace(row, visit=place[row.visit]) for row in part(found)],
        honours=part(honours.honours(invented)),
        vetoes=part(honours.vetoes(invented, table)),
    )
