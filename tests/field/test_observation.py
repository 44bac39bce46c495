"""Observation visits: questions are brought, answered there, adopted at home and followed up."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from assessment.errors import NotAllowed, Unknown
from assessment.field.observation import observation
from assessment.field.observation.observation import ObservationRefused, QuestionState
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from tests.kit.province.meanwhile import meanwhile
from tests.kit.province.three_counties import BAISHI, QINGXI, READER

DAY, DUE = date(2025, 3, 28), date(2025, 6, 30)
CLERK = Actor("clerk", "county", frozenset({BAISHI}))
OTHER = Actor("other", "county", frozenset({QINGXI}))


def visit(store: Store, *questions: str, day: date = DAY) -> int:
    return observation.record(
        store, CLERK, BAISHI, day, "盐都区工会联系点", questions or ("怎么留住会员",), 12
    )


def first(store: Store) -> QuestionState:
    return observation.listed(store, CLERK)[0].asked[0]


def codes(write: Callable[[], object], store: Store) -> list[str]:
    """What a write is refused with; it leaves nothing behind, and every problem has a sentence."""
    before = store.revision
    with pytest.raises(ObservationRefused) as caught:
        write()
    assert store.revision == before
    for lang in LANGUAGES:
        assert Messages(lang)(caught.value.key, **caught.value.facts)
        for problem in caught.value.problems:
            assert Messages(lang)(problem.key, **problem.facts)
    return [problem.code.removeprefix("observation.") for problem in caught.value.problems]


def test_a_question_goes_from_being_brought_to_being_followed_up(province: Store) -> None:
    visit(province, "怎么留住会员", "  ", "驿站谁来管")
    (made,) = observation.listed(province, READER)
    assert (made.host, made.people, len(made.asked)) == ("盐都区工会联系点", 12, 2)
    asked = first(province)
    assert asked.stage(DAY) == "brought"
    observation.answer(province, CLERK, asked.question, "积分制", None, DUE, asked.entry)
    asked = first(province)
    assert (asked.stage(DAY), asked.due) == ("answered", None)
    observation.answer(province, CLERK, asked.question, "积分制", "先试一个园区", DUE, asked.entry)
    asked = first(province)
    told = [asked.stage(DUE + timedelta(days=days)) for days in (-8, -7, 0, 1)]
    assert told == ["adopting", "near", "near", "overdue"]
    observation.follow_up(province, CLERK, asked.question, "已试行", DUE, asked.entry)
    assert first(province).stage(date(2099, 1, 1)) == "followed_up"


def test_a_visit_without_a_place_or_a_question_is_refused_with_all_of_it(province: Store) -> None:
    def write() -> object:
        return observation.record(province, CLERK, BAISHI, date(2099, 1, 1), " ", [" "], 0)

    assert codes(write, province) == ["too_far_ahead", "no_host", "no_question", "people"]
    many = ["问"] * 11
    assert codes(lambda: visit(province, *many), province) == ["too_many_questions"]
    assert codes(lambda: visit(province, "长" * 1001), province) == ["too_long"]


def test_what_is_adopted_has_a_day_and_what_is_not_cannot_be_followed_up(province: Store) -> None:
    visit(province)
    asked = first(province)

    def answer(found: str, adopt: str | None, due: date | None) -> list[str]:
        return codes(
            lambda: observation.answer(
                province, CLERK, asked.question, found, adopt, due, asked.entry
            ),
            province,
        )

    assert answer(" ", "照办", None) == ["nothing_found", "no_due"]
    assert answer("积分制", "照办", DAY) == ["due_before"]
    assert codes(
        lambda: observation.follow_up(province, CLERK, asked.question, " ", DAY, asked.entry),
        province,
    ) == ["nothing_adopted", "nothing_came"]


def test_nothing_is_found_on_a_visit_not_made_yet(province: Store) -> None:
    visit(province, day=clock.today() + timedelta(days=3))
    asked = first(province)
    write = lambda: observation.answer(  # noqa: E731
        province, CLERK, asked.question, "积分制", None, None, asked.entry
    )
    assert codes(write, province) == ["not_yet"]


def test_nobody_writes_over_what_they_have_not_seen_or_what_is_done(province: Store) -> None:
    visit(province)
    old = first(province)
    observation.answer(province, CLERK, old.question, "积分制", "先试", DUE, old.entry)
    write = lambda: observation.answer(  # noqa: E731
        province, CLERK, old.question, "别的", None, None, old.entry
    )
    assert codes(write, province) == ["changed_meanwhile"]
    now = first(province)
    late = clock.today() + timedelta(days=1)
    follow = lambda: observation.follow_up(  # noqa: E731
        province, CLERK, now.question, "已试行", late, now.entry
    )
    assert codes(follow, province) == ["looked_when"]
    observation.follow_up(province, CLERK, now.question, "已试行", DUE, now.entry)
    assert codes(write, province) == ["followed_up_already"]


def test_a_visit_is_its_county_s_and_taken_back_with_a_reason(province: Store) -> None:
    number = visit(province)
    asked = first(province)
    assert observation.listed(province, OTHER) == []
    for write in (
        lambda: observation.record(province, OTHER, BAISHI, DAY, "某地", ["问"]),
        lambda: observation.answer(province, OTHER, asked.question, "答", None, None, 0),
        lambda: observation.answer(province, CLERK, 999, "答", None, None, 0),
        lambda: observation.follow_up(province, OTHER, asked.question, "成", DAY, 0),
        lambda: observation.withdraw(province, OTHER, number, "错"),
    ):
        with pytest.raises(NotAllowed):
            write()
    with pytest.raises(Unknown):
        observation.record(province, READER, "999999", DAY, "某地", ["问"])
    assert codes(lambda: observation.withdraw(province, CLERK, number, " "), province) == [
        "no_reason"
    ]
    observation.withdraw(province, CLERK, number, "重复登记")
    assert observation.listed(province, CLERK) == []
    with pytest.raises(NotAllowed):
        observation.withdraw(province, CLERK, number, "再撤")


@pytest.mark.parametrize("tell", ["answer", "follow_up"])
def test_of_a_visit_taken_back_meanwhile_nothing_more_is_told(
    province: Store, monkeypatch: pytest.MonkeyPatch, tell: str
) -> None:
    number = visit(province)
    asked = first(province)
    observation.answer(province, CLERK, asked.question, "积分制", "先试", DUE, asked.entry)
    asked = first(province)
    meanwhile(
        province, monkeypatch, lambda: observation.withdraw(province, CLERK, number, "记错了")
    )
    before = province.revision
    about = (province, CLERK, asked.question)
    tells = {
        "answer": lambda: observation.answer(*about, "别的", None, None, asked.entry),
        "follow_up": lambda: observation.follow_up(*about, "已试行", DUE, asked.entry),
    }
    with pytest.raises(NotAllowed):
        tells[tell]()
    assert province.revision == before + 1, "the taking back alone"
