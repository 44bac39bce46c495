"""Common problems of the three counties: how many of how many with data, and how we know."""

from datetime import date

import pandas as pd
import pytest

from assessment.errors import Unknown
from assessment.framework.model import CommonWhen, Framework, Threshold
from assessment.kernel.actors import Actor
from assessment.rectification.common_problems.problems import (
    common,
    common_problems,
    holding,
    spread,
)
from assessment.rectification.findings import findings_table, rectification_table
from assessment.scores.basis.basis import DataSource
from assessment.store.database import Store
from tests.kit.province.three_counties import (
    BAISHI,
    NORTH,
    QINGXI,
    QINGXI_ONLY,
    READER,
    SOUTH,
    YUNLU,
)


def holds(store: Store, framework: Framework, period: str = "2024") -> dict[str, list[bool | None]]:
    """By problem, whether it holds in Baishi, Qingxi and Yunlu."""
    pairs = holding(DataSource(store, framework), READER, period)
    told: dict[str, list[bool | None]] = {}
    for problem, value in zip(pairs["problem"], pairs["holds"], strict=True):
        told.setdefault(problem, []).append(None if pd.isna(value) else bool(value))
    return told


def commonness(
    store: Store, framework: Framework, scope: str = "province", period: str = "2024"
) -> pd.DataFrame:
    return common_problems(DataSource(store, framework), READER, period, scope).set_index("problem")


def test_a_problem_holds_by_signal_or_by_an_open_finding(
    province: Store, framework: Framework
) -> None:
    told = holds(province, framework)
    assert told["WORK-01"] == [False, True, True]
    assert told["VEN-01"] == [False, None, True]


def test_a_closed_finding_no_longer_makes_a_problem(province: Store, framework: Framework) -> None:
    assert holds(province, framework)["WORK-02"][0] is False


def test_silence_is_unknown_rather_than_no_problem(province: Store, framework: Framework) -> None:
    assert holds(province, framework)["WORK-02"] == [False, False, None]
    assert holds(province, framework, "2022")["WORK-01"] == [None, None, None]


def test_what_only_people_can_see_is_unknown_where_nobody_looked(
    province: Store, framework: Framework
) -> None:
    assert holds(province, framework, "2023")["VEN-01"] == [None, False, None]


def test_shares_are_of_units_with_data(province: Store, framework: Framework) -> None:
    table = commonness(province, framework)
    counts = table[["units", "with_data", "without_data"]].T.to_dict("list")
    assert counts == {"WORK-01": [2, 3, 0], "WORK-02": [0, 2, 1], "VEN-01": [1, 2, 1]}
    assert list(table["share"]) == pytest.approx([2 / 3, 0, 1 / 2])


def test_a_problem_nobody_has_data_for_has_no_share(province: Store, framework: Framework) -> None:
    table = commonness(province, framework, f"prefecture:{SOUTH}", "2023")
    assert table["share"].isna().all()
    assert table["common"].isna().all()
    assert list(table["without_data"]) == [1, 1, 1]


def test_the_trend_is_told_against_the_period_before(province: Store, framework: Framework) -> None:
    table = commonness(province, framework)
    assert list(table["previous_share"]) == pytest.approx([0, 1, 0])
    assert list(table["change"]) == ["up", "down", "up"]


def test_there_is_no_trend_where_there_were_no_data_then(
    province: Store, framework: Framework
) -> None:
    table = commonness(province, framework, f"prefecture:{SOUTH}")
    assert table.loc["WORK-01", "units"] == 1
    assert table["previous_share"].isna().all()
    assert table["change"].isna().all()


def test_common_means_enough_units_or_a_large_enough_share(
    province: Store, framework: Framework
) -> None:
    table = commonness(province, framework)
    assert dict(table["units"])["WORK-01"] == 2
    assert table["common"]["WORK-01"]
    assert not table["common"]["WORK-02"]


def test_a_share_just_at_the_threshold_of_the_scope_is_enough(framework: Framework) -> None:
    two_of_five = pd.DataFrame({"units": [2], "with_data": [5], "share": [0.4], "findings": [0]})
    when = CommonWhen(units=9, share=0.4, prefecture=Threshold(units=9, share=0.41))
    own = framework.model_copy(update={"common_when": when})
    assert common(own, two_of_five, "province").all()
    assert not common(own, two_of_five, f"prefecture:{NORTH}").any()


def test_what_a_single_unit_has_is_common_to_nobody(province: Store, framework: Framework) -> None:
    table = commonness(province, framework)
    assert (table["units"]["VEN-01"], table["share"]["VEN-01"]) == (1, 0.5)
    assert not table["common"]["VEN-01"]
    assert not commonness(province, framework, f"prefecture:{NORTH}")["common"].any()


def test_every_problem_of_the_catalogue_is_listed(province: Store, framework: Framework) -> None:
    table = commonness(province, framework, f"prefecture:{NORTH}")
    assert list(table.index) == [problem.code for problem in framework.problems]


def test_a_holder_says_what_its_signal_read(province: Store, framework: Framework) -> None:
    qingxi, yunlu = spread(DataSource(province, framework), READER, "2024", "WORK-01").holders
    assert (qingxi.unit.unit, qingxi.fired, qingxi.findings) == (QINGXI, True, ())
    (measured,) = qingxi.measured
    assert (measured.asked, measured.code, measured.value) == ("indicator", "rate", 0.6)
    assert (yunlu.unit.unit, yunlu.fired) == (YUNLU, None)
    assert yunlu.measured[0].value is None
    assert [finding.description for finding in yunlu.findings] == ["企业未建会"]


def test_a_signal_over_fields_and_scores_tells_both(province: Store, framework: Framework) -> None:
    (qingxi,) = spread(DataSource(province, framework), READER, "2023", "WORK-02").holders
    values = {(m.asked, m.code): m.value for m in qingxi.measured}
    assert values == {("field", "meetings_n"): 0, ("score", "windows"): 0}


def test_the_units_without_data_are_named(province: Store, framework: Framework) -> None:
    told = spread(DataSource(province, framework), READER, "2024", "VEN-01")
    assert [unit.unit for unit in told.without_data] == [QINGXI]
    assert (len(told.holders), told.absent) == (1, 1)


def test_a_finding_makes_a_unit_one_with_data(province: Store, framework: Framework) -> None:
    with province.writing(actor="t", action="field_work.record", subject=BAISHI, facts={}) as cur:
        found = findings_table.Finding(
            QINGXI, "2024", "work", "low", "门窗", pd.Timestamp("2024-03-01").date()
        )
        findings_table.record_findings(cur, [found])
    assert holds(province, framework)["VEN-01"] == [False, False, True]


def test_an_actor_with_one_unit_sees_only_it(province: Store, framework: Framework) -> None:
    pairs = holding(DataSource(province, framework), QINGXI_ONLY, "2024")
    assert set(pairs["unit"]) == {QINGXI}
    table = common_problems(DataSource(province, framework), QINGXI_ONLY, "2024").set_index(
        "problem"
    )
    assert table.loc["WORK-01", ["units", "with_data"]].tolist() == [1, 1]
    (only,) = spread(DataSource(province, framework), QINGXI_ONLY, "2024", "WORK-01").holders
    assert only.unit.unit == QINGXI


def test_an_actor_with_no_unit_is_told_of_no_unit(province: Store, framework: Framework) -> None:
    table = common_problems(
        DataSource(province, framework), Actor("nobody", "reviewer", frozenset(), live=True), "2024"
    )
    assert (table["with_data"] + table["without_data"]).sum() == 0


def test_a_problem_that_is_not_in_the_catalogue_is_refused(
    province: Store, framework: Framework
) -> None:
    with pytest.raises(Unknown):
        spread(DataSource(province, framework), READER, "2024", "WORK-99")


def test_an_empty_database_has_a_catalogue_and_no_shares(
    store: Store, framework: Framework
) -> None:
    table = commonness(store, framework)
    assert len(table) == 3
    assert table["share"].isna().all()


def test_what_was_voided_was_not_found_by_looking(province: Store, framework: Framework) -> None:
    asked = {"period": "2024", "starts": date(2024, 1, 1), "ends": date(2024, 12, 31)}
    assert QINGXI not in set(province.frame("problem_looked_at", **asked)["unit"])
    found = findings_table.Finding(QINGXI, "2024", "work", "low", "误记", date(2024, 3, 1))
    with province.writing(actor="t", action="finding.test", subject="*", facts={}) as cursor:
        (number,) = findings_table.record_findings(cursor, [found])
    assert QINGXI in set(province.frame("problem_looked_at", **asked)["unit"])
    voided = rectification_table.FindingEvent(number, "void", "voided", "t")
    with province.writing(actor="t", action="finding.test", subject="*", facts={}) as cursor:
        rectification_table.record(cursor, [voided])
    assert QINGXI not in set(province.frame("problem_looked_at", **asked)["unit"])
    pairs = holding(DataSource(province, framework), READER, "2024").set_index(["unit", "problem"])
    assert pd.isna(pairs.loc[(QINGXI, "VEN-01"), "holds"])
