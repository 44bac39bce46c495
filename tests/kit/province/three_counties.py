"""A province of three counties, small enough to check by hand.

2024     白石 Baishi (north)       清溪 Qingxi (north)      云路 Yunlu (south)
work     9 of 10 firms → 80        6 of 10 firms → 20       silent but for its members
         2 meetings → 100          1 meeting → 50
         0.6·80 + 0.4·100 = 88     0.6·20 + 0.4·50 = 32     unknown
venues   3 windows → 100           1 window → 50
         30 per 100: 2nd of 2 → 75 10 per 100 → 25
         0.5·100 + 0.5·75 = 87.5   37.5                     unknown
base     0.6·88 + 0.4·87.5 = 87.8  34.2                     unknown
2023     silent                    8 of 10 → 60, 0 meetings silent
                                   0 windows, alone → 50
                                   0.6·36 + 0.4·25 = 31.6
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assessment.field.teams import teams_table
from assessment.field.visits import visits_table
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.kernel.answers import NOT_APPLICABLE, VALUE
from assessment.rectification.findings import findings_table
from assessment.store.database import Store
from assessment.survey.filing import answers_table
from assessment.survey.honours import honours_table
from assessment.survey.periods import periods_table, submissions_table
from assessment.units import units_table
from tests.kit.standing_clock import noon

FRAMEWORK = Path(__file__).parent / "three_counties.yaml"
NORTH, SOUTH = "430100", "430200"
BAISHI, QINGXI, YUNLU = "430121", "430122", "430221"
READER = Actor("reviewer", "reviewer", live=True)
QINGXI_ONLY = Actor("one county", "reviewer", frozenset({QINGXI}), live=True)

SAID = {
    (BAISHI, "2024"): [9, 10, 2, 1, 1, 1, 300, 1000],
    (QINGXI, "2024"): [6, 10, 1, 1, 0, 0, 100, 1000],
    (QINGXI, "2023"): [8, 10, 0, 0, 0, 0, 10, 1000],
}


def settle(store: Store) -> None:
    """Prefectures, counties and the periods 2023 and 2024."""
    with store.writing(actor="test", action="setup.write", subject="*", facts={}) as cursor:
        units_table.record_prefectures(
            cursor,
            [
                units_table.Prefecture(NORTH, "北州", "North", 112.0, 28.0),
                units_table.Prefecture(SOUTH, "南州", "South", 112.0, 27.0),
            ],
        )
        units_table.record(
            cursor,
            [
                _county(BAISHI, "白石县", "Baishi", NORTH),
                _county(QINGXI, "清溪县", "Qingxi", NORTH),
                _county(YUNLU, "云路县", "Yunlu", SOUTH),
            ],
        )
        periods_table.record(cursor, [_year(2023), _year(2024)])


def answer(store: Store, framework: Framework) -> None:
    """What the counties said; Yunlu only how many members it has, and that one does not apply."""
    for (unit, period), values in SAID.items():
        file(store, framework, unit, period, values)
    with store.writing(actor="test", action="survey.file", subject=YUNLU, facts={}) as cursor:
        answers_table.record(
            cursor,
            _filing(YUNLU, "2024"),
            [
                answers_table.AnswerEntry("members_n", VALUE, 500, note="估计"),
                answers_table.AnswerEntry("meetings_n", NOT_APPLICABLE),
            ],
        )


def file(
    store: Store, framework: Framework, unit: str, period: str, values: Sequence[float]
) -> None:
    """One county's answers to every field, in the framework's order."""
    entries = [
        answers_table.AnswerEntry(field, VALUE, value, evidence="名册")
        for field, value in zip(framework.field_by_code, values, strict=True)
    ]
    with store.writing(actor="test", action="survey.file", subject=unit, facts={}) as cursor:
        answers_table.record(cursor, _filing(unit, period), entries)


def verify(
    store: Store,
    unit: str,
    field: str,
    value: float | None,
    decision: str = "accepted",
    **more: str,
) -> None:
    """The province's verdict on an answer of 2024, as it stands; None is verified as missing."""
    said = store.frame("review_answer", period="2024", units=[unit]).set_index("field")
    verdict = submissions_table.Verdict(
        unit=unit,
        period="2024",
        field=field,
        level="province",
        decision=decision,
        answer=int(said.loc[field, "entry"]),
        state="missing" if value is None else "value",
        value=value,
        given_by="赵审核",
        given_at=noon(date(2025, 2, 3)),
        **more,
    )
    with store.writing(actor="赵审核", action="survey.review", subject=unit, facts={}) as cursor:
        submissions_table.record_verdicts(cursor, [verdict])


def honour(store: Store) -> None:
    """Baishi earns 1 + 0.5 of a cap of 1, and a veto; one honour is the same twice."""
    with store.writing(actor="test", action="field_work.record", subject="*", facts={}) as cursor:
        honours_table.record(
            cursor,
            [
                _honoured("national", "模范职工之家"),
                _honoured("provincial", "模范职工之家"),
                _honoured("provincial", "先进县级工会"),
            ],
        )
        honours_table.record_vetoes(
            cursor,
            [
                honours_table.VetoDeclaration(
                    BAISHI, "2024", "integrity", date(2024, 5, 6), "案件通报"
                ),
                honours_table.VetoDeclaration(
                    QINGXI, "2024", "integrity", date(2024, 5, 7), "误报", date(2024, 6, 1), "查否"
                ),
            ],
        )


def send_teams(store: Store) -> None:
    """Team one (three people) to Baishi and Qingxi; two to Yunlu until June; three, alone, to
    Baishi; four nowhere. The lone member of three is also in one."""
    new_year = date(2024, 1, 1)
    with store.writing(actor="test", action="field_work.record", subject="*", facts={}) as cursor:
        teams_table.record(
            cursor,
            [
                teams_table.Team(code, name, kind, "省总工会", "province", "2024")
                for code, name, kind in (
                    ("one", "一组", "liaison"),
                    ("two", "二组", "stay_in"),
                    ("three", "三组", "liaison"),
                    ("four", "四组", "guidance"),
                )
            ],
        )
        teams_table.record_people(
            cursor, [teams_table.Person(p, p.upper(), "省总工会") for p in "abcd"]
        )
        teams_table.record_members(
            cursor,
            [
                teams_table.TeamMember(team, person, person == "a", new_year)
                for team, person in (
                    *(("one", person) for person in "abc"),
                    ("two", "d"),
                    ("two", "a"),
                    ("three", "c"),
                )
            ],
        )
        teams_table.record_assignments(
            cursor,
            [
                teams_table.Assignment("one", BAISHI, "liaison", new_year),
                teams_table.Assignment("one", QINGXI, "liaison", new_year),
                teams_table.Assignment("two", YUNLU, "stay_in", new_year, date(2024, 6, 30)),
                teams_table.Assignment("three", BAISHI, "liaison", date(2024, 2, 1)),
            ],
        )


def visit(store: Store) -> None:
    """Baishi ten days before the year ends, Yunlu all May, Qingxi not since the year before."""
    with store.writing(actor="test", action="field_work.record", subject="*", facts={}) as cursor:
        visits_table.record_visits(
            cursor,
            [
                _visit("three", BAISHI, "visit", date(2024, 12, 21), date(2024, 12, 21)),
                _visit("two", YUNLU, "stay", date(2024, 5, 1), date(2024, 5, 31)),
                _visit("one", QINGXI, "visit", date(2023, 11, 30), date(2023, 11, 30)),
            ],
        )
        findings_table.record_findings(
            cursor,
            [
                _finding(YUNLU, "venues", "VEN-01", "窗口无人"),
                _finding(YUNLU, "work", "WORK-01", "企业未建会"),
                _finding(BAISHI, "work", "WORK-02", "会议已补开", state="closed"),
                _finding(BAISHI, "work", None, "台账不全"),
            ],
        )


def _county(code: str, name: str, name_en: str, prefecture: str) -> units_table.Unit:
    return units_table.Unit(
        code, name, name_en, "county", prefecture, "county", True, False, 112.0, 28.0
    )


def _year(year: int) -> periods_table.PeriodRow:
    return periods_table.PeriodRow(
        str(year), date(year, 1, 1), date(year, 12, 31), date(year + 1, 1, 31)
    )


def _filing(unit: str, period: str) -> answers_table.Filing:
    return answers_table.Filing(unit, period, f"{unit}-{period}.xlsx", "0" * 64, "县总工会")


def _honoured(level: str, achievement: str) -> honours_table.Honour:
    return honours_table.Honour(BAISHI, "2024", "honour", level, achievement, date(2024, 4, 28))


def _visit(team: str, unit: str, kind: str, starts: date, ends: date) -> visits_table.Visit:
    return visits_table.Visit(team, unit, kind, starts, ends, "服务中心", "与职工座谈")


def _finding(
    unit: str, strength: str, problem: str | None, description: str, *, state: str = "open"
) -> findings_table.Finding:
    return findings_table.Finding(
        unit,
        "2024",
        strength,
        "medium",
        description,
        date(2024, 5, 20),
        team="two",
        problem=problem,
        state=state,
    )
