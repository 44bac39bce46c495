"""The life of a submission: who may bring about what, from where; all of it through the services.

The table is written out by hand, not read off the code: it is what the province decided.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product

import pytest

from assessment.errors import AssessmentError, NotAllowed
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.periods import periods, submission_workflow, submissions
from assessment.survey.periods.submission_workflow import Event, Levels, State
from assessment.survey.periods.submissions import NotNow, OwnSubmission, PeriodLocked
from assessment.survey.review import decide
from tests.kit.province.three_counties import BAISHI, QINGXI, YUNLU
from tests.kit.province.whole_life import PEOPLE, bring, judge, reach, settled, standing

ONE, TWO = "province", "city_and_province"

TABLE: dict[tuple[str, str, str, str], str] = {
    # levels, state, event, role: the state it leads to
    (ONE, "not_started", "begin", "county"): "filling",
    (ONE, "not_started", "import", "operator"): "submitted",
    (ONE, "filling", "submit", "county"): "submitted",
    (ONE, "filling", "import", "operator"): "submitted",
    (ONE, "submitted", "withdraw", "county"): "filling",
    (ONE, "submitted", "accept", "reviewer"): "in_review",
    (ONE, "submitted", "import", "operator"): "submitted",
    (ONE, "in_review", "return", "reviewer"): "returned",
    (ONE, "in_review", "approve", "reviewer"): "approved",
    (ONE, "in_review", "import", "operator"): "submitted",
    (ONE, "approved", "publish", "publisher"): "published",
    (ONE, "approved", "reopen", "reviewer"): "returned",
    (ONE, "approved", "void", "operator"): "submitted",
    (ONE, "published", "reopen", "reviewer"): "returned",
    (ONE, "published", "void", "operator"): "submitted",
    (ONE, "returned", "submit", "county"): "submitted",
    (ONE, "returned", "import", "operator"): "submitted",
    (TWO, "not_started", "begin", "county"): "filling",
    (TWO, "not_started", "import", "operator"): "submitted",
    (TWO, "filling", "submit", "county"): "submitted",
    (TWO, "filling", "import", "operator"): "submitted",
    (TWO, "submitted", "withdraw", "county"): "filling",
    (TWO, "submitted", "accept", "city"): "in_review",
    (TWO, "submitted", "import", "operator"): "submitted",
    (TWO, "in_review", "city_approve", "city"): "city_reviewed",
    (TWO, "in_review", "return", "city"): "returned",
    (TWO, "in_review", "import", "operator"): "submitted",
    (TWO, "city_reviewed", "return", "reviewer"): "returned",
    (TWO, "city_reviewed", "approve", "reviewer"): "approved",
    (TWO, "city_reviewed", "void", "operator"): "submitted",
    (TWO, "approved", "publish", "publisher"): "published",
    (TWO, "approved", "reopen", "reviewer"): "returned",
    (TWO, "approved", "void", "operator"): "submitted",
    (TWO, "published", "reopen", "reviewer"): "returned",
    (TWO, "published", "void", "operator"): "submitted",
    (TWO, "returned", "submit", "county"): "submitted",
    (TWO, "returned", "import", "operator"): "submitted",
}
"""Everything that is allowed. What is not here is refused."""

STATES: dict[str, tuple[State, ...]] = {
    ONE: (
        "not_started", "filling", "submitted", "in_review", "approved", "published", "returned",
    ),
    TWO: (
        "not_started", "filling", "submitted", "in_review", "city_reviewed", "approved",
        "published", "returned",
    ),
}  # fmt: skip
"""Without a city level nothing can be reviewed by the city."""

EVENTS: tuple[Event, ...] = (
    "begin", "submit", "withdraw", "accept", "city_approve", "return", "approve", "publish",
    "reopen", "import", "void",
)  # fmt: skip


def places() -> Iterator[tuple[Levels, State]]:
    for levels, states in STATES.items():
        for state in states:
            yield levels, state  # type: ignore[misc]


def test_the_table_speaks_of_every_state_event_and_role_there_is() -> None:
    assert set(EVENTS) == set(submission_workflow.EVENTS)
    assert set(STATES[TWO]) == set(submission_workflow.STATES)
    assert {state for _, state, _, _ in TABLE} == set(submission_workflow.STATES)
    assert {event for _, _, event, _ in TABLE} == set(EVENTS)
    assert set(PEOPLE) >= {role for _, _, _, role in TABLE}


@pytest.mark.parametrize(
    ("levels", "state", "event", "role"), TABLE, ids=["-".join(key) for key in TABLE]
)
def test_what_is_allowed_leads_where_the_table_says(
    framework: Framework, levels: Levels, state: State, event: Event, role: str
) -> None:
    store = settled(levels)
    assert reach(store, framework, state).state == state
    actor = PEOPLE[role]
    if event in ("approve", "city_approve"):
        judge(store, framework, actor)
    bring(store, framework, actor, event)
    now = standing(store)
    assert now.state == TABLE[levels, state, event, role]
    assert (now.event, now.actor) == (event, actor.name)
    store.close()


@pytest.mark.parametrize(("levels", "state"), list(places()))
def test_everything_else_is_refused_and_leaves_no_trace(
    framework: Framework, levels: Levels, state: State
) -> None:
    store = settled(levels)
    reach(store, framework, state)
    before, revision = standing(store), store.revision
    refused = [
        (event, role)
        for event, role in product(EVENTS, PEOPLE)
        if (levels, state, event, role) not in TABLE
    ]
    for event, role in refused:
        with pytest.raises(AssessmentError) as error:
            bring(store, framework, PEOPLE[role], event)
        told = isinstance(error.value, NotAllowed | NotNow) or error.value.key == "filing.frozen"
        assert told, (event, role, error.value)
    assert (standing(store), store.revision) == (before, revision)
    store.close()


@pytest.mark.parametrize(("levels", "state"), list(places()))
def test_a_page_offers_just_what_the_table_allows(
    framework: Framework, levels: Levels, state: State
) -> None:
    store = settled(levels)
    now = reach(store, framework, state)
    by_themselves = {"begin", "publish", "import", "void"}
    for role, actor in PEOPLE.items():
        allowed = {e for e in EVENTS if (levels, state, e, role) in TABLE} - by_themselves
        assert set(submissions.actions(actor, now)) == allowed, role
    store.close()


@pytest.mark.parametrize(("levels", "state"), list(places()))
def test_a_locked_period_takes_nothing_but_the_publishing_of_what_was_approved(
    framework: Framework, levels: Levels, state: State
) -> None:
    store = settled(levels)
    reach(store, framework, state)
    lock(store)
    revision = store.revision
    for event, role in product(EVENTS, PEOPLE):
        if (levels, state, event, role) in TABLE and event != "publish":
            with pytest.raises(PeriodLocked):
                bring(store, framework, PEOPLE[role], event)
    assert store.revision == revision
    if state == "approved":
        bring(store, framework, PEOPLE["publisher"], "publish")
        assert standing(store).state == "published"
    for actor in PEOPLE.values():
        assert submissions.actions(actor, standing(store)) == ()
    store.close()


def lock(store: Store) -> None:
    periods.lock(store, PEOPLE["publisher"], "2024", "评估结束")


def test_nobody_reviews_what_they_submitted() -> None:
    """Somebody who was a county's clerk may be the province's reviewer by now."""
    store = settled()
    for state, event in (
        ("submitted", "accept"),
        ("in_review", "approve"),
        ("in_review", "return"),
    ):
        seen = replace(standing(store), state=state, submitted_by="zhao")
        assert event not in submissions.actions(PEOPLE["reviewer"], seen)
        with pytest.raises(OwnSubmission):
            submissions.must(PEOPLE["reviewer"], seen, event)
    store.close()


def test_a_city_does_nothing_outside_its_prefecture(framework: Framework) -> None:
    store = settled("city_and_province")
    reach(store, framework, "filling", YUNLU)
    bring(store, framework, PEOPLE["operator"], "import", YUNLU)
    for event in ("accept", "city_approve", "return"):
        with pytest.raises(NotAllowed):
            bring(store, framework, PEOPLE["city"], event, YUNLU)
    assert submissions.actions(PEOPLE["city"], standing(store, YUNLU)) == ()
    store.close()


def test_of_two_who_accept_at_once_the_second_is_told(framework: Framework) -> None:
    store = settled()
    seen = reach(store, framework, "submitted")
    decide.accept(store, PEOPLE["reviewer"], seen)
    revision = store.revision
    with pytest.raises(NotNow):
        decide.accept(store, Actor("qian", "reviewer", live=True), seen)
    assert store.revision == revision
    assert standing(store).actor == "zhao"
    assert seen.unit == BAISHI
    store.close()


def test_what_was_seen_before_somebody_else_s_event_is_refused_under_the_lock(
    framework: Framework,
) -> None:
    """Whatever a service asked before: the transaction itself looks again."""
    store = settled()
    seen = reach(store, framework, "submitted")
    decide.accept(store, PEOPLE["reviewer"], seen)
    with (
        pytest.raises(NotNow),
        store.writing(actor="li", action="x.y", subject=BAISHI, facts={}) as cursor,
    ):
        submissions.moved(cursor, seen, "withdraw", "li")
    now = standing(store)
    lock(store)
    with (
        pytest.raises(PeriodLocked),
        store.writing(actor="li", action="x.y", subject=BAISHI, facts={}) as cursor,
    ):
        submissions.moved(cursor, now, "return", "zhao")
    assert standing(store).entry == now.entry
    store.close()


def test_several_are_moved_together_as_each_would_be_or_none_is(framework: Framework) -> None:
    store = settled()
    seen = [reach(store, framework, "submitted", unit) for unit in (BAISHI, QINGXI)]
    moves = [submissions.Move(each, "zhao") for each in seen]
    decide.accept(store, PEOPLE["reviewer"], seen[1])
    with (
        pytest.raises(NotNow),
        store.writing(actor="zhao", action="x.y", subject="*", facts={}) as cursor,
    ):
        submissions.all_moved(cursor, moves, "accept")
    assert [standing(store, each.unit).state for each in seen] == ["submitted", "in_review"]
    again = [standing(store, each.unit) for each in seen]
    moves = [submissions.Move(each, f"by {each.unit}") for each in again]
    with store.writing(actor="operator", action="x.y", subject="*", facts={}) as cursor:
        submissions.all_moved(cursor, moves, "import")
    for each in seen:
        now = standing(store, each.unit)
        assert (now.state, now.actor, now.content) == (
            "submitted",
            f"by {each.unit}",
            each.content,
        )
    store.close()


def test_of_eight_who_approve_at_once_one_does(framework: Framework) -> None:
    store = settled()
    reach(store, framework, "in_review")
    judge(store, framework, PEOPLE["reviewer"])
    seen = standing(store)

    def approve(name: str) -> str:
        try:
            decide.approve(store, framework, Actor(name, "reviewer", live=True), seen)
        except NotNow:
            return "told"
        return "approved"

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(approve, "abcdefgh"))
    assert sorted(told) == ["approved", *["told"] * 7]
    assert standing(store).state == "approved"
    store.close()
