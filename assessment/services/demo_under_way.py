"""A survey period under way, in the demonstration: opened, filed and reviewed as people would.

Every step goes through the service a real person's click goes through, under names of people who
do not exist. Where each unit has got to is invented in `exchange/demonstration/under_way.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from assessment import clock
from assessment.exchange.demonstration import under_way
from assessment.exchange.demonstration.under_way import PERIOD, Stage
from assessment.framework import loader
from assessment.framework.model import Framework
from assessment.services import periods, submissions
from assessment.services.filing import drafts, submit
from assessment.services.people import Actor
from assessment.services.review import decide, items, verdicts
from assessment.services.review.verdicts import Decision
from assessment.store.database import Store
from assessment.store.units import Unit

PUBLISHER = Actor("演示省总发布 demonstration", "publisher", live=True)
REVIEWER = Actor("演示省总审核 demonstration", "reviewer", live=True)

WEEKS = timedelta(weeks=3)
"""From the day the demonstration is built to the deadline: so that there is something to do."""

SETTLED: Mapping[str, Stage] = {"430626": "returned", "430181": "filling"}
"""The counties a visitor can be: one with questions to answer, and one in the midst of it."""

QUESTIONS = (
    ("no_evidence", "请补充佐证材料：附花名册或文件扫描件。（演示）"),
    ("implausible", "与上期相比变化较大，请核对口径或说明原因。（演示）"),
)
"""Asked of a county whose submission was returned."""

RETURN_NOTE = "请逐项核对后重新提交。（演示）"

Progress = Callable[[int, int], None]
"""Called with how many units are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the invented people work."""

    store: Store
    framework: Framework
    unit: Unit

    @property
    def clerk(self) -> Actor:
        return Actor(f"演示填报 {self.unit.unit}", "county", frozenset({self.unit.unit}))

    @property
    def city(self) -> Actor:
        return Actor(f"演示市级审核 {self.unit.prefecture}", "city", frozenset({self.unit.unit}))

    def submitted(self) -> submissions.Submission:
        return submissions.of_unit(self.store, REVIEWER, self.unit.unit, PERIOD)

    def type(self, answers: pd.DataFrame) -> None:
        said = under_way.by_field(answers)
        if said:
            where = (self.unit.unit, PERIOD)
            drafts.write(self.store, self.framework, self.clerk, *where, said, {}, "draft.save")

    def submit(self) -> None:
        submit.submit(self.store, self.framework, self.clerk, self.unit.unit, PERIOD)

    def decide_items(self, actor: Actor, returned: Mapping[str, Decision]) -> None:
        """Everything that was answered is accepted, but for what is `returned`."""
        case = items.of_unit(self.store, self.framework, actor, self.unit.unit, PERIOD)
        decisions = [
            returned.get(item.question.code)
            or Decision(item.question.code, "accepted", item.entry, item.latest(case.level))
            for item in case.answered
        ]
        where = (self.unit.unit, PERIOD)
        verdicts.give(self.store, self.framework, actor, *where, decisions)


def begin(
    store: Store,
    framework: Framework,
    actor: Actor,
    table: pd.DataFrame,
    units: Sequence[Unit],
    progress: Progress,
) -> None:
    """Open the period and bring every unit to its stage. `table` holds last year's answers."""
    actor.must("setup.write")
    opening = periods.Opening(
        PERIOD, clock.today() + WEEKS, levels="city_and_province", counts="self_reported"
    )
    periods.open_period(store, PUBLISHER, opening, loader.DEFAULT.read_text("utf-8"))
    codes = [unit.unit for unit in units]
    stages, answers = under_way.stages(codes, SETTLED), under_way.answers(framework, table, codes)
    for done, unit in enumerate(units):
        progress(done, len(units))
        rows = answers[answers["unit"] == unit.unit]
        if len(rows):
            _bring(_Desk(store, framework, unit), rows, stages[unit.unit])
    progress(len(units), len(units))


def _bring(desk: _Desk, rows: pd.DataFrame, stage: Stage) -> None:
    """One unit to its stage, step by step."""
    if stage == "not_started":
        return
    desk.type(under_way.typed_so_far(rows, desk.unit.unit) if stage == "filling" else rows)
    if stage == "filling":
        return
    desk.submit()
    if stage == "submitted":
        return
    decide.accept(desk.store, desk.city, desk.submitted())
    if stage == "returned":
        _send_back(desk)
    if stage in {"in_review", "returned"}:
        return
    desk.decide_items(desk.city, {})
    decide.city_approve(desk.store, desk.framework, desk.city, desk.submitted())
    if stage == "approved":
        desk.decide_items(REVIEWER, {})
        decide.approve(desk.store, desk.framework, REVIEWER, desk.submitted())


def _send_back(desk: _Desk) -> None:
    """Some questions come back to the county, each with what is asked for."""
    case = items.of_unit(desk.store, desk.framework, desk.city, desk.unit.unit, PERIOD)
    asked = [item for item in case.answered if item.is_changed][: len(QUESTIONS)]
    returned = {
        item.question.code: Decision(
            item.question.code,
            "returned",
            item.entry,
            item.latest(case.level),
            reason=reason,
            note=note,
        )
        for item, (reason, note) in zip(asked, QUESTIONS, strict=False)
    }
    desk.decide_items(desk.city, returned)
    due = clock.today() + WEEKS
    decide.send_back(
        desk.store, desk.framework, desk.city, desk.submitted(), due=due, note=RETURN_NOTE
    )
