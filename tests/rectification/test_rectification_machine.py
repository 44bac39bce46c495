"""Any sequence of events by anybody: stages add up, and playing the events again gives them.

Everything goes through the real services and may be refused; a refusal leaves no trace. The replay
knows the course from the table below and nothing of the views.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from assessment.errors import AssessmentError
from assessment.framework.model import Framework
from assessment.kernel import clock
from assessment.rectification.findings import cases, finding_workflow, transitions
from assessment.rectification.findings.finding_workflow import Event
from tests.kit import stores
from tests.kit.province import rectifying
from tests.kit.province.rectifying import NOW, PEOPLE, REVIEWER
from tests.kit.province.three_counties import send_teams, settle
from tests.rectification.test_rectification import MAY

EVENTS = tuple(finding_workflow.EVENTS)
WHO = st.sampled_from(list(PEOPLE.values()))


@dataclass
class Played:
    """Where a finding stands, by what this module knows of events."""

    stage: str = "clue"
    reopened: int = 0
    extensions: int = 0
    due: date | None = None
    merged_into: int | None = None

    def play(self, event: Event, due: date | None, target: int | None) -> None:
        self.stage = MAY[event][self.stage]
        if event == "reopen":
            self.reopened += 1
            self.extensions = 0
        if event == "extend":
            self.extensions += 1
        if due is not None and event != "ask_extension":
            self.due = due
        if event == "merge":
            self.merged_into = target


class Course(RuleBasedStateMachine):
    """One unit, a handful of findings, whoever comes, whatever they press."""

    framework: Framework
    """Set by the test below."""

    @initialize()
    def settle(self) -> None:
        self.store = stores.new(settle)
        send_teams(self.store)
        self.findings: list[int] = []
        self.now = NOW

    @rule()
    def found(self) -> None:
        if len(self.findings) < 4:
            self.findings.append(rectifying.log(self.store))

    @rule(days=st.sampled_from([1, 30, 95]))
    def wait(self, days: int) -> None:
        if self.now < NOW + timedelta(days=2000):
            self.now += timedelta(days=days)

    @rule(which=st.integers(0, 3), who=WHO, event=st.sampled_from(EVENTS))
    def press(self, which: int, who: Any, event: Event) -> None:
        self.attempt(which, who, event)

    @rule(which=st.integers(0, 3), pressed=st.data())
    def press_what_is_offered(self, which: int, pressed: st.DataObject) -> None:
        if which >= len(self.findings):
            return
        case = rectifying.standing(self.store, self.findings[which])
        today = clock.local_day(self.now)
        offers = [
            (who, event)
            for who in PEOPLE.values()
            for event in transitions.actions(who, case, today)
        ]
        if offers:
            self.attempt(which, *pressed.draw(st.sampled_from(offers)))

    def attempt(self, which: int, who: Any, event: Event) -> None:
        if which >= len(self.findings):
            return
        before, finding = self.store.revision, self.findings[which]
        what = rectifying.given(event, self.findings[which - 1])
        try:
            rectifying.take(self.store, self.framework, who, finding, event, what, now=self.now)
        except AssessmentError:
            assert self.store.revision == before
        else:
            assert self.store.revision == before + 1

    @invariant()
    def every_finding_stands_at_one_stage(self) -> None:
        if not hasattr(self, "store"):
            return
        everyone = cases.listed(self.store, REVIEWER)
        counted = cases.counts(everyone)
        assert sum(counted.values()) == len(self.findings) == len(everyone)
        assert set(counted) == set(finding_workflow.STAGES)

    @invariant()
    def the_events_played_again_give_where_each_stands(self) -> None:
        if not hasattr(self, "store"):
            return
        with self.store.reading() as cursor:
            events = cursor.execute(
                "select finding, event, stage, due, target from finding_event_entry order by entry"
            ).fetchall()
            shown = dict(cursor.execute("select finding, stage from finding").fetchall())
        played: dict[int, Played] = {}
        for finding, event, stage, due, target in events:
            if event == "log":
                assert finding not in played
                played[finding] = Played()
            else:
                played[finding].play(event, due, target)
            assert played[finding].stage == stage
        assert {finding: each.stage for finding, each in played.items()} == shown
        told = {
            case.finding: Played(
                case.stage, case.reopened, case.extensions, case.due, case.merged_into
            )
            for case in cases.listed(self.store, REVIEWER)
        }
        assert told == played

    @invariant()
    def who_closed_is_neither_who_asked_nor_who_checked(self) -> None:
        if not hasattr(self, "store"):
            return
        for finding in self.findings:
            asked = checked = None
            for each in cases.history(self.store, REVIEWER, finding):
                if each.event == "ask_closing":
                    asked = each.actor
                elif each.event == "check":
                    checked = each.actor
                elif each.event == "accept":
                    assert len({asked, checked, each.actor}) == 3

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()


def test_any_sequence_of_events_keeps_the_books(framework: Framework) -> None:
    Course.framework = framework
    machine = Course.TestCase()
    machine.settings = settings(
        max_examples=12,
        stateful_step_count=30,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    machine.runTest()
