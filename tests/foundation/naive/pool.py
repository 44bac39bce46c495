"""Among whom a value is compared."""

from dataclasses import dataclass, field
from typing import Literal

from assessment.framework.model import Framework, Indicator
from tests.foundation.naive import numbers
from tests.foundation.naive.answers import Unit
from tests.foundation.naive.treatment import Bounds


@dataclass
class Pool:
    """The real values of one pool, before (`raw`) and after (`z`) drawing in."""

    within: Literal["all", "peer_group", "prefecture"]
    key: str
    raw: list[float]
    bounds: Bounds = field(default_factory=Bounds)

    @property
    def z(self) -> list[float]:
        return [self.bounds.draw_in(z) for z in self.raw]

    @property
    def size(self) -> int:
        return len(self.raw)

    @property
    def lowest(self) -> float:
        return min(self.z)

    @property
    def highest(self) -> float:
        return max(self.z)

    @property
    def constant(self) -> bool:
        return numbers.same(self.z)


def key_of(unit: Unit, within: str) -> str:
    return "all" if within == "all" else str(getattr(unit, within))


def pool_of(
    unit: Unit,
    indicator: Indicator,
    framework: Framework,
    values: list[tuple[Unit, float]],
    period: str,
) -> Pool | None:
    """The pool of a unit; None where it is too small and nothing stands in."""
    asked = indicator.pool
    within = asked.within
    smallest = asked.smallest if asked.smallest is not None else framework.smallest_pool.at(period)
    own = [z for other, z in values if key_of(other, within) == key_of(unit, within)]
    if len(own) >= smallest:
        return Pool(within, key_of(unit, within), own)
    if asked.fallback == "unknown":
        return None
    return Pool("all", "all", [z for _, z in values])
