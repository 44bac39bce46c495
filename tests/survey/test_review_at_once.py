"""Two people at one submission: what the first did is what the second is told of."""

from collections.abc import Iterator

import pytest

from assessment.errors import Rejected
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.periods import periods, submissions
from assessment.survey.periods.submission_workflow import Levels
from assessment.survey.periods.submissions import NotNow
from assessment.survey.review import decide, items, verdicts
from assessment.survey.review.problems import ReviewRefused
from tests.kit.province.meanwhile import meanwhile
from tests.kit.province.three_counties import BAISHI
from tests.kit.province.whole_life import (
    DUE,
    PEOPLE,
    PERIOD,
    TODAY,
    judge,
    on,
    reach,
    settled,
    standing,
)

REVIEWER, CITY = PEOPLE["reviewer"], PEOPLE["city"]
COLLEAGUE = Actor("qian", "reviewer", live=True)
CITY_COLLEAGUE = Actor("sun", "city", CITY.units)


@pytest.fixture
def store() -> Iterator[Store]:
    """Three counties that the province alone reviews."""
    opened = settled()
    yield opened
    opened.close()


@pytest.fixture
def two_levels() -> Iterator[Store]:
    """Three counties that the city reviews first."""
    opened = settled("city_and_province")
    yield opened
    opened.close()


def said_of_first(
    store: Store, framework: Framework, who: Actor, choice: verdicts.Choice
) -> verdicts.Decision:
    case = items.of_unit(store, framework, who, BAISHI, PERIOD)
    return on(case.answered[0], case, choice)


def say(store: Store, framework: Framework, who: Actor, choice: verdicts.Choice) -> None:
    said = said_of_first(store, framework, who, choice)
    verdicts.give(store, framework, who, BAISHI, PERIOD, [said])


def codes(refused: Rejected) -> list[str]:
    return [problem.code for problem in refused.problems]


def test_of_two_who_accept_a_submission_the_second_is_told(
    store: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = reach(store, framework, "submitted")
    meanwhile(store, monkeypatch, lambda: decide.accept(store, COLLEAGUE, seen))
    with pytest.raises(NotNow):
        decide.accept(store, REVIEWER, seen)
    assert standing(store).actor == COLLEAGUE.name


def test_what_a_colleague_returned_just_now_is_not_approved(
    store: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = reach(store, framework, "in_review")
    judge(store, framework, REVIEWER)
    meanwhile(store, monkeypatch, lambda: say(store, framework, COLLEAGUE, "returned"))
    with pytest.raises(ReviewRefused) as refused:
        decide.approve(store, framework, REVIEWER, seen)
    assert codes(refused.value) == ["review.still_returned"]
    assert standing(store).state == "in_review"


def test_what_a_colleague_returned_just_now_is_not_passed_on(
    two_levels: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = reach(two_levels, framework, "in_review")
    judge(two_levels, framework, CITY)
    meanwhile(
        two_levels, monkeypatch, lambda: say(two_levels, framework, CITY_COLLEAGUE, "returned")
    )
    with pytest.raises(ReviewRefused) as refused:
        decide.city_approve(two_levels, framework, CITY, seen)
    assert codes(refused.value) == ["review.still_returned"]
    assert standing(two_levels).state == "in_review"


def test_nothing_is_sent_back_of_which_a_colleague_accepted_all_just_now(
    store: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = reach(store, framework, "in_review")
    say(store, framework, REVIEWER, "returned")
    meanwhile(store, monkeypatch, lambda: say(store, framework, COLLEAGUE, "accepted"))
    with pytest.raises(ReviewRefused) as refused:
        decide.send_back(store, framework, REVIEWER, seen, due=DUE, note="请改", today=TODAY)
    assert codes(refused.value) == ["review.nothing_returned"]
    assert standing(store).state == "in_review"


def test_a_decision_is_of_the_rules_by_which_it_was_looked_at(
    store: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No event of the submission's: the period is run otherwise from now on."""
    seen = reach(store, framework, "approved")
    levels: Levels = "city_and_province"
    change = periods.change
    publisher = PEOPLE["publisher"]
    meanwhile(store, monkeypatch, lambda: change(store, publisher, PERIOD, levels=levels))
    with pytest.raises(NotNow):
        decide.reopen(store, REVIEWER, seen, due=DUE, note="有误", today=TODAY)
    assert standing(store).state == "approved"


def test_of_two_who_decide_on_one_answer_the_second_is_told(
    store: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach(store, framework, "in_review")
    said = said_of_first(store, framework, REVIEWER, "accepted")
    meanwhile(store, monkeypatch, lambda: say(store, framework, COLLEAGUE, "returned"))
    with pytest.raises(ReviewRefused) as refused:
        verdicts.give(store, framework, REVIEWER, BAISHI, PERIOD, [said])
    assert codes(refused.value) == ["review.decided_meanwhile"]


def test_nobody_decides_on_an_answer_of_what_was_sent_back_just_now(
    store: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = reach(store, framework, "in_review")
    say(store, framework, COLLEAGUE, "returned")
    case = items.of_unit(store, framework, REVIEWER, BAISHI, PERIOD)
    said = on(case.answered[0], case, "accepted")
    send_back = decide.send_back
    sent = {"due": DUE, "note": "请改", "today": TODAY}
    meanwhile(store, monkeypatch, lambda: send_back(store, framework, COLLEAGUE, seen, **sent))
    with pytest.raises(NotNow):
        verdicts.give(store, framework, REVIEWER, BAISHI, PERIOD, [said])
    assert submissions.of_unit(store, REVIEWER, BAISHI, PERIOD).state == "returned"
