"""What must hold for any data: what moves a score, and what does not.

All methods stand side by side in one framework, each an indicator over the same field. Values are
quarters, so that shifting and scaling them loses no digit.
"""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.framework.model import Framework
from tests.foundation.naive.answers import Unit
from tests.foundation.naive.random_frameworks import PERIOD, TEXT, Case
from tests.foundation.scoring.both import Frames, alike, by_engine, is_refusal

Rules = dict[str, dict[str, Any]]
Scores = dict[tuple[str, ...], Any]
"""By unit and rule: the score, None where there is none."""

bounded = settings(max_examples=4, derandomize=True, deadline=None, database=None)

FIXED: Rules = {
    "target": {"method": "target", "target": 20, "floor": -5},
    "goalposts": {"method": "goalposts", "worst": -10, "best": 30, "beyond": "open"},
    "linear": {"method": "linear", "factor": 2.5, "offset": 3},
    "bands": {
        "method": "bands",
        "bands": [{"to": 0, "points": 10}, {"from": 0, "to": 9, "points": [20, 60]}],
    },
}
MIRRORED: Rules = {
    "target": {"method": "target", "target": -5, "floor": 20},
    "goalposts": {"method": "goalposts", "worst": 30, "best": -10, "beyond": "open"},
    "linear": {"method": "linear", "factor": -2.5, "offset": 3},
    "bands": {
        "method": "bands",
        "bands": [{"to": 0, "points": 90}, {"from": 0, "to": 9, "points": [60, 20]}],
    },
}
"""The same where less is better."""

PLACES: Rules = {
    f"{method}_{ties}": {"method": method, "ties": ties}
    for method in ("percentile", "percentile_rank", "rank", "borda")
    for ties in ("min", "mid", "max")
}
SPREAD: Rules = {name: {"method": name} for name in ("min_max", "z_score", "distance_to_best")}
AMONG: Rules = PLACES | SPREAD | {"reference": {"method": "distance_to_reference", "unit": "u0"}}
AIMED: Rules = {"distance": {"method": "distance_to_target", "target": 12}}
SHARE: Rules = {"share": {"method": "share_of_maximum"}}
ALL = FIXED | AMONG | AIMED | SHARE

quarters = st.integers(-80, 80).map(lambda n: n / 4)
positive = st.integers(1, 80).map(lambda n: n / 4)


def columns(values: st.SearchStrategy[float]) -> st.SearchStrategy[list[float]]:
    return st.lists(values, min_size=1, max_size=9)


@bounded
@given(values=columns(positive), factor=st.sampled_from([0.25, 3.0, 1024.0]))
def test_the_unit_of_measure_does_not_matter_among_units(
    values: list[float], factor: float
) -> None:
    rules = AMONG | SHARE
    same(scored(rules, values), scored(rules, [factor * value for value in values]))


@bounded
@given(values=columns(quarters), shift=st.sampled_from([-40.0, 0.75, 4096.0]))
def test_where_zero_lies_does_not_matter_among_units(values: list[float], shift: float) -> None:
    same(scored(AMONG, values), scored(AMONG, [value + shift for value in values]))


@pytest.mark.parametrize(("direction", "rules"), [("up", ALL), ("down", MIRRORED | AMONG | AIMED)])
@bounded
@given(values=columns(positive), rise=positive, who=st.integers(0, 8))
def test_a_better_answer_never_lowers_one_s_own_score(
    direction: str, rules: Rules, values: list[float], rise: float, who: int
) -> None:
    who %= len(values)
    change = rise if direction == "up" else -rise
    better = [value + (change if at == who else 0) for at, value in enumerate(values)]
    before, after = (scored(rules, each, direction) for each in (values, better))
    for rule in rules:
        old, new = before[f"u{who}", rule], after[f"u{who}", rule]
        assert new >= old - 1e-9 * max(1, abs(old)), rule


@bounded
@given(values=columns(quarters))
def test_less_is_better_is_more_of_the_opposite(values: list[float]) -> None:
    same(scored(AMONG, values, "down"), scored(AMONG, [-value for value in values]))


@bounded
@given(values=columns(positive), data=st.data())
def test_in_which_order_units_come_does_not_matter(
    values: list[float], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(values))))
    answers = by_unit(values)
    shuffled = {f"u{at}": answers[f"u{at}"] for at in order}
    assert scores_of(ALL, answers) == scores_of(ALL, shuffled)


@bounded
@given(values=columns(positive))
def test_units_that_answer_alike_share_scores_and_places(values: list[float]) -> None:
    last = f"u{len(values) - 1}"
    answers = by_unit(values) | {"twin": {"x": values[-1]}}
    found = run(framework_of(ALL), answers)
    for (unit, rule), row in found["indicators"].items():
        if unit == "twin":
            assert row["score"] == found["indicators"][last, rule]["score"]
    one, other = found["totals"][last,], found["totals"]["twin",]
    for column in ("total", "rank_all", "rank_prefecture", "rank_peer_group", "grade"):
        assert one[column] == other[column]


@bounded
@given(values=columns(positive))
def test_a_unit_that_answers_nothing_changes_nobody_s_score(values: list[float]) -> None:
    before = scores_of(ALL, by_unit(values))
    after = scores_of(ALL, by_unit(values) | {"silent": {}})
    assert after == before | {("silent", rule): None for rule in ALL}


@bounded
@given(values=columns(positive), last=positive)
def test_nor_does_what_stands_in_for_its_answers(values: list[float], last: float) -> None:
    answers = by_unit(values)
    before = scores_of(ALL, answers)
    for imputation in ("mean", "median", "peer_mean", "peer_median", "last_period"):
        framework = framework_of(ALL, imputation=imputation)
        rows = run(framework, answers | {"silent": {}}, earlier={"silent": {"x": last}})
        after = {key: row["score"] for key, row in rows["indicators"].items()}
        assert {key: after[key] for key in before} == before
        assert all(after["silent", rule] is not None for rule in ALL)


MEANS: Rules = {
    "arithmetic": {"method": "arithmetic"},
    "geometric": {"method": "geometric"},
    "harmonic": {"method": "harmonic"},
    "cubic": {"method": "generalised", "power": 3},
    "low": {"method": "generalised", "power": -2},
}
three = st.tuples(*[st.integers(1, 500).map(lambda n: n / 4)] * 3)
three_weights = st.tuples(*[st.sampled_from([0.5, 1, 2, 3, 10])] * 3)


@bounded
@given(scores=three, weights=three_weights, factor=st.sampled_from([0.125, 7.0, 1000.0]))
def test_only_the_proportion_of_weights_matters(
    scores: tuple[float, ...], weights: tuple[float, ...], factor: float
) -> None:
    scaled = tuple(factor * weight for weight in weights)
    one, other = (run(means_of(each), {"u": parts(scores)}) for each in (weights, scaled))
    for mean in MEANS:
        assert alike(one["strengths"]["u", mean]["score"], other["strengths"]["u", mean]["score"])


@bounded
@given(scores=three, weights=three_weights)
def test_a_mean_lies_between_its_parts_and_rises_with_each(
    scores: tuple[float, ...], weights: tuple[float, ...]
) -> None:
    plain = parts(scores)
    better = {part: plain | {part: plain[part] + 5} for part in plain}
    found = run(means_of(weights), {"plain": plain} | better)["strengths"]
    slack = 1e-9 * max(scores)
    for mean in MEANS:
        base = found["plain", mean]["score"]
        assert min(scores) - slack <= base <= max(scores) + slack
        assert all(found[part, mean]["score"] > base for part in plain)


@pytest.mark.parametrize("outer", MEANS)
@settings(bounded, max_examples=1)
@given(units=st.lists(three, min_size=1, max_size=9), weights=three_weights)
def test_what_is_earned_and_lost_adds_up(
    outer: str, units: list[tuple[float, ...]], weights: tuple[float, ...]
) -> None:
    edges = [(100, 100, 100), (80, 125, 100), (99.75, 100.25, 100), (100, 100, 0.25)]
    answers = {f"u{at}": parts(scores) for at, scores in enumerate([*units, *edges])}
    found = run(means_of(weights, MEANS[outer]), answers)
    for (unit,), total in found["totals"].items():
        for level in ("indicators", "strengths"):
            rows = [row for key, row in found[level].items() if key[0] == unit]
            assert sum(row["points"] for row in rows) == pytest.approx(total["base"], abs=1e-9)
            lost = sum(row["lost"] for row in rows)
            assert lost == pytest.approx(100 - total["base"], abs=1e-9)
            assert sum(row["points"] + row["lost"] for row in rows) == pytest.approx(100)
        for mean in MEANS:
            inside = [
                row["lost"]
                for key, row in found["indicators"].items()
                if key[0] == unit and row["strength"] == mean
            ]
            lost = found["strengths"][unit, mean]["lost"]
            assert sum(inside) == pytest.approx(lost, abs=1e-9)


def same(one: Scores, other: Scores) -> None:
    assert one.keys() == other.keys()
    for key, score in one.items():
        assert alike(score, other[key]), (key, score, other[key])


def scored(rules: Rules, values: list[float], direction: str = "up") -> Scores:
    return scores_of(rules, by_unit(values), direction)


def scores_of(
    rules: Rules, answers: Mapping[str, Mapping[str, float]], direction: str = "up"
) -> Scores:
    rows = run(framework_of(rules, direction=direction), answers)["indicators"]
    return {key: row["score"] for key, row in rows.items()}


def by_unit(values: list[float]) -> dict[str, dict[str, float]]:
    return {f"u{at}": {"x": value} for at, value in enumerate(values)}


def parts(scores: tuple[float, ...]) -> dict[str, float]:
    return dict(zip("xyz", scores, strict=True))


def run(
    framework: Framework,
    answers: Mapping[str, Mapping[str, float]],
    earlier: Mapping[str, Mapping[str, float]] | None = None,
) -> Frames:
    rows = [
        (unit, period, field, float(value))
        for period, given in ((PERIOD, answers), ("2023", earlier or {}))
        for unit, said in given.items()
        for field, value in said.items()
    ]
    found = by_engine(Case(framework, rows, [Unit(unit, "north", "big") for unit in answers]))
    assert not is_refusal(found), found
    return found


def framework_of(rules: Rules, **more: Any) -> Framework:
    """One strength, of an indicator a rule."""
    indicators = [_indicator(name, "x", 1, rule) | more for name, rule in rules.items()]
    return _framework([_strength("whole", indicators)])


def means_of(weights: tuple[float, ...], outer: dict[str, Any] | None = None) -> Framework:
    """A strength a mean, all of the same three scores."""
    plain = {"method": "linear", "factor": 1}
    strengths = [
        _strength(
            name,
            [
                _indicator(f"{name}_{field}", field, weight, plain)
                for field, weight in zip("xyz", weights, strict=True)
            ],
        )
        | {"aggregation": mean}
        for name, mean in MEANS.items()
    ]
    return _framework(strengths, aggregation=outer or {})


def _strength(code: str, indicators: list[dict[str, Any]]) -> dict[str, Any]:
    return {"code": code, "title": TEXT, "short": TEXT, "weight": 1, "indicators": indicators}


def _indicator(code: str, field: str, weight: float, rule: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": code,
        "title": TEXT,
        "kind": "count",
        "measure": TEXT,
        "formula": field,
        "direction": "up",
        "scoring": rule,
        "weight": weight,
        "evidence": TEXT,
        "source": TEXT,
        "basis": "proposal",
    }


def _framework(strengths: list[dict[str, Any]], **more: Any) -> Framework:
    fields = sorted({i["formula"] for strength in strengths for i in strength["indicators"]})
    return Framework.model_validate(
        {
            "title": TEXT,
            "scope": TEXT,
            "completeness_threshold": 0.8,
            "smallest_pool": 1,
            "fields": [
                {"code": code, "title": TEXT, "type": "decimal", "strength": strengths[0]["code"]}
                for code in fields
            ],
            "strengths": strengths,
            "grades": [{"code": "any", "title": TEXT, "at_least": 0}],
            **more,
        }
    )
