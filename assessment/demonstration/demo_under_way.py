"""A survey period under way, in the demonstration: opened, filed and reviewed.

Where each unit has got to is invented in `invention/under_way.py`. Those a visitor can be, and one
of each stage, get there as people would; the others all together.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta

import pandas as pd

from assessment.demonstration import demo_by_hand, demo_in_bulk
from assessment.demonstration.demo_by_hand import County
from assessment.demonstration.demo_people import PUBLISHER, VISITED
from assessment.demonstration.invention import under_way
from assessment.demonstration.invention.under_way import PERIOD, Stage
from assessment.framework import loader
from assessment.framework.model import Framework
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.periods import periods
from assessment.units.units_table import Unit

WEEKS = timedelta(weeks=3)
"""From the day the demonstration is built to the deadline: so that there is something to do."""

SETTLED: Mapping[str, Stage] = dict(zip(VISITED, ("returned", "filling"), strict=True))
"""The counties a visitor can be: one with questions to answer, and one in the midst of it."""

Progress = Callable[[int, int], None]
"""Called with how many units are done, and how many there are."""


def begin(
    store: Store,
    framework: Framework,
    actor: Actor,
    table: pd.DataFrame,
    units: Sequence[Unit],
    progress: Progress,
    by_hand: Collection[str] | None = None,
) -> None:
    """Open the period and bring every unit to its stage. `table` holds last year's answers.

    `by_hand`: the units that get there click by click, if not those that usually do.
    """
    actor.must("setup.write")
    due = clock.today() + WEEKS
    opening = periods.Opening(PERIOD, due, levels="city_and_province", counts="self_reported")
    periods.open_period(store, PUBLISHER, opening, loader.DEFAULT.read_text("utf-8"))
    counties = _counties(framework, table, units)
    chosen = _shown(counties) if by_hand is None else by_hand
    progress(0, len(units))
    slow = [county for county in counties if county.unit.unit in chosen]
    for done, county in enumerate(slow, 1):
        demo_by_hand.bring(store, framework, actor, county, due)
        progress(done, len(units))
    fast = [county for county in counties if county.unit.unit not in chosen]
    demo_in_bulk.bring(store, framework, actor, fast, due)
    progress(len(units), len(units))


def _counties(framework: Framework, table: pd.DataFrame, units: Sequence[Unit]) -> list[County]:
    """The units that have begun, with what they have typed."""
    codes = [unit.unit for unit in units]
    stages = under_way.stages(codes, SETTLED)
    answers = dict(iter(under_way.answers(framework, table, codes).groupby("unit")))
    begun = [unit for unit in units if unit.unit in answers and stages[unit.unit] != "not_started"]
    return [
        County(unit, under_way.typed(answers[unit.unit], stages[unit.unit]), stages[unit.unit])
        for unit in begun
    ]


def _shown(counties: Sequence[County]) -> set[str]:
    """Those a visitor can be, and the first of every stage."""
    first = {county.stage: county.unit.unit for county in reversed(counties)}
    return {*VISITED, *first.values()}
