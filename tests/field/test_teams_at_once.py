"""Two people at one register of teams: the second is told, and undoes nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from assessment.errors import Rejected
from assessment.field.teams.register import bulk as team_bulk
from assessment.field.teams.register import changes, reading, roster_file
from assessment.field.teams.register.roster_file import ChangedSincePreview
from assessment.field.teams.teams_table import Person, TeamMember
from assessment.field.visits import bulk_log
from assessment.field.visits.visits_table import Visit
from assessment.kernel.actors import OPERATOR
from assessment.store.database import Store
from tests.field import test_roster_file
from tests.field.test_team_register import JULY, MAY, MEMBERS, PEOPLE, linked
from tests.kit.province.meanwhile import meanwhile
from tests.kit.province.three_counties import YUNLU

__all__ = ["linked"]

JUNE = date(2024, 6, 30)
STAY = Visit("two", YUNLU, "stay", date(2024, 6, 20), date(2024, 7, 2), "站", "跟班")
"""Under the third link, over the day on which it is to end."""

Act = Callable[[Store], object]


def codes(refused: pytest.ExceptionInfo[Rejected]) -> set[str]:
    return {problem.code for problem in refused.value.problems}


def refused_after(store: Store, monkeypatch: pytest.MonkeyPatch, before: Act, act: Act) -> set[str]:
    """Why `act` is refused when a colleague does `before` just before it has the lock."""
    meanwhile(store, monkeypatch, lambda: before(store))
    revision = store.revision
    with pytest.raises(Rejected) as refused:
        act(store)
    assert store.revision == revision + 1, "what the colleague did, and nothing else"
    return codes(refused)


MEMBER_ACTS: dict[str, Act] = {
    "lead": lambda store: changes.lead(store, OPERATOR, MEMBERS[1], MAY),
    "leave": lambda store: changes.leave(store, OPERATOR, MEMBERS[1], JULY),
    "withdraw": lambda store: changes.withdraw_member(store, OPERATOR, MEMBERS[1], "同名"),
}


@pytest.mark.parametrize("act", MEMBER_ACTS)
def test_nothing_is_done_to_a_membership_that_a_colleague_ended_just_now(
    linked: Store, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    def ended(store: Store) -> None:
        changes.leave(store, OPERATOR, MEMBERS[1], MAY)

    assert refused_after(linked, monkeypatch, ended, MEMBER_ACTS[act]) == {"team.overtaken"}
    assert replace(MEMBERS[1], ends=MAY) in reading.of(linked, OPERATOR).members


def test_nobody_joins_a_team_twice_at_once(linked: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    member = TeamMember("two", "e", False, MAY)

    def join(store: Store) -> None:
        changes.join(store, OPERATOR, PEOPLE[4], member)

    assert refused_after(linked, monkeypatch, join, join) == {"team.member_already"}


def test_of_two_new_people_under_one_code_at_once_the_second_is_told(
    linked: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def join(name: str, team: str) -> Act:
        person, member = Person("p001", name, "省总工会"), TeamMember(team, "p001", False, MAY)
        return lambda store: changes.join(store, OPERATOR, person, member, new=True)

    told = refused_after(linked, monkeypatch, join("王", "one"), join("李", "two"))
    assert told == {"team.person_taken"}
    assert reading.of(linked, OPERATOR).person_names["p001"] == "王"


def test_a_person_is_not_described_over_what_a_colleague_wrote_just_now(
    linked: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def describe(person: Person) -> Act:
        return lambda store: changes.describe_person(store, OPERATOR, person)

    theirs = replace(PEOPLE[0], home=YUNLU)
    mine = describe(replace(PEOPLE[0], post="部长"))
    assert refused_after(linked, monkeypatch, describe(theirs), mine) == {"team.overtaken"}
    assert theirs in reading.of(linked, OPERATOR).people


LINK_ACTS: dict[str, Act] = {
    "end": lambda store: team_bulk.end_assignment(store, OPERATOR, 3, JUNE),
    "hand_over": lambda store: changes.hand_over(store, OPERATOR, 3, "idle", JULY),
    "withdraw": lambda store: changes.withdraw_link(store, OPERATOR, 3, "登错"),
}


@pytest.mark.parametrize("act", LINK_ACTS)
def test_nothing_is_done_to_a_link_that_a_colleague_ended_just_now(
    linked: Store, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    def ended(store: Store) -> None:
        team_bulk.end_assignment(store, OPERATOR, 3, MAY)

    assert refused_after(linked, monkeypatch, ended, LINK_ACTS[act]) == {"team.overtaken"}
    link = next(link for link in reading.of(linked, OPERATOR).links if link.assignment == 3)
    assert link.ends == MAY


@pytest.mark.parametrize("act", LINK_ACTS)
def test_a_visit_logged_just_now_keeps_its_link(
    linked: Store, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    def logged(store: Store) -> None:
        bulk_log.log_visits(store, OPERATOR, [STAY])

    told = refused_after(linked, monkeypatch, logged, LINK_ACTS[act])
    assert told == {"field_work.visit_without_link"}


def test_a_workbook_is_not_recorded_over_what_a_colleague_changed_just_now(
    linked: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = test_roster_file.shown(linked, test_roster_file.filled)
    hand_over = changes.hand_over
    meanwhile(linked, monkeypatch, lambda: hand_over(linked, OPERATOR, 3, "idle", MAY))
    before = linked.revision
    with pytest.raises(ChangedSincePreview):
        roster_file.confirm(linked, OPERATOR, news)
    assert linked.revision == before + 1


def test_a_workbook_leaves_no_visit_of_just_now_without_its_link(
    linked: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = test_roster_file.shown(linked, test_roster_file.filled)
    stay = replace(STAY, team="one", unit=news.seen.links[0].unit)
    log = bulk_log.log_visits
    meanwhile(linked, monkeypatch, lambda: log(linked, OPERATOR, [stay]))
    with pytest.raises(Rejected) as refused:
        roster_file.confirm(linked, OPERATOR, news)
    assert codes(refused) == {"field_work.visit_without_link"}
