"""A submission's life through the real services, on the province of `three_counties`.

`bring` does one event as one person, by whatever service brings it about; `reach` leads one
county's submission of 2024 to a state. Publishing alone is done by its event: snapshots, which
publish a whole period, are tried elsewhere.
"""

from collections.abc import Sequence
from datetime import date

from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.kernel.answers import Answer
from assessment.store.database import Store
from assessment.survey.filing import drafts, submit, survey_files
from assessment.survey.periods import periods_table, submissions
from assessment.survey.periods.submission_workflow import Event, Levels, State
from assessment.survey.periods.submissions import Submission
from assessment.survey.review import decide, items, verdicts
from assessment.survey.review.items import ReviewItem
from assessment.survey.review.verdicts import Decision
from tests.kit import stores
from tests.kit.province import three_counties
from tests.kit.province.three_counties import BAISHI, QINGXI, YUNLU

PERIOD = "2024"
TODAY = date(2025, 1, 15)
DUE = date(2025, 1, 31)

PEOPLE = {
    "anyone": Actor("anyone", "anyone", frozenset()),
    "leader": Actor("lei", "leader"),
    "county": Actor("li", "county", frozenset({BAISHI})),
    "city": Actor("wang", "city", frozenset({BAISHI, QINGXI})),
    "team": Actor("tang", "team", frozenset({BAISHI})),
    "reviewer": Actor("zhao", "reviewer", live=True),
    "publisher": Actor("chen", "publisher", live=True),
    "administrator": Actor("an", "administrator"),
    "operator": Actor("command line", "operator", live=True),
}
"""One person a role, each with Baishi in their scope as far as the role has one."""

COUNTIES = {
    BAISHI: PEOPLE["county"],
    QINGXI: Actor("qin", "county", frozenset({QINGXI})),
    YUNLU: Actor("yun", "county", frozenset({YUNLU})),
}

REACH: dict[State, Sequence[Event]] = {
    "not_started": (),
    "filling": ("begin",),
    "submitted": ("begin", "submit"),
    "in_review": ("begin", "submit", "accept"),
    "city_reviewed": ("begin", "submit", "accept", "city_approve"),
    "approved": ("begin", "submit", "accept", "city_approve", "approve"),
    "published": ("begin", "submit", "accept", "city_approve", "approve", "publish"),
    "returned": ("begin", "submit", "accept", "return"),
}


def settled(levels: Levels = "province") -> Store:
    """Three counties that have not begun."""
    store = stores.new(three_counties.settle)
    rule = periods_table.PeriodRule(PERIOD, None, levels, "self_reported", "", "anonymous")
    with store.writing(actor="test", action="x.y", subject=PERIOD, facts={}) as cursor:
        periods_table.record_rules(cursor, [rule])
    return store


def standing(store: Store, unit: str = BAISHI) -> Submission:
    return submissions.of_unit(store, PEOPLE["reviewer"], unit, PERIOD)


def reach(store: Store, framework: Framework, state: State, unit: str = BAISHI) -> Submission:
    """Lead a submission to a state by those whose steps they are. The city's step is left out
    where the province alone reviews."""
    for event in REACH[state]:
        now = standing(store, unit)
        if now.levels == "province" and event == "city_approve":
            continue
        who = proper(now, event)
        if event in ("city_approve", "approve"):
            judge(store, framework, who, unit)
        bring(store, framework, who, event, unit)
    return standing(store, unit)


def proper(now: Submission, event: Event) -> Actor:
    """Who does an event in the ordinary course."""
    if event in ("begin", "submit", "withdraw"):
        return COUNTIES[now.unit]
    if event == "publish":
        return PEOPLE["publisher"]
    if event in ("import", "void"):
        return PEOPLE["operator"]
    early = event in ("accept", "return", "city_approve") and now.state != "city_reviewed"
    if now.levels == "city_and_province" and early:
        return PEOPLE["city"]
    return PEOPLE["reviewer"]


def bring(
    store: Store, framework: Framework, actor: Actor, event: Event, unit: str = BAISHI
) -> None:
    """Do one event as one person. Items are returned on the way where that is the event."""
    seen = standing(store, unit)
    if event == "begin":
        if seen.state != "not_started":
            # To save again is no beginning; the event alone is asked for.
            submissions.must(actor, seen, "begin")
        drafts.save(store, framework, actor, unit, PERIOD, "firms_n", Answer("value", 10.0), 0)
    elif event == "submit":
        if seen.state == "returned":
            explain(store, framework, actor, unit)
        submit.submit(store, framework, actor, unit, PERIOD)
    elif event == "withdraw":
        submit.withdraw(store, actor, unit, PERIOD)
    elif event == "accept":
        decide.accept(store, actor, seen)
    elif event == "city_approve":
        decide.city_approve(store, framework, actor, seen)
    elif event == "return":
        submissions.must(actor, seen, event)
        judge(store, framework, actor, unit, "returned")
        decide.send_back(store, framework, actor, seen, due=DUE, note="请修改", today=TODAY)
    elif event == "approve":
        decide.approve(store, framework, actor, seen)
    elif event == "reopen":
        decide.reopen(store, actor, seen, due=DUE, note="数据有误", today=TODAY)
    elif event in ("import", "void"):
        submissions.must(actor, seen, event)
        put_in(store, framework, actor, unit)
    else:
        submissions.must(actor, seen, event)
        with store.writing(actor=actor.name, action="snapshot.publish", subject="*", facts={}) as c:
            submissions.moved(c, seen, event, actor.name)


def put_in(store: Store, framework: Framework, actor: Actor, unit: str) -> None:
    """An operator's file with one answer that is not the one recorded."""
    case = items.of_unit(store, framework, PEOPLE["reviewer"], unit, PERIOD)
    now = items.by_field(case.items)["listeners_n"].answer.value or 0
    data = f"unit,period,field,value\n{unit},{PERIOD},listeners_n,{now + 1:.0f}\n".encode()
    survey_files.file_answers_csv(store, framework, actor, "a.csv", data)


def explain(store: Store, framework: Framework, actor: Actor, unit: str) -> None:
    """Reply to everything that was returned by explaining it."""
    case = items.of_unit(store, framework, PEOPLE["reviewer"], unit, PERIOD)
    for item in case.items:
        held = [v for v in item.verdicts if v.holds and v.decision == "returned" and not v.replies]
        if held:
            submit.explain(
                store, framework, actor, unit, PERIOD, item.question.code, "名册见附件，数值无误"
            )


def judge(
    store: Store,
    framework: Framework,
    actor: Actor,
    unit: str = BAISHI,
    choice: verdicts.Choice = "accepted",
) -> int:
    """Say the same of every answer; of a return, of the first."""
    case = items.of_unit(store, framework, actor, unit, PERIOD)
    chosen = case.answered[:1] if choice == "returned" else case.answered
    said = [on(item, case, choice) for item in chosen]
    return verdicts.give(store, framework, actor, unit, PERIOD, said)


def on(item: ReviewItem, case: items.Case, choice: verdicts.Choice, **more: object) -> Decision:
    """A decision by somebody who sees an item as it is."""
    if choice == "returned":
        more = {"reason": "no_evidence", "request": "explanation", "note": "缺少名册"} | more
    return Decision(item.question.code, choice, item.entry, item.latest(case.level), **more)  # type: ignore[arg-type]
