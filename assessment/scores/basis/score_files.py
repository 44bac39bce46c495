"""Scoring from files alone. There is no store to protect, so nobody is asked for permission."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from assessment.exchange import answers_csv, invented, scores_csv, units_csv
from assessment.framework.model import Framework
from assessment.scoring.in_memory import UNIT, score_frames
from assessment.scoring.scores import Scores
from assessment.survey.periods import period_opening

TOGETHER = "all"
"""The one prefecture and peer group of units about which nothing was said."""


def answers(data: bytes, file_name: str, framework: Framework) -> pd.DataFrame:
    """A row an answer, as `answers_csv.read`. Raises `Rejected` with every problem."""
    return answers_csv.read(data, file_name, framework)


def is_demonstration(data: bytes) -> bool:
    """Whether a file of answers says that they are invented; nothing else is known of them here."""
    return invented.is_marked(data)


def units(data: bytes, file_name: str, framework: Framework) -> pd.DataFrame:
    """A row a unit, as `units_csv.read`. Raises `Rejected` with every problem."""
    return units_csv.read(data, file_name, framework)


def score(
    framework: Framework, frame: pd.DataFrame, listed: pd.DataFrame | None, period: str
) -> Scores:
    """Score one period of `answers`; without a list, the units are those that answered.

    A listed unit that answered nothing is scored too, as unknown. Raises `Rejected` for a code
    that is no period's.
    """
    period_opening.spelt(period)
    if listed is None:
        found = sorted(frame["unit"].unique())
        listed = pd.DataFrame({name: found if name == "unit" else TOGETHER for name in UNIT})
    return score_frames(framework, answers_csv.as_relation(frame), listed[list(UNIT)], period)


def write(tables: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Each table as a CSV file at full precision. Raises OSError where it can't be written."""
    return scores_csv.write(tables, folder)
