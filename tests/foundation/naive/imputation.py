"""What stands in for a missing value."""

from collections.abc import Callable, Sequence

from assessment.framework.model import Indicator
from tests.foundation.naive import numbers
from tests.foundation.naive.answers import Unit


def imputed_z(
    indicator: Indicator,
    unit: Unit,
    real: Sequence[tuple[Unit, float]],
    last: Callable[[Unit], float | None],
) -> float | None:
    """From the treated real values of this period; `last` is the unit's own of the last one.

    None where there is nothing to take it from, and for `own_mean`, which gives a score instead.
    """
    method = indicator.imputation
    if method == "last_period":
        return last(unit)
    if method is None or method == "own_mean":
        return None
    peers = method.startswith("peer_")
    taken = [z for other, z in real if not peers or other.peer_group == unit.peer_group]
    if not taken:
        return None
    return numbers.mean(taken) if method.endswith("mean") else numbers.median(taken)
