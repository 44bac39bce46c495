"""Many counties of the demonstration brought to their stages together, in the period under way.

A step is one transaction for all of them. The people, the rules and the rows are those of the
services that a click goes through (`demo_by_hand`); what they look at is read once for all.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date

from assessment.demonstration.demo_by_hand import County
from assessment.demonstration.demo_people import REVIEWER, city_reviewer, clerk
from assessment.demonstration.invention.under_way import PERIOD, QUESTIONS, RETURN_NOTE, Stage
from assessment.framework.model import Framework, SurveyField
from assessment.framework.period import Period
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.kernel.answers import NO_ANSWER
from assessment.store.batch import Cursor
from assessment.store.database import Store
from assessment.survey.filing import answer_changes, drafts, rules, submit
from assessment.survey.filing import answers_table as answer_table
from assessment.survey.filing import drafts_table as draft_table
from assessment.survey.filing.drafts_table import Draft
from assessment.survey.periods import periods, review_record, submissions
from assessment.survey.periods import submissions_table as table
from assessment.survey.periods.periods import PeriodRun
from assessment.survey.periods.review_record import Reported
from assessment.survey.periods.submission_workflow import Event
from assessment.survey.periods.submissions import Move, Submission
from assessment.survey.periods.submissions_table import Verdict
from assessment.survey.review import flags, turns, verdicts
from assessment.survey.review.verdicts import Decision
from assessment.units.units_table import Unit

Who = Callable[[Unit], Actor]
"""Whose step it is, in one county."""

JUDGED: frozenset[Stage] = frozenset({"returned", "city_reviewed", "approved"})
PASSED: frozenset[Stage] = frozenset({"city_reviewed", "approved"})


def bring(
    store: Store, framework: Framework, actor: Actor, counties: Sequence[County], due: date
) -> None:
    """Every county to its stage. `due` is until when one answers what is returned."""
    actor.must("setup.write")
    run = periods.of(store, actor, PERIOD)
    steps = _Steps(store, framework, actor, run, periods.asked_fields(framework, run))
    begun = [county for county in counties if county.answers]
    sent = [county for county in begun if county.stage != "filling"]
    accepted = [county for county in sent if county.stage != "submitted"]
    passed = _at(PASSED, accepted)
    approved = _at({"approved"}, passed)
    if not begun:
        return
    steps.type(begun)
    steps.submit(sent)
    steps.move(accepted, "accept", city_reviewer)
    steps.judge(_at(JUDGED, accepted), city_reviewer)
    steps.move(_at({"returned"}, accepted), "return", city_reviewer, due)
    steps.move(passed, "city_approve", city_reviewer)
    steps.judge(approved, lambda _: REVIEWER)
    steps.move(approved, "approve", lambda _: REVIEWER)


def _at(stages: Collection[Stage], counties: Sequence[County]) -> list[County]:
    return [county for county in counties if county.stage in stages]


@dataclass(frozen=True, slots=True)
class _Steps:
    """Where the invented people work on all counties at once."""

    store: Store
    framework: Framework
    actor: Actor
    run: PeriodRun
    asked: Sequence[SurveyField]

    def type(self, counties: Sequence[County]) -> None:
        for county, seen in self._pairs(counties):
            drafts.must_be_editable(seen)
            drafts.must_be_readable(self.asked, county.answers, PERIOD)
        moves, rows = self._moves(counties, clerk), list(_drafts(counties))
        with self._writing("draft.save", counties) as cursor:
            submissions.all_moved(cursor, moves, "begin")
            draft_table.record(cursor, rows)

    def submit(self, counties: Sequence[County]) -> None:
        """Raises `NotReady` for what would keep a form from being submitted."""
        if not counties:
            return
        before = self._reported(counties, Period.of(PERIOD).previous)
        filings = []
        for county, seen in self._pairs(counties):
            by = clerk(county.unit)
            submissions.must(by, seen, "submit")
            self._must_be_ready(county, seen, before.get(seen.unit, {}))
            now = {each.code: county.answers.get(each.code, NO_ANSWER) for each in self.asked}
            changes = answer_changes.between({}, now)
            filings.append((submit.filing(seen.unit, PERIOD, by, changes), changes.entries))
        moves = self._moves(counties, clerk)
        with self._writing("submission.submit", counties) as cursor:
            answer_table.record_many(cursor, filings)
            submissions.all_moved(cursor, moves, "submit")

    def judge(self, counties: Sequence[County], who: Who) -> None:
        """Everything that was answered is accepted, but for what is returned."""
        if not counties:
            return
        asked = {each.code: each for each in self.asked}
        reported = self._reported(counties, PERIOD)
        before = self._reported(counties, Period.of(PERIOD).previous)
        rows: list[Verdict] = []
        for county, seen in self._pairs(counties):
            by = who(county.unit)
            level = turns.must_decide(by, seen)
            answers = reported[seen.unit]
            decisions = list(self._decisions(county.stage, answers, before.get(seen.unit, {})))
            checked = verdicts.Checked(self.framework, asked, seen, level, by.name)
            rows += checked.verdicts(decisions, answers)
        with self._writing("review.verdict", counties) as cursor:
            table.record_verdicts(cursor, rows)

    def move(
        self, counties: Sequence[County], event: Event, who: Who, due: date | None = None
    ) -> None:
        """`due` with a return, and then the level and a note too."""
        if not counties:
            return
        for county, seen in self._pairs(counties):
            submissions.must(who(county.unit), seen, event)
        moves = self._moves(counties, who)
        if due is not None:
            moves = [
                replace(each, due=due, note=RETURN_NOTE, reason=turns.level_shown(each.seen))
                for each in moves
            ]
        with self._writing(f"review.{event}", counties) as cursor:
            submissions.all_moved(cursor, moves, event)

    def _pairs(self, counties: Sequence[County]) -> list[tuple[County, Submission]]:
        """Each county with its submission as it stands."""
        everyone = submissions.of_period(self.store, self.actor, PERIOD)
        standing = {each.unit: each for each in everyone}
        return [(county, standing[county.unit.unit]) for county in counties]

    def _moves(self, counties: Sequence[County], who: Who) -> list[Move]:
        return [Move(seen, who(county.unit).name) for county, seen in self._pairs(counties)]

    def _reported(
        self, counties: Sequence[County], period: str
    ) -> Mapping[str, Mapping[str, Reported]]:
        units = [county.unit.unit for county in counties]
        return review_record.reported(self.store, self.actor, period, units)

    def _writing(self, action: str, counties: Sequence[County]) -> AbstractContextManager[Cursor]:
        facts = {"demonstration": True, "units": len(counties)}
        return self.store.writing(actor=self.actor.name, action=action, subject=PERIOD, facts=facts)

    def _must_be_ready(
        self, county: County, submission: Submission, previous: Mapping[str, Reported]
    ) -> None:
        now, by = clock.now(), clerk(county.unit).name
        answers = {
            field: Reported(
                submission.unit, field, 0, a.state, a.value, a.evidence, a.note, by, now
            )
            for field, a in county.answers.items()
        }
        found = flags.of(self.framework, self.run, submission, self.asked, answers, previous, {})
        wrong = [each for findings in found.values() for each in rules.blockers(findings)]
        if wrong:
            raise submit.NotReady([each.problem for each in wrong])

    def _decisions(
        self, stage: Stage, answers: Mapping[str, Reported], previous: Mapping[str, Reported]
    ) -> Iterator[Decision]:
        """Of a submission that is returned, the first answers that are not last year's are."""
        questions = list(QUESTIONS) if stage == "returned" else []
        for question in self.asked:
            now, before = answers.get(question.code), previous.get(question.code)
            if now is None or now.state == "missing":
                continue
            if questions and before and _is_changed(now, before):
                reason, note = questions.pop(0)
                yield Decision(now.field, "returned", now.entry, None, reason=reason, note=note)
            else:
                yield Decision(now.field, "accepted", now.entry, None)


def _is_changed(now: Reported, before: Reported) -> bool:
    same = (now.state, now.value) == (before.state, before.value)
    return before.state != "missing" and not same


def _drafts(counties: Sequence[County]) -> Iterator[Draft]:
    for county in counties:
        unit, by = county.unit.unit, clerk(county.unit).name
        for field, a in county.answers.items():
            yield Draft(unit, PERIOD, field, a.state, by, a.value, a.evidence, a.note)
