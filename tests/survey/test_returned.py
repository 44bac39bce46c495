"""What was returned: each item says what it asks for, and only that answers it."""

import io
from datetime import date
from typing import get_args

import pytest
from PIL import Image

from assessment.errors import NotAllowed, Unknown
from assessment.framework.model import Framework
from assessment.framework.questions import read_by
from assessment.kernel import codes
from assessment.kernel.answers import Answer
from assessment.store.database import Store
from assessment.survey.evidence import evidence
from assessment.survey.filing import submit
from assessment.survey.filing.submit import NotReady
from assessment.survey.periods import periods_table, submissions
from assessment.survey.periods.periods_table import PeriodRow, PeriodRule
from assessment.survey.review import decide, items, verdicts
from assessment.survey.review.items import ReviewItem
from assessment.survey.review.verdicts import Decision
from tests.kit.province.filing_desk import (
    CLERK,
    NEIGHBOUR,
    PERIOD,
    REVIEWER,
    review,
    shown,
    type_all,
    type_in,
)
from tests.kit.province.three_counties import QINGXI


@pytest.fixture
def submitted(province: Store, framework: Framework) -> Store:
    """Qingxi has filed for 2025, and the province looks at it."""
    row = PeriodRow(PERIOD, date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 31), "open")
    rule = PeriodRule(PERIOD, None, "province", "self_reported", "", "anonymous")
    with province.writing(actor="test", action="period.open", subject=PERIOD, facts={}) as cursor:
        periods_table.record(cursor, [row])
        periods_table.record_rules(cursor, [rule])
    type_all(province, framework)
    submit.submit(province, framework, CLERK, QINGXI, PERIOD)
    review(province, "accept")
    return province


def send_back(store: Store, framework: Framework, **reasons: str) -> None:
    case = items.of_unit(store, framework, REVIEWER, QINGXI, PERIOD)
    by_field = items.by_field(case.items)
    decisions = [
        Decision(
            *(field, "returned", by_field[field].entry, by_field[field].latest(case.level)),
            reason=reason,
            note="请核对",
        )
        for field, reason in reasons.items()
    ]
    verdicts.give(store, framework, REVIEWER, QINGXI, PERIOD, decisions)
    due, today = date(2026, 3, 1), date(2026, 2, 1)
    decide.send_back(
        store, framework, REVIEWER, case.submission, due=due, note="请修改", today=today
    )


def again(store: Store, framework: Framework, field: str) -> ReviewItem:
    """The item as the reviewer sees it once it is submitted again."""
    submit.submit(store, framework, CLERK, QINGXI, PERIOD)
    case = items.of_unit(store, framework, REVIEWER, QINGXI, PERIOD)
    return items.by_field(case.items)[field]


def explain(store: Store, framework: Framework, field: str, words: str) -> None:
    submit.explain(store, framework, CLERK, QINGXI, PERIOD, field, words)


def photo(shade: int = 1) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (8, 6), (20 * shade, 90, 30)).save(drawn, "JPEG")
    return drawn.getvalue()


def prove(store: Store, framework: Framework, field: str, shade: int = 1) -> int:
    return evidence.attach_to_question(
        store, framework, CLERK, QINGXI, PERIOD, field, "a.jpg", photo(shade)
    )


def is_replied(store: Store, framework: Framework, field: str) -> bool:
    return shown(store, framework).items[field].is_replied


def test_explanation_and_change_are_both_shown_to_the_reviewer(
    submitted: Store, framework: Framework
) -> None:
    send_back(submitted, framework, firms_n="implausible")
    explain(submitted, framework, "firms_n", "数填错了，已按名册改正")
    type_in(submitted, framework, "firms_n", 11)
    (verdict,) = again(submitted, framework, "firms_n").verdicts
    assert (verdict.explanation, verdict.changed) == ("数填错了，已按名册改正", True)


def test_explanation_and_file_are_both_shown_to_the_reviewer(
    submitted: Store, framework: Framework
) -> None:
    send_back(submitted, framework, firms_n="no_evidence")
    explain(submitted, framework, "firms_n", "花名册见附件")
    prove(submitted, framework, "firms_n")
    item = again(submitted, framework, "firms_n")
    (verdict,) = item.verdicts
    assert verdict.replies == {"explanation", "evidence"}
    assert verdict.explanation == "花名册见附件"
    assert [file.file_name for file in item.evidence] == ["a.jpg"]
    assert not verdict.decides, "an answered return has to be looked at again"


def test_a_file_answers_only_the_question_it_was_put_under(
    submitted: Store, framework: Framework
) -> None:
    rate = framework.indicator_by_code["rate"]
    assert {"covered_n", "firms_n"} <= read_by(rate)
    send_back(submitted, framework, covered_n="no_evidence", firms_n="no_evidence")
    prove(submitted, framework, "firms_n")
    assert is_replied(submitted, framework, "firms_n")
    assert not is_replied(submitted, framework, "covered_n")
    with pytest.raises(NotReady) as refused:
        submit.submit(submitted, framework, CLERK, QINGXI, PERIOD)
    assert [(p.code, p.place.path) for p in refused.value.problems] == [
        ("form.not_proved", "covered_n")
    ]


def test_a_file_of_a_whole_indicator_answers_no_single_question(
    submitted: Store, framework: Framework
) -> None:
    send_back(submitted, framework, covered_n="no_evidence", firms_n="implausible")
    evidence.attach(submitted, framework, CLERK, QINGXI, PERIOD, "rate", "b.jpg", photo())
    assert not is_replied(submitted, framework, "covered_n")
    assert not is_replied(submitted, framework, "firms_n")


def test_a_file_of_an_indicator_that_reads_one_question_is_under_that_question(
    submitted: Store, framework: Framework
) -> None:
    assert read_by(framework.indicator_by_code["meetings"]) == {"meetings_n"}
    send_back(submitted, framework, meetings_n="no_evidence")
    evidence.attach(submitted, framework, CLERK, QINGXI, PERIOD, "meetings", "b.jpg", photo())
    assert is_replied(submitted, framework, "meetings_n")


@pytest.mark.parametrize("request_", get_args(codes.ReplyKind))
def test_a_return_is_answered_only_by_what_it_asks_for(
    submitted: Store, framework: Framework, request_: codes.ReplyKind
) -> None:
    case = items.of_unit(submitted, framework, REVIEWER, QINGXI, PERIOD)
    item = items.by_field(case.items)["firms_n"]
    decision = Decision(
        *("firms_n", "returned", item.entry, item.latest(case.level)),
        reason="other",
        request=request_,
        note="请看",
    )
    verdicts.give(submitted, framework, REVIEWER, QINGXI, PERIOD, [decision])
    decide.send_back(
        *(submitted, framework, REVIEWER, case.submission),
        due=date(2026, 3, 1),
        note="请修改",
        today=date(2026, 2, 1),
    )
    (returned,) = shown(submitted, framework).items["firms_n"].returned
    assert returned.request == request_
    replies = {
        "change": lambda: type_in(submitted, framework, "firms_n", 11),
        "explanation": lambda: explain(submitted, framework, "firms_n", "数字无误"),
        "evidence": lambda: prove(submitted, framework, "firms_n"),
    }
    for kind, reply in replies.items():
        if kind != request_:
            reply()
    assert not is_replied(submitted, framework, "firms_n")
    replies[request_]()
    assert is_replied(submitted, framework, "firms_n")
    (verdict,) = again(submitted, framework, "firms_n").verdicts
    assert verdict.replies == set(replies)


@pytest.mark.parametrize(
    ("reason", "request_"),
    [("no_evidence", "evidence"), ("implausible", "explanation"), ("wrong_measure", "change")],
)
def test_the_reason_says_what_is_asked_for_unless_the_reviewer_does(
    submitted: Store, framework: Framework, reason: str, request_: str
) -> None:
    send_back(submitted, framework, firms_n=reason)
    (returned,) = shown(submitted, framework).items["firms_n"].returned
    assert returned.request == request_


def test_another_reason_for_no_figure_is_a_change(submitted: Store, framework: Framework) -> None:
    type_again = Answer("not_applicable", None, None, "没有这类企业")
    send_back(submitted, framework, firms_n="implausible")
    explain(submitted, framework, "firms_n", "没有")
    type_in(submitted, framework, "firms_n", type_again)
    again(submitted, framework, "firms_n")
    review(submitted, "accept")
    send_back(submitted, framework, firms_n="reason_refused")
    assert not is_replied(submitted, framework, "firms_n")
    better = Answer("not_applicable", None, None, "辖区内没有非公企业，见市监局证明")
    type_in(submitted, framework, "firms_n", better)
    assert is_replied(submitted, framework, "firms_n")


def test_a_return_of_before_takes_any_reply(submitted: Store, framework: Framework) -> None:
    """Recorded by 0004: it says nothing of what it asks for."""
    review(submitted, "return", "firms_n", "covered_n", "meetings_n")
    evidence.attach(submitted, framework, CLERK, QINGXI, PERIOD, "rate", "b.jpg", photo())
    assert is_replied(submitted, framework, "firms_n")
    assert is_replied(submitted, framework, "covered_n")
    explain(submitted, framework, "meetings_n", "以纪要为准")
    assert is_replied(submitted, framework, "meetings_n")
    again(submitted, framework, "firms_n")
    assert submissions.of_unit(submitted, CLERK, QINGXI, PERIOD).state == "submitted"


def test_a_file_under_a_question_takes_back_the_approval_of_that_question_alone(
    submitted: Store, framework: Framework
) -> None:
    case = items.of_unit(submitted, framework, REVIEWER, QINGXI, PERIOD)
    accepted = {
        field: (item.entry, item.latest(case.level))
        for field, item in items.by_field(case.items).items()
        if field in ("covered_n", "firms_n")
    }
    verdicts.accept_all(submitted, framework, REVIEWER, QINGXI, PERIOD, accepted)
    send_back(submitted, framework, meetings_n="no_evidence")
    prove(submitted, framework, "firms_n")
    case = items.of_unit(submitted, framework, REVIEWER, QINGXI, PERIOD)
    by_field = items.by_field(case.items)
    assert by_field["firms_n"].verdict("province") is None
    assert by_field["covered_n"].verdict("province") is not None
    assert [len(by_field[field].evidence) for field in ("firms_n", "covered_n")] == [1, 0]


def test_only_the_county_proves_its_questions_and_only_those_asked(
    submitted: Store, framework: Framework
) -> None:
    send_back(submitted, framework, firms_n="no_evidence")
    for actor in (NEIGHBOUR, REVIEWER):
        with pytest.raises(NotAllowed):
            evidence.attach_to_question(
                submitted, framework, actor, QINGXI, PERIOD, "firms_n", "a.jpg", photo()
            )
    with pytest.raises(Unknown):
        prove(submitted, framework, "no_such_question")
