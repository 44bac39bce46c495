"""Of thirty-two common problems planted in a province, at least thirty are found, and few others.

Forty-eight counties in four prefectures answer every question of our framework. Each of its
thirty-two problems is planted in one prefecture, in half of the counties; everywhere else a county
has it by chance now and then, and some answers are missing. What is relative, such as the bottom
quarter of the peer group, varies freely: somebody is always last, and that must not look common.
"""

import random
from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from assessment.framework import loader
from assessment.framework.model import SurveyField
from assessment.kernel.actors import Actor
from assessment.kernel.answers import MISSING, VALUE
from assessment.rectification.common_problems import candidates, problems
from assessment.rectification.findings import findings_table
from assessment.scores.basis.basis import DataSource
from assessment.store.database import Store
from assessment.survey.filing import answers_table
from assessment.survey.periods import periods_table
from assessment.units import units_table
from tests.kit import stores

FRAMEWORK = loader.load(loader.DEFAULT)
READER = Actor("reviewer", "reviewer", live=True)
PREFECTURES = ("439100", "439200", "439300", "439400")
EACH = 12
BY_CHANCE = 0.02
SHARE_MISSING = 0.04
NEVER_MISSING = ("ent25_total_n", "employees_in_union_units_n")
"""Left blank they are a problem of their own, which is planted like the others."""

Said = dict[str, float | None]

SICK: Mapping[str, Mapping[str, float | None]] = {
    "POL-01": {"party_sessions_n": 0},
    "POL-02": {"perf_inclusion_level": 1},
    "POL-03": {"lecture_attendance_n": 1, "study_sessions_n": 1},
    "POL-04": {"lecture_attendance_n": 2, "survey_satisfied_n": 70},
    "ORG-01": {"ent25_union_n": 60},
    "ORG-02": {"fed_truck_yn": 0, "fed_ridehail_yn": 0, "fed_courier_yn": 0},
    "ORG-03": {"employees_in_union_units_n": None},
    "ORG-04": {"townships_standard_n": 1, "exp_total_yuan": 900},
    "ORG-06": {"parks_club_n": 0, "parks_mutual_n": 30},
    "ORG-07": {"base_unions_audit_women_n": 70},
    "TEAM-01": {"on_post_n": 60},
    "TEAM-02": {"leader_filled_n": 80},
    "TEAM-04": {"union_social_workers_n": 1},
    "TEAM-05": {"townships_fulltime_n": 40},
    "TEAM-06": {"cadres_trained_n": 50},
    "INS-01": {"joint_meetings_n": 0},
    "INS-02": {"joint_items_done_n": 50},
    "INS-03": {"funds_remit_yuan": 90},
    "INS-04": {"audit_findings_fixed_n": 70},
    "INS-05": {"union_ent_cc_n": 60},
    "INS-06": {"union_ent_wc_n": 60},
    "VEN-01": {"palace_level": 1},
    "VEN-02": {"stations_idle_n": 20},
    "VEN-03": {"stations_on_map_n": 50},
    "VEN-04": {"win_legal_yn": 0, "win_policy_yn": 0, "win_jobs_yn": 0},
    "ROLE-02": {"letters_issued_n": 0},
    "ROLE-03": {"mutual_aid_participants_n": 1, "union_ent_cc_n": 81},
    "ROLE-04": {"inclusive_service_times_n": 1, "survey_satisfied_n": 81},
}
"""What a county answers that has the problem. The others only people can see."""

VARIES = {
    **dict.fromkeys(("union_ent_cc_n", "survey_satisfied_n"), (85, 100)),
    **dict.fromkeys(("lecture_attendance_n", "study_sessions_n"), (10, 100)),
    **dict.fromkeys(("townships_standard_n", "townships_fulltime_n"), (65, 100)),
    **dict.fromkeys(("union_social_workers_n", "mutual_aid_participants_n"), (10, 100)),
    "inclusive_service_times_n": (10, 100),
    "exp_total_yuan": (310, 420),
}
"""What no county has quite like another."""


def healthy(field: SurveyField, draw: random.Random) -> float:
    if field.code in VARIES:
        return draw.uniform(*VARIES[field.code])
    if field.code in ("stations_idle_n", "seconded_away_n"):
        return 0
    if field.type == "yes_no":
        return 1
    return max(field.options) if field.options else 100


@pytest.fixture(scope="module", params=[7, 19])
def planted(request: pytest.FixtureRequest) -> Iterator[tuple[Store, set[tuple[str, str]]]]:
    """A province, and what was planted in it: problem and prefecture."""
    draw, store = random.Random(request.param), stores.new()  # noqa: S311  counties, not secrets
    counties = {p: [f"{p[:4]}{n:02}" for n in range(11, 11 + EACH)] for p in PREFECTURES}
    settle(store, counties)
    codes = [problem.code for problem in FRAMEWORK.problems]
    draw.shuffle(codes)
    where = {code: PREFECTURES[at % len(PREFECTURES)] for at, code in enumerate(codes)}
    has = {
        code: {
            unit
            for p in PREFECTURES
            for unit in (draw.sample(counties[p], EACH // 2) if where[code] == p else [])
        }
        | {unit for p in PREFECTURES for unit in counties[p] if draw.random() < BY_CHANCE}
        for code in codes
    }
    every = [unit for p in PREFECTURES for unit in counties[p]]
    for unit in every:
        file(store, unit, said(unit, has, draw))
    with store.writing(actor="t", action="finding.test", subject="*", facts={}) as cursor:
        seen = [(unit, code) for code in codes if code not in SICK for unit in sorted(has[code])]
        findings_table.record_findings(cursor, [found(unit, code) for unit, code in seen])
    yield store, set(where.items())
    store.close()


def said(unit: str, has: Mapping[str, set[str]], draw: random.Random) -> Said:
    told: Said = {field.code: healthy(field, draw) for field in FRAMEWORK.fields}
    for code in told:
        if draw.random() < SHARE_MISSING and code not in NEVER_MISSING:
            told[code] = None
    for code, sick in SICK.items():
        if unit in has[code]:
            told |= sick
    return told


def settle(store: Store, counties: Mapping[str, list[str]]) -> None:
    with store.writing(actor="t", action="setup.write", subject="*", facts={}) as cursor:
        units_table.record_prefectures(
            cursor,
            [units_table.Prefecture(p, f"{p}州", f"Prefecture {p}", 112, 28) for p in counties],
        )
        units_table.record(
            cursor,
            [
                units_table.Unit(
                    u, f"{u}县", f"County {u}", "county", p, "county", True, False, 112, 28
                )
                for p, named in counties.items()
                for u in named
            ],
        )
        years = (2023, 2024)
        periods_table.record(
            cursor,
            [
                periods_table.PeriodRow(str(y), date(y, 1, 1), date(y, 12, 31), date(y + 1, 1, 31))
                for y in years
            ],
        )


def file(store: Store, unit: str, told: Said) -> None:
    entries = [
        answers_table.AnswerEntry(code, MISSING)
        if value is None
        else answers_table.AnswerEntry(code, VALUE, value)
        for code, value in told.items()
    ]
    for period in ("2023", "2024"):
        filing = answers_table.Filing(unit, period, f"{unit}.xlsx", "0" * 64, "县总工会")
        with store.writing(actor="t", action="survey.file", subject=unit, facts={}) as cursor:
            answers_table.record(cursor, filing, entries)


def found(unit: str, code: str) -> findings_table.Finding:
    problem = problems.problem_named(FRAMEWORK, code)
    return findings_table.Finding(
        unit, "2024", problem.strength, "medium", "走访所见", date(2024, 5, 1), problem=code
    )


def test_of_all_planted_but_two_are_found_and_at_most_five_others(
    planted: tuple[Store, set[tuple[str, str]]],
) -> None:
    store, planted_where = planted
    assert {code for code, _ in planted_where} == set(FRAMEWORK.problem_by_code)
    told = {
        (each.problem, prefecture)
        for prefecture in PREFECTURES
        for each in candidates.candidates(
            DataSource(store, FRAMEWORK), READER, "2024", f"prefecture:{prefecture}"
        )
    }
    assert len(planted_where - told) <= 2, sorted(planted_where - told)
    assert len(told - planted_where) <= 5, sorted(told - planted_where)


def test_every_candidate_lists_its_units_and_what_its_signal_read(
    planted: tuple[Store, set[tuple[str, str]]],
) -> None:
    store, planted_where = planted
    scope = f"prefecture:{dict(planted_where)['ORG-01']}"
    listed = candidates.candidates(DataSource(store, FRAMEWORK), READER, "2024", scope)
    assert "ORG-01" in {each.problem for each in listed}
    for each in listed:
        told = problems.spread(DataSource(store, FRAMEWORK), READER, "2024", each.problem, scope)
        assert len(told.holders) == each.now.units > 1
        signal = problems.problem_named(FRAMEWORK, each.problem).signal
        for holder in told.holders:
            assert holder.findings or (holder.fired and (holder.measured or signal is None))


def test_the_value_told_is_what_the_county_answered(
    planted: tuple[Store, set[tuple[str, str]]],
) -> None:
    store, planted_where = planted
    scope = f"prefecture:{dict(planted_where)['ORG-01']}"
    told = problems.spread(DataSource(store, FRAMEWORK), READER, "2024", "ORG-01", scope)
    assert len(told.holders) >= EACH // 2
    for holder in told.holders:
        (read,) = holder.measured
        assert (read.code, read.value) == ("org_25plus_union_rate", 60 / 100)
