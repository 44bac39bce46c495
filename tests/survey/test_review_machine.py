"""Any sequence of events, by anybody, on a tiny province: what must hold after each.

Everything goes through the real services, and may be refused; a refusal leaves no trace. What the
tables say is played again from the bare events by code that knows nothing of the views.
"""

from typing import Any

import pandas as pd
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from assessment.errors import AssessmentError
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.kernel.answers import Answer
from assessment.store.database import Store
from assessment.survey.filing import drafts, form
from assessment.survey.periods import periods, submission_workflow, submissions
from assessment.survey.review import items, verdicts
from assessment.survey.review.verdicts import Decision
from tests.kit.province import whole_life
from tests.kit.province.three_counties import BAISHI, QINGXI, YUNLU
from tests.kit.province.whole_life import COUNTIES, PEOPLE, PERIOD

UNITS = (BAISHI, QINGXI, YUNLU)
EVENTS = tuple(submission_workflow.EVENTS)
FIELDS = ("covered_n", "firms_n", "meetings_n", "legal_yn", "listeners_n", "members_n")
CITY_UNITS = PEOPLE["city"].units or frozenset()
"""Nobody reviews the others where the city comes first."""

CHOICES = ("accepted", "corrected", "returned")
WHO = st.sampled_from([*PEOPLE.values(), *COUNTIES.values()])
UNIT = st.sampled_from(UNITS)

Row = dict[str, Any]


def rows(store: Store, question: str) -> list[Row]:
    """A statement's rows, oldest first where the table has entries."""
    with store.reading() as cursor:
        frame: list[Row] = cursor.execute(question).df().to_dict("records")
    return frame


class Life(RuleBasedStateMachine):
    """Three counties, whoever comes, whatever they press."""

    framework: Framework
    """Set by the test below."""

    @initialize(levels=st.sampled_from(["province", "city_and_province"]))
    def settle(self, levels: submission_workflow.Levels) -> None:
        self.store = whole_life.settled(levels)
        self.levels = levels

    def attempt(self, act: Any) -> None:
        """Do it, or be told why not; and then nothing has been written."""
        before = self.store.revision
        try:
            act()
        except AssessmentError:
            # Bringing about a return marks an item first, which may stand without the return.
            assert self.store.revision - before in (0, 1)

    @rule(unit=UNIT, state=st.sampled_from(["submitted", "in_review", "city_reviewed", "approved"]))
    def go_far(self, unit: str, state: submission_workflow.State) -> None:
        """The ordinary course, from the start: chance alone rarely gets there."""
        now = whole_life.standing(self.store, unit)
        if now.state == "not_started" and not now.locked:
            if state == "city_reviewed" and self.levels == "province":
                state = "in_review"
            if unit not in CITY_UNITS and self.levels == "city_and_province":
                state = "submitted"
            reached = whole_life.reach(self.store, self.framework, state, unit)
            assert reached.state == state

    @rule(unit=UNIT, who=WHO, event=st.sampled_from(EVENTS))
    def bring(self, unit: str, who: Actor, event: submission_workflow.Event) -> None:
        self.attempt(lambda: whole_life.bring(self.store, self.framework, who, event, unit))

    @rule(unit=UNIT, event=st.sampled_from(EVENTS))
    def bring_properly(self, unit: str, event: submission_workflow.Event) -> None:
        who = whole_life.proper(whole_life.standing(self.store, unit), event)
        self.attempt(lambda: whole_life.bring(self.store, self.framework, who, event, unit))

    @rule(unit=UNIT, field=st.sampled_from(FIELDS), value=st.sampled_from([None, 0, 1, 2]))
    def type(self, unit: str, field: str, value: int | None) -> None:
        who = COUNTIES[unit]

        def act() -> None:
            held = form.working(self.store, who, unit, PERIOD).get(field)
            said = Answer("missing") if value is None else Answer("value", float(value))
            seen = held.entry if held else 0
            drafts.save(self.store, self.framework, who, unit, PERIOD, field, said, seen)

        self.attempt(act)

    @rule(
        unit=UNIT,
        who=st.sampled_from([PEOPLE["city"], PEOPLE["reviewer"], PEOPLE["county"]]),
        choice=st.sampled_from(CHOICES),
        some=st.sets(st.sampled_from(FIELDS), min_size=1),
        value=st.integers(0, 3),
        is_late=st.booleans(),
    )
    def judge(
        self,
        unit: str,
        who: Actor,
        choice: verdicts.Choice,
        some: set[str],
        value: int,
        is_late: bool,
    ) -> None:
        """Verdicts on some answers; of a page that is out of date, on entries that are not."""

        def act() -> None:
            case = items.of_unit(self.store, self.framework, who, unit, PERIOD)
            said = [
                Decision(
                    item.question.code,
                    choice,
                    (item.entry or 0) - 1 if is_late else item.entry,
                    item.latest(case.level),
                    value=float(value),
                    reason="other",
                    note="核实",
                )
                for item in case.items
                if item.question.code in some
            ]
            verdicts.give(self.store, self.framework, who, unit, PERIOD, said)

        self.attempt(act)

    @rule(unit=UNIT)
    def approve_all(self, unit: str) -> None:
        """Whoever's turn it is accepts everything and passes it on."""
        now = whole_life.standing(self.store, unit)
        two = now.levels == "city_and_province" and now.state == "in_review"
        who, event = (PEOPLE["city"], "city_approve") if two else (PEOPLE["reviewer"], "approve")

        def act() -> None:
            whole_life.judge(self.store, self.framework, who, unit)
            whole_life.bring(self.store, self.framework, who, event, unit)  # type: ignore[arg-type]

        self.attempt(act)

    @rule(who=st.sampled_from([PEOPLE["publisher"], PEOPLE["reviewer"]]))
    def lock_or_unlock(self, who: Actor) -> None:
        def act() -> None:
            locked = periods.of(self.store, who, PERIOD).locked
            change = periods.unlock if locked else periods.lock
            change(self.store, who, PERIOD, "理由")

        self.attempt(act)

    @invariant()
    def a_state_comes_from_its_events_alone(self) -> None:
        """Played from the bare events, by `lifecycle.after`, everyone is where the view says."""
        played = dict.fromkeys(UNITS, submission_workflow.FIRST)
        submitter: dict[str, str | None] = dict.fromkeys(UNITS)
        content: dict[str, str | None] = dict.fromkeys(UNITS)
        for row in rows(self.store, "select * from submission_entry order by entry"):
            unit = row["unit"]
            target = submission_workflow.after(row["event"], played[unit], self.levels)
            assert target is not None, "an event where it may not happen"
            assert target == row["state"]
            played[unit], content[unit] = target, row["content"]
            if row["event"] in ("submit", "import"):
                submitter[unit] = row["actor"]
        for unit in UNITS:
            now = whole_life.standing(self.store, unit)
            assert (now.state, now.submitted_by) == (played[unit], submitter[unit])
            assert now.content == content[unit]

    @invariant()
    def the_verdicts_that_hold_are_those_on_the_answer_as_it_stands(self) -> None:
        answers: dict[tuple[str, str], int] = {}
        for row in rows(
            self.store, "select * from answer_entry where period = '2024' order by entry"
        ):
            answers[row["unit"], row["field"]] = int(row["entry"])
        last: dict[tuple[str, str, str], Row] = {}
        for row in rows(self.store, "select * from verdict_entry order by entry"):
            last[row["unit"], row["field"], row["level"]] = row
        held = {
            int(row["entry"])
            for (unit, field, _), row in last.items()
            if row["decision"] != "voided" and _number(row["answer"]) == answers.get((unit, field))
        }
        assert {int(row["entry"]) for row in rows(self.store, "select entry from verdict")} == held

    @invariant()
    def nothing_approved_differs_from_what_was_approved(self) -> None:
        for unit in UNITS:
            now = whole_life.standing(self.store, unit)
            if now.state not in submission_workflow.REVIEWED:
                continue
            with self.store.reading() as cursor:
                assert submissions.content_now(cursor, unit, PERIOD) == now.content
            case = items.of_unit(self.store, self.framework, PEOPLE["reviewer"], unit, PERIOD)
            level = "city" if now.state == "city_reviewed" else "province"
            given = [item.decided(level) for item in case.answered]
            if now.state != "city_reviewed" or self.levels == "city_and_province":
                assert all(v and v.decision in ("accepted", "corrected") for v in given)

    @invariant()
    def nobody_decided_on_what_they_submitted(self) -> None:
        submitter: dict[str, str] = {}
        deciding = {"accept", "city_approve", "return", "approve", "reopen"}
        for row in rows(self.store, "select * from submission_entry order by entry"):
            if row["event"] in ("submit", "import"):
                submitter[row["unit"]] = row["actor"]
            if row["event"] in deciding:
                assert row["actor"] != submitter[row["unit"]]

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()


def _number(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def test_whatever_happens_the_tables_tell_one_story(framework: Framework) -> None:
    Life.framework = framework
    case = Life.TestCase
    case.settings = settings(
        max_examples=12,
        stateful_step_count=25,
        deadline=None,
        # The same sequences every time: a failure is found again by whoever looks for it.
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    case().runTest()
