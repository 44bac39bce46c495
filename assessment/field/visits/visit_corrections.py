"""A visit that was logged in error: corrected, voided, or given the photo that was forgotten.

Its team may, as long as it is linked there, and so may the province. What was said before stays in
the record. Team and county are no part of a correction: what was found and photographed is of that
county, so a visit to another is voided, and logged anew where it was. What was found is a record of
its own and keeps its day; a visit is not voided while a finding hangs on it that still counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

from assessment.errors import NotAllowed, Place, Problem, refuse
from assessment.field.teams.register.checks import Known
from assessment.field.visits import visit_checks, visit_log, visit_record
from assessment.field.visits import visits_table as table
from assessment.field.visits.visit_record import WRITE
from assessment.field.visits.visits_table import Visit
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.evidence import attachments
from assessment.survey.evidence.attachments import StoredFile, TooManyAttachments

LONGEST_REASON = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row(Visit):
    """One that was logged, as the question `visit_numbered` gives it."""

    entry: int
    live: int
    """Findings of it that were not set aside."""

    @property
    def told(self) -> Visit:
        return Visit(**{each.name: getattr(self, each.name) for each in fields(Visit)})


def may_correct(actor: Actor, team: str, unit: str) -> bool:
    """Whether a team's visits to a unit are theirs to correct."""
    return actor.may(WRITE, unit) and actor.speaks_for(team)


def correct(
    store: Store,
    actor: Actor,
    visit: Visit,
    revision: int,
    unreadable: Sequence[Problem] = (),
) -> bool:
    """Have a visit, named by its number, say what `visit` does; whether that is anything new.

    `revision` is the entry its editor saw. Raises `NotAllowed` alike for a foreign number and one
    that names nothing, and `Rejected` with everything that is wrong, that of the boxes that are
    `unreadable` among it: also where somebody else corrected it meanwhile, and then nothing is
    changed.
    """
    actor.must_somewhere(WRITE)
    found = _numbered(store, actor, visit.visit)
    after = replace(visit_record.tidy(visit), team=found.team, unit=found.unit, visit=found.visit)
    if unreadable:
        refuse([*unreadable, *_of_correction(Known.of(store), after, found, revision)])
    changed = _changed(found.told, after)
    if not changed:
        return False
    facts = {
        "visit": found.visit,
        "team": found.team,
        "before": {name: getattr(found, name) for name in changed},
        "after": {name: getattr(after, name) for name in changed},
    }
    with store.writing(
        actor=actor.name, action="visit.correct", subject=found.unit, facts=facts
    ) as cursor:
        found = _numbered(store, actor, found.visit)
        refuse(_of_correction(Known.of(store), after, found, revision))
        table.record_visits(cursor, [after])
    return True


def void(store: Store, actor: Actor, visit: int, reason: str) -> None:
    """Take back a visit that never was, or was elsewhere. It counts nowhere from now on, and the
    record of it stays. Raises as `correct` does, and while findings hang on it."""
    actor.must_somewhere(WRITE)
    found = _numbered(store, actor, visit)
    refuse(_of_voiding(found, reason))
    facts = {
        "visit": visit,
        "team": found.team,
        "starts": found.starts,
        "ends": found.ends,
        "reason": reason.strip(),
    }
    with store.writing(
        actor=actor.name, action="visit.void", subject=found.unit, facts=facts
    ) as cursor:
        found = _numbered(store, actor, visit)
        refuse(_of_voiding(found, reason))
        table.record_visits(cursor, [replace(found.told, voided=True, reason=reason.strip())])


def add_photos(store: Store, actor: Actor, visit: int, photos: Sequence[StoredFile]) -> None:
    """Put photos beside a visit later. Raises as `correct` does, and `TooManyAttachments`."""
    actor.must_somewhere(WRITE)
    found = _numbered(store, actor, visit)
    refuse(_of_photos(photos))
    facts = {"visit": visit, "files": [photo.file_name for photo in photos]}
    with store.writing(
        actor=actor.name, action="attachment.add", subject=found.unit, facts=facts
    ) as cursor:
        found = _numbered(store, actor, visit)
        there = attachments.beside(store, actor, "visit", [visit]).get(visit, [])
        known = {each.hash for each in there}
        new = [photo for photo in photos if photo.hash not in known]
        if len(there) + len(new) > attachments.MOST:
            raise TooManyAttachments
        attachments.record(cursor, actor, found.unit, ("visit", visit), new)


def _numbered(store: Store, actor: Actor, visit: int | None) -> _Row:
    for found in store.ask("visit_numbered", _Row, visit=visit):
        if may_correct(actor, found.team, found.unit):
            return found
    raise NotAllowed(actor=actor.name, verb=WRITE, subject=str(visit))


def _changed(before: Visit, after: Visit) -> list[str]:
    names = [each.name for each in fields(before)]
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def _of_correction(known: Known, after: Visit, row: _Row, revision: int) -> Iterator[Problem]:
    if row.entry != revision:
        yield Problem("field_log.corrected_meanwhile", Place("visit"), {})
    yield from visit_log.of_visit(after, found_something=row.live > 0)
    yield from visit_checks.of_registers(known, [after])


def _of_voiding(row: _Row, reason: str) -> Iterator[Problem]:
    if not reason.strip():
        yield Problem("field_log.no_reason", Place("visit"), {})
    if len(reason) > LONGEST_REASON:
        facts = {"begins": reason[:12], "length": len(reason), "longest": LONGEST_REASON}
        yield Problem("field_log.too_long", Place("visit"), facts)
    if row.live:
        yield Problem("field_log.findings_hang_on_it", Place("visit"), {"count": row.live})


def _of_photos(photos: Sequence[StoredFile]) -> Iterator[Problem]:
    for photo in photos:
        if photo.kind not in attachments.PICTURES:
            yield Problem("field_log.no_photo", Place(photo.file_name), {})
