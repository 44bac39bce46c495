"""Files that prove an indicator's answers: given and withdrawn by the county, seen by reviewers.

A file is judged and kept before the write that names it. Whoever approved an answer approved what
proved it, so another file or one less takes that approval back, in the same transaction.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from assessment.errors import AssessmentError, NotAllowed, Unknown
from assessment.exchange.evidence import evidence_files, evidence_photo
from assessment.framework.model import Framework, Indicator, Text
from assessment.framework.questions import proves, read_by
from assessment.kernel.actors import Actor
from assessment.kernel.roles import Verb
from assessment.office.audit_trail import audit
from assessment.store.batch import Cursor
from assessment.store.database import Store
from assessment.survey.evidence import evidence_table as table
from assessment.survey.evidence.evidence_table import Evidence, EvidenceFile
from assessment.survey.periods import submission_workflow, submissions
from assessment.survey.periods.submissions import Submission

MOST_OF_INDICATOR = 10
"""Files one indicator may have in a period."""

PICTURES = frozenset({"jpeg", "png"})
SHOWN_SIDE = 320
"""Pixels of a picture's longer side beside its answer."""

MOST_BYTES = 200 * 2**20
"""Of one unit's files in a period together."""

MIME: Mapping[str, str] = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "ofd": "application/ofd",
}


class EvidenceFrozen(AssessmentError):
    """The submission is with the reviewers, or done."""

    key = "evidence.frozen"

    def __init__(self, *, indicator: Text | str) -> None:
        super().__init__(indicator=indicator)


class TooManyFiles(AssessmentError):
    key = "evidence.too_many"

    def __init__(self, *, indicator: Text) -> None:
        super().__init__(indicator=indicator, most=MOST_OF_INDICATOR)


class TooMuchEvidence(AssessmentError):
    key = "evidence.too_much"

    def __init__(self) -> None:
        super().__init__(megabytes=MOST_BYTES // 2**20)


class EvidenceAlready(AssessmentError):
    """The same bytes prove the same indicator already."""

    key = "evidence.already"

    def __init__(self, *, indicator: Text, file_name: str) -> None:
        super().__init__(indicator=indicator, file_name=file_name)


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file as a list of files shows it; its bytes are asked for with `content`."""

    unit: str
    hash: str
    file_name: str
    added_by: str
    added_at: datetime
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class EvidenceShown(FileShown):
    """One file that proves an indicator."""

    evidence: int
    period: str
    indicator: str
    field: str | None
    """The question it was put under; None: it proves the indicator as a whole."""

    def is_beside(self, field: str, indicators: Collection[str]) -> bool:
        """Whether it proves the answer to a question that these indicators read."""
        return proves(self.field, self.indicator, field, indicators)


def of_unit(store: Store, actor: Actor, unit: str, period: str) -> list[EvidenceShown]:
    """What proves a unit's answers, by indicator, in the order it was given."""
    actor.must("survey.read", unit)
    return store.ask("evidence", EvidenceShown, unit=unit, period=period)


def content(store: Store, actor: Actor, evidence: int) -> tuple[str, str, bytes]:
    """A file's name, MIME type and bytes; that it was taken is recorded.

    Of a foreign number and of one that names nothing the same `NotAllowed`, so that nobody learns
    which there are.
    """
    found = _numbered(store, actor, "survey.read", evidence)
    data = store.blobs.read(found.hash)
    facts = {"indicator": found.indicator, "file_name": found.file_name, "hash": found.hash}
    audit.exported(store, actor, "export.evidence", f"{found.unit}/{found.period}", facts)
    return found.file_name, MIME[found.kind], data


def picture(store: Store, actor: Actor, evidence: int) -> bytes:
    """A photo small enough for a page, as JPEG. Raises `NotAllowed`, also of what is no photo."""
    found = _numbered(store, actor, "survey.read", evidence)
    if found.kind not in PICTURES:
        raise NotAllowed(actor=actor.name, verb="survey.read", subject=str(evidence))
    return evidence_photo.smaller(store.blobs.read(found.hash), SHOWN_SIDE)


def attach(
    store: Store,
    framework: Framework,
    actor: Actor,
    unit: str,
    period: str,
    indicator: str,
    file_name: str,
    data: bytes,
) -> int:
    """Keep a file as proof of an indicator, and return its number.

    Raises `Unknown` for one that is not asked, `Rejected` for a file that may not be kept,
    `EvidenceFrozen` or `PeriodLocked` while the form is frozen, and `TooManyFiles`,
    `TooMuchEvidence` or `EvidenceAlready`.
    """
    actor.must("survey.file", unit)
    found = framework.indicator_by_code.get(indicator)
    if found is None or not found.asked_in(period):
        raise Unknown(what="indicator", code=indicator)
    read = sorted(read_by(found))
    # What reads one question is proved by what proves that one.
    proved = _Proved(found, read[0] if len(read) == 1 else None)
    return _attach(store, actor, (unit, period), proved, file_name, data)


def attach_to_question(
    store: Store,
    framework: Framework,
    actor: Actor,
    unit: str,
    period: str,
    field: str,
    file_name: str,
    data: bytes,
) -> int:
    """Keep a file as proof of one answer, and return its number. Raises as `attach` does."""
    actor.must("survey.file", unit)
    own = framework.field_by_code.get(field)
    reading = [
        (own is None or strength.code != own.strength, indicator)
        for strength, indicator in framework.indicators(period)
        if field in read_by(indicator)
    ]
    if not reading:
        raise Unknown(what="indicator", code=field)
    first = min(reading, key=lambda pair: pair[0])[1]
    return _attach(store, actor, (unit, period), _Proved(first, field), file_name, data)


@dataclass(frozen=True, slots=True)
class _Proved:
    """What a file proves: an indicator as a whole, or one question it reads."""

    indicator: Indicator
    field: str | None


def _attach(
    store: Store,
    actor: Actor,
    place: tuple[str, str],
    proved: _Proved,
    file_name: str,
    data: bytes,
) -> int:
    (unit, period), indicator = place, proved.indicator
    _open(store, actor, unit, period, indicator)
    taken = evidence_files.take(file_name, data)
    kept = store.blobs.keep(taken.data)
    facts = {
        "indicator": indicator.code,
        "field": proved.field,
        "file_name": taken.file_name,
        "hash": kept,
        "size": taken.size,
    }
    with store.writing(
        actor=actor.name, action="evidence.attach", subject=f"{unit}/{period}", facts=facts
    ) as cursor:
        # Again, now that nobody else writes: of two at once the second is told.
        seen = _open(store, actor, unit, period, indicator)
        _must_fit(of_unit(store, actor, unit, period), proved, kept, taken.size)
        row = Evidence(
            *(unit, period, indicator.code, kept, taken.file_name, actor.name), field=proved.field
        )
        (number,) = table.record(cursor, EvidenceFile(kept, taken.kind, taken.size), [row])
        _changed(cursor, actor, seen, proved)
    return number


def withdraw(store: Store, framework: Framework, actor: Actor, evidence: int) -> None:
    """Take a file off the list; its bytes and its record stay. Raises like `attach`."""
    found = _numbered(store, actor, "survey.file", evidence)
    proved = framework.indicator_by_code.get(found.indicator)
    subject = f"{found.unit}/{found.period}"
    facts = {
        "indicator": found.indicator,
        "before": {"file_name": found.file_name, "hash": found.hash},
        "after": None,
    }
    with store.writing(
        actor=actor.name, action="evidence.withdraw", subject=subject, facts=facts
    ) as cursor:
        found = _numbered(store, actor, "survey.file", evidence)
        seen = _open(store, actor, found.unit, found.period, proved or found.indicator)
        row = Evidence(
            found.unit,
            found.period,
            found.indicator,
            found.hash,
            found.file_name,
            actor.name,
            withdrawn=True,
            evidence=evidence,
            field=found.field,
        )
        table.record(cursor, None, [row])
        if proved:
            _changed(cursor, actor, seen, _Proved(proved, found.field))


def _numbered(store: Store, actor: Actor, verb: Verb, evidence: int) -> EvidenceShown:
    actor.must_somewhere(verb)
    for found in store.ask("evidence_numbered", EvidenceShown, evidence=evidence):
        if actor.may(verb, found.unit):
            return found
    raise NotAllowed(actor=actor.name, verb=verb, subject=str(evidence))


def _open(
    store: Store, actor: Actor, unit: str, period: str, proved: Indicator | str
) -> Submission:
    """The submission, which the county may still change."""
    seen = submissions.of_unit(store, actor, unit, period)
    submissions.must_be_open(seen)
    if seen.state not in submission_workflow.OPEN:
        raise EvidenceFrozen(indicator=proved if isinstance(proved, str) else proved.title)
    return seen


def _must_fit(there: list[EvidenceShown], proved: _Proved, file_hash: str, size: int) -> None:
    title = proved.indicator.title
    same = [each for each in there if each.indicator == proved.indicator.code]
    for each in same:
        if each.hash == file_hash and each.field == proved.field:
            raise EvidenceAlready(indicator=title, file_name=each.file_name)
    if len(same) >= MOST_OF_INDICATOR:
        raise TooManyFiles(indicator=title)
    if sum(each.size for each in there) + size > MOST_BYTES:
        raise TooMuchEvidence


def _changed(cursor: Cursor, actor: Actor, submission: Submission, proved: _Proved) -> None:
    """What a change of evidence brings with it: approvals of what it proves are taken back, and
    filling begins. What was returned stays so until it is answered."""
    fields = {proved.field} if proved.field else read_by(proved.indicator)
    submissions.voided(cursor, submission, fields, actor.name)
    if submission.state == submission_workflow.FIRST:
        submissions.moved(cursor, submission, "begin", actor.name)
