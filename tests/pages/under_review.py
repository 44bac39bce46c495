"""A database file for the pages of reviewers and publishers: all units, one period, few filings.

430626 has been submitted, 430181 is in review, 430224 is approved; nobody else has begun. Or the
three have been submitted, and nobody has reviewed anything.
"""

from datetime import date
from pathlib import Path

from assessment.framework import loader
from assessment.framework.model import Framework, SurveyField
from assessment.kernel.actors import OPERATOR, Actor
from assessment.kernel.answers import Answer
from assessment.store.database import Store
from assessment.survey.filing import drafts, submit
from assessment.survey.periods import periods, submissions
from assessment.survey.periods.periods import Opening
from assessment.survey.review import decide, items, verdicts
from assessment.survey.review.verdicts import Decision
from assessment.units import setup

PERIOD = "2025"
SUBMITTED, IN_REVIEW, APPROVED = "430626", "430181", "430224"
PUBLISHER = Actor("chen", "publisher", live=True)
REVIEWER = Actor("zhao", "reviewer", live=True)


def build(file: Path, *, is_reviewed: bool = True) -> None:
    """Everything the docstring of this module says."""
    store, framework = Store(file), loader.load(loader.DEFAULT)
    prefectures, units = setup.read_units(setup.DATA, framework)
    setup.found(store, OPERATOR, prefectures, units)
    text = loader.DEFAULT.read_text("utf-8")
    opening = Opening(PERIOD, date(2099, 1, 31), strengths=("organisation",))
    periods.open_period(store, PUBLISHER, opening, text)
    for unit in (SUBMITTED, IN_REVIEW, APPROVED):
        file_all(store, framework, unit)
    if is_reviewed:
        for unit in (IN_REVIEW, APPROVED):
            decide.accept(store, REVIEWER, seen(store, unit))
        accept_every(store, framework, APPROVED)
        decide.approve(store, framework, REVIEWER, seen(store, APPROVED))
    store.close()


def seen(store: Store, unit: str) -> submissions.Submission:
    return submissions.of_unit(store, REVIEWER, unit, PERIOD)


def file_all(store: Store, framework: Framework, unit: str) -> None:
    """Answer every question asked, and submit."""
    clerk = Actor(f"clerk of {unit}", "county", frozenset({unit}))
    run = periods.of(store, clerk, PERIOD)
    said = {
        field.code: Answer("value", plausible(field), "名册", "估计")
        for field in periods.asked_fields(framework, run)
    }
    drafts.write(store, framework, clerk, unit, PERIOD, said, {}, "draft.save")
    submit.submit(store, framework, clerk, unit, PERIOD)


def plausible(field: SurveyField) -> float:
    if field.type == "level":
        return float(min(field.options or {1: ""}))
    if field.type == "date":
        return 20000.0
    return 1.0 if field.type == "yes_no" else max(field.minimum or 0, 10.0)


def accept_every(store: Store, framework: Framework, unit: str) -> None:
    case = items.of_unit(store, framework, REVIEWER, unit, PERIOD)
    said = [
        Decision(item.question.code, "accepted", item.entry, item.latest(case.level))
        for item in case.answered
    ]
    verdicts.give(store, framework, REVIEWER, unit, PERIOD, said)
