"""Two independent ways to the same numbers: the engine's SQL and plain numpy."""

import numpy as np
import pandas as pd
import pytest

from assessment.framework.loader import DEFAULT, load
from assessment.framework.model import Framework
from assessment.scoring.in_memory import score_frames
from assessment.scoring.scores import Scores
from tests.benchmarks import plain_numpy, synthetic
from tests.benchmarks.synthetic import PERIOD


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load(DEFAULT)


@pytest.mark.parametrize("count", [1, 7, 123])
def test_the_engine_and_plain_numpy_give_the_same_numbers(framework: Framework, count: int) -> None:
    units = synthetic.units(count)
    answers = synthetic.answers(framework, units)
    ours = score_frames(framework, answers, units, PERIOD)
    plain = plain_numpy.score(framework, answers, units, PERIOD)
    assert_same(framework, units, ours, plain)


def assert_same(
    framework: Framework, units: pd.DataFrame, ours: Scores, plain: plain_numpy.Result
) -> None:
    indicators = [indicator.code for _, indicator in framework.indicators(PERIOD)]
    strengths = [strength.code for strength in framework.strengths]
    grades = [grade.code for grade in framework.grades]
    totals = ours.totals.set_index("unit").loc[units["unit"]]

    def laid_out(frame: pd.DataFrame, what: str, column: str, codes: list[str]) -> np.ndarray:
        wide = frame.pivot_table(index="unit", columns=what, values=column, aggfunc="first")
        wide = wide.reindex(index=units["unit"], columns=codes)
        return wide.to_numpy(dtype=float, na_value=np.nan)

    for column in ("value", "score", "percentile"):
        theirs = getattr(plain, column)
        same(laid_out(ours.indicators, "indicator", column, indicators), theirs)
    same(laid_out(ours.strengths, "strength", "score", strengths), plain.strength)
    same(totals["total"].to_numpy(dtype=float, na_value=np.nan), plain.total)
    assert [grades.index(g) if isinstance(g, str) else -1 for g in totals["grade"]] == list(
        plain.grade
    )
    for scope, ranks in plain.strength_ranks.items():
        same(laid_out(ours.strengths, "strength", f"rank_{scope}", strengths), ranks)
    for scope, ranks in plain.total_ranks.items():
        same(totals[f"rank_{scope}"].to_numpy(dtype=float, na_value=np.nan), ranks)


def same(one: np.ndarray, other: np.ndarray) -> None:
    np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-9)
