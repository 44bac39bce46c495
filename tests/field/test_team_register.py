"""Teams and links: what is amiss on a day, and what is done to them without losing what was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from assessment.errors import NotAllowed, Rejected, Unknown
from assessment.field.teams.register import bulk as team_bulk
from assessment.field.teams.register import changes, reading, watch
from assessment.field.teams.register.watch import Breach
from assessment.field.teams.teams_table import Assignment, Person, Team, TeamMember
from assessment.field.visits import bulk_log
from assessment.field.visits.visits_table import Visit
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import OPERATOR, Actor
from assessment.store.database import Store
from tests.kit.people import LEADER
from tests.kit.province.meanwhile import meanwhile
from tests.kit.province.three_counties import BAISHI, QINGXI, QINGXI_ONLY, YUNLU, settle

NEW_YEAR, MAY, JULY = date(2024, 1, 1), date(2024, 5, 20), date(2024, 7, 1)
PUBLISHER = Actor("chen", "publisher")
TEAMS = [
    Team(code, name, "liaison", "省总工会", "province", "2024", "王副主席")
    for code, name in (("one", "一组"), ("two", "二组"), ("idle", "三组"))
]
PEOPLE = [Person(code, code.upper(), "省总工会") for code in "abcde"]
MEMBERS = [
    TeamMember("one", "a", True, NEW_YEAR),
    TeamMember("one", "b", False, NEW_YEAR),
    TeamMember("two", "c", True, NEW_YEAR),
    TeamMember("two", "d", False, NEW_YEAR),
]
LINKS = [
    Assignment("one", BAISHI, "stay_in", NEW_YEAR),
    Assignment("one", QINGXI, "liaison", NEW_YEAR),
    Assignment("two", YUNLU, "stay_in", NEW_YEAR),
]


@pytest.fixture
def linked(store: Store) -> Store:
    """Two teams of two who keep every rule, and one that is linked nowhere."""
    settle(store)
    team_bulk.add_teams(store, OPERATOR, TEAMS, PEOPLE, MEMBERS)
    team_bulk.assign(store, OPERATOR, LINKS)
    return store


def refused(store: Store, act: Callable[[], object]) -> set[str]:
    """The codes an act is refused with; it leaves neither data nor audit."""
    before = store.revision
    with pytest.raises(Rejected) as rejected:
        act()
    assert store.revision == before
    for problem in rejected.value.problems:
        for lang in LANGUAGES:
            assert Messages(lang)(problem.key, **problem.facts)
    return {problem.code for problem in rejected.value.problems}


def links(store: Store) -> list[Assignment]:
    return list(reading.of(store, OPERATOR).links)


def test_where_every_rule_is_kept_nothing_is_amiss(linked: Store) -> None:
    assert watch.watched(linked, OPERATOR, MAY) == []


def test_a_unit_without_a_link_is_told_on_the_days_it_has_none(linked: Store) -> None:
    team_bulk.end_assignment(linked, OPERATOR, 3, date(2024, 6, 30))
    assert watch.watched(linked, OPERATOR, date(2024, 6, 30)) == []
    assert watch.watched(linked, OPERATOR, JULY) == [Breach("uncovered", (YUNLU,))]
    before = {breach.units for breach in watch.watched(linked, OPERATOR, date(2023, 12, 31))}
    assert before == {(BAISHI,), (QINGXI,), (YUNLU,)}


def test_a_linked_team_of_one_or_without_a_leader_is_told_and_an_idle_one_is_not(
    linked: Store,
) -> None:
    changes.leave(linked, OPERATOR, MEMBERS[2], date(2024, 4, 30))
    assert watch.watched(linked, OPERATOR, MAY) == [
        Breach("too_few", (YUNLU,), ("two",), count=1),
        Breach("no_leader", (YUNLU,), ("two",)),
    ]


def test_nobody_stays_in_two_places_at_once(linked: Store) -> None:
    changes.join(linked, OPERATOR, PEOPLE[0], TeamMember("two", "a", False, MAY))
    twice = Breach("two_places", tuple(sorted((BAISHI, YUNLU))), ("one", "two"), "a")
    assert watch.watched(linked, OPERATOR, MAY) == [twice]
    assert watch.watched(linked, OPERATOR, date(2024, 5, 19)) == []


def test_liaison_may_be_kept_with_several_units(linked: Store) -> None:
    changes.join(linked, OPERATOR, PEOPLE[4], TeamMember("one", "e", False, MAY))
    team_bulk.assign(linked, OPERATOR, [Assignment("idle", YUNLU, "liaison", MAY)])
    changes.join(linked, OPERATOR, PEOPLE[4], TeamMember("idle", "e", True, MAY))
    told = watch.watched(linked, OPERATOR, MAY)
    assert [breach.rule for breach in told] == ["too_few"]


def test_nobody_is_linked_to_the_county_they_come_from(linked: Store) -> None:
    native = replace(PEOPLE[3], home=YUNLU)
    team_bulk.add_teams(linked, OPERATOR, [], [native])
    assert watch.watched(linked, OPERATOR, MAY) == [Breach("home", (YUNLU,), ("two",), "d")]
    untold = watch.homes_untold(reading.of(linked, OPERATOR), MAY)
    assert untold == {"a": ("one",), "b": ("one",), "c": ("two",)}
    wrong = replace(native, home="999999")
    assert refused(linked, lambda: team_bulk.add_teams(linked, OPERATOR, [], [wrong])) == {
        "field_work.unknown_code"
    }


def test_a_handover_ends_one_link_and_begins_another_and_keeps_both(linked: Store) -> None:
    number = changes.hand_over(linked, PUBLISHER, 3, "idle", JULY, "轮换")
    old, new = links(linked)[2:]
    assert (old.team, old.ends) == ("two", date(2024, 6, 30))
    assert new == Assignment(
        "idle", YUNLU, "stay_in", JULY, assignment=number, succeeds=3, note="轮换"
    )
    assert [breach.rule for breach in watch.watched(linked, OPERATOR, JULY)] == ["too_few"]
    told = reading.history(linked, OPERATOR, YUNLU)
    assert [(row.team, row.ends, row.recorded_by) for row in told] == [
        ("idle", None, "chen"),
        ("two", date(2024, 6, 30), "chen"),
        ("two", None, OPERATOR.name),
    ]
    audited = linked.frame("audit", limit=1)
    assert audited["action"].to_list() == ["assignment.hand_over"]


@pytest.mark.parametrize(
    ("team", "day", "codes"),
    [
        ("two", JULY, {"team.same_team"}),
        ("idle", NEW_YEAR, {"team.before_the_link"}),
        ("nobody", JULY, {"field_work.unknown_code"}),
        ("two", NEW_YEAR, {"team.same_team", "team.before_the_link"}),
    ],
)
def test_a_wrong_handover_is_refused_whole(
    linked: Store, team: str, day: date, codes: set[str]
) -> None:
    assert refused(linked, lambda: changes.hand_over(linked, OPERATOR, 3, team, day)) == codes


def test_no_visit_is_left_without_a_link(linked: Store) -> None:
    stay = Visit("two", YUNLU, "stay", MAY, date(2024, 7, 5), "站", "跟班")
    bulk_log.log_visits(linked, OPERATOR, [stay])
    for act in (
        lambda: changes.hand_over(linked, OPERATOR, 3, "idle", JULY),
        lambda: changes.withdraw_link(linked, OPERATOR, 3, "登错"),
        lambda: team_bulk.end_assignment(linked, OPERATOR, 3, JULY),
    ):
        assert refused(linked, act) == {"field_work.visit_without_link"}
    changes.hand_over(linked, OPERATOR, 3, "idle", date(2024, 7, 6))


def test_what_was_recorded_in_error_never_was_and_stays_on_record(linked: Store) -> None:
    assert refused(linked, lambda: changes.withdraw_link(linked, OPERATOR, 3, " ")) == {
        "team.no_reason"
    }
    changes.withdraw_link(linked, OPERATOR, 3, "登错了县")
    assert [link.unit for link in links(linked)] == [BAISHI, QINGXI]
    assert reading.history(linked, OPERATOR, YUNLU)[0].withdrawn
    changes.withdraw_member(linked, OPERATOR, MEMBERS[1], "同名")
    assert MEMBERS[1] not in reading.of(linked, OPERATOR).members


def test_of_two_who_change_the_same_the_second_is_told(linked: Store) -> None:
    (seen,) = [row for row in reading.of(linked, OPERATOR).members if row.person == "b"]
    changes.leave(linked, OPERATOR, seen, MAY)
    assert refused(linked, lambda: changes.leave(linked, OPERATOR, seen, JULY)) == {
        "team.overtaken"
    }


def test_who_saw_a_link_before_somebody_changed_it_changes_nothing(linked: Store) -> None:
    """As on the page, which reads the link anew in the run of the press."""
    seen = reading.of(linked, OPERATOR).upto
    team_bulk.end_assignment(linked, OPERATOR, 3, JULY, revision=seen)
    team_bulk.end_assignment(linked, OPERATOR, 2, JULY, revision=seen)
    for act in (
        lambda: changes.hand_over(linked, OPERATOR, 3, "idle", MAY, revision=seen),
        lambda: changes.withdraw_link(linked, OPERATOR, 3, "登错", revision=seen),
        lambda: team_bulk.end_assignment(linked, OPERATOR, 3, MAY, revision=seen),
    ):
        assert refused(linked, act) == {"team.overtaken"}
    changes.withdraw_link(linked, OPERATOR, 3, "登错", revision=reading.of(linked, OPERATOR).upto)


def test_who_saw_a_member_or_a_description_before_it_changed_changes_nothing(
    linked: Store,
) -> None:
    seen = reading.of(linked, OPERATOR).upto
    ended = replace(MEMBERS[1], ends=JULY)
    changes.leave(linked, OPERATOR, MEMBERS[1], JULY, revision=seen)
    changes.describe(linked, OPERATOR, replace(TEAMS[0], batch="2025"), new=False, revision=seen)
    native = replace(PEOPLE[0], home=QINGXI)
    changes.describe_person(linked, OPERATOR, native, revision=seen)
    told, elsewhere = replace(TEAMS[0], name="甲组"), replace(PEOPLE[0], post="部长")
    to_two = TeamMember("two", "a", False, MAY)
    for act in (
        lambda: changes.leave(linked, OPERATOR, ended, MAY, revision=seen),
        lambda: changes.withdraw_member(linked, OPERATOR, ended, "同名", revision=seen),
        lambda: changes.lead(linked, OPERATOR, ended, MAY, revision=seen),
        lambda: changes.describe(linked, OPERATOR, told, new=False, revision=seen),
        lambda: changes.describe_person(linked, OPERATOR, elsewhere, revision=seen),
        lambda: changes.join(linked, OPERATOR, elsewhere, to_two, revision=seen),
    ):
        assert refused(linked, act) == {"team.overtaken"}
    # Who is put into another team as they are on record changes nothing of theirs.
    changes.join(linked, OPERATOR, native, to_two, revision=seen)
    changes.lead(linked, OPERATOR, MEMBERS[3], MAY, revision=seen)


def test_of_two_new_people_under_one_code_the_second_is_told(linked: Store) -> None:
    first, second = (Person("p001", name, "省总工会") for name in ("王", "李"))
    changes.join(linked, OPERATOR, first, TeamMember("one", "p001", False, MAY), new=True)
    other = TeamMember("two", "p001", False, MAY)
    assert refused(linked, lambda: changes.join(linked, OPERATOR, second, other, new=True)) == {
        "team.person_taken"
    }
    assert reading.of(linked, OPERATOR).person_names["p001"] == "王"


def test_links_are_checked_when_nobody_else_can_write(
    linked: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody records while another's wish waits for the lock is seen by it."""
    link = Assignment("idle", BAISHI, "liaison", MAY)
    meanwhile(linked, monkeypatch, lambda: team_bulk.assign(linked, OPERATOR, [link]))
    with pytest.raises(Rejected) as rejected:
        team_bulk.assign(linked, OPERATOR, [link])
    assert [problem.code for problem in rejected.value.problems] == ["field_work.linked_already"]
    meanwhile(linked, monkeypatch, lambda: changes.hand_over(linked, OPERATOR, 3, "idle", JULY))
    with pytest.raises(Rejected) as rejected:
        team_bulk.end_assignment(linked, OPERATOR, 3, date(2024, 12, 31))
    assert [problem.code for problem in rejected.value.problems] == ["team.overtaken"]
    told = replace(TEAMS[0], batch="2025")
    meanwhile(linked, monkeypatch, lambda: changes.describe(linked, OPERATOR, told, new=False))
    with pytest.raises(Rejected) as rejected:
        changes.describe(linked, OPERATOR, replace(TEAMS[0], name="甲组"), new=False)
    assert [problem.code for problem in rejected.value.problems] == ["team.overtaken"]


def test_a_member_leads_from_a_day_on_and_who_led_is_a_member_then(linked: Store) -> None:
    changes.lead(linked, OPERATOR, MEMBERS[1], MAY)
    mine = [row for row in reading.of(linked, OPERATOR).members if row.team == "one"]
    eve = date(2024, 5, 19)
    assert sorted(mine, key=lambda row: (row.starts, row.person)) == [
        replace(MEMBERS[0], ends=eve),
        replace(MEMBERS[1], ends=eve),
        TeamMember("one", "a", False, MAY),
        TeamMember("one", "b", True, MAY),
    ]
    changes.lead(linked, OPERATOR, TeamMember("one", "a", False, MAY), MAY)
    leaders = [
        (row.person, row.starts)
        for row in reading.of(linked, OPERATOR).members
        if row.team == "one" and row.is_leader
    ]
    assert leaders == [("a", NEW_YEAR), ("a", MAY)]
    before = date(2023, 12, 31)
    assert refused(linked, lambda: changes.lead(linked, OPERATOR, MEMBERS[3], before)) == {
        "team.not_in_it"
    }
    assert refused(linked, lambda: changes.lead(linked, OPERATOR, MEMBERS[2], MAY)) == {
        "team.leads_already"
    }


def test_where_somebody_is_from_is_recorded_afterwards(linked: Store) -> None:
    changes.describe_person(linked, OPERATOR, replace(PEOPLE[0], home=QINGXI))
    assert set(watch.homes_untold(reading.of(linked, OPERATOR), MAY)) == {"b", "c", "d"}
    before = linked.revision
    changes.describe_person(linked, OPERATOR, replace(PEOPLE[0], home=QINGXI))
    assert linked.revision == before
    wrong = Person("x", "", "省总工会", home="999999")
    assert refused(linked, lambda: changes.describe_person(linked, OPERATOR, wrong)) == {
        "field_work.unknown_code",
        "field_work.blank",
    }


def test_nobody_joins_a_team_twice_for_the_same_days(linked: Store) -> None:
    again = replace(MEMBERS[1], starts=MAY)
    assert refused(linked, lambda: changes.join(linked, OPERATOR, PEOPLE[1], again)) == {
        "team.member_already"
    }
    changes.leave(linked, OPERATOR, MEMBERS[1], date(2024, 5, 19))
    changes.join(linked, OPERATOR, PEOPLE[1], again)


def test_a_team_is_described_anew_under_its_code_and_a_new_one_needs_its_own(
    linked: Store,
) -> None:
    told = replace(TEAMS[0], contact_leader="李副主席")
    assert refused(linked, lambda: changes.describe(linked, OPERATOR, told, new=True)) == {
        "team.code_taken"
    }
    changes.describe(linked, OPERATOR, told, new=False)
    assert reading.of(linked, OPERATOR).teams[1] == told
    before = linked.revision
    changes.describe(linked, OPERATOR, told, new=False)
    assert linked.revision == before
    bad = Team("a b", "", "liaison", "省总工会", "province", "2024")
    assert refused(linked, lambda: changes.describe(linked, OPERATOR, bad, new=True)) == {
        "team.bad_code",
        "field_work.blank",
    }


def test_who_sees_one_county_is_told_of_its_teams_only(linked: Store) -> None:
    native = replace(PEOPLE[0], home=YUNLU)
    team_bulk.add_teams(linked, OPERATOR, [], [native])
    seen = reading.of(linked, QINGXI_ONLY)
    assert [team.team for team in seen.teams] == ["one"]
    assert [link.unit for link in seen.links] == [QINGXI]
    assert [(person.person, person.home) for person in seen.people] == [("a", None), ("b", None)]
    assert watch.watched(linked, QINGXI_ONLY, MAY) == []
    with pytest.raises(NotAllowed):
        reading.history(linked, QINGXI_ONLY, BAISHI)


def test_of_a_foreign_link_the_same_is_told_as_of_none(linked: Store) -> None:
    for number in (1, 99):
        for actor in (QINGXI_ONLY, LEADER):
            with pytest.raises(NotAllowed):
                changes.hand_over(linked, actor, number, "two", JULY)
            with pytest.raises(NotAllowed):
                changes.withdraw_link(linked, actor, number, "登错")
    with pytest.raises(Unknown):
        changes.hand_over(linked, OPERATOR, 99, "two", JULY)
    # Nor does a team they do not see differ from one that is not there.
    for team in ("two", "nobody"):
        assert refused(
            linked, lambda team=team: changes.hand_over(linked, QINGXI_ONLY, 2, team, JULY)
        ) == {"field_work.unknown_code"}
