"""People and short cuts for tests of filing: who types, who reviews, and one line to do either."""

from datetime import date

from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.filing import drafts, form
from assessment.survey.filing.drafts import Answer
from assessment.survey.filing.form import CurrentAnswer, Form
from assessment.survey.periods import submissions
from assessment.survey.periods import submissions_table as table
from assessment.survey.periods.submissions_table import Verdict
from tests.kit.province.three_counties import BAISHI, QINGXI, YUNLU

PERIOD = "2025"
"""Nobody has filed anything for it; 2024 is the period before."""

CLERK = Actor("qingxi", "county", frozenset({QINGXI}))
COLLEAGUE = Actor("qingxi2", "county", frozenset({QINGXI}))
NEIGHBOUR = Actor("baishi", "county", frozenset({BAISHI}))
SILENT = Actor("yunlu", "county", frozenset({YUNLU}))
REVIEWER = Actor("reviewer", "reviewer", live=True)

RIGHT = {
    "covered_n": 7.0,
    "firms_n": 10.0,
    "meetings_n": 1.0,
    "legal_yn": 1.0,
    "jobs_yn": 0.0,
    "aid_yn": 0.0,
    "listeners_n": 110.0,
    "members_n": 1100.0,
}
"""Answers for Qingxi that no rule has anything against."""


def shown(store: Store, framework: Framework, actor: Actor = CLERK, period: str = PERIOD) -> Form:
    (unit,) = actor.units or {QINGXI}
    return form.of(store, framework, actor, unit, period)


def said(store: Store, framework: Framework, field: str, actor: Actor = CLERK) -> CurrentAnswer:
    return shown(store, framework, actor).items[field].said


def type_in(
    store: Store,
    framework: Framework,
    field: str,
    answer: Answer | float,
    actor: Actor = CLERK,
    seen: int | None = None,
) -> None:
    """As somebody who has just looked, unless told what they saw."""
    (unit,) = actor.units or {QINGXI}
    if not isinstance(answer, Answer):
        answer = Answer("value", answer)
    last = said(store, framework, field, actor).entry if seen is None else seen
    drafts.save(store, framework, actor, unit, PERIOD, field, answer, last)


def type_all(store: Store, framework: Framework) -> None:
    for field, value in RIGHT.items():
        type_in(store, framework, field, value)


def review(store: Store, event: submissions.Event, *returned: str) -> None:
    """What a reviewer does, in as few words as the store takes."""
    seen = submissions.of_unit(store, REVIEWER, QINGXI, PERIOD)
    entries = {row.field: row for row in form.working(store, REVIEWER, QINGXI, PERIOD).values()}
    with store.writing(
        actor=REVIEWER.name, action="test.review", subject=QINGXI, facts={}
    ) as cursor:
        table.record_verdicts(
            cursor,
            [
                Verdict(
                    *(QINGXI, PERIOD, field, "province", "returned"),
                    answer=entries[field].entry if field in entries else None,
                    given_by=REVIEWER.name,
                    reason="no_evidence",
                    note="请核对",
                )
                for field in returned
            ],
        )
        due = date(2026, 3, 1) if event == "return" else None
        submissions.moved(cursor, seen, event, REVIEWER.name, due=due)
