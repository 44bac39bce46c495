"""Liaison coverage of the three counties: who is linked, who came, who carries how much."""

from datetime import date

import pandas as pd
import pytest

from assessment.errors import Unknown
from assessment.field.coverage.coverage import coverage
from assessment.kernel.actors import Actor
from assessment.rectification.findings.finding_workflow import Stage
from assessment.store.database import Store
from tests.kit.province import rectifying
from tests.kit.province.three_counties import BAISHI, QINGXI, QINGXI_ONLY, READER, SOUTH, YUNLU


def by_unit(store: Store, actor: Actor = READER, period: str = "2024") -> pd.DataFrame:
    return coverage(store, actor, period).units.set_index("unit")


def test_a_unit_is_covered_when_a_link_holds_on_the_last_day(province: Store) -> None:
    told = coverage(province, READER, "2024")
    assert (told.day, told.covered, told.total) == (date(2024, 12, 31), 2, 3)
    assert list(told.uncovered["unit"]) == [YUNLU]


def test_a_running_period_is_told_as_of_today(province: Store) -> None:
    told = coverage(province, READER, "2024", today=date(2024, 6, 30))
    assert (told.day, told.covered) == (date(2024, 6, 30), 3)
    assert coverage(province, READER, "2024", today=date(2024, 7, 1)).covered == 2


def test_a_period_to_come_is_told_as_of_its_first_day(province: Store) -> None:
    assert coverage(province, READER, "2030", today=date(2026, 1, 1)).day == date(2030, 1, 1)


def test_each_person_counts_once_however_many_teams_they_are_in(province: Store) -> None:
    told = coverage(province, READER, "2024")
    units = told.units.set_index("unit")
    assert list(units["teams"]) == [2, 1, 0]
    assert list(units["people"]) == [3, 3, 0]
    assert told.people == 3


def test_days_count_from_the_last_day_of_the_last_visit(province: Store) -> None:
    days = by_unit(province)["days_since"]
    assert (days[BAISHI], days[YUNLU], days[QINGXI]) == (10, 214, 397)


def test_a_unit_nobody_came_to_has_no_number_of_days(province: Store) -> None:
    days = by_unit(province, period="2023")["days_since"]
    assert days[QINGXI] == 31
    assert days[[BAISHI, YUNLU]].isna().all()


def test_visits_and_findings_are_those_of_the_period(province: Store) -> None:
    units = by_unit(province)
    assert list(units["visits"]) == [1, 0, 1]
    assert list(units["findings"]) == [2, 0, 2]


@pytest.mark.parametrize("stage", ["unfounded", "merged", "voided"])
def test_a_finding_that_turned_out_to_be_none_is_not_counted(province: Store, stage: Stage) -> None:
    before = by_unit(province)["findings"][rectifying.FOUND.unit]
    rectifying.put(province, "clue")
    rectifying.put(province, stage)
    assert by_unit(province)["findings"][rectifying.FOUND.unit] == before + 1


def test_a_visit_after_the_day_is_not_known_yet(province: Store) -> None:
    told = coverage(province, READER, "2024", today=date(2024, 5, 10)).units.set_index("unit")
    assert list(told["visits"]) == [0, 0, 1]
    assert told.loc[YUNLU, "days_since"] == 0


def test_team_loads_name_the_lone_and_the_idle(province: Store) -> None:
    told = coverage(province, READER, "2024")
    teams = told.teams.set_index("team")
    assert teams["units"].to_dict() == {"one": 2, "two": 0, "three": 1, "four": 0}
    assert teams["people"].to_dict() == {"one": 3, "two": 2, "three": 1, "four": 0}
    assert teams["visits"].to_dict() == {"one": 0, "two": 1, "three": 1, "four": 0}
    assert list(told.alone["team"]) == ["three"]
    assert told.linked_teams == 2


def test_a_prefecture_shows_its_own_units_and_their_teams(province: Store) -> None:
    told = coverage(province, READER, "2024", f"prefecture:{SOUTH}")
    assert (told.covered, told.total) == (0, 1)
    assert list(told.teams["team"]) == ["two"]


def test_an_actor_with_one_unit_sees_only_it(province: Store) -> None:
    told = coverage(province, QINGXI_ONLY, "2024")
    assert list(told.units["unit"]) == [QINGXI]
    assert told.teams.set_index("team")["units"].to_dict() == {"one": 1}
    assert told.people == 3


def test_an_actor_with_no_unit_sees_nothing(province: Store) -> None:
    told = coverage(province, Actor("nobody", "county", frozenset()), "2024")
    assert (told.total, len(told.teams), told.people) == (0, 0, 0)


def test_a_scope_that_is_not_there_is_refused(province: Store) -> None:
    with pytest.raises(Unknown):
        coverage(province, READER, "2024", "prefecture:999999")


def test_an_empty_database_has_nothing_to_cover(store: Store) -> None:
    told = coverage(store, READER, "2024")
    assert (told.total, told.covered, told.people) == (0, 0, 0)
