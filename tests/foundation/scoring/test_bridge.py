"""Why a score moved: three units and two indicators, worked out by hand.

        count (target 10, from 2025 on 20)       share (ranked among the three)
2024    u 4 (first said 2)   v 5    w 6          u 1    v 2    w 3
2025    u 8                  v 10   w 6          u 4    v 2    w 5
"""

from fractions import Fraction

import pandas as pd
import pytest
import yaml

from assessment.framework.model import Framework
from assessment.scoring.bridge import BONUS, FACTORS, Bridge, Mixes, shapley
from assessment.scoring.in_memory import ANSWER, score_frames
from assessment.scoring.scores import RANKS

UNITS = pd.DataFrame(
    {"unit": ["u", "v", "w"], "prefecture": ["p", "p", "q"], "peer_group": "county"}
)
NOW = {
    "2024": {"u": (4, 1), "v": (5, 2), "w": (6, 3)},
    "2025": {"u": (8, 4), "v": (10, 2), "w": (6, 5)},
}
STOOD = NOW | {"2024": NOW["2024"] | {"u": (2, 1)}}


def text(
    scoring: str = "{method: target, target: {always: 10, 2025: 20}}",
    formula: str = "count_n",
    more: str = "",
) -> str:
    indicator = """
      - code: {code}
        title: {{zh: 一, en: One}}
        kind: count
        measure: {{zh: 个, en: pieces}}
        formula: {formula}
        direction: up
        scoring: {scoring}
        weight: 50
        evidence: {{zh: 无, en: None}}
        source: {{zh: 无, en: None}}
        basis: proposal
        {more}"""
    one = indicator.format(code="count", formula=formula, scoring=scoring, more="")
    two = indicator.format(
        code="share", formula="share_n", scoring="{method: percentile}", more=more
    )
    return f"""
title: {{zh: 试, en: Trial}}
scope: {{zh: 省, en: Province}}
completeness_threshold: 0.8
smallest_pool: 2
peer_groups: [{{code: county, title: {{zh: 县, en: Counties}}}}]
fields:
  - {{code: count_n, title: {{zh: 一, en: One}}, type: integer, strength: only}}
  - {{code: share_n, title: {{zh: 二, en: Two}}, type: integer, strength: only}}
  - {{code: last_date, title: {{zh: 三, en: Three}}, type: date, strength: only}}
strengths:
  - code: only
    title: {{zh: 强, en: Strength}}
    short: {{zh: 强, en: Strength}}
    weight: 100
    indicators:{one}{two}
grades: [{{code: any, title: {{zh: 有, en: Any}}, at_least: 0}}]
"""


def framework(**changes: str) -> Framework:
    return Framework.model_validate(yaml.safe_load(text(**changes)))


def answers(said: dict[str, dict[str, tuple[float | None, ...]]]) -> pd.DataFrame:
    fields = ("count_n", "share_n", "last_date")
    rows = [
        (unit, period, field, value)
        for period, units in said.items()
        for unit, values in units.items()
        for field, value in zip(fields, values, strict=False)
        if value is not None
    ]
    return pd.DataFrame(rows, columns=list(ANSWER))


def bridge(
    used: Framework,
    now: dict[str, dict[str, tuple[float | None, ...]]] = NOW,
    stood: dict[str, dict[str, tuple[float | None, ...]]] | None = None,
    unit: str = "u",
) -> Bridge:
    before = answers(now if stood is None else stood)
    return Mixes(used, UNITS, before, answers(now), ("2024", "2025")).bridge(unit)


def points(found: Bridge) -> dict[tuple[str, ...], float]:
    return {step.factors: step.points for step in found.steps}


def test_each_factor_is_what_it_adds_on_average() -> None:
    """count alone: own 115/6, framework −40/3, corrections 25/6. share: own 25, others −25/3."""
    found = bridge(framework(), stood=STOOD)
    assert found.start is not None
    assert found.end is not None
    assert (found.start.total, found.end.total) == pytest.approx((55 / 3, 45))
    assert points(found) == pytest.approx(
        {("own",): 265 / 6, ("others",): -25 / 3, ("framework",): -40 / 3, ("corrections",): 25 / 6}
    )


@pytest.mark.parametrize("unit", ["u", "v", "w"])
def test_the_effects_add_up_to_the_change(unit: str) -> None:
    found = bridge(framework(), stood=STOOD, unit=unit)
    assert found.start is not None
    assert found.end is not None
    change = found.end.total - found.start.total
    assert sum(step.points for step in found.steps) == pytest.approx(change, abs=1e-9)
    for rank in RANKS:
        places = sum((step.places[rank] for step in found.steps), Fraction(0))
        assert places == found.start.places[rank] - found.end.places[rank]
    for step in found.steps:
        assert sum(step.parts.values()) == pytest.approx(step.points, abs=1e-9)


def test_the_ends_are_the_scores_everybody_sees() -> None:
    found = bridge(framework(), stood=STOOD, unit="v")
    for said, period, outcome in ((STOOD, "2024", found.start), (NOW, "2025", found.end)):
        totals = score_frames(framework(), answers(said), UNITS, period).totals.set_index("unit")
        assert outcome is not None
        assert outcome.total == totals.loc["v", "total"]
        assert outcome.places == {rank: totals.loc["v", rank] for rank in RANKS}


def test_a_correction_is_no_change_of_the_unit_s_own_answers() -> None:
    same = {"2024": NOW["2024"], "2025": NOW["2024"]}
    stood = same | {"2024": STOOD["2024"]}
    target = "{method: target, target: 10}"
    assert points(bridge(framework(scoring=target), same, stood)) == pytest.approx(
        {("own",): 5, ("others",): 0, ("framework",): 0, ("corrections",): 5}
    )


def test_without_corrections_that_factor_is_exactly_nothing() -> None:
    assert points(bridge(framework()))[("corrections",)] == 0


def test_the_same_rules_are_exactly_no_factor() -> None:
    found = bridge(framework(scoring="{method: target, target: 10}"), stood=STOOD)
    assert points(found)[("framework",)] == 0


def test_a_dated_number_is_the_framework_s_doing() -> None:
    same = {"2024": NOW["2024"], "2025": NOW["2024"]}
    assert points(bridge(framework(), same)) == pytest.approx(
        {("own",): 0, ("others",): 0, ("framework",): -10, ("corrections",): 0}
    )


def test_others_move_a_rank_even_where_they_cannot_move_a_score() -> None:
    now = {"2024": NOW["2024"], "2025": {"u": (4, 1), "v": (2, 2), "w": (3, 3)}}
    used = framework(scoring="{method: target, target: 10}", more="until: 2000")
    others = next(step for step in bridge(used, now).steps if step.factors == ("others",))
    assert others.points == 0
    assert others.places["rank_all"] == 2


def test_nothing_changed_is_no_effect_of_anything() -> None:
    same = {"2024": NOW["2024"], "2025": NOW["2024"]}
    found = bridge(framework(scoring="{method: target, target: 10}"), same)
    assert set(points(found).values()) == {0}
    assert {place for step in found.steps for place in step.places.values()} == {Fraction(0)}


def test_a_date_keeps_its_distance_to_the_end_of_its_period() -> None:
    """90 days before the end of 2024, and 90 days before the end of 2025: 55 points, then 100."""
    used = framework(
        scoring="{method: target, target: {always: 0, 2025: 100}, floor: 200}",
        formula="period_end - last_date",
    )
    ends = {"2024": 20088, "2025": 20453}
    now = {
        period: {unit: (1, 1, end - 90) for unit in ("u", "v", "w")} for period, end in ends.items()
    }
    assert points(bridge(used, now)) == pytest.approx(
        {("own",): 0, ("others",): 0, ("framework",): 22.5, ("corrections",): 0}
    )


@pytest.mark.parametrize("more", ["imputation: last_period", "pool: {within: all, periods: all}"])
def test_what_looks_back_starts_and_ends_as_everybody_sees_it(more: str) -> None:
    """v says its share in 2023 and 2024 only; all that came before an answer is carried with it."""
    earlier = {"2023": {"u": (3, 2), "v": (4, 1), "w": (9, 9)}}
    now = earlier | NOW | {"2025": NOW["2025"] | {"v": (10, None)}}
    used = framework(more=more)
    for unit in ("u", "w"):
        found = bridge(used, now, earlier | STOOD | {"2025": now["2025"]}, unit=unit)
        ends = ((STOOD | earlier, "2024", found.start), (now, "2025", found.end))
        for said, period, outcome in ends:
            totals = score_frames(used, answers(said), UNITS, period).totals.set_index("unit")
            assert outcome is not None
            assert outcome.total == totals.loc[unit, "total"]
        assert found.start is not None
        assert found.end is not None
        change = found.end.total - found.start.total
        assert sum(step.points for step in found.steps) == pytest.approx(change, abs=1e-9)


@pytest.mark.parametrize(("period", "there"), [("2024", (False, True)), ("2025", (True, False))])
def test_no_change_is_explained_where_an_end_is_unknown(
    period: str, there: tuple[bool, bool]
) -> None:
    now = NOW | {period: NOW[period] | {"u": (None, None)}}
    found = bridge(framework(), now)
    assert (found.start is not None, found.end is not None) == there
    assert found.steps == ()


def test_factors_are_taken_together_where_a_mix_has_no_score() -> None:
    """What is asked from 2025 on was not answered before: under the new rules, the old answers
    have no score, and nobody can tell new rules from new answers."""
    now = {
        "2024": {unit: (value, None) for unit, (value, _) in NOW["2024"].items()},
        "2025": NOW["2025"],
    }
    found = bridge(framework(more="since: 2025"), now)
    assert found.start is not None
    assert found.end is not None
    assert found.unscored == (
        ("framework",),
        ("others", "framework"),
        ("framework", "corrections"),
        ("others", "framework", "corrections"),
    )
    assert list(points(found)) == [("own", "framework"), ("others",), ("corrections",)]
    assert sum(points(found).values()) == pytest.approx(found.end.total - found.start.total)


def test_two_that_do_the_same_get_the_same() -> None:
    blocks = [(factor,) for factor in FACTORS]
    worth = {0: 0, 1: 1, 2: 5, 3: 6, 4: 7}
    shares = {
        block: shapley(blocks, block, lambda mix: Fraction(worth[len(mix)])) for block in blocks
    }
    assert set(shares.values()) == {Fraction(7, 4)}


def test_the_order_factors_are_named_in_changes_nothing() -> None:
    blocks = [(factor,) for factor in FACTORS]

    def worth(mix: frozenset[str]) -> Fraction:
        return Fraction(len(mix) ** 2 + 3 * ("own" in mix) - 5 * ({"own", "others"} <= mix))

    for block in blocks:
        assert shapley(blocks, block, worth) == shapley(blocks[::-1], block, worth)


def test_a_bonus_is_a_part_of_its_own() -> None:
    found = bridge(framework(), stood=STOOD)
    assert found.start is not None
    assert set(found.start.parts) == {"only", BONUS}
    assert {step.parts[BONUS] for step in found.steps} == {0}
