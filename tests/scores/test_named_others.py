"""What a county or a team is told of the others: as the snapshot was published, and no more."""

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from assessment.errors import NotAllowed
from assessment.framework.model import Framework
from assessment.i18n import Messages
from assessment.kernel.actors import Actor
from assessment.scores.basis import basis
from assessment.scores.basis.basis import DataSource
from assessment.scores.explanation import compare, explanation
from assessment.scores.profiles import county
from assessment.scores.rankings import rankings
from assessment.scores.rankings.rankings import View
from assessment.store.database import Store
from assessment.survey.periods.periods_table import PeriodRule, record_rules
from assessment.survey.publishing import snapshots
from tests.kit.people import LEADER
from tests.kit.province.three_counties import BAISHI, QINGXI, SOUTH, YUNLU
from tests.survey.test_snapshots import PUBLISHER, TEXT, file_again

ZH = Messages("zh")
OWN = {
    "county": Actor("qx", "county", frozenset({QINGXI})),
    "city": Actor("north", "city", frozenset({QINGXI})),
    "team": Actor("one", "team", frozenset({QINGXI}), frozenset({"one"})),
}
everyone_with_a_scope = pytest.mark.parametrize("role", OWN)


def set_others(store: Store, others: str) -> None:
    rule = PeriodRule("2024", None, "province", "self_reported", "", others)
    with store.writing(actor="test", action="x.y", subject="2024", facts={}) as cursor:
        record_rules(cursor, [rule])


def publish(store: Store, others: str) -> None:
    set_others(store, others)
    snapshots.publish(store, TEXT, PUBLISHER, "2024", "首次")


def sheet(store: Store, framework: Framework, actor: Actor, what: str = "total") -> str:
    data = rankings.workbook(DataSource(store, framework), actor, View("2024", what), "0" * 12, ZH)
    return "\n".join(str(row) for row in load_workbook(io.BytesIO(data)).active.values)


@everyone_with_a_scope
def test_named_others_are_ranked_with_name_total_grade_and_ranks_and_nothing_else(
    province: Store, framework: Framework, role: str
) -> None:
    publish(province, "named")
    table = rankings.with_others(DataSource(province, framework), OWN[role], "2024").set_index(
        "unit"
    )
    whole = rankings.ranking(DataSource(province, framework), LEADER, "2024").set_index("unit")
    assert list(table.index) == [BAISHI, QINGXI, YUNLU]
    assert list(table["own"]) == [False, True, False]
    told = [name for name in rankings.NAMED if name != "unit"]
    for other in (BAISHI, YUNLU):
        assert table.loc[other, told].fillna(0).equals(whole.loc[other, told].fillna(0))
        assert table.loc[other].drop([*told, "own"]).isna().all()
    mine = whole.loc[QINGXI].fillna(0).to_dict()
    assert table.loc[QINGXI].drop("own").fillna(0).to_dict() == mine


@everyone_with_a_scope
def test_the_workbook_says_what_the_page_says(
    province: Store, framework: Framework, role: str
) -> None:
    publish(province, "named")
    told = sheet(province, framework, OWN[role])
    assert all(name in told for name in ("白石县", "清溪县", "云路县"))
    assert "只公开名称、总分、等级和位次" in told
    assert "白石县" not in sheet(province, framework, OWN[role], "work")


@everyone_with_a_scope
def test_anonymous_others_are_not_there_at_all(
    province: Store, framework: Framework, role: str
) -> None:
    publish(province, "anonymous")
    table = rankings.with_others(DataSource(province, framework), OWN[role], "2024")
    assert list(table["unit"]) == [QINGXI]
    told = sheet(province, framework, OWN[role])
    assert not any(name in told for name in ("白石县", "云路县", BAISHI, YUNLU))


def test_the_snapshot_s_own_setting_counts_and_not_the_period_s_of_today(
    province: Store, framework: Framework
) -> None:
    publish(province, "anonymous")
    set_others(province, "named")
    own = OWN["county"]
    assert list(rankings.with_others(DataSource(province, framework), own, "2024")["unit"]) == [
        QINGXI
    ]
    file_again(province, framework)
    snapshots.publish(province, TEXT, PUBLISHER, "2024", "更正")
    set_others(province, "anonymous")
    assert len(rankings.with_others(DataSource(province, framework), own, "2024")) == 3


def test_of_a_strength_nobody_else_is_told(province: Store, framework: Framework) -> None:
    publish(province, "named")
    rows = rankings.with_others(DataSource(province, framework), OWN["county"], "2024", "work")
    assert list(rows["unit"]) == [QINGXI]


def test_a_scope_in_which_one_sees_nobody_has_the_named_alone(
    province: Store, framework: Framework
) -> None:
    publish(province, "named")
    scope = f"prefecture:{SOUTH}"
    rows = rankings.with_others(DataSource(province, framework), OWN["county"], "2024", scope=scope)
    assert list(zip(rows["unit"], rows["own"], strict=True)) == [(YUNLU, False)]


def test_who_sees_no_unit_and_who_asks_for_what_was_filed_last_is_told_of_no_other(
    province: Store, framework: Framework
) -> None:
    publish(province, "named")
    nowhere = Actor("x", "county", frozenset())
    assert rankings.with_others(DataSource(province, framework), nowhere, "2024").empty
    some = Actor("x", "reviewer", frozenset({QINGXI}), live=True)
    assert list(rankings.with_others(DataSource(province, framework), some, "2024")["unit"]) == [
        QINGXI
    ]
    assert not basis.names_others(province, LEADER, "2024")


@everyone_with_a_scope
def test_a_named_unit_is_as_closed_as_any_other(
    province: Store, framework: Framework, role: str
) -> None:
    publish(province, "named")
    own = OWN[role]
    for ask in (
        lambda: county.standing(DataSource(province, framework), own, BAISHI, "2024"),
        lambda: county.comparison(DataSource(province, framework), own, BAISHI, "2024"),
        lambda: explanation.explanation(DataSource(province, framework), own, BAISHI, "2024"),
        lambda: compare.compare(
            DataSource(province, framework), own, (QINGXI, "2024"), (BAISHI, "2024")
        ),
        lambda: rankings.with_others(
            DataSource(province, framework), replace(own, live=True), "2024"
        ),
    ):
        with pytest.raises(NotAllowed):
            ask()
