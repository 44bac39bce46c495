"""One county's profile, checked against the arithmetic in `three_counties`."""

from datetime import date

import pandas as pd
import pytest

from assessment.errors import NotAllowed, Unknown
from assessment.field.teams.teams_table import TeamMember, record_members
from assessment.framework.model import Framework
from assessment.scores.basis.basis import DataSource
from assessment.scores.explanation.explanation import Answer, Explanation, explanation, fields_of
from assessment.scores.profiles import county
from assessment.store.database import Store
from tests.kit.province.three_counties import BAISHI, QINGXI, QINGXI_ONLY, READER, YUNLU, file


def test_the_head_says_where_a_county_stands(province: Store, framework: Framework) -> None:
    told = county.standing(DataSource(province, framework), READER, BAISHI, "2024")
    assert told.base == pytest.approx(87.8)
    assert (told.bonus_earned, told.bonus) == (1.5, 1)
    assert told.total == pytest.approx(88.8)
    assert told.among_all == county.Rank(1, 2)
    assert told.in_prefecture == county.Rank(1, 2)
    assert told.in_peer_group == county.Rank(1, 2)


def test_a_veto_that_stands_caps_the_grade_and_says_why(
    province: Store, framework: Framework
) -> None:
    told = county.standing(DataSource(province, framework), READER, BAISHI, "2024")
    assert (told.vetoed, told.grade) == (True, "middle")
    assert [(v.item, v.reason) for v in told.vetoes] == [("integrity", "案件通报")]


def test_a_lifted_veto_is_history(province: Store, framework: Framework) -> None:
    told = county.standing(DataSource(province, framework), READER, QINGXI, "2024")
    assert (told.vetoed, told.vetoes) == (False, ())


def test_the_same_achievement_is_marked_as_counting_once(
    province: Store, framework: Framework
) -> None:
    told = county.standing(DataSource(province, framework), READER, BAISHI, "2024")
    counted = [(h.level, h.achievement) for h in told.honours if h.counted]
    assert counted == [("national", "模范职工之家"), ("provincial", "先进县级工会")]
    assert len(told.honours) == 3


def test_silence_is_unknown_rather_than_zero(province: Store, framework: Framework) -> None:
    told = county.standing(DataSource(province, framework), READER, YUNLU, "2024")
    assert (told.base, told.total, told.grade) == (None, None, None)
    assert told.among_all == county.Rank(None, 2)
    assert told.in_prefecture == county.Rank(None, 0)


def test_a_mean_of_two_is_not_told(province: Store, framework: Framework) -> None:
    told = county.comparison(DataSource(province, framework), READER, BAISHI, "2024")
    assert list(told["score"]) == pytest.approx([88, 87.5])
    assert list(told["peers"]) == [2, 2]
    assert told[["peer_mean", "all_mean"]].isna().all().all()


def test_means_are_taken_over_known_scores(province: Store, framework: Framework) -> None:
    file(province, framework, YUNLU, "2024", [6, 10, 1, 1, 0, 0, 100, 1000])
    told = county.comparison(DataSource(province, framework), READER, BAISHI, "2024").set_index(
        "strength"
    )
    assert told.loc["work", "peer_mean"] == pytest.approx((88 + 32 + 32) / 3)
    assert told.loc["work", ["peers", "all_known"]].tolist() == [3, 3]


def test_the_trend_leaves_a_gap_where_nothing_is_known(
    province: Store, framework: Framework
) -> None:
    told = county.trend(DataSource(province, framework), READER, BAISHI)
    total = told[told["strength"] == "total"]
    assert list(total["period"]) == ["2023", "2024"]
    assert total["score"].isna().tolist() == [True, False]
    qingxi = county.trend(DataSource(province, framework), READER, QINGXI)
    assert list(qingxi[qingxi["strength"] == "total"]["score"]) == pytest.approx([31.6, 34.2])


def test_points_sum_to_the_base_total(province: Store, framework: Framework) -> None:
    told = explanation(DataSource(province, framework), READER, BAISHI, "2024")
    points = {node.code: node.points for node in told.tree.indicators()}
    assert points == pytest.approx({"rate": 28.8, "meetings": 24, "windows": 20, "lectures": 15})
    assert sum(points.values()) == pytest.approx(told.tree.base, abs=1e-9)
    assert sum(part.points for part in told.tree.parts) == pytest.approx(87.8, abs=1e-9)


def test_a_waterfall_leads_from_nothing_to_the_total(province: Store, framework: Framework) -> None:
    told = explanation(DataSource(province, framework), READER, BAISHI, "2024")
    steps = [(step.code, step.start, step.points, step.lost) for step in told.steps]
    assert steps == [
        ("work", 0, pytest.approx(52.8), pytest.approx(7.2)),
        ("venues", pytest.approx(52.8), pytest.approx(35), pytest.approx(5)),
        ("base", 0, pytest.approx(87.8), 0),
        ("bonus", pytest.approx(87.8), 1, 0),
        ("total", 0, pytest.approx(88.8), 0),
    ]
    *parts, whole = told.steps_of("work")
    assert [step.points for step in parts] == pytest.approx([28.8, 24])
    assert (whole.kind, whole.points) == ("total", pytest.approx(52.8))


def test_an_unknown_total_has_no_points_to_sum(province: Store, framework: Framework) -> None:
    told = explanation(DataSource(province, framework), READER, YUNLU, "2024")
    assert (told.tree.base, told.points_lost) == (None, None)
    assert (told.steps, told.steps_of("work"), told.lost(3, most=True)) == ([], [], [])


def test_a_missing_total_names_the_strengths_it_lacks(
    province: Store, framework: Framework
) -> None:
    silent = explanation(DataSource(province, framework), READER, YUNLU, "2024")
    assert (silent.unscored, silent.scored_weight) == (["work", "venues"], 0)
    whole = explanation(DataSource(province, framework), READER, BAISHI, "2024")
    assert (whole.unscored, whole.scored_weight) == ([], 1)


def test_the_parts_come_in_the_order_of_the_framework(
    province: Store, framework: Framework
) -> None:
    tree = explanation(DataSource(province, framework), READER, QINGXI, "2024").tree
    codes = [node.code for node in tree.nodes()]
    assert codes == ["work", "rate", "meetings", "venues", "windows", "lectures"]


def test_the_weakest_lost_most_points_and_the_strongest_least(
    province: Store, framework: Framework
) -> None:
    told = explanation(DataSource(province, framework), READER, BAISHI, "2024")
    assert [node.code for node in told.lost(2, most=True)] == ["rate", "lectures"]
    assert [node.code for node in told.lost(2, most=False)] == ["meetings", "windows"]


def answers(told: Explanation) -> dict[str, Answer]:
    measures = [node.measure for node in told.tree.indicators() if node.measure is not None]
    return {answer.field: answer for measure in measures for answer in measure.answers}


def test_an_answer_says_who_filed_it_and_what_it_was_before(
    province: Store, framework: Framework
) -> None:
    meetings = answers(explanation(DataSource(province, framework), READER, QINGXI, "2024"))[
        "meetings_n"
    ]
    assert (meetings.state, meetings.value, meetings.previous_value) == ("value", 1, 0)
    assert meetings.file_name == f"{QINGXI}-2024.xlsx"
    assert (meetings.filed_by, meetings.evidence) == ("县总工会", "名册")
    assert (meetings.filed_at is None, meetings.verdict) == (False, None)


def test_missing_and_not_applicable_are_told_apart(province: Store, framework: Framework) -> None:
    told = answers(explanation(DataSource(province, framework), READER, YUNLU, "2024"))
    assert told["meetings_n"].state == "not_applicable"
    assert (told["firms_n"].state, told["firms_n"].filed_by) == ("missing", None)
    assert [code for code, answer in told.items() if answer.value is not None] == ["members_n"]


def test_a_formula_reads_its_fields_in_the_order_of_the_survey(framework: Framework) -> None:
    lectures = framework.indicator_by_code["lectures"]
    assert fields_of(framework, lectures) == ["listeners_n", "members_n"]


def test_problems_that_hold_are_kept_apart_from_those_nobody_can_tell(
    province: Store, framework: Framework
) -> None:
    qingxi = county.problems_here(DataSource(province, framework), READER, QINGXI, "2024")
    assert list(qingxi.hold["problem"]) == ["WORK-01"]
    assert (qingxi.unknown, qingxi.absent) == (("VEN-01",), ("WORK-02",))


def test_teams_visits_and_findings_are_those_of_the_period(
    province: Store, framework: Framework
) -> None:
    work = county.field_work(DataSource(province, framework), READER, YUNLU, "2024")
    assert list(work.teams["name"]) == ["二组"]
    assert list(work.visits["kind"]) == ["stay"]
    assert set(work.findings["description"]) == {"窗口无人", "企业未建会"}
    before = county.field_work(DataSource(province, framework), READER, YUNLU, "2023")
    assert before.teams.empty
    assert before.visits.empty


def test_a_team_that_went_home_is_as_large_as_it_was_when_it_went(
    province: Store, framework: Framework
) -> None:
    """Two people were sent until June, and left the team when its task was done."""
    ends = date(2024, 6, 30)
    with province.writing(actor="test", action="t", subject="*", facts={}) as cursor:
        gone = [TeamMember("two", person, False, date(2024, 1, 1), ends) for person in "da"]
        record_members(cursor, gone)
    work = county.field_work(DataSource(province, framework), READER, YUNLU, "2024")
    (people,) = work.teams["people"]
    assert people == 2


def test_an_actor_with_one_unit_reads_only_it(province: Store, framework: Framework) -> None:
    own = county.standing(DataSource(province, framework), QINGXI_ONLY, QINGXI, "2024")
    assert own.among_all == county.Rank(2, 2)
    refused = [
        lambda: county.standing(DataSource(province, framework), QINGXI_ONLY, BAISHI, "2024"),
        lambda: county.comparison(DataSource(province, framework), QINGXI_ONLY, BAISHI, "2024"),
        lambda: county.trend(DataSource(province, framework), QINGXI_ONLY, BAISHI),
        lambda: county.problems_here(DataSource(province, framework), QINGXI_ONLY, BAISHI, "2024"),
        lambda: county.field_work(DataSource(province, framework), QINGXI_ONLY, BAISHI, "2024"),
        lambda: explanation(DataSource(province, framework), QINGXI_ONLY, BAISHI, "2024"),
    ]
    for ask in refused:
        with pytest.raises(NotAllowed):
            ask()


def test_scores_and_counts_are_the_same_whoever_asks_and_means_of_few_are_kept_back(
    province: Store, framework: Framework
) -> None:
    file(province, framework, YUNLU, "2024", [6, 10, 1, 1, 0, 0, 100, 1000])
    clerk = county.comparison(DataSource(province, framework), QINGXI_ONLY, QINGXI, "2024")
    leader = county.comparison(DataSource(province, framework), READER, QINGXI, "2024")
    means = ["peer_mean", "all_mean"]
    pd.testing.assert_frame_equal(clerk.drop(columns=means), leader.drop(columns=means))
    assert clerk[means].isna().all(axis=None)
    assert leader[means].notna().all(axis=None)


def test_a_unit_that_is_not_there_is_said_to_be_unknown(
    province: Store, framework: Framework
) -> None:
    with pytest.raises(Unknown):
        county.standing(DataSource(province, framework), READER, "999999", "2024")
