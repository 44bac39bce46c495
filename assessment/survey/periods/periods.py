"""Assessment periods: opened, extended, locked, and how they are run.

A period is run by the framework as it was written when the period opened, whatever becomes of the
file afterwards. A locked period takes no drafts, no filings and no verdicts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, get_args

from assessment.errors import Place, Problem, Rejected, Unknown
from assessment.framework import loader, questions
from assessment.framework.model import Framework, SurveyField
from assessment.kernel import codes
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.periods import period_opening, periods_table, submissions
from assessment.survey.periods.periods_table import PeriodRow, PeriodRule
from assessment.survey.periods.submission_workflow import Levels, State

MANAGE: Final = "period.manage"

Counts = codes.CountedAnswers

Others = codes.OthersShown

UNDER_REVIEW: frozenset[State] = frozenset({"in_review", "city_reviewed"})
"""While one submission is here, who reviews and what counts stay as they are."""

LONGEST_REASON = 1000


class PeriodRefused(Rejected):
    """What was asked of a period will not do, with everything that is wrong with it."""

    key = "periods.refused"


@dataclass(frozen=True, slots=True)
class PeriodRun:
    """One period, and how it is run."""

    period: str
    starts: date
    ends: date
    deadline: date
    locked: bool
    framework: str | None
    """Fingerprint of the text it is run by; None: the file as it stands."""

    levels: Levels
    counts: Counts
    asked: str
    others: Others

    @property
    def strengths(self) -> tuple[str, ...]:
        """Codes of the strengths asked; none: all of the framework."""
        return tuple(self.asked.split())

    @property
    def row(self) -> PeriodRow:
        state = "locked" if self.locked else "open"
        return PeriodRow(self.period, self.starts, self.ends, self.deadline, state)

    @property
    def rule(self) -> PeriodRule:
        return PeriodRule(
            self.period, self.framework, self.levels, self.counts, self.asked, self.others
        )


@dataclass(frozen=True, slots=True)
class Opening:
    """What whoever opens a period decides."""

    period: str
    deadline: date
    levels: Levels = "province"
    counts: Counts = "self_reported"
    strengths: Sequence[str] = ()
    """None: all of the framework."""

    others: Others = "anonymous"


@dataclass(frozen=True, slots=True)
class _Text:
    text: str


def of_all(store: Store, actor: Actor) -> list[PeriodRun]:
    """Every period, newest first. Everyone who may read a score may know how it came about."""
    actor.must_somewhere("directory.read")
    return store.ask("period_run", PeriodRun)


def of(store: Store, actor: Actor, period: str) -> PeriodRun:
    """Raises `Unknown` for no such period."""
    for run in of_all(store, actor):
        if run.period == period:
            return run
    raise Unknown(what="period", code=period)


def framework_of(store: Store, actor: Actor, period: str, otherwise: Framework) -> Framework:
    """The framework a period is run by; `otherwise` where no text was pinned to it."""
    run = of(store, actor, period)
    found = store.ask("framework_text", _Text, fingerprint=run.framework) if run.framework else []
    return loader.loads(found[0].text, period) if found else otherwise


def asked_fields(framework: Framework, run: PeriodRun) -> tuple[SurveyField, ...]:
    """The questions a period asks, in the framework's order."""
    return questions.asked_in(framework, run.period, run.strengths)


def open_period(store: Store, actor: Actor, opening: Opening, framework_text: str) -> PeriodRun:
    """Open a period and pin the framework's text to it. Raises `PeriodRefused`, or `Rejected`
    for a framework that does not read."""
    framework = check_opening(store, actor, opening, framework_text)
    span = period_opening.spelt(opening.period)
    asked = [code for code in framework.strength_by_code if code in opening.strengths]
    run = PeriodRun(
        opening.period,
        span.start,
        span.end,
        opening.deadline,
        False,
        loader.fingerprint(framework_text),
        opening.levels,
        opening.counts,
        "" if len(asked) == len(framework.strengths) else " ".join(asked),
        opening.others,
    )
    with store.writing(
        actor=actor.name, action="period.open", subject=run.period, facts={"after": _told(run)}
    ) as cursor:
        if run.period in {other.period for other in of_all(store, actor)}:
            raise PeriodRefused([_problem("period.exists", run.period)])
        periods_table.keep_text(cursor, loader.fingerprint(framework_text), framework_text)
        periods_table.record(cursor, [run.row])
        periods_table.record_rules(cursor, [run.rule])
    return run


def check_opening(store: Store, actor: Actor, opening: Opening, framework_text: str) -> Framework:
    """The framework a period would be run by. Raises as `open_period` does, and writes nothing."""
    actor.must(MANAGE)
    framework = loader.loads(framework_text, loader.DEFAULT.name)
    known = {run.period for run in of_all(store, actor)}
    if problems := list(_opening_problems(opening, framework, known)):
        raise PeriodRefused(problems)
    return framework


def withdraw(store: Store, actor: Actor, period: str, reason: str) -> None:
    """Take back a period that was opened by mistake. Raises `PeriodRefused` once anything names it:
    a draft, an answer, a finding."""
    actor.must(MANAGE)
    run = of(store, actor, period)
    if problems := list(_reason_problems(period, reason)):
        raise PeriodRefused(problems)
    facts = {"before": _told(run), "reason": reason}
    with store.writing(
        actor=actor.name, action="period.withdraw", subject=period, facts=facts
    ) as cursor:
        if run not in of_all(store, actor):
            raise PeriodRefused([_problem("period.overtaken", period)])
        if count := periods_table.uses(cursor, period):
            raise PeriodRefused([_problem("period.in_use", period, count=count)])
        periods_table.record(cursor, [replace(run.row, state="withdrawn")])


def is_unused(store: Store, actor: Actor, period: str) -> bool:
    """Whether nothing names the period yet, so that it may be withdrawn."""
    actor.must(MANAGE)
    with store.reading() as cursor:
        return periods_table.uses(cursor, period) == 0


def _opening_problems(opening: Opening, framework: Framework, known: set[str]) -> Iterator[Problem]:
    code = opening.period
    if code in known:
        yield _problem("period.exists", code)
    try:
        starts = period_opening.spelt(code).start
    except Rejected as error:
        yield from error.problems
    else:
        if opening.deadline < starts:
            yield _problem(
                "setup.deadline_too_early",
                code,
                code=code,
                deadline=opening.deadline,
                starts=starts,
            )
    for strength in opening.strengths:
        if strength not in framework.strength_by_code:
            offered = ", ".join(framework.strength_by_code)
            yield _problem("period.unknown_strength", code, strength=strength, known=offered)


def extend(store: Store, actor: Actor, period: str, deadline: date, reason: str) -> PeriodRun:
    """Put the deadline off, for a reason. Raises `PeriodRefused`."""
    actor.must(MANAGE)
    before = of(store, actor, period)
    problems = list(_reason_problems(period, reason))
    if deadline <= before.deadline:
        facts = {"deadline": deadline, "before": before.deadline}
        problems.append(_problem("period.not_later", period, **facts))
    if problems:
        raise PeriodRefused(problems)
    return _changed(store, actor, "extend", before, replace(before, deadline=deadline), reason)


def lock(store: Store, actor: Actor, period: str, reason: str) -> PeriodRun:
    """From now on nothing is written to it. Raises `PeriodRefused`."""
    return _locked(store, actor, period, reason, locked=True)


def unlock(store: Store, actor: Actor, period: str, reason: str) -> PeriodRun:
    """Raises `PeriodRefused`."""
    return _locked(store, actor, period, reason, locked=False)


def _locked(store: Store, actor: Actor, period: str, reason: str, *, locked: bool) -> PeriodRun:
    actor.must(MANAGE)
    before = of(store, actor, period)
    problems = list(_reason_problems(period, reason))
    if before.locked == locked:
        problems.append(_problem("period.locked" if locked else "period.not_locked", period))
    if problems:
        raise PeriodRefused(problems)
    action = "lock" if locked else "unlock"
    return _changed(store, actor, action, before, replace(before, locked=locked), reason)


def change(
    store: Store,
    actor: Actor,
    period: str,
    *,
    levels: Levels | None = None,
    counts: Counts | None = None,
    others: Others | None = None,
) -> PeriodRun:
    """Change how a period is run; what is not given stays. Raises `PeriodRefused` while something
    is under review, unless it is only about what counties see of each other."""
    actor.must(MANAGE)
    before = of(store, actor, period)
    after = replace(
        before,
        levels=levels or before.levels,
        counts=counts or before.counts,
        others=others or before.others,
    )
    return before if after == before else _changed(store, actor, "change", before, after, None)


def _changed(
    store: Store, actor: Actor, action: str, before: PeriodRun, after: PeriodRun, reason: str | None
) -> PeriodRun:
    """One more entry, provided that nobody changed the period since it was read."""
    facts = {"before": _told(before), "after": _told(after), "reason": reason}
    with store.writing(
        actor=actor.name, action=f"period.{action}", subject=after.period, facts=facts
    ) as cursor:
        if of(store, actor, after.period) != before:
            raise PeriodRefused([_problem("period.overtaken", after.period)])
        if (after.levels, after.counts) != (before.levels, before.counts):
            _must_be_at_rest(store, actor, after.period)
        if after.row != before.row:
            periods_table.record(cursor, [after.row])
        if after.rule != before.rule:
            periods_table.record_rules(cursor, [after.rule])
    return after


def _must_be_at_rest(store: Store, actor: Actor, period: str) -> None:
    everyone = submissions.of_period(store, actor, period)
    busy = sum(row.state in UNDER_REVIEW for row in everyone)
    if busy:
        raise PeriodRefused([_problem("period.under_review", period, count=busy)])


def _reason_problems(period: str, reason: str) -> Iterator[Problem]:
    if not reason.strip():
        yield _problem("period.no_reason", period)
    if len(reason) > LONGEST_REASON:
        yield _problem("period.reason_too_long", period, length=len(reason), longest=LONGEST_REASON)


def _problem(code: str, period: str, /, **facts: object) -> Problem:
    return Problem(code, Place("period", path=period), facts)


def _told(run: PeriodRun) -> dict[str, object]:
    """A period as the audit keeps it."""
    return {
        "deadline": run.deadline,
        "locked": run.locked,
        "framework": run.framework,
        "levels": run.levels,
        "counts": run.counts,
        "asked": run.asked,
        "others": run.others,
    }


LEVELS: tuple[Levels, ...] = get_args(Levels)
COUNTS: tuple[Counts, ...] = get_args(Counts)
OTHERS: tuple[Others, ...] = get_args(Others)
