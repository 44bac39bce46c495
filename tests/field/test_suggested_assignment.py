"""A suggestion for the three counties: where its numbers come from, and that nothing is written."""

from datetime import date
from typing import Any

import pytest

from assessment.errors import NotAllowed
from assessment.field.assignment import suggested_assignment
from assessment.field.assignment.assignment_solver import Rules, assigned
from assessment.field.assignment.suggested_assignment import (
    Contradiction,
    Suggestion,
    Wish,
    suggested,
)
from assessment.field.teams import teams_table
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.scores.basis.basis import DataSource
from assessment.store.database import Store
from assessment.units import units_table
from tests.kit.province import three_counties
from tests.kit.province.three_counties import (
    BAISHI,
    NORTH,
    QINGXI,
    QINGXI_ONLY,
    READER,
    SOUTH,
    YUNLU,
)

DAY = date(2024, 12, 31)


def told(store: Store, framework: Framework, rules: Rules | None = None) -> Suggestion:
    found = suggested(DataSource(store, framework), READER, Wish("2024", DAY, rules or Rules()))
    assert isinstance(found, Suggestion)
    return found


def test_every_unit_has_a_team_and_every_team_with_people_a_unit(
    province: Store, framework: Framework
) -> None:
    links = told(province, framework).links
    stands = links[links["state"] != "ended"]
    assert set(stands["unit"]) == {BAISHI, QINGXI, YUNLU}
    assert set(stands["team"]) == {"one", "two", "three"}


def test_a_team_nobody_is_in_gets_no_unit(province: Store, framework: Framework) -> None:
    assert "four" not in set(told(province, framework).teams["team"])


def test_need_is_one_for_full_marks_and_more_the_lower_the_score(
    province: Store, framework: Framework
) -> None:
    """Baishi has 87.8 points and a bonus of 1, Qingxi 34.2; Yunlu's total is unknown."""
    suggestion = told(province, framework)
    need = suggestion.links.drop_duplicates("unit").set_index("unit")["need"]
    assert need[QINGXI] == pytest.approx(2 - 0.342)
    assert need[BAISHI] == pytest.approx(2 - 0.888)
    assert need[YUNLU] == pytest.approx((need[BAISHI] + need[QINGXI]) / 2)
    assert suggestion.unscored == 1


def test_without_published_scores_every_need_is_a_guess(
    province: Store, framework: Framework
) -> None:
    publisher = Actor("publisher", "publisher")
    found = suggested(DataSource(province, framework), publisher, Wish("2024", DAY))
    assert isinstance(found, Suggestion)
    assert found.unscored == 3
    assert set(found.links["need"]) == {1.5}


def test_a_unit_without_a_team_comes_first_among_the_changes(
    province: Store, framework: Framework
) -> None:
    changes = told(province, framework).changes
    assert (changes["unit"].iloc[0], changes["why"].iloc[0]) == (YUNLU, "uncovered")
    assert changes["before"].iloc[0] == ()
    assert changes.loc[0, ["km_before", "load_before"]].isna().all()


DEGREE = 111.195
"""Kilometres along a meridian."""


def test_the_way_begins_at_the_seat_of_who_sends_the_team(
    store: Store, framework: Framework
) -> None:
    """All on one meridian: the province and the north sit at 28°, the south at 27°."""
    three_counties.settle(store)
    three_counties.send_teams(store)
    with store.writing(actor="test", action="team.record", subject="*", facts={}) as cursor:
        moved = [(BAISHI, NORTH, 29.0), (QINGXI, NORTH, 26.0), (YUNLU, SOUTH, 27.5)]
        units_table.record(
            cursor,
            [
                units_table.Unit(code, code, code, "county", of, "county", True, False, 112.0, lat)
                for code, of, lat in moved
            ],
        )
        teams_table.record(
            cursor, [teams_table.Team("two", "二组", "stay_in", "南州总工会", "prefecture", "2024")]
        )
    links = told(store, framework).links.set_index(["team", "unit"])["km"]
    assert links["three", BAISHI] == pytest.approx(DEGREE, abs=0.01)
    assert links["one", QINGXI] == pytest.approx(2 * DEGREE, abs=0.01)
    assert links["two", YUNLU] == pytest.approx(DEGREE / 2, abs=0.01)


def test_nobody_is_sent_to_the_county_they_come_from(store: Store, framework: Framework) -> None:
    three_counties.settle(store)
    three_counties.send_teams(store)
    with store.writing(actor="test", action="team.record", subject="*", facts={}) as cursor:
        teams_table.record_people(
            cursor,
            [
                teams_table.Person("d", "D", "省总工会", home=YUNLU),
                teams_table.Person("a", "A", "省总", home=YUNLU),
            ],
        )
    links = told(store, framework).links
    stands = links[links["state"] != "ended"]
    assert set(stands.loc[stands["unit"] == YUNLU, "team"]) == {"three"}


def test_rules_that_cannot_be_followed_are_named(store: Store, framework: Framework) -> None:
    three_counties.settle(store)
    three_counties.send_teams(store)
    with store.writing(actor="test", action="team.record", subject="*", facts={}) as cursor:
        teams_table.record_people(
            cursor,
            [
                teams_table.Person(person, person.upper(), "省总工会", home=YUNLU)
                for person in "abcd"
            ],
        )
    found = suggested(DataSource(store, framework), READER, Wish("2024", DAY))
    assert isinstance(found, Contradiction)
    assert found.rules == ("home",)
    assert list(found.units["unit"]) == [YUNLU]


def test_changes_are_counted_as_links_begun_and_ended(
    province: Store, framework: Framework
) -> None:
    """By hand: the lone team keeps Baishi alone, which is the lightest it can have; team one keeps
    Qingxi only, for with both it would be far above its share; team two takes Yunlu."""
    suggestion = told(province, framework)
    states = suggestion.links.set_index(["team", "unit"])["state"].to_dict()
    assert states == {
        ("one", BAISHI): "ended",
        ("one", QINGXI): "kept",
        ("two", YUNLU): "begun",
        ("three", BAISHI): "kept",
    }
    assert (suggestion.begun, suggestion.ended) == (1, 1)
    assert (suggestion.covered_today, suggestion.units) == (2, 3)
    assert suggestion.cap_today == suggestion.found.cap == pytest.approx(2 - 0.888)


def test_it_is_computed_anew_when_what_it_rests_on_changed_and_only_then(
    store: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_counties.settle(store)
    three_counties.send_teams(store)
    asked = []

    def counted(*given: Any) -> Any:
        asked.append(given)
        return assigned(*given)

    monkeypatch.setattr(suggested_assignment, "assigned", counted)
    monkeypatch.setattr(suggested_assignment, "_answers", {})
    told(store, framework)
    three_counties.visit(store)
    told(store, framework)
    assert len(asked) == 1
    with store.writing(actor="test", action="team.record", subject="*", facts={}) as cursor:
        teams_table.record_people(cursor, [teams_table.Person("d", "D", "省总工会", home=YUNLU)])
    links = told(store, framework).links
    assert len(asked) == 2
    assert ("two", YUNLU) not in set(zip(links["team"], links["unit"], strict=True))


def test_nothing_is_written(province: Store, framework: Framework) -> None:
    before = province.revision
    told(province, framework)
    assert province.revision == before


def test_where_nobody_can_be_sent_there_is_no_suggestion(
    store: Store, framework: Framework
) -> None:
    assert suggested(DataSource(store, framework), READER, Wish("2024", DAY)) is None
    three_counties.settle(store)
    assert suggested(DataSource(store, framework), READER, Wish("2024", DAY)) is None


@pytest.mark.parametrize(
    "actor",
    [
        Actor("leader", "leader"),
        Actor("city", "city", frozenset({BAISHI})),
        Actor("team", "team", frozenset({BAISHI}), frozenset({"one"})),
        QINGXI_ONLY,
    ],
    ids=lambda actor: actor.role,
)
def test_who_may_not_link_teams_everywhere_is_refused(
    province: Store, framework: Framework, actor: Actor
) -> None:
    with pytest.raises(NotAllowed):
        suggested(DataSource(province, framework), actor, Wish("2024", DAY))
