"""The experts' cases, each a test of its own."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from assessment.framework.loader import DEFAULT, load
from assessment.framework.model import Framework
from assessment.scoring.in_memory import ANSWER, UNIT, score_frames
from assessment.scoring.scores import Scores

CASES = Path(__file__).parents[2] / "cases"
SMALL = Path(__file__).parent / "small.yaml"


def cases(name: str) -> list[Any]:
    entries = yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8"))
    return [pytest.param(entry, id=entry["name"]) for entry in entries]


def scored(framework: Framework, case: dict[str, Any]) -> Scores:
    """A case's counties scored; a single one is called `one`."""
    period = str(case.get("period", "2024"))
    units = case.get("units", {"one": case.get("answers")})
    groups, prefectures = case.get("groups", {}), case.get("prefectures", {})
    answers = [
        (unit, period, field, stored(value))
        for unit, given in units.items()
        for field, value in given.items()
    ]
    places = [(u, prefectures.get(u, "north"), groups.get(u, "big")) for u in units]
    return score_frames(
        framework,
        pd.DataFrame(answers, columns=list(ANSWER)),
        pd.DataFrame(places, columns=list(UNIT)),
        period,
    )


def stored(value: object) -> float | None:
    if value == "na":
        return None
    if isinstance(value, date):
        return float((value - date(1970, 1, 1)).days)
    return float(str(value))


@pytest.mark.parametrize("case", cases("indicators"))
def test_an_answer_scores_what_the_experts_say(case: dict[str, Any]) -> None:
    scores = scored(load(DEFAULT), case).indicators.set_index("indicator")
    for code, expected in case["scores"].items():
        row = scores.loc[code]
        if isinstance(expected, str):
            assert row["state"] == expected
            assert pd.isna(row["score"])
            assert pd.isna(row["value"])
        else:
            assert row["score"] == pytest.approx(expected, abs=0.005)
    for code, expected in case.get("values", {}).items():
        assert scores.loc[code, "value"] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("case", cases("totals"))
def test_a_small_province_can_be_checked_by_hand(case: dict[str, Any]) -> None:
    scores = scored(load(SMALL), case)
    totals = scores.totals.set_index("unit")
    strengths = scores.strengths.set_index(["unit", "strength"])["score"]
    indicators = scores.indicators.set_index(["unit", "indicator"])["score"]
    for unit, expected in case.get("totals", {}).items():
        for column, value in expected.items():
            assert_same(totals.loc[unit, column], value, f"{unit}.{column}")
    for unit, expected in case.get("strengths", {}).items():
        for strength, value in expected.items():
            assert_same(strengths[unit, strength], value, f"{unit}.{strength}")
    for unit, expected in case.get("indicators", {}).items():
        for indicator, value in expected.items():
            assert_same(indicators[unit, indicator], value, f"{unit}.{indicator}")


def assert_same(found: Any, expected: object, what: str) -> None:
    if expected is None:
        assert pd.isna(found), what
    elif isinstance(expected, str | bool):
        assert found == expected, what
    else:
        assert found == pytest.approx(expected, abs=1e-9), what
