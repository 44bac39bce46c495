"""What nobody said stays unknown, whatever else is on record and whenever it is asked."""

from copy import deepcopy
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


def guests(small: dict[str, Any], signal: str, **dates: int) -> Framework:
    """With a question that only a signal reads, asked in some years."""
    field, problem = deepcopy(small["fields"][-1]), deepcopy(small["problems"][1])
    named = {"title": {"zh": "来客", "en": "Guests"}}
    small["fields"].append(field | named | {"code": "guests"} | dates)
    named = {"title": {"zh": "来客多", "en": "Many guests"}}
    small["problems"].append(
        problem | named | {"code": "WORK-03", "indicators": [], "signal": signal}
    )
    return checked(small)


def guests_told(framework: Framework, period: str) -> list[object]:
    """What the signal says of a county with 100 guests in 2023, 200 in 2024 and 300 in 2025; None
    where it cannot tell, and nothing where the period leaves it out."""
    said = [("one", year, "guests", n) for year, n in (("2023", 100), ("2024", 200), ("2025", 300))]
    answers = pd.DataFrame([*said, ("one", period, "people", 3.0)], columns=list(ANSWER))
    units = pd.DataFrame([("one", "north", "big")], columns=list(UNIT))
    signals = score_frames(framework, answers, units, period).signals
    told = signals.loc[signals["problem"] == "WORK-03", "holds"]
    return [None if pd.isna(holds) else int(holds) for holds in told]


def test_an_answer_to_a_question_of_other_years_is_not_read(small: dict[str, Any]) -> None:
    framework = guests(small, "guests > 150", until=2024)
    assert guests_told(framework, "2024") == [1]
    assert guests_told(framework, "2025") == []


def test_what_is_not_asked_is_not_missing(small: dict[str, Any]) -> None:
    framework = guests(small, "missing(guests) = 0", since=2024)
    assert guests_told(framework, "2023") == []
    assert guests_told(framework, "2024") == [1]


def test_nothing_has_changed_since_a_year_that_did_not_ask(small: dict[str, Any]) -> None:
    framework = guests(small, "change(guests) > 0.2", since=2024)
    assert guests_told(framework, "2024") == [None]
    assert guests_told(framework, "2025") == [1]


def test_a_county_that_answered_only_what_is_not_asked_is_silent(small: dict[str, Any]) -> None:
    """WORK-02 asks whether `whole` is missing, which nobody can say of a silent county."""
    framework = guests(small, "guests > 0", until=2023)
    signals = scored(framework, ("guests", 5.0)).signals.set_index("problem")["holds"]
    assert pd.isna(signals["WORK-02"])
