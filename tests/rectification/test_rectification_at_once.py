"""Two people at one finding: the second is told, and nothing is counted twice."""

from dataclasses import replace

import pytest

from assessment.errors import Rejected
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.rectification.findings import measures, transitions
from assessment.rectification.findings.measures import Planned, RectificationRefused
from assessment.rectification.findings.transitions import NotNow
from assessment.store.database import Store
from tests.kit.province.meanwhile import meanwhile
from tests.kit.province.rectifying import CITY, CLERK, DUE, NOW, TODAY, given, put, standing, take
from tests.rectification.test_rectification import field

__all__ = ["field"]

COLLEAGUE = replace(CLERK, name="liu")
PLANNED = Planned("建立台账", "周主席", "组织部", "小吴", DUE)


def codes(refused: pytest.ExceptionInfo[Rejected]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def served(store: Store, finding: int) -> list[measures.MeasureTold]:
    unit = standing(store, finding).unit
    return [each for each in measures.of_unit(store, CITY, unit) if finding in each.findings]


@pytest.mark.parametrize("who", [COLLEAGUE, CLERK], ids=["colleague", "same person"])
def test_of_two_who_press_at_once_the_second_is_told(
    field: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch, who: Actor
) -> None:
    finding = put(field, "under_way")
    seen = {finding: standing(field, finding).entry}
    report = given("report")
    meanwhile(field, monkeypatch, lambda: take(field, framework, who, finding, "report"))
    before = field.revision
    with pytest.raises(NotNow):
        transitions.take(field, framework, CLERK, seen, "report", report, now=NOW)
    assert field.revision == before + 1


def test_a_measure_that_was_withdrawn_just_now_serves_no_plan(
    field: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No event of the finding's own, and still not what it was."""
    other, finding = put(field, "under_way"), put(field, "signed")
    measures.add(field, CLERK, other, [PLANNED], today=TODAY)
    first, _ = served(field, other)
    plan = replace(given("plan"), planned=(), serves=(first.measure,))
    withdraw = measures.withdraw
    meanwhile(field, monkeypatch, lambda: withdraw(field, COLLEAGUE, other, first.measure))
    with pytest.raises(RectificationRefused) as refused:
        take(field, framework, CLERK, finding, "plan", plan)
    assert codes(refused) == ["rectification.unknown_measure"]
    assert standing(field, finding).stage == "signed"


def test_no_measure_is_added_to_a_finding_that_left_work_just_now(
    field: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = put(field, "under_way")
    meanwhile(field, monkeypatch, lambda: take(field, framework, COLLEAGUE, finding, "ask_closing"))
    with pytest.raises(RectificationRefused) as refused:
        measures.add(field, CLERK, finding, [PLANNED], today=TODAY)
    assert codes(refused) == ["rectification.not_worked"]
    assert len(served(field, finding)) == 1


def test_of_two_who_withdraw_the_last_measures_one_stays(
    field: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = put(field, "under_way")
    measures.add(field, CLERK, finding, [PLANNED], today=TODAY)
    first, second = (each.measure for each in served(field, finding))
    withdraw = measures.withdraw
    meanwhile(field, monkeypatch, lambda: withdraw(field, COLLEAGUE, finding, first))
    with pytest.raises(RectificationRefused) as refused:
        withdraw(field, CLERK, finding, second)
    assert codes(refused) == ["rectification.last_measure"]
    assert [each.measure for each in served(field, finding)] == [second]
