"""A visit with its diary, photos and findings, logged in one transaction or not at all.

What a team finds is a clue (线索) until the province or the city confirms it. A finding noted in a
minute is of that day's visit; where the team has none in that unit yet, the note is its record.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assessment.errors import Place, Problem, Rejected
from assessment.field.teams.register.checks import Known
from assessment.field.visits import visit_checks, visit_drafts, visit_record
from assessment.field.visits import visit_drafts_table as draft_table
from assessment.field.visits.visit_drafts import AlreadySent, Draft
from assessment.field.visits.visit_drafts_table import FieldDraft
from assessment.field.visits.visit_record import WRITE
from assessment.field.visits.visits_table import Visit
from assessment.framework.model import Framework
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.rectification.findings import checks as finding_checks
from assessment.rectification.findings import transitions
from assessment.rectification.findings.findings_table import Finding
from assessment.store.batch import Cursor
from assessment.store.database import Store
from assessment.survey.evidence import attachments
from assessment.survey.evidence.attachments import StoredFile
from assessment.survey.periods.periods_table import PeriodRow

MOST_FINDINGS = 10


@dataclass(frozen=True, slots=True)
class Where:
    """A unit somebody may log for, and the team they log as."""

    team: str
    team_name: str
    unit: str
    name: str
    name_en: str
    link: str
    """`liaison` or `stay_in`: what the team is there for."""

    @property
    def code(self) -> str:
        return f"{self.team}.{self.unit}"


@dataclass(frozen=True, slots=True)
class FindingNote:
    """What was found, as it is written down on the spot."""

    strength: str
    description: str
    severity: str = "medium"
    problem: str | None = None
    """Common problem of the framework, when it is one."""


@dataclass(frozen=True, slots=True)
class Logged:
    visit: int
    findings: tuple[int, ...]


def places(store: Store, actor: Actor, day: date | None = None) -> list[Where]:
    """Where somebody may log on a day (today), each as one of their teams. Whoever is in no team
    may log for every team linked there."""
    actor.must_somewhere(WRITE)
    found = store.ask("log_place", Where, day=day or clock.today())
    return [each for each in found if actor.may(WRITE, each.unit) and actor.speaks_for(each.team)]


def period_of(store: Store, actor: Actor, day: date) -> str | None:
    """The period a finding of a day belongs to; None without any. The shortest that holds the day
    and is open, or else the newest open one, or the newest there is."""
    actor.must_somewhere(WRITE)
    rows = sorted(store.ask("period", PeriodRow), key=lambda row: (row.starts, -_days(row)))
    running = [row for row in rows if row.state == "open"]
    holding = [row for row in running if row.starts <= day <= row.ends]
    newest = (holding or running or rows)[-1:]
    return newest[0].period if newest else None


def _days(row: PeriodRow) -> int:
    return (row.ends - row.starts).days


def log(
    store: Store,
    framework: Framework,
    actor: Actor,
    visit: Visit,
    finding_notes: Sequence[FindingNote] = (),
    photos: Sequence[StoredFile] = (),
    draft: Draft | None = None,
    unreadable: Iterable[Problem] = (),
) -> Logged:
    """Log a visit with its photos and what was found there, and take the draft away.

    Raises `NotAllowed`, `Rejected` with everything that is wrong, that of the boxes that are
    `unreadable` among it, `TooManyAttachments`, and
    `AlreadySent` where the draft was sent before; then nothing is written, and the draft stays.
    """
    visit_record.permitted(actor, [visit])
    visit = visit_record.tidy(visit)
    findings = _findings(store, actor, visit, finding_notes)
    known = Known.of(store)
    problems = [
        *unreadable,
        *of_visit(visit, found_something=bool(finding_notes)),
        *_of_findings(finding_notes),
        *visit_checks.of_registers(known, [visit]),
        *_registered(known, framework, findings),
    ]
    if problems:
        raise Rejected(problems)
    facts = {"kind": visit.kind, "findings": len(findings), "photos": len(photos)}
    with store.writing(
        actor=actor.name, action="visit.log", subject=visit.unit, facts=facts
    ) as cursor:
        _must_be_unsent(cursor, draft)
        (number,) = visit_record.record(cursor, Known.of(store), [visit])
        numbers = transitions.log(
            cursor, actor.name, [replace(row, visit=number) for row in findings]
        )
        if photos:
            attachments.record(cursor, actor, visit.unit, ("visit", number), photos)
        _sent(cursor, actor, draft, number)
    return Logged(number, tuple(numbers))


def note(
    store: Store,
    framework: Framework,
    actor: Actor,
    where: tuple[str, str],
    finding_note: FindingNote,
    photos: Sequence[StoredFile] = (),
    draft: Draft | None = None,
) -> Logged:
    """Log one thing found today by a team in a unit, `where` being both; raises as `log` does.

    It is of the visit the team is on there today. Where none is logged, one is, of that day.
    """
    team, unit = where
    today = clock.today()
    visit = Visit(team, unit, "visit", today, today)
    visit_record.permitted(actor, [visit])
    findings = _findings(store, actor, visit, [finding_note])
    known = Known.of(store)
    problems = [
        *_of_note(finding_note),
        *visit_checks.of_registers(known, [visit]),
        *_registered(known, framework, findings),
    ]
    if problems:
        raise Rejected(problems)
    with store.writing(
        actor=actor.name, action="finding.log", subject=unit, facts={"photos": len(photos)}
    ) as cursor:
        _must_be_unsent(cursor, draft)
        number = visit_record.under_way(cursor, Known.of(store), visit)
        numbers = transitions.log(
            cursor, actor.name, [replace(row, visit=number) for row in findings]
        )
        if photos:
            attachments.record(cursor, actor, unit, ("finding", numbers[0]), photos)
        _sent(cursor, actor, draft, number)
    return Logged(number, tuple(numbers))


def _findings(
    store: Store, actor: Actor, visit: Visit, finding_notes: Sequence[FindingNote]
) -> list[Finding]:
    period = period_of(store, actor, visit.ends) or ""
    return [
        Finding(
            unit=visit.unit,
            period=period,
            strength=each.strength,
            severity=each.severity,
            description=each.description.strip(),
            found_on=visit.ends,
            team=visit.team,
            problem=each.problem,
        )
        for each in finding_notes
    ]


def _registered(known: Known, framework: Framework, rows: Sequence[Finding]) -> Iterator[Problem]:
    """What the registers have against findings; what is blank is said in our own words."""
    for problem in finding_checks.of_findings(known, framework, rows):
        about = problem.facts.get("what"), problem.facts.get("code")
        if about == ("period", ""):
            yield Problem("field_log.no_period", problem.place)
        elif problem.code != "field_work.blank" and about != ("strength", ""):
            yield problem


def of_visit(visit: Visit, *, found_something: bool) -> Iterator[Problem]:
    """What is wrong with what is said of a visit; something must be said, or have been found."""
    place = Place("visit")
    yield from visit_checks.of_content(place, visit)
    if not visit_checks.written(visit) and not found_something:
        yield Problem("field_log.nothing_written", place)


def _of_findings(finding_notes: Sequence[FindingNote]) -> Iterator[Problem]:
    place = Place("findings")
    if len(finding_notes) > MOST_FINDINGS:
        yield Problem("field_log.too_many_findings", place, {"most": MOST_FINDINGS})
    for number, each in enumerate(finding_notes, 1):
        facts = {"number": number}
        if not each.description.strip():
            yield Problem("field_log.no_description", Place("findings", number), facts)
        if not each.strength:
            yield Problem("field_log.no_strength", Place("findings", number), facts)
    yield from visit_checks.too_long(place, [each.description for each in finding_notes])


def _of_note(finding_note: FindingNote) -> Iterator[Problem]:
    """There is one only, and nothing to leave out."""
    place = Place("findings")
    if not finding_note.description.strip():
        yield Problem("field_log.note_not_described", place, {})
    if not finding_note.strength:
        yield Problem("field_log.note_no_strength", place, {})
    yield from visit_checks.too_long(place, [finding_note.description])


def _must_be_unsent(cursor: Cursor, draft: Draft | None) -> None:
    """Again under the lock: of two presses, or two tabs, one logs the visit."""
    if draft is None or draft.draft is None:
        return
    if draft_table.sent_as(cursor, draft.draft) is not None:
        raise AlreadySent


def _sent(cursor: Cursor, actor: Actor, draft: Draft | None, visit: int) -> None:
    """The draft is a visit from now on, with what was in it."""
    if draft is None or draft.draft is None:
        return
    content = visit_drafts.written(draft.boxes, draft.photos)
    draft_table.record(cursor, FieldDraft(actor.name, draft.form, content, draft.draft, visit))
