"""Nominal and effective weights, and what an indicator tells apart, by hand."""

import pandas as pd
import pytest
import yaml

from assessment.framework.model import Framework
from assessment.scoring.health import nominal
from assessment.scoring.health.discrimination import discrimination
from assessment.scoring.health.effective import effective
from tests.kit.province import three_counties


@pytest.fixture(scope="module")
def framework() -> Framework:
    """work 60 (rate 60, meetings 40), venues 40 (windows 50, lectures 50)."""
    return Framework.model_validate(yaml.safe_load(three_counties.FRAMEWORK.read_text("utf-8")))


CODES = ["rate", "meetings", "windows", "lectures"]


def applying(*rows: list[bool]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=CODES, index=[f"u{n}" for n in range(len(rows))])


def test_nominal_weights_are_products_along_the_tree(framework: Framework) -> None:
    told = nominal.weights(framework, "2024").set_index("indicator")
    assert told["weight"].to_dict() == pytest.approx(
        {"rate": 0.36, "meetings": 0.24, "windows": 0.2, "lectures": 0.2}
    )
    assert told["in_strength"].tolist() == pytest.approx([0.6, 0.4, 0.5, 0.5])


def test_what_does_not_apply_is_shared_out_inside_its_strength(framework: Framework) -> None:
    told = nominal.of_total(
        framework,
        "2024",
        applying([True] * 4, [True, False, True, True], [False, False, True, True], [False] * 4),
    )
    assert told.loc["u0"].tolist() == pytest.approx([0.36, 0.24, 0.2, 0.2])
    assert told.loc["u1"].tolist() == pytest.approx([0.6, 0, 0.2, 0.2])
    assert told.loc["u3"].tolist() == [0, 0, 0, 0]
    assert told.loc["u2"].tolist() == pytest.approx([0, 0, 0.5, 0.5])


def test_effective_weights_are_shares_of_the_spread_and_sum_to_one() -> None:
    """a gives 0 or 30, b always 20, c the opposite of a by a third."""
    points = pd.DataFrame({"a": [0.0, 30] * 5, "b": [20.0] * 10, "c": [10.0, 0] * 5})
    shares = pd.DataFrame({"a": [50.0] * 10, "b": [30.0] * 10, "c": [20.0] * 10})
    nominal_weights = pd.Series({"a": 0.5, "b": 0.3, "c": 0.2})
    told = effective(points, shares, points, points.sum(axis="columns"), nominal_weights)
    assert told["effective"].tolist() == pytest.approx([1.5, 0, -0.5])
    assert told["ratio"].tolist() == pytest.approx([3, 0, -2.5])
    assert told["r"].dropna().tolist() == pytest.approx([1, -1])
    assert told["r2"].dropna().tolist() == pytest.approx([1, 1])
    assert pd.isna(told["r"]["b"])


def test_a_part_on_which_all_score_alike_moves_nothing_whatever_share_it_took_over() -> None:
    """b always earns 40 of 100, of the whole weight where a is not answered."""
    points = pd.DataFrame({"a": [None, 20.0, 30, None] * 3, "b": [40.0, 20, 20, 40] * 3})
    shares = pd.DataFrame({"a": [None, 50.0, 50, None] * 3, "b": [100.0, 50, 50, 100] * 3})
    told = effective(
        points,
        shares,
        points / shares * 100,
        points.sum(axis="columns"),
        pd.Series({"a": 0.5, "b": 0.5}),
    )
    assert told["effective"].tolist() == pytest.approx([1, 0])
    assert told["n"].tolist() == [6, 12]


@pytest.mark.parametrize(
    "base",
    [[50.0] * 10, [40.0, 50] * 4, [None] * 10, []],
    ids=["all the same", "too few", "none known", "nobody"],
)
def test_without_a_spread_to_share_effective_weights_are_unknown(base: list[float | None]) -> None:
    known = pd.Series(base, dtype="float64")
    points = pd.DataFrame({"a": known, "b": known * 0})
    shares = pd.DataFrame({"a": known * 0 + 60, "b": known * 0 + 40})
    told = effective(points, shares, points, known, pd.Series({"a": 0.6, "b": 0.4}))
    assert told[["effective", "ratio", "r"]].isna().all(axis=None)


def told_apart(framework: Framework, **scores: list[float | None]) -> pd.DataFrame:
    frame = pd.DataFrame({code: scores[code] for code in CODES}, dtype="float64")
    states = frame.notna().replace({True: "value", False: "missing"})
    weights = nominal.weights(framework, "2024")
    return discrimination(frame, states, weights).set_index("indicator")


def test_who_hardly_tells_units_apart_and_who_contradicts(framework: Framework) -> None:
    rising = [float(n) for n in range(0, 100, 5)]
    told = told_apart(
        framework,
        rate=rising,
        meetings=rising[::-1],
        windows=[100.0] * 18 + [0.0] * 2,
        lectures=[60.0, 62.0] * 10,
    )
    assert told["flat"].tolist() == [False, False, True, True]
    assert told["same"].tolist() == pytest.approx([0.05, 0.05, 0.9, 0.5])
    assert told["full"]["windows"] == pytest.approx(0.9)
    assert told["rest"]["rate"] == pytest.approx(-1)
    assert told["against"].tolist() == [True, True, False, False]


def test_the_rest_of_a_strength_leaves_the_indicator_itself_out(framework: Framework) -> None:
    """With one other in the strength, the rest is that other, over the units with both."""
    told = told_apart(
        framework,
        rate=[float(n) for n in range(13)],
        meetings=[None] * 3 + [float(n) for n in range(10)],
        windows=[1.0] * 13,
        lectures=[float(n % 5) for n in range(13)],
    )
    assert told["rest"][["rate", "meetings"]].tolist() == pytest.approx([1, 1])
    assert told["rest_n"]["rate"] == 10
    assert told["missing_share"]["meetings"] == pytest.approx(3 / 13)


def test_too_few_answers_leave_it_unknown(framework: Framework) -> None:
    nobody: list[float | None] = [None] * 12
    told = told_apart(
        framework, rate=[100.0] * 9 + [None] * 3, meetings=nobody, windows=nobody, lectures=nobody
    )
    assert told["flat"].isna().all()
    assert told["against"].isna().all()
    assert told["known"].tolist() == [9, 0, 0, 0]
    assert told["missing_share"].tolist() == pytest.approx([0.25, 1, 1, 1])
    assert pd.isna(told["same"]["meetings"])
