"""Files that prove indicators: how many there are, which lack them, and where one is required."""

from datetime import date

import pytest

from assessment.framework import loader
from assessment.framework.model import Framework
from assessment.store.database import Store
from assessment.survey.evidence import evidence
from assessment.survey.filing import proofs, submit
from assessment.survey.filing.drafts import Answer
from assessment.survey.filing.submit import NotReady
from assessment.survey.periods import periods_table
from assessment.survey.periods.periods_table import PeriodRow, PeriodRule
from tests.kit.province.filing_desk import CLERK, PERIOD, shown, type_all, type_in
from tests.kit.province.three_counties import QINGXI
from tests.survey.test_evidence import photo


@pytest.fixture
def desk(province: Store) -> Store:
    with province.writing(actor="t", action="x.y", subject="*", facts={}) as cursor:
        days = date(2025, 1, 1), date(2025, 12, 31), date(2099, 1, 31)
        periods_table.record(cursor, [PeriodRow(PERIOD, *days)])
        rule = PeriodRule(PERIOD, None, "province", "self_reported", "", "anonymous")
        periods_table.record_rules(cursor, [rule])
    return province


def ruled(framework: Framework, **dates: str) -> Framework:
    """The framework with a rule, from some periods on, for what proves the meetings."""
    strength = framework.strengths[0]
    rule = type(strength.indicators[0].evidence_rule).model_validate(
        {"always": "none"} | {code.removeprefix("y"): rule for code, rule in dates.items()}
    )
    indicators = tuple(
        each.model_copy(update={"evidence_rule": rule}) if each.code == "meetings" else each
        for each in strength.indicators
    )
    strengths = (strength.model_copy(update={"indicators": indicators}), *framework.strengths[1:])
    return framework.model_copy(update={"strengths": strengths})


def lacking(store: Store, framework: Framework) -> set[str]:
    needed = proofs.of_form(shown(store, framework))
    return {each.indicator.code for each in needed if each.is_lacking}


def test_what_has_a_value_and_no_file_is_told(desk: Store, framework: Framework) -> None:
    assert proofs.of_form(shown(desk, framework)) == []
    type_all(desk, framework)
    assert "meetings" in lacking(desk, framework)
    evidence.attach(desk, framework, CLERK, QINGXI, PERIOD, "meetings", "会.jpg", photo())
    assert "meetings" not in lacking(desk, framework)


def test_what_is_not_applicable_has_nothing_to_prove(desk: Store, framework: Framework) -> None:
    type_all(desk, framework)
    type_in(desk, framework, "meetings_n", Answer("not_applicable", None, None, "尚未建会"))
    assert "meetings" not in lacking(desk, framework)


def test_a_form_is_refused_only_where_proof_is_required(desk: Store, framework: Framework) -> None:
    type_all(desk, framework)
    rules = ruled(framework, y2025="required")
    with pytest.raises(NotReady) as refused:
        submit.submit(desk, rules, CLERK, QINGXI, PERIOD)
    assert [each.code for each in refused.value.problems] == ["form.no_proof"]
    evidence.attach(desk, rules, CLERK, QINGXI, PERIOD, "meetings", "会.jpg", photo())
    submit.submit(desk, rules, CLERK, QINGXI, PERIOD)


def test_a_rule_of_a_later_period_moves_no_earlier_one(desk: Store, framework: Framework) -> None:
    type_all(desk, framework)
    rules = ruled(framework, y2026="required")
    assert "meetings" not in lacking(desk, rules)
    submit.submit(desk, rules, CLERK, QINGXI, PERIOD)


def test_the_framework_requires_nothing_so_far() -> None:
    shipped = loader.load(loader.DEFAULT)
    assert {
        rule for _, each in shipped.indicators() for rule in each.evidence_rule.root.values()
    } == {"asked"}
