"""What nobody said stays unknown, whatever else is on record and whenever it is asked."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from assessment.framework.loader import loads
from assessment.framework.model import Framework
from assessment.scoring.in_memory import ANSWER, UNIT, score_frames
from assessment.scoring.scores import Scores

SMALL = Path(__file__).parent / "small.yaml"


@pytest.fixture
def small() -> dict[str, Any]:
    given: dict[str, Any] = yaml.safe_load(SMALL.read_text("utf-8"))
    return given


def checked(given: dict[str, Any]) -> Framework:
    return loads(yaml.safe_dump(given, allow_unicode=True), "small.yaml")


def scored(
    framework: Framework, *answers: tuple[str, float | None], period: str = "2024"
) -> Scores:
    rows = [("one", "2024", field, value) for field, value in answers]
    units = pd.DataFrame([("one", "north", "big")], columns=list(UNIT))
    return score_frames(framework, pd.DataFrame(rows, columns=list(ANSWER)), units, period)


def test_an_honour_does_not_make_a_silent_county_one_that_left_a_question_out(
    small: dict[str, Any],
) -> None:
    def holds(*answers: tuple[str, float | None]) -> object:
        signals = scored(checked(small), *answers).signals.set_index("problem")["holds"]
        return signals["WORK-02"]

    assert pd.isna(holds(("honour.national", 1.0)))
    assert pd.isna(holds(("integrity", 1.0)))
    assert holds(("people", 3.0)) == 1


def test_before_anything_is_asked_every_county_is_unknown(small: dict[str, Any]) -> None:
    for strength in small["strengths"]:
        for indicator in strength["indicators"]:
            indicator["since"] = 2024
    framework = checked(small)
    before = scored(framework, ("people", 3.0), period="2023")
    assert before.totals["unit"].tolist() == ["one"]
    unknown = ["base", "total", "completeness", "grade", "rank_all"]
    assert before.totals[unknown].isna().all(axis=None)
    assert before.indicators.empty
    assert scored(framework, ("people", 3.0)).totals["completeness"].notna().all()


@pytest.mark.parametrize("excused", ["missing", "not_applicable"])
def test_nothing_to_coalesce_is_an_answer_left_out_and_not_a_division_by_zero(
    small: dict[str, Any], excused: str
) -> None:
    rate = small["strengths"][0]["indicators"][0]
    rate |= {"formula": "coalesce(part, meetings) / whole", "division_by_zero": excused}
    rate.pop("not_applicable_when")
    framework = checked(small)

    def told(*answers: tuple[str, float | None]) -> list[str]:
        rows = scored(framework, *answers).indicators.set_index("indicator")
        return rows.loc["rate", ["state", "reason"]].tolist()

    assert told(("whole", 4.0)) == ["missing", "missing_answer"]
    assert told(("whole", 4.0), ("part", None)) == ["missing", "missing_answer"]
    both = (("part", None), ("meetings", None))
    assert told(("whole", 4.0), *both) == ["not_applicable", "answer_not_applicable"]
    assert told(("whole", 0.0)) == [excused, "division_by_zero"]
