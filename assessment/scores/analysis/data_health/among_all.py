"""What is computed of a period among all units, whoever asks, and kept."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from assessment.kernel.actors import Actor
from assessment.scores.basis import refusals
from assessment.scores.basis.basis import Basis, DataSource
from assessment.store.memo import Identity, Memo

T = TypeVar("T")

KEPT = 6
"""Results for each store: three years, for a framework being edited beside the one in force."""


def among_all(
    compute: Callable[[DataSource, Basis, Actor, str], T],
) -> Callable[[DataSource, Actor, str], T]:
    """Have `compute` asked for everyone, and refuse only what the asker may not see."""
    memo: Memo[T] = Memo(KEPT)

    def computed(source: DataSource, actor: Actor, period: str) -> T:
        here = source.at(actor, period)
        everyone = replace(actor, units=None)
        with refusals.kept_to(actor):
            return memo.get(
                here.store,
                (Identity(here.framework), period),
                lambda: compute(source, here, everyone, period),
            )

    return computed
