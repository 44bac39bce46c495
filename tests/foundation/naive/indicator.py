"""One indicator in every unit: value, pool, z, what stands in, score."""

from dataclasses import dataclass

from assessment.framework.model import Framework, Indicator
from assessment.framework.period import Period
from tests.foundation.naive.answers import Answers, Unit
from tests.foundation.naive.imputation import imputed_z
from tests.foundation.naive.pool import Pool, pool_of
from tests.foundation.naive.refusal import Refusals
from tests.foundation.naive.scale import Impossible, NoReference, Scale, percentile_in
from tests.foundation.naive.treatment import bounds_of, can_be_directed, directed, undirected
from tests.foundation.naive.value import Value, value_of

LARGEST = 1e9


@dataclass
class Cell:
    """One unit's indicator."""

    unit: str
    indicator: str
    given: Value
    pool: Pool | None = None
    z: float | None = None
    drawn_in: bool = False
    imputed: str | None = None
    imputed_value: float | None = None
    score: float | None = None
    percentile: float | None = None


class Column:
    """One indicator of one period."""

    def __init__(
        self,
        framework: Framework,
        indicator: Indicator,
        answers: Answers,
        units: list[Unit],
        period: str,
        refusals: Refusals,
    ) -> None:
        self.framework, self.indicator, self.answers = framework, indicator, answers
        self.units, self.period, self.refusals = units, period, refusals

    def cells(self) -> dict[str, Cell]:
        """By unit. A value that cannot be directed is refused, and stands in no pool."""
        cells = {
            u.unit: Cell(u.unit, self.indicator.code, self._value(u, self.period))
            for u in self.units
        }
        pooled = self._pooled()
        for unit in self.units:
            cell = cells[unit.unit]
            cell.pool = pool_of(unit, self.indicator, self.framework, pooled, self.period)
            if cell.pool is not None:
                cell.pool.bounds = bounds_of(self.indicator, cell.pool.raw)
            self._treat(cell)
        self._impute(cells)
        reference = self._reference(cells)
        if reference is None and any(cell.z is not None for cell in cells.values()):
            self._refuse_without_reference()
        for cell in cells.values():
            self._score(cell, reference)
        return cells

    def _value(self, unit: Unit, period: str) -> Value:
        strict = self.framework.unanswered.at(period) == "no_points"
        return value_of(self.indicator, self.answers, unit.unit, period, strict=strict)

    def _pooled(self) -> list[tuple[Unit, float]]:
        """Every real value that is compared with, of all units."""
        periods = [self.period]
        if self.indicator.pool.periods == "all":
            periods = self.answers.periods_up_to(self.period)
        pooled = []
        for period in periods:
            if not self.indicator.asked_in(period):
                continue
            for unit in self.units:
                x = self._value(unit, period).value
                if x is not None and not can_be_directed(self.indicator, x):
                    self.refusals.add(self.indicator.code, [unit.unit])
                elif x is not None:
                    pooled.append((unit, directed(self.indicator, x)))
        return pooled

    def _treat(self, cell: Cell) -> None:
        if cell.given.value is None or not can_be_directed(self.indicator, cell.given.value):
            return
        raw = directed(self.indicator, cell.given.value)
        cell.z = raw if cell.pool is None else cell.pool.bounds.draw_in(raw)
        cell.drawn_in = cell.z != raw
        if cell.pool is not None:
            cell.percentile = percentile_in(cell.pool, cell.z, "mid")

    def _impute(self, cells: dict[str, Cell]) -> None:
        if self.framework.unanswered.at(self.period) == "no_points":
            return
        real = [(u, cells[u.unit].z) for u in self.units if cells[u.unit].z is not None]
        for unit in self.units:
            cell = cells[unit.unit]
            if cell.given.state != "missing" or cell.pool is None:
                continue
            z = imputed_z(self.indicator, unit, real, self._last)
            if z is None:
                continue
            cell.z = cell.pool.bounds.draw_in(z) if self._from_last else z
            cell.imputed = self.indicator.imputation
            cell.imputed_value = undirected(self.indicator, cell.z)

    @property
    def _from_last(self) -> bool:
        return self.indicator.imputation == "last_period"

    def _last(self, unit: Unit) -> float | None:
        before = Period.of(self.period).previous
        if not self.indicator.asked_in(before):
            return None
        x = self._value(unit, before).value
        if x is None:
            return None
        if not can_be_directed(self.indicator, x):
            self.refusals.add(self.indicator.code, [unit.unit])
            return None
        return directed(self.indicator, x)

    def _reference(self, cells: dict[str, Cell]) -> float | None:
        named = cells.get(getattr(self.indicator.scoring, "unit", ""))
        return None if named is None or named.given.value is None else named.z

    def _refuse_without_reference(self) -> None:
        if self.indicator.scoring.method == "distance_to_reference":
            self.refusals.add(self.indicator.code, [self.indicator.scoring.unit])

    def _score(self, cell: Cell, reference: float | None) -> None:
        if cell.z is None or cell.pool is None:
            return
        try:
            cell.score = Scale(self.indicator, self.period, cell.pool, reference).score(cell.z)
        except NoReference:
            return
        except Impossible:
            self.refusals.add(self.indicator.code, [cell.unit])
        if cell.score is None:
            cell.imputed = cell.imputed_value = None
            return
        if abs(cell.score) > LARGEST:
            self.refusals.add(self.indicator.code, [cell.unit])


def fill_with_own_mean(indicators: list[Indicator], cells: list[Cell]) -> None:
    """For one unit and strength: a missing one scores what the answered others do on average."""
    wanted = {i.code for i in indicators if i.imputation == "own_mean"}
    others = [c.score for c in cells if c.given.value is not None and c.score is not None]
    for cell in cells:
        if cell.indicator in wanted and cell.given.state == "missing" and others:
            cell.score = sum(others) / len(others)
            cell.imputed = "own_mean"
