"""问题清单, 任务清单 and 责任清单 of a scope: the problem, what is done, who answers for it.

They hold what the asker sees, problems that are confirmed or were closed. What is not planned yet
says so and is not left blank.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from assessment.exchange import office_list
from assessment.exchange.office_list import Column, OfficeList
from assessment.framework.model import CommonProblem, Framework
from assessment.i18n import Messages
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.rectification.common_problems import (
    common_problem_words,
    decision_scope,
    problems,
    progress,
)
from assessment.rectification.common_problems.progress import (
    Concerned,
    Measure,
    ProblemProgress,
    State,
)
from assessment.rectification.findings import rules
from assessment.store.database import Store
from assessment.units import scopes, setup

Kind = Literal["word", "excel"]

LISTED: tuple[State, ...] = ("confirmed", "closed")


@dataclass(frozen=True, slots=True)
class Lists:
    """What the three lists are made of."""

    scope: str
    """What it is called."""

    demonstration: bool
    standings: tuple[ProblemProgress, ...]


def of(
    store: Store, framework: Framework, actor: Actor, scope: str, today: date, t: Messages
) -> Lists:
    actor.must_somewhere(decision_scope.READ)
    found = progress.standings(store, actor, today, scope)
    return Lists(
        scopes.title(store, framework, actor, scope, t),
        setup.is_demonstration(store, actor),
        tuple(
            each
            for each in found
            if each.decided.state in LISTED and each.decided.problem in framework.problem_by_code
        ),
    )


def file(
    store: Store,
    framework: Framework,
    actor: Actor,
    scope: str,
    today: date,
    kind: Kind,
    t: Messages,
) -> bytes:
    """The three lists as a Word or an Excel file."""
    lists = written(framework, of(store, framework, actor, scope, today, t), today, t)
    return office_list.document(lists) if kind == "word" else office_list.workbook(lists)


def written(framework: Framework, lists: Lists, today: date, t: Messages) -> list[OfficeList]:
    """In words."""
    return [
        _list("problems", lists, today, t, _problem_columns(t), [*_problems(framework, lists, t)]),
        _list("tasks", lists, today, t, _task_columns(t), [*_tasks(framework, lists, t)]),
        _list("duties", lists, today, t, _duty_columns(t), [*_duties(framework, lists, t)]),
    ]


def _list(
    which: Literal["problems", "tasks", "duties"],
    lists: Lists,
    today: date,
    t: Messages,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
) -> OfficeList:
    names = {
        "problems": t("common.lists.problems"),
        "tasks": t("common.lists.tasks"),
        "duties": t("common.lists.duties"),
    }
    notes = [t("common.lists.demonstration")] if lists.demonstration else []
    return OfficeList(
        name=names[which],
        title=t("common.lists.title", scope=lists.scope, name=names[which]),
        left=t("common.lists.by"),
        right=t("common.lists.as_of", year=today.year, month=today.month, day=today.day),
        columns=columns,
        rows=[[str(number), *row] for number, row in enumerate(rows, start=1)],
        empty=t("common.lists.empty"),
        signatures=[
            t("common.lists.leader"),
            t("common.lists.checked"),
            t("common.lists.filled"),
        ],
        notes=notes,
    )


def _problem_columns(t: Messages) -> list[Column]:
    return [
        Column(t("common.lists.number"), 7, centred=True),
        Column(t("common.lists.code"), 11, centred=True),
        Column(t("common.lists.problem"), 24),
        Column(t("common.lists.strength"), 14, centred=True),
        Column(t("common.lists.size"), 11, centred=True),
        Column(t("common.lists.units"), 36),
        Column(t("common.lists.decided"), 11, centred=True),
        Column(t("common.lists.progress"), 22),
    ]


def _problems(framework: Framework, lists: Lists, t: Messages) -> Iterator[list[str]]:
    for each in lists.standings:
        problem = problems.problem_named(framework, each.decided.problem)
        concerned = {c.unit.unit: t.of(c.unit) for c in each.concerned if c.status != "unfounded"}
        size = t("common.lists.of", units=each.decided.units, with_data=each.decided.with_data)
        decided = clock.local_day(each.decided.decided_at).isoformat()
        yield [
            problem.code,
            t.of(problem.title),
            t.of(framework.strength_by_code[problem.strength].title),
            size if each.whole else t("common.lists.own_units"),
            t("common.lists.comma").join(concerned.values()) or t("common.lists.nowhere"),
            f"{decided}\n{t.code('common.state', each.decided.state)}",
            common_problem_words.tally(each, t),
        ]


def _task_columns(t: Messages) -> list[Column]:
    return [
        Column(t("common.lists.number"), 7, centred=True),
        Column(t("common.lists.unit"), 15, centred=True),
        Column(t("common.lists.code"), 11, centred=True),
        Column(t("common.lists.problem"), 24),
        Column(t("common.lists.measure"), 40),
        Column(t("common.lists.kind"), 10, centred=True),
        Column(t("common.lists.due"), 11, centred=True),
        Column(t("common.lists.stage"), 11, centred=True),
    ]


def _tasks(framework: Framework, lists: Lists, t: Messages) -> Iterator[list[str]]:
    for problem, each, measure in _work(framework, lists):
        kind = each.case.kind
        yield [
            t.of(each.unit),
            problem.code,
            t.of(problem.title),
            measure.text
            if measure
            else t("common.lists.not_planned", usual=t.of(problem.measures)),
            t.code("course.kind", cast(rules.Kind, kind)) if kind else t("common.lists.not_set"),
            _due(each, measure, t),
            t.code("common.status", each.status),
        ]


def _duty_columns(t: Messages) -> list[Column]:
    return [
        Column(t("common.lists.number"), 7, centred=True),
        Column(t("common.lists.unit"), 15, centred=True),
        Column(t("common.lists.code"), 11, centred=True),
        Column(t("common.lists.problem"), 26),
        Column(t("common.lists.duty_leader"), 13, centred=True),
        Column(t("common.lists.department"), 15, centred=True),
        Column(t("common.lists.owner"), 13, centred=True),
        Column(t("common.lists.due"), 11, centred=True),
        Column(t("common.lists.stage"), 11, centred=True),
    ]


def _duties(framework: Framework, lists: Lists, t: Messages) -> Iterator[list[str]]:
    for problem, each, measure in _work(framework, lists):
        unnamed = t("common.lists.not_named")
        yield [
            t.of(each.unit),
            problem.code,
            t.of(problem.title),
            measure.leader if measure else unnamed,
            measure.department if measure else unnamed,
            measure.owner if measure else unnamed,
            _due(each, measure, t),
            t.code("common.status", each.status),
        ]


def _work(
    framework: Framework, lists: Lists
) -> Iterator[tuple[CommonProblem, Concerned, Measure | None]]:
    """Each measure of each finding; one line for a finding without any."""
    for standing_ in lists.standings:
        for each in standing_.concerned:
            if each.status == "unfounded":
                continue
            code = each.case.problem or ""
            known = code if code in framework.problem_by_code else standing_.decided.problem
            problem = problems.problem_named(framework, known)
            for measure in each.measures or (None,):
                yield problem, each, measure


def _due(each: Concerned, measure: Measure | None, t: Messages) -> str:
    """The measure's own date; else the finding's next day."""
    due = measure.due if measure else each.next_day
    return due.isoformat() if due else t("common.lists.not_set")
