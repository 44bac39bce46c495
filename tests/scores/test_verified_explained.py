"""An explanation shows what was reported and what was verified, who verified it, when and why."""

import pandas as pd
import pytest

from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import Actor
from assessment.scores.basis.basis import DataSource
from assessment.scores.explanation import explanation_tables, worked_calculation
from assessment.scores.explanation.explanation import Explanation, explanation
from assessment.scoring.explanation_tree import Answer, Node
from assessment.store.database import Store
from assessment.survey.periods.periods_table import PeriodRule, record_rules
from assessment.survey.publishing import snapshots
from tests.kit.people import LEADER
from tests.kit.province import three_counties
from tests.kit.province.three_counties import QINGXI, READER, YUNLU
from tests.survey.test_snapshots import PUBLISHER, TEXT

ZH = Messages("zh")
NOTE = "名册只有 5 家"


@pytest.fixture
def reviewed(province: Store) -> Store:
    """Qingxi said 6 of 10 firms: the 10 were accepted, the 6 corrected to 5."""
    three_counties.verify(province, QINGXI, "firms_n", 10)
    three_counties.verify(province, QINGXI, "covered_n", 5, "corrected", note=NOTE)
    return province


def node(opened: Explanation, code: str) -> Node:
    return next(each for each in opened.tree.indicators() if each.code == code)


def answer(opened: Explanation, indicator: str, field: str) -> Answer:
    measure = node(opened, indicator).measure
    assert measure is not None
    return next(each for each in measure.answers if each.field == field)


def opened(store: Store, framework: Framework, actor: Actor = READER) -> Explanation:
    return explanation(DataSource(store, framework), actor, QINGXI, "2024")


def test_both_values_are_told_with_who_verified_when_and_why(
    reviewed: Store, framework: Framework
) -> None:
    found = answer(opened(reviewed, framework), "rate", "covered_n")
    assert (found.reported_value, found.value, found.verdict) == (6, 5, "corrected")
    said = explanation_tables.both(framework, found, ZH)
    assert said == f"已审定，与自报不同 · 自报 6 家 · 审定 5 家 · 赵审核 · 2025-02-03 · {NOTE}"


def test_what_was_accepted_and_what_nobody_verified_is_told_apart(
    reviewed: Store, framework: Framework
) -> None:
    found = opened(reviewed, framework)
    accepted, open_ = answer(found, "rate", "firms_n"), answer(found, "meetings", "meetings_n")
    assert explanation_tables.both(framework, accepted, ZH) == "已审定 · 赵审核 · 2025-02-03"
    assert explanation_tables.both(framework, open_, ZH) == "未审定，按自报"


def test_an_answer_that_does_not_count_is_told_with_what_was_reported(
    reviewed: Store, framework: Framework
) -> None:
    rule = PeriodRule("2024", None, "province", "verified", "", "anonymous")
    with reviewed.writing(actor="test", action="x.y", subject="2024", facts={}) as cursor:
        record_rules(cursor, [rule])
    found = answer(opened(reviewed, framework), "meetings", "meetings_n")
    assert found.value is None
    assert explanation_tables.both(framework, found, ZH) == "未审定，不计分 · 自报 1 次"


def test_of_what_was_never_said_nothing_is_verified(reviewed: Store, framework: Framework) -> None:
    silent = answer(
        explanation(DataSource(reviewed, framework), READER, YUNLU, "2024"), "windows", "aid_yn"
    )
    assert explanation_tables.both(framework, silent, ZH) == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_calculation_says_which_value_was_calculated_with(
    reviewed: Store, framework: Framework, lang: str
) -> None:
    t = Messages(lang)
    found = opened(reviewed, framework)
    said = worked_calculation.score(framework, node(found, "rate"), "2024", t)
    six, five = ("自报为 6 家", "5 家 计算") if lang == "zh" else ("as 6 firms", "verified 5 firms")
    assert six in said
    assert five in said
    assert "自报" not in worked_calculation.score(framework, node(found, "meetings"), "2024", ZH)


def test_the_workbook_has_both_values_and_who_verified(
    reviewed: Store, framework: Framework
) -> None:
    rows = explanation_tables.answers(framework, opened(reviewed, framework), ZH)
    row = rows.set_index("field").loc["已建会企业"]
    told = ["answer", "reported", "verification", "verified_by", "verdict_note"]
    assert row[told].tolist() == [5, 6, "已审定，与自报不同", "赵审核", NOTE]
    assert row["verified_at"].isoformat() == "2025-02-03T12:00:00", "by the office's clock"
    assert pd.isna(rows.set_index("field").loc["会议", "verified_by"])


def test_a_snapshot_tells_the_verdict_it_was_published_with(
    reviewed: Store, framework: Framework
) -> None:
    snapshots.publish(reviewed, TEXT, PUBLISHER, "2024", "首次")
    three_counties.verify(reviewed, QINGXI, "covered_n", 4, "corrected", note="又核一次")
    three_counties.verify(reviewed, QINGXI, "meetings_n", 1)
    frozen = opened(reviewed, framework, LEADER)
    found = answer(frozen, "rate", "covered_n")
    assert (found.value, found.verified_by, found.verdict_note) == (5, "赵审核", NOTE)
    assert answer(frozen, "meetings", "meetings_n").verified_by is None
    live = answer(opened(reviewed, framework), "rate", "covered_n")
    assert (live.value, live.verdict_note) == (4, "又核一次")
    three_counties.file(reviewed, framework, QINGXI, "2024", [6, 10, 1, 1, 0, 0, 100, 1000])
    assert answer(opened(reviewed, framework, LEADER), "rate", "covered_n").verdict_note == NOTE
