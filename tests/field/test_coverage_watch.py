"""What is asked of liaison teams, tried on the three counties, whose days can be counted by hand.

In 2024 team two stayed in Yunlu all of May (31 days; a and d are in it), team three (c alone) came
to Baishi for one day in December; team one (a, b, c) came nowhere.
"""

from datetime import date, timedelta

import pandas as pd
import pytest

from assessment.field.coverage import coverage_watch
from assessment.field.coverage.coverage import Coverage, coverage
from assessment.field.coverage.coverage_watch import Watched, timeline
from assessment.field.teams import teams_table
from assessment.framework.model import Framework, LiaisonRules
from assessment.kernel.actors import Actor
from assessment.scores.basis.basis import DataSource
from assessment.store.database import Store
from assessment.units import units_table
from tests.kit.province import three_counties
from tests.kit.province.three_counties import BAISHI, NORTH, QINGXI, QINGXI_ONLY, READER, YUNLU

RULES = LiaisonRules.model_validate(
    {
        "days_at_base": {"province": {"always": 60, "2025": 90}},
        "unvisited_days": 90,
        "low_score": 60,
        "few_visits": {"always": 4, "2025": 2},
        "most_units": 1,
        "most_units_per_person": 1,
        "source": {"zh": "测试", "en": "A test"},
        "basis": "proposal",
    }
)


def told_of(
    store: Store, framework: Framework, day: date = date(2024, 12, 31), actor: Actor = READER
) -> tuple[Coverage, Watched]:
    told = coverage(store, actor, "2024", on=day)
    return told, coverage_watch.watched(DataSource(store, framework), actor, told, RULES)


def people_of(watched: Watched) -> pd.DataFrame:
    return watched.people.set_index("person")


def test_a_day_counts_once_for_everybody_who_was_in_the_team(
    province: Store, framework: Framework
) -> None:
    _, watched = told_of(province, framework)
    assert people_of(watched)["days"].to_dict() == {"a": 31, "b": 0, "c": 1, "d": 31}
    assert dict(zip(watched.teams["team"], watched.teams["days"], strict=True)) == {
        "one": 0,
        "two": 31,
        "three": 1,
        "four": 0,
    }


def test_each_person_stands_once_with_all_their_teams(
    province: Store, framework: Framework
) -> None:
    _, watched = told_of(province, framework)
    assert people_of(watched).loc["a", "teams"] == ("one", "two")
    assert watched.people["person"].is_unique


def test_a_stay_that_goes_on_counts_up_to_the_day(province: Store, framework: Framework) -> None:
    _, watched = told_of(province, framework, date(2024, 5, 10))
    assert people_of(watched).loc["d", "days"] == 10


def test_what_is_due_grows_with_the_year(province: Store, framework: Framework) -> None:
    """60 days of 366: half of them by the end of June, all by the end of the year."""
    _, half = told_of(province, framework, date(2024, 7, 1))
    _, whole = told_of(province, framework)
    assert set(people_of(half)["due"]) == {30}
    assert set(people_of(half)["due_year"]) == {60}
    assert set(people_of(whole)["due"]) == {60}
    assert people_of(half)["behind"].to_dict() == {"a": False, "b": True, "c": True, "d": False}
    assert people_of(whole)["behind"].all()


def test_who_was_there_for_half_a_year_owes_half(store: Store, framework: Framework) -> None:
    three_counties.settle(store)
    three_counties.send_teams(store)
    with store.writing(actor="test", action="team.record", subject="*", facts={}) as cursor:
        teams_table.record_members(
            cursor, [teams_table.TeamMember("two", "d", False, date(2024, 1, 1), date(2024, 6, 30))]
        )
    _, watched = told_of(store, framework)
    assert people_of(watched).loc["d", ["due", "due_year"]].tolist() == [29, 29]


def test_a_rule_holds_in_its_own_year(province: Store, framework: Framework) -> None:
    told = coverage(province, READER, "2024", on=date(2025, 12, 31))
    watched = coverage_watch.watched(DataSource(province, framework), READER, told, RULES)
    assert (watched.limits.days_at_base, watched.limits.few_visits) == ({"province": 90}, 2)
    assert set(people_of(watched)["due"]) == {90}


def test_who_does_not_see_every_day_is_told_none_is_missing(
    province: Store, framework: Framework
) -> None:
    _, watched = told_of(province, framework, actor=QINGXI_ONLY)
    assert not watched.compared
    assert set(watched.people["days"]) == {0}
    assert watched.people[["due", "due_year", "behind"]].isna().all(axis=None)
    assert set(watched.people["person"]) == {"a", "b", "c"}


def test_a_prefecture_s_view_has_all_the_days_of_those_who_are_in_its_teams(
    province: Store, framework: Framework
) -> None:
    """Somebody of team one, which is linked in the north, was in the south for 31 days too."""
    whole, day = people_of(told_of(province, framework)[1]), date(2024, 12, 31)
    told = coverage(province, READER, "2024", f"prefecture:{NORTH}", on=day)
    watched = coverage_watch.watched(DataSource(province, framework), READER, told, RULES)
    assert set(told.teams["team"]) == {"one", "three"}
    here = people_of(watched)
    assert set(here.index) == {"a", "b", "c"}
    assert here.loc["a", "days"] == 31
    assert here.loc["a", "team_names"] == whole.loc["a", "team_names"]
    pd.testing.assert_frame_equal(here, whole.loc[here.index])


def test_units_nobody_came_to_for_longer_than_the_rule_are_named(
    province: Store, framework: Framework
) -> None:
    _, watched = told_of(province, framework)
    assert list(watched.unvisited["unit"]) == [QINGXI, YUNLU]
    _, before = told_of(province, framework, date(2024, 1, 1))
    assert BAISHI in set(before.unvisited["unit"])


@pytest.mark.parametrize(("days", "is_unvisited"), [(89, False), (90, False), (91, True)])
def test_a_unit_is_unvisited_after_more_days_than_the_rule_gives(
    province: Store, framework: Framework, days: int, is_unvisited: bool
) -> None:
    """The stay in Yunlu ended on the last day of May; the rule gives ninety days."""
    day = date(2024, 5, 31) + timedelta(days=days)
    told, watched = told_of(province, framework, day)
    assert told.units.set_index("unit").loc[YUNLU, "days_since"] == days
    assert (YUNLU in set(watched.unvisited["unit"])) == is_unvisited


def test_a_low_score_with_few_visits_is_pointed_out_and_an_unknown_one_is_not(
    province: Store, framework: Framework
) -> None:
    """Qingxi has 34.2 points and no visit; Yunlu's total is unknown, Baishi's is high."""
    _, watched = told_of(province, framework)
    assert watched.visits_due == 4
    assert watched.seldom is not None
    assert list(watched.seldom["unit"]) == [QINGXI]
    assert list(watched.seldom["visits_this_year"]) == [0]


def test_nobody_is_seldom_visited_before_the_first_visit_is_due(
    province: Store, framework: Framework
) -> None:
    _, watched = told_of(province, framework, date(2024, 1, 31))
    assert watched.visits_due == 0
    assert watched.seldom is not None
    assert watched.seldom.empty


def test_without_published_scores_it_is_not_told_who_is_seldom_visited(
    province: Store, framework: Framework
) -> None:
    leader = Actor("leader", "leader")
    _, watched = told_of(province, framework, actor=leader)
    assert watched.seldom is None


def test_where_the_period_has_no_scores_yet_the_newest_there_are_stand_in(
    province: Store, framework: Framework
) -> None:
    told = coverage(province, READER, "2025", on=date(2025, 12, 31))
    watched = coverage_watch.watched(DataSource(province, framework), READER, told, RULES)
    assert watched.scored == "2024"
    assert watched.seldom is not None
    assert list(watched.seldom["unit"]) == [QINGXI]
    _, of_its_own = told_of(province, framework)
    assert of_its_own.scored == "2024"


def test_a_team_is_overloaded_by_units_by_person_or_because_it_is_empty(
    province: Store, framework: Framework
) -> None:
    """Team one has two units, one more than the rule; three has one person for one unit."""
    _, watched = told_of(province, framework)
    assert dict(zip(watched.overloaded["team"], watched.overloaded["over"], strict=True)) == {
        "one": "units"
    }
    assert coverage_watch._over(1, 0, watched.limits) == "nobody"
    wide = coverage_watch.Limits({}, 90, 60, 4, 3, 1)
    assert coverage_watch._over(3, 2, wide) == "people"
    assert coverage_watch._over(2, 2, wide) is None


def test_the_timeline_counts_units_at_every_end_of_month(province: Store) -> None:
    months = timeline(province, READER, date(2024, 12, 31)).set_index("day")
    assert (months.index[0], months.index[-1]) == (date(2024, 1, 31), date(2024, 12, 31))
    covered = months["covered"]
    assert (covered[date(2024, 6, 30)], covered[date(2024, 7, 31)]) == (3, 2)
    assert set(months["total"]) == {3}
    visited = months["visited"]
    assert (visited[date(2024, 1, 31)], visited[date(2024, 5, 31)]) == (1, 1)
    assert (visited[date(2024, 9, 30)], visited[date(2024, 12, 31)]) == (0, 1)


def test_the_timeline_is_of_the_units_somebody_sees(province: Store) -> None:
    months = timeline(province, QINGXI_ONLY, date(2024, 12, 31))
    assert set(months["total"]) == {1}


def test_without_links_there_is_no_timeline(store: Store) -> None:
    assert timeline(store, READER, date(2024, 12, 31)).empty


def test_a_day_of_one_s_own_choice_moves_links_visits_and_counts(province: Store) -> None:
    told = coverage(province, READER, "2024", on=date(2024, 5, 10))
    assert (told.day, told.covered) == (date(2024, 5, 10), 3)
    pairs = told.pairs.set_index(["team", "unit"])
    assert pairs.loc[("two", YUNLU)].to_dict() == {"link": "stay_in", "visits": 1}
    assert pairs.loc[("one", QINGXI)].to_dict() == {"link": "liaison", "visits": 0}


def test_a_visit_without_a_link_stands_in_the_matrix_without_one(province: Store) -> None:
    pairs = coverage(province, READER, "2024").pairs.set_index(["team", "unit"])
    assert pd.isna(pairs.loc[("two", YUNLU), "link"])
    assert pairs.loc[("two", YUNLU), "visits"] == 1


@pytest.mark.parametrize("day", [date(2023, 6, 1), date(2026, 1, 1)])
def test_any_day_can_be_asked_for(province: Store, framework: Framework, day: date) -> None:
    told, watched = told_of(province, framework, day)
    assert told.day == day
    assert len(told.units) == 3
    assert watched.people["person"].is_unique


def test_a_province_of_units_without_anybody_is_all_unvisited(
    store: Store, framework: Framework
) -> None:
    with store.writing(actor="test", action="setup.write", subject="*", facts={}) as cursor:
        units_table.record_prefectures(
            cursor, [units_table.Prefecture("430100", "北州", "North", 112, 28)]
        )
        units_table.record(
            cursor,
            [
                units_table.Unit(
                    BAISHI, "白石县", "Baishi", "county", "430100", "county", True, False, 1, 1
                )
            ],
        )
    _, watched = told_of(store, framework)
    assert list(watched.unvisited["unit"]) == [BAISHI]
    assert watched.people.empty
    assert watched.teams.empty
