"""Two units in one period, or one unit in two, side by side."""

from dataclasses import dataclass

from assessment.kernel.actors import Actor
from assessment.scores.basis.basis import DataSource
from assessment.scores.explanation.explanation import Explanation, explanation
from assessment.scoring.side_by_side import Pair, SideBySide, side_by_side
from assessment.units import scopes

__all__ = ["Comparison", "Pair", "Side", "SideBySide", "compare"]


@dataclass(frozen=True, slots=True)
class Side:
    """One unit in one period."""

    unit: scopes.Unit
    period: str
    opened: Explanation


@dataclass(frozen=True, slots=True)
class Comparison:
    first: Side
    second: Side
    beside: SideBySide

    @property
    def of_one_unit(self) -> bool:
        return self.first.unit.unit == self.second.unit.unit

    @property
    def with_itself(self) -> bool:
        return self.of_one_unit and self.first.period == self.second.period

    @property
    def periods(self) -> tuple[str, str]:
        """The earlier and the later."""
        earlier, later = sorted((self.first.period, self.second.period))
        return earlier, later


def compare(
    source: DataSource, actor: Actor, one: tuple[str, str], other: tuple[str, str]
) -> Comparison:
    """`one` and `other` are a unit and a period each. Raises `NotAllowed` where either unit is out
    of scope, `Unknown`."""
    first, second = (_side(source, actor, *each) for each in (one, other))
    return Comparison(first, second, side_by_side(first.opened.tree, second.opened.tree))


def _side(source: DataSource, actor: Actor, unit: str, period: str) -> Side:
    opened = explanation(source, actor, unit, period)
    at = source.at(actor, period).store
    return Side(scopes.named(at, actor, unit), period, opened)
