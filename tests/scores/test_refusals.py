"""A period that cannot be scored says so by name, and shows no score in its stead."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import yaml

from assessment.errors import Unscorable
from assessment.framework.model import Framework
from assessment.i18n import Messages
from assessment.kernel.actors import Actor
from assessment.scores.analysis import robustness
from assessment.scores.analysis.data_health import reliability
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.scores.explanation import explanation
from assessment.scores.profiles import county
from assessment.scores.rankings import distribution
from assessment.store.database import Store
from assessment.survey.filing import form, provisional_score
from assessment.survey.review import flags
from tests.kit.province import three_counties
from tests.kit.province.three_counties import QINGXI, QINGXI_ONLY, READER, YUNLU


@pytest.fixture
def geometric() -> Framework:
    """Venues by a geometric mean, where Qingxi's no windows in 2023 are a zero."""
    data = yaml.safe_load(three_counties.FRAMEWORK.read_text("utf-8"))
    data["strengths"][1]["aggregation"] = {"method": "geometric"}
    return Framework.model_validate(data)


def test_a_mean_that_does_not_exist_names_the_indicator_and_the_county(
    province: Store, geometric: Framework
) -> None:
    with pytest.raises(Unscorable) as refused:
        scores(DataSource(province, geometric), READER, "2023")
    (problem,) = refused.value.problems
    assert (problem.code, problem.place.file) == ("scoring.not_positive", "windows")
    sentence = Messages("zh")(problem.key, **problem.facts)
    assert "“窗口数”" in sentence
    assert f"清溪县 {QINGXI}" in sentence
    assert f"Qingxi {QINGXI}" in Messages("en")(problem.key, **problem.facts)


def test_a_period_without_a_zero_is_scored_by_the_same_framework(
    province: Store, geometric: Framework
) -> None:
    totals = scores(DataSource(province, geometric), READER, "2024").totals
    assert totals["total"].notna().sum() == 2


def test_counties_out_of_sight_are_counted_and_not_named(
    province: Store, geometric: Framework
) -> None:
    elsewhere = replace(QINGXI_ONLY, units=frozenset({YUNLU}))
    with pytest.raises(Unscorable) as refused:
        scores(DataSource(province, geometric), elsewhere, "2023")
    (problem,) = refused.value.problems
    assert "+1" in Messages("zh")(problem.key, **problem.facts)
    assert "清溪" not in Messages("zh")(problem.key, **problem.facts)


def test_a_provisional_score_that_cannot_exist_names_no_other_county(
    province: Store, geometric: Framework
) -> None:
    clerk = Actor("li", "county", frozenset({YUNLU}))
    shown = form.of(province, geometric, clerk, YUNLU, "2023")
    with pytest.raises(Unscorable) as refused:
        provisional_score.score(province, geometric, clerk, shown)
    (problem,) = refused.value.problems
    sentence = Messages("zh")(problem.key, **problem.facts)
    assert "+1" in sentence
    assert QINGXI not in sentence


@pytest.mark.parametrize(
    "ask",
    [
        lambda *who: county.standing(*who, YUNLU, "2023"),
        lambda *who: county.comparison(*who, YUNLU, "2023"),
        lambda *who: explanation.explanation(*who, YUNLU, "2023"),
        lambda *who: distribution.distribution(*who, "2023"),
        lambda *who: reliability.of_units(*who, "2023"),
        lambda *who: robustness.intervals(*who, robustness.Question("2023")),
    ],
)
def test_what_is_computed_over_all_is_refused_without_naming_the_others(
    province: Store, geometric: Framework, ask: Callable[..., object]
) -> None:
    elsewhere = replace(QINGXI_ONLY, units=frozenset({YUNLU}))
    with pytest.raises(Unscorable) as refused:
        ask(DataSource(province, geometric), elsewhere)
    (problem,) = refused.value.problems
    sentence = Messages("zh")(problem.key, **problem.facts)
    assert "+1" in sentence
    assert "清溪" not in sentence


def test_where_fewer_than_five_peers_lay_is_told_to_no_reviewer(province: Store) -> None:
    assert flags.ranges(province, READER, "2024", [YUNLU]) == {}
