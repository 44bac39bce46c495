"""How scores are spread, for who may not see whose they are: counts, never of fewer than five."""

from dataclasses import replace

import pandas as pd

from assessment.kernel.actors import Actor
from assessment.kernel.codes import TOTAL
from assessment.kernel.disclosure import SMALLEST_GROUP
from assessment.scores.basis import refusals
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores

STEP = 10


def distribution(source: DataSource, actor: Actor, period: str, what: str = TOTAL) -> pd.DataFrame:
    """Grain step of scores, lowest first: `low high units`, over all units with a known score.

    Steps of ten points, drawn together where one has fewer than `SMALLEST_GROUP`; no row at all
    where fewer are known. Raises `NotAllowed` and `Unpublished`.
    """
    with refusals.kept_to(actor):
        run = scores(source, replace(actor, units=None), period)
    if what == TOTAL:
        known = run.totals["total"].dropna()
    else:
        known = run.strengths.loc[run.strengths["strength"] == what, "score"].dropna()
    return pd.DataFrame(_steps([float(each) for each in known]), columns=["low", "high", "units"])


def _steps(known: list[float]) -> list[tuple[int, int, int]]:
    """
    >>> _steps([5, 51, 52, 53, 54, 81, 82, 83, 84, 85, 99])
    [(0, 60, 5), (60, 100, 6)]
    >>> _steps([1, 2, 3, 4])
    []
    """
    steps: list[tuple[int, int, int]] = []
    low = 0
    for high in range(STEP, 101, STEP):
        last = high == 100
        units = sum(low <= each < high or (last and each >= high) for each in known)
        if units >= SMALLEST_GROUP:
            steps.append((low, high, units))
            low = high
        elif last and steps:
            start, _, before = steps.pop()
            steps.append((start, high, before + units))
    return steps
