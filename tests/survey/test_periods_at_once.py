"""Two publishers at one period: the second is told, and undoes nothing."""

from collections.abc import Callable
from datetime import date

import pytest

from assessment.errors import Rejected
from assessment.framework import loader
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.filing import drafts
from assessment.survey.periods import periods
from assessment.survey.periods.periods import Opening, PeriodRefused
from assessment.survey.publishing import snapshots
from assessment.survey.publishing.snapshots import PublishRefused
from tests.kit.province import three_counties
from tests.kit.province.meanwhile import meanwhile
from tests.kit.province.three_counties import QINGXI, YUNLU
from tests.kit.province.whole_life import reach, settled
from tests.survey.test_snapshots import TEXT, other_framework

PUBLISHER, COLLEAGUE = (Actor(name, "publisher", live=True) for name in ("chen", "lin"))
FRAMEWORK_TEXT = loader.DEFAULT.read_text("utf-8")
LATER = date(2025, 3, 31)
Act = Callable[[Store], object]


def codes(refused: Rejected) -> list[str]:
    return [problem.code for problem in refused.problems]


def publish(store: Store, who: Actor = PUBLISHER) -> object:
    return snapshots.publish(store, TEXT, who, "2024", "发布")


def test_of_two_who_open_one_period_the_second_is_told(
    province: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, theirs = (
        Opening("2025", deadline, strengths=("organisation",))
        for deadline in (date(2026, 1, 31), date(2026, 2, 28))
    )
    opened = periods.open_period
    meanwhile(province, monkeypatch, lambda: opened(province, COLLEAGUE, theirs, FRAMEWORK_TEXT))
    with pytest.raises(PeriodRefused) as refused:
        periods.open_period(province, PUBLISHER, mine, FRAMEWORK_TEXT)
    assert codes(refused.value) == ["period.exists"]
    assert periods.of(province, PUBLISHER, "2025").deadline == theirs.deadline


def test_a_period_that_was_begun_just_now_is_not_withdrawn(
    province: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = Opening("2025", date(2026, 1, 31))
    periods.open_period(province, PUBLISHER, opening, FRAMEWORK_TEXT)
    rules = periods.framework_of(province, PUBLISHER, "2025", framework)
    clerk = Actor("wang", "county", frozenset({QINGXI}))
    question = rules.fields[0]
    meanwhile(
        province,
        monkeypatch,
        lambda: drafts.save(
            province, rules, clerk, QINGXI, "2025", question.code, drafts.Answer("value", 1.0), 0
        ),
    )
    with pytest.raises(PeriodRefused) as refused:
        periods.withdraw(province, PUBLISHER, "2025", "误开")
    assert codes(refused.value) == ["period.in_use"]
    assert periods.of(province, PUBLISHER, "2025").period == "2025"


@pytest.mark.parametrize(
    "act",
    [
        lambda store: periods.extend(store, PUBLISHER, "2024", LATER, "雨雪"),
        lambda store: periods.change(store, PUBLISHER, "2024", counts="verified"),
        lambda store: periods.change(store, PUBLISHER, "2024", others="named"),
    ],
    ids=["extend", "counts", "others"],
)
def test_what_a_colleague_changed_of_a_period_just_now_is_not_undone(
    province: Store, monkeypatch: pytest.MonkeyPatch, act: Act
) -> None:
    meanwhile(province, monkeypatch, lambda: periods.lock(province, COLLEAGUE, "2024", "结束"))
    with pytest.raises(PeriodRefused) as refused:
        act(province)
    assert codes(refused.value) == ["period.overtaken"]
    assert periods.of(province, PUBLISHER, "2024").locked


def test_the_levels_stay_where_a_review_has_begun_just_now(
    framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = settled()
    meanwhile(store, monkeypatch, lambda: reach(store, framework, "in_review"))
    with pytest.raises(PeriodRefused) as refused:
        periods.change(store, PUBLISHER, "2024", levels="city_and_province")
    assert codes(refused.value) == ["period.under_review"]
    assert periods.of(store, PUBLISHER, "2024").levels == "province"


def test_of_two_who_publish_the_second_is_told(
    province: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(province, monkeypatch, lambda: publish(province, COLLEAGUE))
    with pytest.raises(PublishRefused) as refused:
        publish(province)
    assert codes(refused.value) == ["snapshot.nothing_new"]
    assert len(snapshots.listed(province, PUBLISHER)) == 1


def test_nothing_is_published_by_a_framework_that_was_changed_just_now(
    province: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(province, monkeypatch, lambda: other_framework(province, framework))
    with pytest.raises(PublishRefused) as refused:
        publish(province)
    assert codes(refused.value) == ["snapshot.overtaken"]
    assert snapshots.listed(province, PUBLISHER) == []


def test_what_is_filed_just_now_is_published(
    province: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [10, 10, 2, 1, 1, 1, 900, 1000]
    file = three_counties.file
    meanwhile(province, monkeypatch, lambda: file(province, framework, YUNLU, "2024", said))
    publish(province)
    totals = snapshots.opened(province, PUBLISHER, 1).scores.totals.set_index("unit")
    assert totals.loc[[QINGXI, YUNLU], "total"].notna().all()


def test_a_period_of_which_nothing_counts_any_more_is_not_published(
    store: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_counties.settle(store)
    three_counties.answer(store, framework)
    meanwhile(
        store, monkeypatch, lambda: periods.change(store, COLLEAGUE, "2024", counts="verified")
    )
    with pytest.raises(PublishRefused) as refused:
        publish(store)
    assert codes(refused.value) == ["snapshot.nothing_filed"]
