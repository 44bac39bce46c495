"""Two people at one form: who is second is told, and writes over nothing."""

from datetime import date

import pytest

from assessment.framework.model import Framework
from assessment.kernel.actors import OPERATOR
from assessment.store.database import Store
from assessment.survey.evidence import evidence
from assessment.survey.evidence.evidence import EvidenceAlready, EvidenceFrozen
from assessment.survey.filing import drafts, form, submit, survey_files
from assessment.survey.filing.drafts import Answer, EditedMeanwhile, FormFrozen
from assessment.survey.periods import period_opening, submissions
from assessment.survey.periods.submissions import NotNow
from tests.guards.leaks.canaries import NAMES
from tests.guards.leaks.pictures import picture
from tests.kit.province.filing_desk import (
    CLERK,
    COLLEAGUE,
    PERIOD,
    review,
    said,
    shown,
    type_all,
    type_in,
)
from tests.kit.province.meanwhile import meanwhile
from tests.kit.province.three_counties import QINGXI

FORM = (QINGXI, PERIOD)
PHOTOS = [picture(unit) for unit in NAMES]


@pytest.fixture
def desk(province: Store) -> Store:
    """The province with 2025 open, for which nobody has said anything."""
    period_opening.open_period(province, OPERATOR, PERIOD, date(2026, 1, 31))
    return province


@pytest.fixture
def filled(desk: Store, framework: Framework) -> Store:
    """Every question answered, and nothing submitted."""
    type_all(desk, framework)
    return desk


def state(store: Store) -> str:
    return submissions.of_unit(store, CLERK, *FORM).state


def attach(store: Store, framework: Framework, photo: int = 0) -> int:
    data = PHOTOS[photo]
    return evidence.attach(store, framework, CLERK, *FORM, "meetings", f"会议{photo}.jpg", data)


def test_an_answer_a_colleague_saved_just_now_is_not_written_over(
    filled: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, mine = said(filled, framework, "firms_n").entry, Answer("value", 11.0)
    meanwhile(filled, monkeypatch, lambda: type_in(filled, framework, "firms_n", 12, COLLEAGUE))
    with pytest.raises(EditedMeanwhile) as told:
        drafts.save(filled, framework, CLERK, *FORM, "firms_n", mine, seen)
    assert (told.value.mine.value, told.value.theirs.value) == (11, 12)
    assert said(filled, framework, "firms_n").value == 12


def test_nothing_is_typed_into_a_form_that_was_submitted_just_now(
    filled: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(filled, monkeypatch, lambda: submit.submit(filled, framework, COLLEAGUE, *FORM))
    with pytest.raises(FormFrozen):
        type_in(filled, framework, "firms_n", 11)
    assert said(filled, framework, "firms_n").value == 10


def test_what_a_colleague_saved_just_now_is_submitted_too(
    filled: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(filled, monkeypatch, lambda: type_in(filled, framework, "firms_n", 12, COLLEAGUE))
    submit.submit(filled, framework, CLERK, *FORM)
    assert form.recorded(filled, CLERK, *FORM)["firms_n"].value == 12
    assert state(filled) == "submitted"


def test_of_two_who_submit_the_second_is_told(
    filled: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(filled, monkeypatch, lambda: submit.submit(filled, framework, COLLEAGUE, *FORM))
    with pytest.raises(NotNow):
        submit.submit(filled, framework, CLERK, *FORM)
    assert submissions.of_unit(filled, CLERK, *FORM).submitted_by == COLLEAGUE.name


def test_what_was_accepted_for_review_just_now_is_not_withdrawn(
    filled: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit.submit(filled, framework, CLERK, *FORM)
    meanwhile(filled, monkeypatch, lambda: review(filled, "accept"))
    with pytest.raises(NotNow):
        submit.withdraw(filled, CLERK, *FORM)
    assert state(filled) == "in_review"


def test_nothing_is_explained_in_a_form_that_was_submitted_just_now(
    filled: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit.submit(filled, framework, CLERK, *FORM)
    review(filled, "accept")
    review(filled, "return", "firms_n")
    submit.explain(filled, framework, CLERK, *FORM, "firms_n", "以名册为准")
    meanwhile(filled, monkeypatch, lambda: submit.submit(filled, framework, COLLEAGUE, *FORM))
    with pytest.raises(NotNow):
        submit.explain(filled, framework, CLERK, *FORM, "firms_n", "另有说明")
    (reply,) = shown(filled, framework).items["firms_n"].returned
    assert reply.explanation == "以名册为准"


def test_a_form_that_was_submitted_just_now_takes_no_evidence(
    filled: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(filled, monkeypatch, lambda: submit.submit(filled, framework, COLLEAGUE, *FORM))
    with pytest.raises(EvidenceFrozen):
        attach(filled, framework)
    assert evidence.of_unit(filled, CLERK, *FORM) == []


def test_a_form_that_was_submitted_just_now_takes_no_file_of_a_question(
    filled: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(filled, monkeypatch, lambda: submit.submit(filled, framework, COLLEAGUE, *FORM))
    with pytest.raises(EvidenceFrozen):
        evidence.attach_to_question(
            filled, framework, CLERK, *FORM, "meetings_n", "b.jpg", PHOTOS[0]
        )
    assert evidence.of_unit(filled, CLERK, *FORM) == []


def test_of_two_who_give_the_same_file_the_second_is_told(
    filled: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(filled, monkeypatch, lambda: attach(filled, framework))
    with pytest.raises(EvidenceAlready):
        attach(filled, framework)
    assert len(evidence.of_unit(filled, CLERK, *FORM)) == 1


def test_a_form_that_was_submitted_just_now_keeps_its_evidence(
    filled: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = attach(filled, framework)
    meanwhile(filled, monkeypatch, lambda: submit.submit(filled, framework, COLLEAGUE, *FORM))
    with pytest.raises(EvidenceFrozen):
        evidence.withdraw(filled, framework, CLERK, number)
    assert [file.evidence for file in evidence.of_unit(filled, CLERK, *FORM)] == [number]


def test_a_file_taken_in_is_compared_with_what_was_filed_just_now(
    desk: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    def file(value: int, *, line_end: str = "\n") -> survey_files.FilingResult:
        text = line_end.join(["unit,period,field,value", f"{QINGXI},{PERIOD},firms_n,{value}", ""])
        (result,) = survey_files.file_answers_csv(desk, framework, OPERATOR, "a.csv", text.encode())
        return result

    file(9)
    meanwhile(desk, monkeypatch, lambda: file(10))
    result = file(10, line_end="\r\n")
    assert (result.outcome, result.changes.changed) == ("unchanged", 0)
