"""Spot checks: what a liaison team saw itself of what a county reported, answer by answer.

A check is about one answer entry and says agree, differ or could not tell, with the team's own
value where it has one. It changes no answer and no score: a reviewer sees it beside the item, and
the agreement rate tells how far self-reports can be relied on. What a county reports afterwards is
another answer, of which nothing was seen yet.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, get_args

from assessment.errors import NotAllowed, Place, Problem, Rejected
from assessment.field.spot_checks import spot_checks_table as table
from assessment.field.spot_checks.spot_checks_table import SpotCheck
from assessment.field.teams import team_offers
from assessment.field.teams.team_offers import TeamOffer
from assessment.framework.model import Framework, Indicator, SurveyField
from assessment.framework.values import field_values
from assessment.framework.values.field_values import Breach, Raw
from assessment.kernel import clock, codes
from assessment.kernel.actors import Actor
from assessment.kernel.answers import Answer
from assessment.kernel.codes import AnswerState
from assessment.store.database import Store
from assessment.survey.filing.form import counted_in
from assessment.survey.periods import periods, review_record
from assessment.survey.periods.review_record import Reported
from assessment.units import scopes

READ: Final = "survey.read"
RECORD: Final = "field_work.record"

Outcome = codes.SpotCheckOutcome

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

LONGEST = field_values.LONGEST


class SpotCheckRefused(Rejected):
    """What a team says of answers will not do, with everything that is wrong with it."""

    key = "spot_check.refused"


@dataclass(frozen=True, slots=True)
class Checked:
    """One check as it stands, and the answer it is about as it was then."""

    spot_check: int
    unit: str
    period: str
    field: str
    answer: int
    outcome: Outcome
    state: AnswerState | None
    value: float | None
    note: str | None
    team: str
    team_name: str | None
    day: date
    entry: int
    recorded_by: str
    recorded_at: datetime
    reported_state: AnswerState
    reported_value: float | None
    holds: bool
    """Whether the county's answer is still the one that was checked."""

    @property
    def contradicts(self) -> bool:
        """Whether the answer as it stands is not what was seen."""
        return self.holds and self.outcome == "differ"


@dataclass(frozen=True, slots=True)
class ToCheck:
    """One answer a team can look at, and what was seen of it, newest first."""

    question: SurveyField
    reported: Reported
    indicators: tuple[Indicator, ...]
    checks: tuple[Checked, ...]

    @property
    def answer(self) -> Answer:
        return self.reported.answer

    @property
    def standing(self) -> tuple[Checked, ...]:
        """Of the answer as it stands."""
        return tuple(check for check in self.checks if check.holds)


@dataclass(frozen=True, slots=True)
class Look:
    """What a team says of one answer."""

    field: str
    answer: int
    """Entry of the answer it looked at."""

    outcome: str
    value: Raw = None
    """Its own, as typed, where it differs; unless `not_applicable`."""

    not_applicable: bool = False
    note: str | None = None


def of_unit(
    store: Store, framework: Framework, actor: Actor, unit: str, period: str
) -> tuple[ToCheck, ...]:
    """The answers a county submitted, in the framework's order. Raises `NotAllowed` out of scope,
    `Unknown`. What it did not answer cannot be checked and is left out."""
    actor.must(READ, unit)
    scopes.named(store, actor, unit)
    run = periods.of(store, actor, period)
    reported = review_record.reported(store, actor, period, [unit]).get(unit, {})
    found = checks(store, actor, period, [unit]).get(unit, {})
    counted = counted_in(framework, period)
    return tuple(
        ToCheck(
            question,
            reported[question.code],
            tuple(indicator for _, indicator in counted.get(question.code, ())),
            tuple(found.get(question.code, ())),
        )
        for question in periods.asked_fields(framework, run)
        if question.code in reported and reported[question.code].state != "missing"
    )


def checks(
    store: Store, actor: Actor, period: str, units: Sequence[str]
) -> Mapping[str, Mapping[str, Sequence[Checked]]]:
    """Every check of the units the actor sees, by unit and field, newest first."""
    actor.must_somewhere(READ)
    found: dict[str, dict[str, list[Checked]]] = defaultdict(lambda: defaultdict(list))
    for row in store.ask("spot_check", Checked, period=period, units=actor.seen(units)):
        found[row.unit][row.field].append(row)
    return found


def teams(store: Store, actor: Actor, unit: str, day: date | None = None) -> list[TeamOffer]:
    """The teams linked to a unit on a day that the actor may speak for; none for who may not."""
    on = day or clock.today()
    return [row for row in team_offers.between(store, actor, on, on) if row.unit == unit]


def record(
    store: Store,
    framework: Framework,
    actor: Actor,
    unit: str,
    period: str,
    team: str,
    day: date,
    looks: Sequence[Look],
) -> list[int]:
    """Record what a team saw on a day, all of it or nothing, and return the numbers.

    Said again of the same answer by the same team, it counts once, as said last. Raises
    `NotAllowed`, `Unknown`, and `SpotCheckRefused` with all problems.
    """
    actor.must(RECORD, unit)
    if not actor.speaks_for(team):
        raise NotAllowed(actor=actor.name, verb=RECORD, subject=team)
    run = periods.of(store, actor, period)
    asked = {field.code: field for field in periods.asked_fields(framework, run)}
    taken = _Taken(unit, period, team, day, asked)
    reported = review_record.reported(store, actor, period, [unit]).get(unit, {})
    problems = [*_of_day(store, actor, taken), *taken.problems(looks, reported)]
    if problems:
        raise SpotCheckRefused(problems)
    if not looks:
        return []
    rows = [taken.row(each) for each in looks]
    facts = {"team": team, "day": day, "spot_checks": [_told(row) for row in rows]}
    with store.writing(
        actor=actor.name, action="spot_check.record", subject=f"{unit}/{period}", facts=facts
    ) as cursor:
        # Again, now that nobody else writes: an answer or a link may not be what it was.
        reported = review_record.reported(store, actor, period, [unit]).get(unit, {})
        if problems := [*_of_day(store, actor, taken), *taken.moved(looks, reported)]:
            raise SpotCheckRefused(problems)
        known = {
            (check.team, check.answer): check.spot_check
            for of_field in checks(store, actor, period, [unit]).get(unit, {}).values()
            for check in of_field
        }
        return table.record(
            cursor, [replace(row, spot_check=known.get((team, row.answer))) for row in rows]
        )


def withdraw(store: Store, actor: Actor, spot_check: int, reason: str) -> None:
    """Take back a check recorded in error; it no longer counts, and the record of it stays.

    Of a foreign number and of one that names nothing the same `NotAllowed`.
    """
    actor.must_somewhere(RECORD)
    found = _numbered(store, actor, spot_check)
    if not reason.strip():
        place = Place(f"{found.unit} {found.period}", path=found.field)
        raise SpotCheckRefused([Problem("spot_check.no_reason", place)])
    facts = {"spot_check": spot_check, "reason": reason.strip(), "before": _told(found)}
    subject = f"{found.unit}/{found.period}"
    with store.writing(
        actor=actor.name, action="spot_check.withdraw", subject=subject, facts=facts
    ) as cursor:
        found = _numbered(store, actor, spot_check)
        table.record(cursor, [replace(found, withdrawn=True)])


def _numbered(store: Store, actor: Actor, number: int) -> SpotCheck:
    for found in store.ask("spot_check_numbered", SpotCheck, spot_check=number):
        if actor.may(RECORD, found.unit) and actor.speaks_for(found.team):
            return found
    raise NotAllowed(actor=actor.name, verb=RECORD, subject=str(number))


def _of_day(store: Store, actor: Actor, taken: "_Taken") -> Iterator[Problem]:
    today = clock.today()
    if taken.day > today:
        yield taken.problem("spot_check.future", day=taken.day, today=today)
        return
    linked = teams(store, actor, taken.unit, taken.day)
    if not any(row.team == taken.team for row in linked):
        facts = {"team": taken.team, "unit": taken.unit, "day": taken.day}
        yield taken.problem("spot_check.not_linked", **facts)


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a team says, turned into rows or refused with everything wrong with it."""

    unit: str
    period: str
    team: str
    day: date
    asked: Mapping[str, SurveyField]

    def problems(
        self, looks: Sequence[Look], reported: Mapping[str, Reported]
    ) -> Iterator[Problem]:
        for code, times in Counter(each.field for each in looks).items():
            if times > 1 and code in self.asked:
                yield self.problem("spot_check.said_twice", code, title=self.asked[code].title)
        for each in looks:
            question = self.asked.get(each.field)
            if question is None:
                yield self.problem("spot_check.not_asked", each.field, code=each.field)
                continue
            note = (each.note or "").strip()
            if len(note) > LONGEST:
                facts = {"length": len(note), "longest": LONGEST}
                yield self.problem("spot_check.note_too_long", each.field, **facts)
            if each.outcome not in OUTCOMES:
                yield self.problem("spot_check.no_outcome", each.field, title=question.title)
            elif each.outcome == "could_not" and not note:
                yield self.problem("spot_check.no_why_not", each.field, title=question.title)
            elif each.outcome == "differ":
                yield from self._difference(each, question, reported.get(each.field))
        yield from self.moved([each for each in looks if each.field in self.asked], reported)

    def _difference(
        self, each: Look, question: SurveyField, reported: Reported | None
    ) -> Iterator[Problem]:
        own = _own(question, each)
        if isinstance(own, Breach):
            yield self.problem(own.code, each.field, **own.facts)
        elif own == (None, None) and not (each.note or "").strip():
            yield self.problem("spot_check.no_value", each.field, title=question.title)
        elif reported and own == (reported.state, reported.value):
            yield self.problem("spot_check.same_as_reported", each.field, title=question.title)

    def moved(self, looks: Sequence[Look], reported: Mapping[str, Reported]) -> Iterator[Problem]:
        """What the county has answered anew since the team saw its answer."""
        for each in looks:
            now = reported.get(each.field)
            if now is None or now.state == "missing" or now.entry != each.answer:
                title = self.asked[each.field].title
                yield self.problem("spot_check.answer_moved", each.field, title=title)

    def row(self, each: Look) -> SpotCheck:
        own = _own(self.asked[each.field], each) if each.outcome == "differ" else (None, None)
        state, value = (None, None) if isinstance(own, Breach) else own
        return SpotCheck(
            unit=self.unit,
            period=self.period,
            field=each.field,
            answer=each.answer,
            outcome=each.outcome,
            team=self.team,
            day=self.day,
            state=state,
            value=value,
            note=(each.note or "").strip() or None,
        )

    def problem(self, code: str, field: str = "", /, **facts: object) -> Problem:
        return Problem(code, Place(f"{self.unit} {self.period}", path=field), facts)


def _own(question: SurveyField, each: Look) -> tuple[AnswerState | None, float | None] | Breach:
    """A team's own value, read as a county's is; neither where it has none."""
    if each.not_applicable:
        return "not_applicable", None
    if each.value is None or not field_values.text(each.value):
        return None, None
    read = field_values.read(question, each.value)
    return read if isinstance(read, Breach) else ("value", read)


def _told(row: SpotCheck) -> dict[str, object]:
    """A check as the audit keeps it."""
    return {
        "field": row.field,
        "outcome": row.outcome,
        "answer": row.answer,
        "state": row.state,
        "value": row.value,
        "note": row.note,
    }
