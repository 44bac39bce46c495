"""A stay over several links of one team: every day of it must be a day of one of them."""

from dataclasses import replace
from datetime import date

import pytest

from assessment.errors import Rejected
from assessment.field.teams.register import bulk as team_bulk
from assessment.field.teams.teams_table import Assignment, Team
from assessment.field.visits import bulk_log
from assessment.field.visits.visits_table import Visit
from assessment.kernel.actors import OPERATOR
from assessment.store.database import Store
from tests.kit.province.three_counties import BAISHI, QINGXI, settle

TEAM = Team("one", "一组", "liaison", "省总工会", "province", "2024")
SPRING = Assignment("one", BAISHI, "liaison", date(2024, 1, 1), date(2024, 6, 30))
SUMMER = Assignment("one", BAISHI, "stay_in", date(2024, 7, 1), date(2024, 9, 30))
AUTUMN = Assignment("one", BAISHI, "stay_in", date(2024, 10, 2))
STAY = Visit("one", BAISHI, "stay", date(2024, 6, 20), date(2024, 7, 10), "站", "跟班")


@pytest.fixture
def linked(store: Store) -> Store:
    """Three links of one team to Baishi: the second follows the first at once, the third does not
    follow the second by a day."""
    settle(store)
    team_bulk.add_teams(store, OPERATOR, [TEAM])
    # Recorded in another order than they hold in.
    team_bulk.assign(store, OPERATOR, [AUTUMN, SPRING, SUMMER])
    return store


def refuse(store: Store, stay: Visit) -> None:
    with pytest.raises(Rejected) as rejected:
        bulk_log.log_visits(store, OPERATOR, [stay])
    assert [problem.code for problem in rejected.value.problems] == ["field_work.not_assigned"]


def test_a_stay_may_go_on_from_one_link_into_the_next(linked: Store) -> None:
    whole = replace(STAY, starts=date(2024, 1, 1), ends=date(2024, 9, 30))
    assert bulk_log.log_visits(linked, OPERATOR, [STAY, whole]) == [1, 2]


def test_a_day_without_a_link_in_the_middle_is_refused(linked: Store) -> None:
    refuse(linked, replace(STAY, starts=date(2024, 9, 20), ends=date(2024, 10, 2)))
    refuse(linked, replace(STAY, starts=date(2024, 10, 1), ends=date(2024, 10, 1)))


def test_links_of_another_unit_do_not_carry_a_stay_on(linked: Store) -> None:
    elsewhere = Assignment("one", QINGXI, "liaison", date(2024, 10, 1), date(2024, 10, 1))
    team_bulk.assign(linked, OPERATOR, [elsewhere])
    refuse(linked, replace(STAY, starts=date(2024, 9, 20), ends=date(2024, 10, 2)))
