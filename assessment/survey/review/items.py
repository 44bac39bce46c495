"""One submission as its reviewer goes through it: every item with all there is to judge it by.

What has no value comes first, then changed values, then what a rule flags, then the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from assessment.field.spot_checks import spot_checks
from assessment.field.spot_checks.spot_checks import Checked
from assessment.framework.model import Framework, Indicator, Strength, SurveyField
from assessment.framework.period import Period
from assessment.kernel.actors import Actor
from assessment.kernel.answers import NO_ANSWER, VALUE, Answer
from assessment.kernel.disclosure import SMALLEST_GROUP
from assessment.store.database import Store
from assessment.survey.evidence import evidence
from assessment.survey.evidence.evidence import EvidenceShown
from assessment.survey.filing.form import counted_in, unasked
from assessment.survey.filing.rules import ValidationMessage
from assessment.survey.periods import periods, review_record, submissions
from assessment.survey.periods.periods import PeriodRun
from assessment.survey.periods.review_record import Reported, VerdictGiven
from assessment.survey.periods.submission_workflow import Event
from assessment.survey.periods.submissions import Submission
from assessment.survey.review import flags, turns
from assessment.survey.review.turns import Level

Mark = Literal[
    "not_answered",
    "unavailable",
    "not_applicable",
    "returned_before",
    "changed",
    "flagged",
    "same",
]
"""Why an item stands where it stands in the list: what has no value is looked at first."""

ORDER: Sequence[Mark] = get_args(Mark)


@dataclass(frozen=True, slots=True)
class Peers:
    """What the peers filed in the same period."""

    field: str
    known: int
    lower: float
    middle: float
    upper: float


@dataclass(frozen=True, slots=True)
class TeamFinding:
    """What a liaison team found in the unit in the period."""

    finding: int
    problem: str | None
    strength: str
    indicator: str | None
    severity: str
    state: str
    stage: str
    """How far its rectification is."""

    description: str
    found_on: date
    team_name: str | None


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One question, its answer, and what stands beside it."""

    question: SurveyField
    reported: Reported | None
    previous: Answer
    flags: tuple[ValidationMessage, ...]
    peers: Peers | None
    """None where fewer than five peers filed a value: it would tell whose they are."""

    verdicts: tuple[VerdictGiven, ...]
    """Every one ever given, newest first."""

    indicators: tuple[Indicator, ...]
    evidence: tuple[EvidenceShown, ...]
    findings: tuple[TeamFinding, ...]
    checks: tuple[Checked, ...]
    """What liaison teams saw themselves, of earlier answers too, newest first."""

    @property
    def answer(self) -> Answer:
        return self.reported.answer if self.reported else NO_ANSWER

    @property
    def entry(self) -> int | None:
        """What a verdict on it is bound to."""
        return self.reported.entry if self.reported else None

    @property
    def is_answered(self) -> bool:
        return self.answer.state != "missing"

    @property
    def has_value(self) -> bool:
        return self.answer.state == VALUE

    @property
    def change(self) -> float | None:
        """By how much the value moved since the period before; None where one is not known."""
        now, before = self.answer.value, self.previous.value
        return None if now is None or before is None else now - before

    @property
    def is_changed(self) -> bool:
        """Whether another answer was given for the period before."""
        now, before = self.answer, self.previous
        return before.state != "missing" and (now.state, now.value) != (before.state, before.value)

    @property
    def is_contradicted(self) -> bool:
        """Whether a team saw otherwise, and the answer is still the one it looked at."""
        return any(check.contradicts for check in self.checks)

    @property
    def was_returned(self) -> bool:
        return any(verdict.decision == "returned" for verdict in self.verdicts)

    @property
    def mark(self) -> Mark:
        match self.answer.state:
            case "missing":
                return "not_answered"
            case "unavailable":
                return "unavailable"
            case "not_applicable":
                return "not_applicable"
        if self.was_returned:
            return "returned_before"
        if self.is_changed:
            return "changed"
        return "flagged" if self.flags or self.is_contradicted else "same"

    def verdict(self, level: Level) -> VerdictGiven | None:
        """What that level says of the answer as it stands."""
        return next((v for v in self.verdicts if v.level == level and v.holds), None)

    def decided(self, level: Level) -> VerdictGiven | None:
        """`verdict`, unless the county has replied to it since."""
        found = self.verdict(level)
        return found if found and found.decides else None

    def latest(self, level: Level) -> int | None:
        """The entry of the last thing that level said, whatever of: two at once are told by it."""
        return next((v.entry for v in self.verdicts if v.level == level), None)

    def is_plain(self, level: Level) -> bool:
        """Whether it may be accepted with many others: a value nobody decided, and nothing odd."""
        return (
            self.has_value
            and self.decided(level) is None
            and not self.flags
            and not self.is_contradicted
            and not self.was_returned
            and not any(v.holds and v.decision == "corrected" for v in self.verdicts)
        )


@dataclass(frozen=True, slots=True)
class Case:
    """One submission, and what this person may do to it now."""

    submission: Submission
    run: PeriodRun
    items: tuple[ReviewItem, ...]
    findings: tuple[TeamFinding, ...]
    """All of them; those of one indicator stand beside its items too."""

    level: Level
    """Whose verdicts tell how far the review is."""

    unasked: tuple[Reported, ...]
    """Answers on record to questions the period does not ask: nobody judges or counts them."""

    may_decide: bool
    actions: tuple[Event, ...]

    @property
    def answered(self) -> tuple[ReviewItem, ...]:
        return tuple(item for item in self.items if item.is_answered)

    @property
    def undecided(self) -> tuple[ReviewItem, ...]:
        return tuple(item for item in self.answered if item.decided(self.level) is None)

    @property
    def returned(self) -> tuple[ReviewItem, ...]:
        """Those returned and not replied to yet."""
        decided = ((item, item.decided(self.level)) for item in self.items)
        return tuple(item for item, v in decided if v and v.decision == "returned")

    @property
    def without_value(self) -> tuple[ReviewItem, ...]:
        """Blank, declared unavailable or not applicable: to be looked at one by one."""
        return tuple(item for item in self.items if not item.has_value)

    @property
    def plain(self) -> tuple[ReviewItem, ...]:
        """What one button may accept."""
        return tuple(item for item in self.items if item.is_plain(self.level))


def of_unit(store: Store, framework: Framework, actor: Actor, unit: str, period: str) -> Case:
    """Raises `NotAllowed` out of scope, and `Unknown` for no such unit or period."""
    submission = submissions.of_unit(store, actor, unit, period)
    run = periods.of(store, actor, period)
    asked = periods.asked_fields(framework, run)
    reported = review_record.reported(store, actor, period, [unit]).get(unit, {})
    before = Period.of(period).previous
    previous = review_record.reported(store, actor, before, [unit]).get(unit, {})
    given = review_record.verdicts(store, actor, period, [unit]).get(unit, {})
    ranges = flags.ranges(store, actor, period, [unit]).get(unit, {})
    flagged = flags.of(framework, run, submission, asked, reported, previous, ranges)
    peers = {row.field: row for row in store.ask("review_peer", Peers, unit=unit, period=period)}
    files = evidence.of_unit(store, actor, unit, period)
    findings = tuple(store.ask("county_finding", TeamFinding, unit=unit, period=period))
    checks = spot_checks.checks(store, actor, period, [unit]).get(unit, {})
    counted = counted_in(framework, period)
    beside = _Beside(
        framework, counted, reported, previous, flagged, peers, given, files, findings, checks
    )
    items = [beside.item(question) for question in asked]
    return Case(
        submission,
        run,
        tuple(sorted(items, key=lambda item: ORDER.index(item.mark))),
        findings,
        turns.level_shown(submission),
        unasked(asked, reported.values()),
        turns.may_decide(actor, submission),
        submissions.actions(actor, submission),
    )


@dataclass(frozen=True, slots=True)
class _Beside:
    """All that is known of one submission, by field where it is of one."""

    framework: Framework
    counted: Mapping[str, Sequence[tuple[Strength, Indicator]]]
    reported: Mapping[str, Reported]
    previous: Mapping[str, Reported]
    flagged: Mapping[str, Sequence[ValidationMessage]]
    peers: Mapping[str, Peers]
    given: Mapping[str, Sequence[VerdictGiven]]
    files: Sequence[EvidenceShown]
    findings: Sequence[TeamFinding]
    checks: Mapping[str, Sequence[Checked]]

    def item(self, question: SurveyField) -> ReviewItem:
        code = question.code
        counted = self.counted.get(code, ())
        indicators = {indicator.code for _, indicator in counted}
        previous, peers = self.previous.get(code), self.peers.get(code)
        return ReviewItem(
            question,
            self.reported.get(code),
            previous.answer if previous else NO_ANSWER,
            tuple(self.flagged.get(code, ())),
            peers if peers and peers.known >= SMALLEST_GROUP else None,
            tuple(self.given.get(code, ())),
            tuple(indicator for _, indicator in counted),
            tuple(file for file in self.files if file.is_beside(code, indicators)),
            tuple(
                each for each in self.findings if indicators & _indicators_of(self.framework, each)
            ),
            tuple(self.checks.get(code, ())),
        )


def _indicators_of(framework: Framework, finding: TeamFinding) -> set[str]:
    """What a finding is about: the indicator it names, else those of its common problem."""
    if finding.indicator:
        return {finding.indicator}
    problem = framework.problem_by_code.get(finding.problem or "")
    return set(problem.indicators) if problem else set()


def by_field(items: Sequence[ReviewItem]) -> Mapping[str, ReviewItem]:
    return {item.question.code: item for item in items}
