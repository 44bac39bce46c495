"""Who sees some units only can tell no single other unit's value from what is told of them all."""

from dataclasses import replace

import pytest
import yaml

from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import Actor
from assessment.kernel.disclosure import SMALLEST_GROUP
from assessment.scores.analysis import goals, what_if
from assessment.scores.basis.basis import DataSource
from assessment.scores.explanation import explanation, worked_calculation
from assessment.scores.profiles import county
from assessment.scoring.explanation_tree import Node, Peers
from assessment.store.database import Store
from assessment.units import units_table
from tests.kit.province import three_counties
from tests.kit.province.three_counties import BAISHI, NORTH, QINGXI, QINGXI_ONLY, READER

FIVE = 5
RELATIVE = ("min_max", "distance_to_best", "share_of_maximum", "percentile", "rank", "z_score")


def scored_by(method: str) -> Framework:
    """The three counties' framework, with lectures scored by another method."""
    told = yaml.safe_load(three_counties.FRAMEWORK.read_text("utf-8"))
    told["strengths"][1]["indicators"][1]["scoring"] = {"method": method}
    return Framework.model_validate(told)


def settled(store: Store, framework: Framework, counties: int) -> Store:
    """As many counties with 10, 20, 30 … listeners per 100 members; Qingxi has 10."""
    three_counties.settle(store)
    codes = [QINGXI, BAISHI, *(f"43012{n}" for n in range(3, counties + 1))]
    more = [
        units_table.Unit(
            code, f"{code}县", code, "county", NORTH, "county", True, False, 112.0, 28.0
        )
        for code in codes[2:]
    ]
    with store.writing(actor="test", action="x.y", subject="*", facts={}) as cursor:
        units_table.record(cursor, more)
    for place, code in enumerate(codes[:counties], 1):
        said = [6, 10, 1, 1, 0, 0, 100 * place, 1000]
        three_counties.file(store, framework, code, "2024", said)
    return store


def lectures(store: Store, framework: Framework, actor: Actor) -> Node:
    opened = explanation.explanation(DataSource(store, framework), actor, QINGXI, "2024")
    return next(each for each in opened.tree.indicators() if each.code == "lectures")


def peers(store: Store, framework: Framework, actor: Actor) -> Peers:
    measure = lectures(store, framework, actor).measure
    assert measure is not None
    assert measure.peers is not None
    return measure.peers


@pytest.mark.parametrize("method", RELATIVE)
def test_of_fewer_than_five_nothing_but_their_number_is_told(store: Store, method: str) -> None:
    framework = scored_by(method)
    told = peers(settled(store, framework, 4), framework, QINGXI_ONLY)
    assert told.size == 4
    numbers = (told.lowest, told.highest, told.mean, told.deviation, told.median, told.reference)
    assert numbers == (None,) * 6
    assert told.withheld


@pytest.mark.parametrize(
    ("method", "ends"),
    [
        ("min_max", (10, 50)),
        ("distance_to_best", (10, 50)),
        ("share_of_maximum", (None, 50)),
        ("percentile", (None, None)),
        ("rank", (None, None)),
        ("z_score", (None, None)),
    ],
)
def test_of_five_the_ends_are_told_where_the_rule_has_them_and_their_middle_always(
    store: Store, method: str, ends: tuple[float | None, float | None]
) -> None:
    framework = scored_by(method)
    told = peers(settled(store, framework, FIVE), framework, QINGXI_ONLY)
    assert (told.lowest, told.highest) == ends
    assert (told.mean, told.median, told.withheld) == (30, 30, False)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("method", RELATIVE)
def test_a_formula_that_is_not_written_out_is_told_to_be_withheld(
    store: Store, method: str, lang: str
) -> None:
    framework, t = scored_by(method), Messages(lang)
    settled(store, framework, 4)
    few = lectures(store, framework, QINGXI_ONLY)
    said = worked_calculation.score(framework, few, "2024", t)
    by_place = method in ("percentile", "rank")
    assert said
    assert by_place == (
        said == worked_calculation.score(framework, lectures(store, framework, READER), "2024", t)
    )
    if not by_place:
        assert said == t("worked.withheld", score=worked_calculation.figures.plain(few.score))


def test_who_sees_every_unit_is_told_as_before(store: Store) -> None:
    framework = scored_by("min_max")
    told = peers(settled(store, framework, 4), framework, READER)
    assert (told.lowest, told.highest, told.median, told.withheld) == (10, 40, 25, False)


@pytest.mark.parametrize(("counties", "told"), [(4, False), (FIVE, True)])
def test_a_mean_beside_a_county_s_score_is_of_five_at_least(
    store: Store, framework: Framework, counties: int, told: bool
) -> None:
    settled(store, framework, counties)
    beside = county.comparison(DataSource(store, framework), QINGXI_ONLY, QINGXI, "2024")
    assert set(beside["peers"]) == {counties}
    assert beside[["peer_mean", "all_mean"]].notna().all(axis=None) == told
    everything = county.comparison(DataSource(store, framework), READER, QINGXI, "2024")
    assert everything[["peer_mean", "all_mean"]].notna().all(axis=None)
    assert beside.equals(everything) == told


@pytest.mark.parametrize(
    ("method", "counties", "goals_told"),
    [
        ("percentile", FIVE, {"median"}),
        ("min_max", FIVE, {"median", "target"}),
        ("percentile", 4, set()),
        ("min_max", 4, set()),
    ],
)
def test_a_lift_to_the_best_or_the_middle_of_others_betrays_nobody(
    store: Store, method: str, counties: int, goals_told: set[str]
) -> None:
    framework = scored_by(method)
    settled(store, framework, counties)
    found = what_if.lifts(DataSource(store, framework), QINGXI_ONLY, QINGXI, "2024")
    rows = found.rows[found.rows["indicator"] == "lectures"]
    assert set(rows["goal"]) == goals_told
    everything = what_if.lifts(DataSource(store, framework), READER, QINGXI, "2024")
    assert (found.withheld, everything.withheld) == (len(everything.rows) - len(found.rows), 0)
    # What the framework itself asks for is nobody's value.
    assert "target" in set(found.rows.loc[found.rows["indicator"] == "rate", "goal"])


def test_a_goal_of_the_framework_s_own_is_told_however_few_there_are(framework: Framework) -> None:
    rate = framework.indicator_by_code["rate"]
    assert goals.told_outside(rate, "target", 0)
    assert goals.told_outside(rate, "step", 0)
    assert not goals.told_outside(rate, "median", SMALLEST_GROUP - 1)


def test_a_scope_of_two_is_told_no_more_than_a_scope_of_one(store: Store) -> None:
    framework = scored_by("min_max")
    settled(store, framework, 4)
    some = replace(QINGXI_ONLY, units=frozenset({QINGXI, BAISHI}))
    assert peers(store, framework, some).withheld
