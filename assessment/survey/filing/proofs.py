"""Which indicators of a form have files that prove them, and which lack what they need."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.errors import Problem
from assessment.framework.model import Indicator, Proof
from assessment.survey.filing import rules
from assessment.survey.filing.form import Form, Item
from assessment.survey.filing.rules import ValidationMessage


@dataclass(frozen=True, slots=True)
class IndicatorProof:
    """An indicator that has a value to prove, and how many files do."""

    indicator: Indicator
    rule: Proof
    question: Item
    """The first of its questions that has a value."""

    files: int

    @property
    def is_lacking(self) -> bool:
        return self.files == 0


def of_form(survey_form: Form) -> list[IndicatorProof]:
    """Every indicator that needs proof and has a value, in the form's order.

    What is not applicable, unavailable or not answered has nothing to prove.
    """
    first: dict[str, IndicatorProof] = {}
    for item in survey_form.items.values():
        if item.said.state != "value":
            continue
        for indicator in item.indicators:
            rule = indicator.evidence_rule.in_force(survey_form.period) or "asked"
            if rule == "none" or indicator.code in first:
                continue
            files = {held.hash for held in item.evidence if held.indicator == indicator.code}
            first[indicator.code] = IndicatorProof(indicator, rule, item, len(files))
    return list(first.values())


def blockers(survey_form: Form) -> Iterator[ValidationMessage]:
    """Proof that is required and lacking."""
    for each in of_form(survey_form):
        if each.rule == "required" and each.is_lacking:
            code = each.question.question.code
            facts = {"title": each.indicator.title, "what": each.indicator.evidence}
            place = rules.place(survey_form, code)
            yield ValidationMessage(code, "error", Problem("form.no_proof", place, facts))
