"""Common problems of the three counties: derived, decided on by people, swept, closed.

WORK-01 holds in Qingxi by its signal (6 firms of 10) and in Yunlu by a finding; Baishi is clean.
The thresholds are three units or half of those with data.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.errors import NotAllowed, Rejected
from assessment.framework.model import CommonWhen, Framework, Threshold
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.rectification.common_problems import candidates, decisions, progress, sweep
from assessment.rectification.findings import cases, findings_table, rectification_table
from assessment.rectification.findings.cases import Case
from assessment.scores.basis.basis import DataSource
from assessment.store.database import Store
from assessment.units import units_table as units
from assessment.units.scopes import Unit
from tests.kit.province import three_counties
from tests.kit.province.three_counties import BAISHI, NORTH, QINGXI, READER, SOUTH, YUNLU

CITY = Actor("city", "city", frozenset({BAISHI, QINGXI}))
COUNTY = Actor("county", "county", frozenset({QINGXI}))
TODAY = date(2025, 3, 1)


def about(store: Store, problem: str = "WORK-01", scope: str = "province") -> decisions.About:
    return decisions.About("2024", scope, problem, decisions.seen(store, READER, scope))


def confirmed(
    store: Store, framework: Framework, units: Collection[str] = (QINGXI,), problem: str = "WORK-01"
) -> int:
    return decisions.confirm(
        DataSource(store, framework), READER, about(store, problem), units, "普遍存在"
    )


def listed(
    store: Store, framework: Framework, scope: str = "province", period: str = "2024"
) -> list[str]:
    found = candidates.candidates(DataSource(store, framework), READER, period, scope)
    return [each.problem for each in found]


def standings(store: Store, actor: Actor = READER, today: date = TODAY) -> progress.ProblemProgress:
    (found,) = progress.standings(store, actor, today, "province")
    return found


def bring(
    store: Store, finding: int, stage: str, due: date | None = None, at: datetime | None = None
) -> None:
    """Have a finding at a stage, however it came there."""
    event = rectification_table.FindingEvent(
        finding, "assign", stage, "t", due=due, at=at or clock.now()
    )
    with store.writing(actor="t", action="rectification.test", subject="*", facts={}) as cursor:
        rectification_table.record(cursor, [event])


def codes(refused: pytest.ExceptionInfo[Rejected]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_what_reaches_the_threshold_is_a_candidate_with_its_units(
    province: Store, framework: Framework
) -> None:
    (found,) = candidates.candidates(DataSource(province, framework), READER, "2024", "province")
    assert (found.problem, found.why) == ("WORK-01", "new")
    assert (found.now.units, found.now.with_data, found.without_data) == (2, 3, 0)


def test_the_worst_come_first_by_units_times_weight_times_shortfall(
    province: Store, framework: Framework
) -> None:
    (found,) = candidates.candidates(DataSource(province, framework), READER, "2024", "province")
    # `rate` weighs 60 % of a strength that weighs 60; Qingxi scores 20 on it, Yunlu has no score.
    assert found.weight == pytest.approx(36)
    assert found.shortfall == pytest.approx(0.8)
    assert found.pressure == pytest.approx(2 * 36 * 0.8)


def find(store: Store, problem: str, units: Collection[str], period: str = "2024") -> None:
    """Somebody finds a problem in units."""
    rows = [
        findings_table.Finding(
            unit, period, "work", "low", "现场所见", date(int(period), 3, 1), problem=problem
        )
        for unit in units
    ]
    with store.writing(actor="t", action="finding.test", subject="*", facts={}) as cursor:
        findings_table.record_findings(cursor, rows)


def test_where_no_unit_has_a_score_the_pressure_is_unknown_and_not_zero(
    province: Store, framework: Framework
) -> None:
    find(province, "VEN-01", (BAISHI, YUNLU), "2023")
    (found,) = candidates.candidates(DataSource(province, framework), READER, "2023", "province")
    assert (found.problem, found.now.units) == ("VEN-01", 2)
    assert (found.shortfall, found.pressure) == (None, None)


def test_what_a_single_unit_has_is_no_candidate_however_low_the_threshold(
    province: Store, framework: Framework
) -> None:
    low = framework.model_copy(update={"common_when": CommonWhen(units=1, share=0.1)})
    assert listed(province, low, f"prefecture:{SOUTH}") == []


def test_findings_that_share_a_code_make_a_candidate_before_the_figures_do(
    province: Store, framework: Framework
) -> None:
    find(province, "WORK-01", (YUNLU, YUNLU))
    for enough, expected in ((3, ["WORK-01"]), (4, [])):
        when = CommonWhen(units=3, share=0.9, findings=enough)
        asked = framework.model_copy(update={"common_when": when})
        assert listed(province, asked) == expected


def test_a_scope_has_its_own_threshold(province: Store, framework: Framework) -> None:
    here = f"prefecture:{NORTH}"
    assert listed(province, framework, here) == []
    find(province, "VEN-01", (BAISHI, QINGXI))
    when = CommonWhen(units=9, share=1.0, prefecture=Threshold(units=2, share=1.0))
    own = framework.model_copy(update={"common_when": when})
    assert listed(province, own, here) == ["VEN-01"]


def test_since_when_is_the_first_period_in_a_row(province: Store, framework: Framework) -> None:
    (found,) = candidates.candidates(DataSource(province, framework), READER, "2024", "province")
    assert found.since == "2024"
    past = candidates.trend(DataSource(province, framework), READER, "2024", "province")["WORK-01"]
    assert [(each.period, each.units) for each in past] == [("2023", 0), ("2024", 2)]


def test_confirming_proposes_every_unit_where_it_is_not_on_record(
    province: Store, framework: Framework
) -> None:
    looked = sweep.look(DataSource(province, framework), READER, "2024", "province", ["WORK-01"])
    assert {each.unit.unit: each.found for each in looked.looks} == {
        BAISHI: "absent",
        QINGXI: "proposed",
        YUNLU: "on_record",
    }


def test_confirming_makes_findings_that_are_rectified_like_any_other(
    province: Store, framework: Framework
) -> None:
    confirmed(province, framework)
    here = standings(province)
    assert [(each.unit.unit, each.case.source) for each in here.concerned] == [
        (QINGXI, "sweep"),
        (YUNLU, "team"),
    ]
    assert [each.case.stage for each in here.concerned] == ["verified", "verified"]
    assert here.tally["waiting"] == here.total == 2
    assert listed(province, framework) == []


def test_a_unit_left_out_is_not_put_on_record_and_proposed_again(
    province: Store, framework: Framework
) -> None:
    confirmed(province, framework, units=())
    looked = sweep.look(DataSource(province, framework), READER, "2024", "province", ["WORK-01"])
    assert [each.unit.unit for each in looked.proposed] == [QINGXI]
    assert (
        decisions.sweep_again(DataSource(province, framework), READER, about(province), [QINGXI])
        == 1
    )
    assert standings(province).total == 2


def test_what_a_sweep_put_on_record_does_not_make_the_problem_larger(
    province: Store, framework: Framework
) -> None:
    past = candidates.trend(DataSource(province, framework), READER, "2024", "province")["WORK-01"]
    confirmed(province, framework)
    now = candidates.trend(DataSource(province, framework), READER, "2024", "province")["WORK-01"]
    assert now == past


def test_a_dismissed_candidate_returns_only_when_it_has_grown(
    province: Store, framework: Framework
) -> None:
    decisions.dismiss(DataSource(province, framework), READER, about(province), "个别情况")
    assert listed(province, framework) == []
    find(province, "WORK-01", [BAISHI])
    (again,) = candidates.candidates(DataSource(province, framework), READER, "2024", "province")
    assert (again.why, again.now.units) == ("grown", 3)
    assert again.before is not None
    assert (again.before.units, again.before.reason) == (2, "个别情况")


def test_a_dismissed_candidate_does_not_return_at_the_size_it_had(
    province: Store, framework: Framework
) -> None:
    decisions.dismiss(DataSource(province, framework), READER, about(province), "个别情况")
    (seen,) = [case for case in cases.listed(province, READER) if case.problem == "WORK-01"]
    bring(province, seen.finding, "closed")
    find(province, "WORK-01", [YUNLU])
    past = candidates.trend(DataSource(province, framework), READER, "2024", "province")["WORK-01"]
    assert (past[-1].units, past[-1].findings, past[-1].common) == (2, 1, True)
    assert listed(province, framework) == []


def test_more_findings_in_the_same_units_are_growth_too(
    province: Store, framework: Framework
) -> None:
    decisions.dismiss(DataSource(province, framework), READER, about(province), "个别情况")
    find(province, "WORK-01", [YUNLU])
    (again,) = candidates.candidates(DataSource(province, framework), READER, "2024", "province")
    assert (again.why, again.now.units, again.now.findings) == ("grown", 2, 2)


def test_nothing_grows_by_the_figures_of_an_older_period(
    province: Store, framework: Framework
) -> None:
    decisions.dismiss(DataSource(province, framework), READER, about(province), "个别情况")
    find(province, "WORK-01", [BAISHI, QINGXI, YUNLU], "2023")
    assert listed(province, framework, period="2023") == []


@pytest.mark.parametrize("reason", ["", "  ", "长" * 501])
def test_nothing_is_dismissed_without_a_reason(
    province: Store, framework: Framework, reason: str
) -> None:
    with pytest.raises(Rejected) as told:
        decisions.dismiss(DataSource(province, framework), READER, about(province), reason)
    assert codes(told)[0] in ("common.no_reason", "common.reason_too_long")
    assert listed(province, framework) == ["WORK-01"]


def test_one_cause_with_two_codes_is_worked_as_one(province: Store, framework: Framework) -> None:
    target = confirmed(province, framework)
    decisions.merge(
        DataSource(province, framework), READER, about(province, "VEN-01"), target, "同一原因"
    )
    own, merged = progress.standings(province, READER, TODAY, "province")
    assert own.merged == ("VEN-01",)
    assert (merged.decided.state, merged.decided.target) == ("merged", target)
    assert progress.merged_into(province, READER, own.decided) == ("WORK-01", "VEN-01")
    decisions.sweep_again(DataSource(province, framework), READER, about(province), ())
    (here, _) = progress.standings(province, READER, TODAY, "province")
    assert {each.case.problem for each in here.concerned} == {"WORK-01", "VEN-01"}
    assert here.total == 2


def test_it_can_only_be_merged_into_what_is_confirmed_there(
    province: Store, framework: Framework
) -> None:
    target = confirmed(province, framework)
    with pytest.raises(Rejected) as told:
        decisions.merge(DataSource(province, framework), READER, about(province), target, "自身")
    assert codes(told) == ["common.merge_where"]


def test_counts_by_status_are_of_units_and_add_up(province: Store, framework: Framework) -> None:
    confirmed(province, framework)
    first, second = (each.case.finding for each in standings(province).concerned)
    bring(province, first, "under_way", due=TODAY - timedelta(days=3))
    bring(province, second, "closing", due=TODAY - timedelta(days=3))
    here = standings(province)
    assert (here.tally["overdue"], here.tally["checking"], here.total) == (1, 1, 2)
    (late,) = here.late
    assert (late.unit.unit, late.days_late) == (QINGXI, 3)
    assert standings(province, today=TODAY - timedelta(days=4)).tally["overdue"] == 0


def test_what_proves_unfounded_is_no_unit_concerned(province: Store, framework: Framework) -> None:
    confirmed(province, framework)
    bring(province, standings(province).concerned[0].case.finding, "unfounded")
    here = standings(province)
    assert (here.tally["unfounded"], here.total) == (1, 1)


def test_it_closes_only_when_every_instance_is_closed_and_the_sweep_is_clean(
    province: Store, framework: Framework
) -> None:
    confirmed(province, framework, units=())
    with pytest.raises(Rejected) as told:
        decisions.close(DataSource(province, framework), READER, about(province))
    assert sorted(codes(told)) == ["common.instance_open", "common.still_there"]
    decisions.sweep_again(DataSource(province, framework), READER, about(province), [QINGXI])
    for each in standings(province).concerned:
        bring(province, each.case.finding, "closed")
    decisions.close(DataSource(province, framework), READER, about(province), "全部整改到位")
    here = standings(province)
    assert (here.decided.state, here.tally["closed"]) == ("closed", 2)


def test_figures_from_before_the_closing_no_longer_speak_against_it(
    province: Store, framework: Framework
) -> None:
    confirmed(province, framework)
    for each in standings(province).concerned:
        bring(province, each.case.finding, "closed", at=datetime(2024, 6, 1))  # noqa: DTZ001
    looked = sweep.look(DataSource(province, framework), READER, "2024", "province", ["WORK-01"])
    assert [each.unit.unit for each in looked.proposed] == [QINGXI]
    bring(province, standings(province).concerned[0].case.finding, "closed")
    looked = sweep.look(DataSource(province, framework), READER, "2024", "province", ["WORK-01"])
    assert {each.found for each in looked.looks} == {"absent", "overtaken", "unknown"}


def test_of_a_period_without_data_nobody_can_say_it_is_gone(
    province: Store, framework: Framework
) -> None:
    confirmed(province, framework)
    for each in standings(province).concerned:
        bring(province, each.case.finding, "closed")
    with pytest.raises(Rejected) as told:
        decisions.close(
            DataSource(province, framework), READER, replace(about(province), period="2099")
        )
    assert codes(told) == ["common.nobody_knows"]


def close(store: Store, framework: Framework, problem: str = "WORK-01") -> None:
    for each in standings(store).concerned:
        bring(store, each.case.finding, "closed")
    decisions.close(DataSource(store, framework), READER, about(store, problem))


def test_what_was_closed_does_not_come_back_by_the_figures_it_was_closed_on(
    province: Store, framework: Framework
) -> None:
    few = [5, 10, 2, 1, 1, 1, 300, 1000]
    three_counties.file(province, framework, BAISHI, "2024", few)
    confirmed(province, framework, (BAISHI, QINGXI))
    close(province, framework)
    past = candidates.trend(DataSource(province, framework), READER, "2024", "province")["WORK-01"]
    assert (past[-1].units, past[-1].common) == (2, True)
    assert listed(province, framework) == []


def test_a_closed_one_that_is_common_again_is_a_candidate_again(
    province: Store, framework: Framework
) -> None:
    confirmed(province, framework)
    close(province, framework)
    find(province, "WORK-01", [BAISHI])
    (again,) = candidates.candidates(DataSource(province, framework), READER, "2024", "province")
    assert again.why == "again"
    number = decisions.confirm(DataSource(province, framework), READER, about(province), ())
    assert standings(province).decided.common == number


def test_a_closed_one_comes_back_by_figures_of_a_period_that_ends_later(
    province: Store, framework: Framework
) -> None:
    confirmed(province, framework)
    close(province, framework)
    find(province, "WORK-01", [QINGXI, YUNLU], "2023")
    assert listed(province, framework, period="2023") == []
    find(province, "WORK-01", [QINGXI, YUNLU], "2099")
    (again,) = candidates.candidates(DataSource(province, framework), READER, "2099", "province")
    assert (again.problem, again.why) == ("WORK-01", "again")


def test_what_was_merged_into_one_that_is_closed_comes_back_by_itself(
    province: Store, framework: Framework
) -> None:
    target = confirmed(province, framework)
    decisions.merge(
        DataSource(province, framework), READER, about(province, "VEN-01"), target, "同一原因"
    )
    find(province, "VEN-01", [BAISHI, YUNLU], "2099")
    assert listed(province, framework, period="2099") == []
    for case in cases.listed(province, READER):
        if case.period != "2099":
            bring(province, case.finding, "closed")
    for each in sweep.on_record(province, READER, ["VEN-01"]).values():
        for number in each:
            bring(province, number, "closed")
    decisions.close(DataSource(province, framework), READER, about(province))
    find(province, "VEN-01", [BAISHI, YUNLU], "2099")
    (again,) = candidates.candidates(DataSource(province, framework), READER, "2099", "province")
    assert (again.problem, again.why) == ("VEN-01", "again")
    at = replace(about(province, "VEN-01"), period="2099")
    decisions.confirm(DataSource(province, framework), READER, at, ())
    assert listed(province, framework, period="2099") == []


def test_older_figures_neither_close_nor_sweep(province: Store, framework: Framework) -> None:
    confirmed(province, framework)
    old = replace(about(province), period="2023")
    for each in standings(province).concerned:
        bring(province, each.case.finding, "closed")
    with pytest.raises(Rejected) as told:
        decisions.close(DataSource(province, framework), READER, old)
    assert "common.older_period" in codes(told)
    with pytest.raises(Rejected) as told:
        decisions.sweep_again(DataSource(province, framework), READER, old, ())
    assert codes(told) == ["common.older_period"]
    newer = replace(about(province), period="2099")
    decisions.sweep_again(DataSource(province, framework), READER, newer, ())
    with pytest.raises(Rejected) as told:
        decisions.close(DataSource(province, framework), READER, about(province))
    assert codes(told) == ["common.older_period"]


def test_of_two_who_sweep_at_once_the_second_is_told_of_the_unit(
    province: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(province, framework, ())
    before = sweep.look(DataSource(province, framework), READER, "2024", "province", ["WORK-01"])
    find(province, "WORK-01", [QINGXI])
    monkeypatch.setattr(sweep, "look", lambda *_: before)
    with pytest.raises(Rejected) as told:
        decisions.sweep_again(DataSource(province, framework), READER, about(province), [QINGXI])
    assert codes(told) == ["common.taken_meanwhile"]
    assert "清溪县" in str(told.value.problems[0].facts)
    assert [case.unit for case in cases.listed(province, READER) if case.source == "sweep"] == []
    assert decisions.sweep_again(DataSource(province, framework), READER, about(province), []) == 0
    assert {each.unit.unit for each in standings(province).concerned} == {QINGXI, YUNLU}


def test_what_was_found_since_the_sweep_looked_keeps_it_from_being_closed(
    province: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(province, framework)
    for each in standings(province).concerned:
        bring(province, each.case.finding, "closed")
    before = sweep.look(DataSource(province, framework), READER, "2024", "province", ["WORK-01"])
    find(province, "WORK-01", [BAISHI])
    monkeypatch.setattr(sweep, "look", lambda *_: before)
    with pytest.raises(Rejected) as told:
        decisions.close(DataSource(province, framework), READER, about(province))
    assert [(each.code, each.facts["unit"]) for each in told.value.problems] == [
        ("common.still_there", BAISHI)
    ]


def test_an_open_finding_of_a_merged_code_keeps_it_open(
    province: Store, framework: Framework
) -> None:
    target = confirmed(province, framework)
    decisions.merge(
        DataSource(province, framework), READER, about(province, "VEN-01"), target, "同一原因"
    )
    for case in cases.listed(province, READER):
        if case.problem == "WORK-01":
            bring(province, case.finding, "closed")
    with pytest.raises(Rejected) as told:
        decisions.close(DataSource(province, framework), READER, about(province))
    assert [(each.code, each.facts["unit"]) for each in told.value.problems] == [
        ("common.instance_open", YUNLU)
    ]


def test_merging_takes_in_the_findings_that_are_on_record(
    province: Store, framework: Framework
) -> None:
    target = confirmed(province, framework)
    decisions.merge(
        DataSource(province, framework), READER, about(province, "VEN-01"), target, "同一原因"
    )
    (here, _) = progress.standings(province, READER, TODAY, "province")
    assert {each.case.problem for each in here.concerned} == {"WORK-01", "VEN-01"}


def test_a_finding_that_stands_for_another_is_listed_once_with_its_measures(
    province: Store, framework: Framework
) -> None:
    confirmed(province, framework, ())
    find(province, "WORK-02", [YUNLU])
    kept = cases.listed(province, READER)[-1].finding
    find(province, "WORK-01", [YUNLU])
    decisions.sweep_again(DataSource(province, framework), READER, about(province), ())
    measure = rectification_table.Measure(YUNLU, "比对名单", "王", "组织部", "李", TODAY)
    with province.writing(actor="t", action="test", subject="*", facts={}) as cursor:
        (number,) = rectification_table.record_measures(cursor, [measure])
        rectification_table.record_served(
            cursor, [rectification_table.MeasureFinding(number, kept)]
        )
        merged = [each.case.finding for each in standings(province).concerned]
        rectification_table.record(
            cursor,
            [
                rectification_table.FindingEvent(each, "merge", "merged", "t", target=kept)
                for each in merged
            ],
        )
    (one,) = standings(province).concerned
    assert one.case.finding == kept
    assert [each.text for each in one.measures] == ["比对名单"]


def withdraw(store: Store, *, reason: str = "认错了问题", together: bool = False) -> None:
    decisions.withdraw(store, READER, about(store), reason, together=together)


def test_what_was_confirmed_by_mistake_is_taken_back_and_waits_again(
    province: Store, framework: Framework
) -> None:
    number = confirmed(province, framework)
    withdraw(province)
    assert [row.state for row in progress.history(province, READER, number)] == [
        "confirmed",
        "withdrawn",
    ]
    assert standings(province).concerned == ()
    (again,) = candidates.candidates(DataSource(province, framework), READER, "2024", "province")
    assert again.why == "new"
    found = [case for case in cases.listed(province, READER) if case.problem == "WORK-01"]
    assert [case.stage for case in found] == ["verified", "verified"]


def test_what_was_taken_back_and_confirmed_anew_begins_under_another_number(
    province: Store, framework: Framework
) -> None:
    first = confirmed(province, framework)
    for each in standings(province).concerned:
        bring(province, each.case.finding, "closed")
    withdraw(province)
    find(province, "WORK-01", [BAISHI])
    second = confirmed(province, framework, ())
    old, new = progress.standings(province, READER, TODAY, "province")
    assert (old.decided.common, new.decided.common) == (first, second)
    assert [each.unit.unit for each in new.concerned] == [BAISHI]
    told = progress.by_problem(province, READER, TODAY, "province")
    assert told["WORK-01"].decided.common == second


def test_nothing_is_taken_back_without_a_reason_nor_what_nobody_confirmed(
    province: Store, framework: Framework
) -> None:
    with pytest.raises(Rejected) as told:
        withdraw(province)
    assert codes(told) == ["common.not_confirmed"]
    confirmed(province, framework)
    with pytest.raises(Rejected) as told:
        withdraw(province, reason=" ")
    assert codes(told) == ["common.no_reason"]


def test_what_was_merged_into_it_is_taken_back_only_when_that_is_said(
    province: Store, framework: Framework
) -> None:
    target = confirmed(province, framework)
    decisions.merge(
        DataSource(province, framework), READER, about(province, "VEN-01"), target, "同一原因"
    )
    with pytest.raises(Rejected) as told:
        withdraw(province)
    assert codes(told) == ["common.merged_here"]
    assert "VEN-01" in str(told.value.problems[0].facts)
    withdraw(province, together=True)
    assert {row.state for row in progress.decided(province, READER)} == {"withdrawn"}


def test_a_scope_that_is_no_more_takes_no_page_with_it(
    province: Store, framework: Framework
) -> None:
    scope = "peer_group:county"
    decisions.confirm(
        DataSource(province, framework), READER, about(province, scope=scope), [QINGXI]
    )
    assert [row.scope for row in progress.decided(province, READER)] == [scope]
    towns = [
        units.Unit(u, u, u, "county", u[:4] + "00", "town", True, False, 112.0, 28.0)
        for u in (BAISHI, QINGXI, YUNLU)
    ]
    with province.writing(actor="t", action="setup.test", subject="*", facts={}) as cursor:
        units.record(cursor, towns)
    assert progress.decided(province, READER) == []
    assert listed(province, framework) == ["WORK-01"]


def test_a_peer_group_is_a_scope_of_its_own(province: Store, framework: Framework) -> None:
    scope = "peer_group:county"
    assert listed(province, framework, scope) == ["WORK-01"]
    decisions.confirm(
        DataSource(province, framework), READER, about(province, scope=scope), [QINGXI]
    )
    (here,) = progress.standings(province, READER, TODAY, scope)
    assert (here.whole, here.total) == (True, 2)
    assert listed(province, framework, scope) == []
    assert listed(province, framework) == ["WORK-01"]


def reach(period: str, units: int, with_data: int) -> candidates.Reach:
    share = units / with_data if with_data else None
    return candidates.Reach(period, units, with_data, share, 0, None if share is None else True)


def test_whether_it_shrinks_is_told_by_shares_and_not_by_units() -> None:
    # 5 of 10 in a period that is still being filed in is more than 40 of 123, and not 35 fewer.
    told = candidates.moved([reach("2024", 40, 123), reach("2025", 5, 10)])
    assert told is not None
    assert (told.way, told.since) == ("up", "2024")
    assert told.points == pytest.approx(100 * (5 / 10 - 40 / 123))


def test_without_data_nothing_is_said_to_be_steady() -> None:
    assert candidates.moved([reach("2024", 0, 0), reach("2025", 0, 0)]) is None
    assert candidates.moved([reach("2024", 0, 12), reach("2025", 0, 0)]) is None
    assert candidates.moved([reach("2024", 3, 12)]) is None


@given(
    st.lists(
        st.tuples(st.sampled_from([BAISHI, QINGXI, YUNLU]), st.sampled_from(progress.STATUSES))
    )
)
def test_units_by_status_add_up_to_the_units_concerned(
    found: list[tuple[str, progress.Status]],
) -> None:
    concerned = tuple(
        progress.Concerned(
            cast(Unit, SimpleNamespace(unit=unit)), cast(Case, None), told, None, 0, ()
        )
        for unit, told in found
    )
    here = progress.ProblemProgress(cast(progress.Decided, None), True, (), concerned)
    assert sum(here.tally.values()) == len({unit for unit, _ in found})
    assert here.total + here.tally["unfounded"] == len({unit for unit, _ in found})


def test_of_two_who_decide_at_once_the_second_is_told(
    province: Store, framework: Framework
) -> None:
    old = about(province, "VEN-01")
    confirmed(province, framework)
    with pytest.raises(Rejected) as told:
        decisions.dismiss(DataSource(province, framework), READER, old, "个别")
    assert codes(told) == ["common.overtaken"]


def test_nothing_is_confirmed_twice_and_nothing_where_it_holds_nowhere(
    province: Store, framework: Framework
) -> None:
    confirmed(province, framework)
    with pytest.raises(Rejected) as told:
        confirmed(province, framework)
    assert codes(told) == ["common.confirmed_already"]
    with pytest.raises(Rejected) as told:
        confirmed(province, framework, (), "WORK-02")
    assert codes(told) == ["common.holds_nowhere"]


def test_only_what_the_sweep_proposes_is_put_on_record(
    province: Store, framework: Framework
) -> None:
    with pytest.raises(Rejected) as told:
        confirmed(province, framework, (BAISHI,))
    assert codes(told) == ["common.not_proposed"]
    assert progress.decided(province, READER) == []


@pytest.mark.parametrize("scope", ["province", f"prefecture:{SOUTH}", "prefecture:999999"])
def test_a_city_decides_in_its_own_prefecture_alone(
    province: Store, framework: Framework, scope: str
) -> None:
    live = replace(CITY, role="city")
    wanted = decisions.About("2024", scope, "WORK-01", 0)
    with pytest.raises(NotAllowed):
        decisions.dismiss(DataSource(province, framework), live, wanted, "不属实")
    with pytest.raises(NotAllowed):
        decisions.confirm(DataSource(province, framework), live, wanted, ())


def test_a_county_decides_nothing(province: Store, framework: Framework) -> None:
    with pytest.raises(NotAllowed):
        decisions.dismiss(DataSource(province, framework), COUNTY, about(province), "不属实")


def test_who_sees_one_unit_is_told_of_that_unit_alone(
    province: Store, framework: Framework
) -> None:
    confirmed(province, framework)
    here = standings(province, COUNTY)
    assert [each.unit.unit for each in here.concerned] == [QINGXI]
    told = here.decided
    assert (here.whole, told.reason, told.decided_by) == (False, None, "")
    assert (told.units, told.with_data, told.findings) == (None, None, None)
    assert progress.sweeps(province, COUNTY, here.decided.common) == []
    assert progress.history(province, COUNTY, here.decided.common) == []


def test_who_sees_no_unit_of_a_scope_is_not_told_what_was_decided_there(
    province: Store, framework: Framework
) -> None:
    scope = f"prefecture:{SOUTH}"
    decisions.confirm(
        DataSource(province, framework), READER, about(province, "WORK-01", scope), ()
    )
    assert progress.decided(province, COUNTY) == []
    assert [row.scope for row in progress.decided(province, READER)] == [scope]


def test_every_decision_stays_on_record(province: Store, framework: Framework) -> None:
    decisions.dismiss(DataSource(province, framework), READER, about(province), "个别情况")
    number = confirmed(province, framework)
    told = progress.history(province, READER, number)
    assert [(row.state, row.reason) for row in told] == [
        ("dismissed", "个别情况"),
        ("confirmed", "普遍存在"),
    ]
    (one,) = progress.sweeps(province, READER, number)
    assert (one.units, one.holding, one.taken) == (3, 2, 1)


def test_the_findings_of_a_common_problem_count_once_confirmed(
    province: Store, framework: Framework
) -> None:
    confirmed(province, framework)
    (made,) = [case for case in cases.listed(province, READER) if case.source == "sweep"]
    assert made.problem == "WORK-01"
    assert made.description.startswith("举一反三排查")
