"""Who may not see whose scores they are sees how they are spread, and can name nobody by it."""

from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.kernel.disclosure import SMALLEST_GROUP
from assessment.scores.basis.basis import DataSource
from assessment.scores.rankings import distribution
from assessment.store.database import Store
from tests.kit.province.three_counties import QINGXI


def test_a_spread_of_fewer_than_five_is_not_told(province: Store, framework: Framework) -> None:
    own = Actor("x", "reviewer", frozenset({QINGXI}), live=True)
    assert distribution.distribution(DataSource(province, framework), own, "2024").empty


def test_every_step_tells_of_five_at_least_and_nobody_is_left_out() -> None:
    known = [3.0, *[12.0] * 6, 25.0, 31.0, *[77.0] * 9, 100.0]
    steps = distribution._steps(known)
    assert min(units for *_, units in steps) >= SMALLEST_GROUP
    assert sum(units for *_, units in steps) == len(known)
    assert (steps[0][0], steps[-1][1]) == (0, 100)
