"""Field work: what is wrong is refused whole, what is right is recorded with its audit."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from assessment.errors import NotAllowed, Problem, Rejected, Unknown
from assessment.field.teams.register import bulk as team_bulk
from assessment.field.teams.teams_table import Assignment, Person, Team, TeamMember
from assessment.field.visits import bulk_log
from assessment.field.visits.visits_table import Visit
from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import OPERATOR, Actor
from assessment.rectification.findings.findings_table import Finding
from assessment.store.database import Store
from assessment.survey.honours import honours
from assessment.survey.honours.honours_table import Honour, VetoDeclaration
from tests.kit.people import LEADER
from tests.kit.province.three_counties import BAISHI, QINGXI, YUNLU, settle

START, DAY = date(2024, 1, 1), date(2024, 5, 20)
BAISHI_ONLY = Actor("team one", "operator", frozenset({BAISHI}))

TEAM = Team("one", "一组", "liaison", "省总工会", "province", "2024")
PERSON = Person("a", "甲", "省总工会")
MEMBER = TeamMember("one", "a", True, START)
LINK = Assignment("one", BAISHI, "liaison", START, date(2024, 6, 30))
VISIT = Visit("one", BAISHI, "visit", DAY, DAY, "服务中心", "与职工座谈")
FINDING = Finding(BAISHI, "2024", "work", "medium", "台账不全", DAY, team="one")
HONOUR = Honour(BAISHI, "2024", "honour", "national", "模范职工之家", DAY)
VETO = VetoDeclaration(BAISHI, "2024", "integrity", DAY, "案件通报")


@pytest.fixture
def field(store: Store) -> Store:
    """Three counties, two periods, and team one linked to Baishi for half a year."""
    settle(store)
    team_bulk.add_teams(store, OPERATOR, [TEAM], [PERSON], [MEMBER])
    team_bulk.assign(store, OPERATOR, [LINK])
    return store


def refused(write: Callable[[], object], store: Store) -> Sequence[Problem]:
    """The problems a write is refused with; it leaves neither data nor audit."""
    before = store.revision
    with pytest.raises(Rejected) as rejected:
        write()
    assert store.revision == before
    for problem in rejected.value.problems:
        for lang in LANGUAGES:
            assert Messages(lang)(problem.key, **problem.facts)
    return rejected.value.problems


def test_each_write_has_one_audit_record_naming_its_unit(
    field: Store, framework: Framework
) -> None:
    before = field.revision
    bulk_log.log_visits(field, OPERATOR, [VISIT])
    bulk_log.log_findings(field, framework, OPERATOR, [FINDING])
    honours.record_honours(field, framework, OPERATOR, [HONOUR, replace(HONOUR, unit=QINGXI)])
    number = honours.declare_veto(field, framework, OPERATOR, VETO)
    honours.lift_veto(field, OPERATOR, number, date(2024, 6, 1), "查否")
    audited = field.frame("audit", limit=field.revision - before)
    assert list(zip(audited["action"], audited["subject"], strict=True)) == [
        ("veto.lift", BAISHI),
        ("veto.declare", BAISHI),
        ("honour.record", "*"),
        ("finding.log", BAISHI),
        ("visit.log", BAISHI),
    ]


def test_nothing_given_is_nothing_written(field: Store, framework: Framework) -> None:
    before = field.revision
    team_bulk.add_teams(field, OPERATOR, [])
    assert team_bulk.assign(field, OPERATOR, []) == []
    assert bulk_log.log_visits(field, OPERATOR, []) == []
    assert bulk_log.log_findings(field, framework, OPERATOR, []) == []
    assert honours.record_honours(field, framework, OPERATOR, []) == []
    assert field.revision == before


@pytest.mark.parametrize(
    ("teams", "people", "members", "codes"),
    [
        ([replace(TEAM, kind="tourist")], [], [], ["field_work.bad_choice"]),
        ([replace(TEAM, sending_level="county")], [], [], ["field_work.bad_choice"]),
        ([replace(TEAM, name=" ")], [], [], ["field_work.blank"]),
        ([TEAM, TEAM], [], [], ["field_work.told_twice"]),
        ([], [PERSON, PERSON], [], ["field_work.told_twice"]),
        ([], [], [replace(MEMBER, team="two")], ["field_work.unknown_code"]),
        ([], [], [replace(MEMBER, person="b")], ["field_work.unknown_code"]),
        (
            [],
            [],
            [replace(MEMBER, ends=date(2023, 1, 1))],
            ["field_work.ends_before_starts"],
        ),
        (
            [replace(TEAM, kind="x", batch="")],
            [replace(PERSON, body="")],
            [replace(MEMBER, team="two", person="b")],
            [
                "field_work.bad_choice",
                "field_work.blank",
                "field_work.blank",
                "field_work.unknown_code",
                "field_work.unknown_code",
            ],
        ),
    ],
)
def test_a_wrong_team_is_refused(
    field: Store,
    teams: list[Team],
    people: list[Person],
    members: list[TeamMember],
    codes: list[str],
) -> None:
    problems = refused(lambda: team_bulk.add_teams(field, OPERATOR, teams, people, members), field)
    assert sorted(problem.code for problem in problems) == codes


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"unit": "999999"}, "field_work.unknown_code"),
        ({"team": "nobody"}, "field_work.unknown_code"),
        ({"kind": "guidance"}, "field_work.bad_choice"),
        ({"ends": date(2023, 12, 31)}, "field_work.ends_before_starts"),
        ({}, "field_work.linked_already"),
        ({"starts": date(2024, 6, 30), "ends": None}, "field_work.linked_already"),
        ({"starts": date(2024, 8, 1), "ends": date(2024, 8, 1)}, "field_work.linked_already"),
    ],
)
def test_a_wrong_link_is_refused(field: Store, change: dict[str, object], code: str) -> None:
    right = replace(LINK, starts=date(2024, 7, 1), ends=None)
    wrong = replace(LINK, **change)
    (problem,) = refused(lambda: team_bulk.assign(field, OPERATOR, [right, wrong]), field)
    assert (problem.code, problem.place.file, problem.place.line) == (code, "assignments", 2)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"unit": "999999"}, "field_work.unknown_code"),
        ({"team": "nobody"}, "field_work.unknown_code"),
        ({"kind": "party"}, "field_work.bad_choice"),
        ({"ends": date(2024, 5, 19)}, "field_work.ends_before_starts"),
        ({"workers": -1}, "field_log.workers"),
        ({"diary": "长" * 4001}, "field_log.too_long"),
        ({"unit": QINGXI}, "field_work.not_assigned"),
        ({"starts": date(2023, 12, 31)}, "field_work.not_assigned"),
        ({"ends": date(2024, 7, 1)}, "field_work.not_assigned"),
    ],
)
def test_a_wrong_visit_is_refused(field: Store, change: dict[str, object], code: str) -> None:
    wrong = replace(VISIT, **change)
    (problem,) = refused(lambda: bulk_log.log_visits(field, OPERATOR, [VISIT, wrong]), field)
    assert (problem.code, problem.place.line) == (code, 2)
    assert field.ask("visit", Visit) == []


def test_the_first_and_the_last_day_of_a_link_are_part_of_it(field: Store) -> None:
    whole = replace(VISIT, kind="stay", starts=START, ends=date(2024, 6, 30))
    (number,) = bulk_log.log_visits(field, OPERATOR, [whole])
    assert field.ask("visit", Visit) == [replace(whole, visit=number)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"unit": "999999"}, "field_work.unknown_code"),
        ({"period": "2031"}, "field_work.unknown_code"),
        ({"team": "nobody"}, "field_work.unknown_code"),
        ({"strength": "charm"}, "field_work.unknown_code"),
        ({"problem": "XXX-01"}, "field_work.unknown_code"),
        ({"indicator": "charm"}, "field_work.unknown_code"),
        ({"strength": "venues", "problem": "WORK-01"}, "field_work.other_strength"),
        ({"strength": "venues", "indicator": "rate"}, "field_work.other_strength"),
        ({"visit": 99}, "field_work.no_such_visit"),
        ({"severity": "dire"}, "field_work.bad_choice"),
        ({"state": "lost"}, "field_work.bad_choice"),
        ({"description": ""}, "field_work.blank"),
    ],
)
def test_a_wrong_finding_is_refused(
    field: Store, framework: Framework, change: dict[str, object], code: str
) -> None:
    wrong = replace(FINDING, **change)
    (problem,) = refused(
        lambda: bulk_log.log_findings(field, framework, OPERATOR, [FINDING, wrong]), field
    )
    assert (problem.code, problem.place.line) == (code, 2)


def test_a_finding_may_name_a_visit_of_its_team_in_its_unit_only(
    field: Store, framework: Framework
) -> None:
    (number,) = bulk_log.log_visits(field, OPERATOR, [VISIT])
    here = replace(FINDING, visit=number, problem="WORK-01", indicator="rate")
    bulk_log.log_findings(field, framework, OPERATOR, [here])
    for change in ({"unit": QINGXI}, {"team": None}):
        elsewhere = replace(here, **change)
        (problem,) = refused(
            lambda row=elsewhere: bulk_log.log_findings(field, framework, OPERATOR, [row]), field
        )
        assert problem.code == "field_work.no_such_visit"


def standing(store: Store, number: int) -> tuple[str, bool, str]:
    """Of a finding: its stage, whether somebody confirmed it, and its state."""
    with store.reading() as cursor:
        return cursor.execute(
            "select stage, confirmed, state from finding where finding = $finding",
            {"finding": number},
        ).fetchall()[0]


def test_what_somebody_logs_is_a_clue_nobody_has_confirmed(
    field: Store, framework: Framework
) -> None:
    (number,) = bulk_log.log_findings(field, framework, OPERATOR, [FINDING])
    assert field.ask("finding", Finding, finding=number) == [replace(FINDING, finding=number)]
    assert standing(field, number) == ("clue", False, "open")


def test_what_was_worked_before_stands_as_verified_or_closed(
    field: Store, framework: Framework
) -> None:
    before = [FINDING, replace(FINDING, state="closed")]
    numbers = bulk_log.take_over_findings(field, framework, OPERATOR, before)
    assert [standing(field, number) for number in numbers] == [
        ("verified", True, "open"),
        ("closed", True, "closed"),
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"unit": "999999"}, "field_work.unknown_code"),
        ({"period": "2031"}, "field_work.unknown_code"),
        ({"item": "charm"}, "field_work.unknown_code"),
        ({"level": "galactic"}, "field_work.bad_choice"),
        ({"achievement": "　"}, "field_work.blank"),
        ({"awarded_on": date(2025, 1, 1)}, "field_work.outside_period"),
    ],
)
def test_a_wrong_honour_is_refused(
    field: Store, framework: Framework, change: dict[str, object], code: str
) -> None:
    wrong = replace(HONOUR, **change)
    (problem,) = refused(
        lambda: honours.record_honours(field, framework, OPERATOR, [HONOUR, wrong]), field
    )
    assert (problem.code, problem.place.line) == (code, 2)


def scored(store: Store) -> dict[str, float]:
    with store.reading() as cursor:
        return dict(cursor.execute("select field, value from answer").fetchall())


def test_stray_blanks_make_no_second_achievement(field: Store, framework: Framework) -> None:
    spaced = replace(HONOUR, achievement=" 模范职工之家　")
    honours.record_honours(field, framework, OPERATOR, [HONOUR, spaced])
    assert scored(field) == {"honour.national": 1}


def test_a_withdrawn_honour_no_longer_counts(field: Store, framework: Framework) -> None:
    (number,) = honours.record_honours(field, framework, OPERATOR, [HONOUR])
    (problem,) = refused(lambda: honours.withdraw_honour(field, OPERATOR, number, " "), field)
    assert problem.code == "field_work.blank"
    honours.withdraw_honour(field, OPERATOR, number, "登记错误")
    assert scored(field) == {}
    with pytest.raises(Unknown):
        honours.withdraw_honour(field, OPERATOR, number, "登记错误")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"unit": "999999"}, "field_work.unknown_code"),
        ({"period": "2031"}, "field_work.unknown_code"),
        ({"item": "charm"}, "field_work.unknown_code"),
        ({"reason": ""}, "field_work.blank"),
    ],
)
def test_a_wrong_veto_is_refused(
    field: Store, framework: Framework, change: dict[str, object], code: str
) -> None:
    wrong = replace(VETO, **change)
    (problem,) = refused(lambda: honours.declare_veto(field, framework, OPERATOR, wrong), field)
    assert problem.code == code


def test_a_veto_is_declared_once_and_again_after_lifting(
    field: Store, framework: Framework
) -> None:
    number = honours.declare_veto(field, framework, OPERATOR, VETO)
    (problem,) = refused(lambda: honours.declare_veto(field, framework, OPERATOR, VETO), field)
    assert problem.code == "field_work.already_declared"
    (problem,) = refused(lambda: honours.lift_veto(field, OPERATOR, number, START, "查否"), field)
    assert problem.code == "field_work.ends_before_starts"
    honours.lift_veto(field, OPERATOR, number, DAY, "查否")
    assert scored(field) == {}
    with pytest.raises(Unknown):
        honours.lift_veto(field, OPERATOR, number, DAY, "查否")
    honours.declare_veto(field, framework, OPERATOR, VETO)
    assert scored(field) == {"integrity": 1}


def test_a_link_that_ended_takes_no_later_visit(field: Store) -> None:
    (number,) = [row.assignment for row in field.ask("assignment", Assignment)]
    assert number is not None
    team_bulk.end_assignment(field, OPERATOR, number, date(2024, 5, 1))
    (problem,) = refused(lambda: bulk_log.log_visits(field, OPERATOR, [VISIT]), field)
    assert problem.code == "field_work.not_assigned"
    with pytest.raises(Unknown):
        team_bulk.end_assignment(field, OPERATOR, 99, DAY)


def test_permission_is_asked_before_anything_is_checked(field: Store, framework: Framework) -> None:
    wrong_visit = replace(VISIT, kind="party", unit=YUNLU)
    writes: list[Callable[[Actor], object]] = [
        lambda actor: team_bulk.add_teams(field, actor, [replace(TEAM, kind="x")]),
        lambda actor: team_bulk.assign(field, actor, [replace(LINK, unit=YUNLU, team="x")]),
        lambda actor: bulk_log.log_visits(field, actor, [VISIT, wrong_visit]),
        lambda actor: bulk_log.log_findings(
            field, framework, actor, [replace(FINDING, unit=YUNLU, strength="x")]
        ),
        lambda actor: bulk_log.take_over_findings(
            field, framework, actor, [replace(FINDING, unit=YUNLU, strength="x")]
        ),
        lambda actor: honours.record_honours(
            field, framework, actor, [replace(HONOUR, unit=YUNLU, item="x")]
        ),
        lambda actor: honours.declare_veto(
            field, framework, actor, replace(VETO, unit=YUNLU, item="x")
        ),
    ]
    before = field.revision
    for write in writes:
        for actor in (LEADER, BAISHI_ONLY):
            with pytest.raises(NotAllowed):
                write(actor)
    for write in (
        lambda: team_bulk.end_assignment(field, LEADER, 99, DAY),
        lambda: honours.withdraw_honour(field, LEADER, 99, "x"),
        lambda: honours.lift_veto(field, LEADER, 99, DAY, "x"),
    ):
        with pytest.raises(NotAllowed):
            write()
    assert field.revision == before


def test_one_who_holds_the_unit_may_record_there(field: Store, framework: Framework) -> None:
    bulk_log.log_visits(field, BAISHI_ONLY, [VISIT])
    bulk_log.log_findings(field, framework, BAISHI_ONLY, [FINDING])
    assert field.frame("audit", limit=1)["actor"].to_list() == ["team one"]


def test_hundreds_of_rows_are_one_write(field: Store, framework: Framework) -> None:
    before = field.revision
    numbers = bulk_log.log_visits(field, OPERATOR, [VISIT] * 600)
    findings = [replace(FINDING, visit=number) for number in numbers]
    assert len(bulk_log.log_findings(field, framework, OPERATOR, findings)) == 600
    assert numbers == list(range(1, 601))
    assert field.revision == before + 2
