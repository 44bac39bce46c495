"""A thousand draws of weights with ranks, against a bare matrix product and argsort, in turns.

The bare way has its weights drawn already, no missing values, no levels, no ties and no ranks, only
an order: what numpy can at best do on arrays of this shape. Ours starts from the seed and ends with
ranks. Processor seconds of all threads together, as everywhere here.
"""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import process_time

import numpy as np
import pandas as pd

from assessment.framework.loader import DEFAULT, load
from assessment.framework.model import Dated, Framework
from assessment.kernel.codes import TOTAL
from assessment.scoring.in_memory import score_frames
from assessment.scoring.robustness import sampling, simulation
from assessment.scoring.robustness.panel import Panel
from assessment.scoring.robustness.sampling import Offers
from assessment.scoring.robustness.settings import Settings
from tests.benchmarks import synthetic
from tests.benchmarks.synthetic import PERIOD

DRAWS = 1_000
IN_A_ROW = 5


@dataclass(frozen=True, slots=True)
class Timing:
    units: int
    indicators: int
    missing: float
    """Share of the cells without a score."""

    bare: float
    ours: float
    times: float
    """The median of the turns' own ratios."""

    usual: float
    """One interval beside a ranking, from frames to intervals, with all that is in it."""


class Ranking:
    """Scores of made-up units, every one of them ranked."""

    def __init__(self, count: int) -> None:
        # So low that everyone has a total, whatever is missing: the shapes are then the same.
        everyone: Dated[float] = Dated[float](0.2)
        given = load(DEFAULT).model_copy(update={"problems": ()})
        self.framework: Framework = given.model_copy(update={"completeness_threshold": everyone})
        self.units: pd.DataFrame = synthetic.units(count)
        answers = synthetic.answers(self.framework, self.units)
        self.scores = score_frames(self.framework, answers, self.units, PERIOD)
        self.panel = Panel.of(self.scores, self.framework, self.units)
        self.ranked = ~np.isnan(self.panel.standing())
        self.settings = Settings(frozenset({"weights"}), draws=DRAWS)
        random = np.random.default_rng(count)
        self.weights = random.random((DRAWS, len(self.panel.score)))
        self.points = random.random((len(self.panel.score), count)) * 100

    def bare(self) -> None:
        np.argsort(self.weights @ self.points, axis=1)

    def ours(self) -> None:
        tree = self.panel.tree
        even = np.random.default_rng(1).random((DRAWS, sampling.columns(tree)))
        drawn = sampling.draws(tree, self.settings, Offers(), even)
        simulation.ranks(self.panel, drawn, TOTAL, self.ranked)

    def usual(self) -> None:
        panel = Panel.of(self.scores, self.framework, self.units)
        simulation.simulate(panel, Settings(draws=DRAWS))


def measure(count: int, rounds: int) -> Timing:
    ranking = Ranking(count)
    if not ranking.ranked.all():
        raise RuntimeError("the shapes differ")
    turns = [(_timed(ranking.bare), _timed(ranking.ours)) for _ in range(rounds)]
    return Timing(
        units=count,
        indicators=len(ranking.panel.score),
        missing=float(np.isnan(ranking.panel.score).mean()),
        bare=median(bare for bare, _ in turns),
        ours=median(ours for _, ours in turns),
        times=median(ours / bare for bare, ours in turns),
        usual=median(_timed(ranking.usual) for _ in range(3)),
    )


def _timed(work: Callable[[], None]) -> float:
    """A call of several in a row: the first pays for a cold cache, and is not counted."""
    gc.collect()
    work()
    start = process_time()
    for _ in range(IN_A_ROW):
        work()
    return (process_time() - start) / IN_A_ROW
