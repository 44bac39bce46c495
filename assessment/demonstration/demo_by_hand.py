"""Counties of the demonstration brought to their stages click by click, in the period under way.

Every step goes through the service a real person's click goes through, under names of people who
do not exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assessment.demonstration.demo_people import REVIEWER, city_reviewer, clerk
from assessment.demonstration.invention.under_way import PERIOD, QUESTIONS, RETURN_NOTE, Stage
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.kernel.answers import Answer
from assessment.store.database import Store
from assessment.survey.filing import drafts, submit
from assessment.survey.periods import submissions
from assessment.survey.review import decide, items, verdicts
from assessment.survey.review.verdicts import Decision
from assessment.units.units_table import Unit


@dataclass(frozen=True, slots=True)
class County:
    """One county, what it has typed, and the stage it is at then."""

    unit: Unit
    answers: Mapping[str, Answer]
    stage: Stage


def bring(store: Store, framework: Framework, actor: Actor, county: County, due: date) -> None:
    """One county to its stage, step by step. `due` is until when it answers what is returned."""
    actor.must("setup.write")
    desk = _Desk(store, framework, county.unit)
    desk.type(county.answers)
    if county.stage == "filling":
        return
    desk.submit()
    if county.stage == "submitted":
        return
    decide.accept(store, desk.city, desk.submission())
    if county.stage == "returned":
        desk.send_back(due)
    if county.stage in {"in_review", "returned"}:
        return
    desk.decide_items(desk.city, {})
    decide.city_approve(store, framework, desk.city, desk.submission())
    if county.stage == "approved":
        desk.decide_items(REVIEWER, {})
        decide.approve(store, framework, REVIEWER, desk.submission())


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the invented people work on one county."""

    store: Store
    framework: Framework
    unit: Unit

    @property
    def clerk(self) -> Actor:
        return clerk(self.unit)

    @property
    def city(self) -> Actor:
        return city_reviewer(self.unit)

    def submission(self) -> submissions.Submission:
        return submissions.of_unit(self.store, REVIEWER, self.unit.unit, PERIOD)

    def type(self, answers: Mapping[str, Answer]) -> None:
        if answers:
            where = (self.unit.unit, PERIOD)
            drafts.write(self.store, self.framework, self.clerk, *where, answers, {}, "draft.save")

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

    def send_back(self, due: date) -> None:
        """Some questions come back to the county, each with what is asked for."""
        case = items.of_unit(self.store, self.framework, self.city, self.unit.unit, PERIOD)
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
        self.decide_items(self.city, returned)
        decide.send_back(
            self.store, self.framework, self.city, self.submission(), due=due, note=RETURN_NOTE
        )
