"""The audit: who did what, when, to what, before and after; searched, exported and verified.

Writes are recorded beside what they write. What writes nothing and matters all the same is recorded
here: a refusal, an export.

One module: it is everything that reads the trail, and the two records that belong to no other
write.
"""

import json
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from threading import Lock
from time import monotonic
from typing import Final, Literal, get_args

import pandas as pd

from assessment.errors import NotAllowed
from assessment.i18n import Messages
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.office.documents import exporting
from assessment.office.documents.exporting import Sheet
from assessment.store import audit_chain, row_seals
from assessment.store import definitions as definitions_of_file
from assessment.store.audit_chain import Walked
from assessment.store.blobs import EvidenceGone
from assessment.store.database import Store
from assessment.store.row_seals import ChangedRows
from assessment.survey.periods import submission_workflow, submissions
from assessment.units import directory

READ: Final = "audit.read"

PAGE = 50
"""Records shown at once."""

_LONGEST_CELL = 2000

MOST_EXPORTED = 100_000
"""Rows in one workbook: the newest. For all there is, the command line writes a CSV."""

Export = Literal[
    "export.ranking",
    "export.recalculation",
    "export.explanation",
    "export.comparison",
    "export.table",
    "export.template",
    "export.answers",
    "export.scores",
    "export.evidence",
    "export.attachment",
    "export.lists",
    "export.audit",
]
"""What leaves as a file."""

EXPORTS: tuple[Export, ...] = get_args(Export)

_ALL = 2**62
"""A limit that is none."""

_AGAIN_AFTER = 60.0
"""Seconds until the same refusal of the same person is recorded once more."""

_MOST_REFUSALS = 30
"""Of one person in that time; whoever tries numbers one by one shall not fill the disk."""

_LOG = logging.getLogger(__name__)


def said(value: object) -> str:
    """One fact as text; nothing where there is none."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class AuditRecord(audit_chain.Record):
    """One record, and its seal."""

    hash: str | None

    def told(self) -> dict[str, object]:
        """The facts by name; as one text where they are not what we write."""
        try:
            read = json.loads(self.facts)
        except ValueError:
            return {"": self.facts}
        return read if isinstance(read, dict) else {"": read}


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What to search for; empty is any."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    """A code, such as a unit's, with or without more behind it."""

    text: str = ""
    since: date | None = None
    until: date | None = None
    """The last day, which is in it."""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """One page of what was searched for, and how many records there are in all."""

    records: list[AuditRecord]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Offered:
    """People and actions there are records of."""

    actors: tuple[str, ...]
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying found; `holds` where there is nothing to say."""

    chain: Walked
    rows_of_nobody: Mapping[str, int]
    """Tables with rows written under audit records that are not there, and how many records."""

    rows_changed: tuple[ChangedRows, ...]
    """Rows of records that are there which are not those that were sealed with them."""

    definitions_changed: tuple[str, ...]
    """Tables, views and the like that are not as this software makes them."""

    texts_changed: tuple[str, ...]
    """Fingerprints of framework texts that are not those of their text."""

    contents_changed: tuple[str, ...]
    """Submissions, as unit/period, whose answers are not the ones that were submitted."""

    evidence_gone: tuple[str, ...]
    """Hashes of evidence files that are missing or changed; empty where they were not read."""

    noted_is_missing: bool
    """Whether a hash noted earlier was to be found in the chain and is not."""

    @property
    def holds(self) -> bool:
        return self.chain.broken_at is None and not (
            self.rows_of_nobody
            or self.rows_changed
            or self.definitions_changed
            or self.texts_changed
            or self.contents_changed
            or self.evidence_gone
            or self.noted_is_missing
        )


@dataclass(frozen=True, slots=True)
class _Pair:
    actor: str
    action: str


@dataclass(frozen=True, slots=True)
class _Count:
    records: int


@dataclass(frozen=True, slots=True)
class _Bound:
    """A submission, and the hash its review is bound to."""

    unit: str
    period: str
    content: str


@dataclass(frozen=True, slots=True)
class _EvidenceRow:
    hash: str


def search(store: Store, actor: Actor, criteria: AuditFilter, page: int = 1) -> AuditPage:
    """One page of the records wanted, newest first; the last page for one beyond it."""
    actor.must(READ)
    asked = _parameters(store, actor, criteria)
    total = store.ask("audit_count", _Count, **asked)[0].records
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    skipped = (page - 1) * PAGE
    rows = store.ask("audit_search", AuditRecord, **asked, limit=PAGE, skipped=skipped)
    return AuditPage(rows, total, page, pages)


def offered(store: Store, actor: Actor) -> Offered:
    """What a search may name, in the order of the alphabet."""
    actor.must(READ)
    pairs = store.ask("audit_offered", _Pair)
    return Offered(
        tuple(sorted({pair.actor for pair in pairs})),
        tuple(sorted({pair.action for pair in pairs})),
    )


def workbook(
    store: Store,
    actor: Actor,
    criteria: AuditFilter,
    fingerprint: str,
    *,
    demonstration: bool,
    t: Messages,
) -> bytes:
    """What a search found as an .xlsx, newest first; that it was made is itself recorded."""
    rows = listed(store, actor, criteria, t)
    rows["facts"] = [facts[:_LONGEST_CELL] for facts in rows["facts"]]
    exported(store, actor, "export.audit", "*", {**_told(criteria), "rows": len(rows)})
    titles = {
        "audit": t("audit.number"),
        "at": t("audit.at"),
        "actor": t("audit.actor"),
        "said": t("audit.action"),
        "action": t("audit.action_code"),
        "subject": t("audit.subject"),
        "facts": t("audit.facts"),
        "hash": t("audit.hash"),
    }
    return exporting.workbook(
        [Sheet(t("audit.sheet"), rows, titles)],
        t("audit.book_title"),
        fingerprint=fingerprint,
        demonstration=demonstration,
        t=t,
    )


def listed(
    store: Store,
    actor: Actor,
    criteria: AuditFilter,
    t: Messages,
    *,
    most: int | None = MOST_EXPORTED,
) -> pd.DataFrame:
    """The newest records wanted, or all of them, with the words for what was done; times both
    where the server stands and, exactly, as they are sealed."""
    actor.must(READ)
    asked = _parameters(store, actor, criteria)
    rows = store.frame("audit_search", **asked, limit=_ALL if most is None else most, skipped=0)
    moments = [moment.to_pydatetime() for moment in rows["at"]]
    return rows.assign(
        utc=[moment.isoformat(timespec="microseconds") for moment in moments],
        at=[clock.second(moment) for moment in moments],
        said=[t.code("audit_action", code, code) for code in rows["action"]],
    )


def verify(store: Store, actor: Actor, noted: str | None = None, *, files: bool = True) -> Verified:
    """Make every hash again, and look for what the chain alone cannot tell.

    `noted`: a hash somebody kept elsewhere, which the chain must still hold. `files`: whether to
    read every evidence file too. Raises `DatabaseDamaged` where rows cannot be read.
    """
    actor.must(READ)
    with store.telling_damage(), store.reading() as cursor:
        walked = audit_chain.walk(cursor, noted)
        changed = row_seals.changed(cursor)
        definitions = definitions_of_file.changed(cursor)
        texts = audit_chain.texts_changed(cursor)
        contents = [
            f"{row.unit}/{row.period}"
            for row in store.ask("submission_bound", _Bound, open=sorted(submission_workflow.OPEN))
            if submissions.content_now(cursor, row.unit, row.period) != row.content
        ]
        recorded = row_seals.recorded(cursor)
    kept = store.ask("evidence_kept", _EvidenceRow) if files else []
    gone = [file.hash for file in kept if not _is_there(store, file.hash)]
    return Verified(
        walked,
        Counter(rows.table for rows in changed if rows.audit not in recorded),
        tuple(rows for rows in changed if rows.audit in recorded),
        tuple(definitions),
        tuple(texts),
        tuple(contents),
        tuple(gone),
        noted_is_missing=bool(noted) and walked.found is None,
    )


def exported(
    store: Store, actor: Actor, action: Export, subject: str, facts: Mapping[str, object]
) -> None:
    """Record that something left as a file. Raises when that cannot be recorded: then nothing
    is to leave."""
    with store.writing(
        actor=_person(actor), action=action, subject=subject, facts={**facts, **_as_whom(actor)}
    ):
        pass


def refused(store: Store, actor: Actor, error: NotAllowed) -> None:
    """Record that somebody was refused something: once a minute for the same, and so many a
    minute for one person. Never raises: the refusal stands whether or not it is recorded."""
    person = _person(actor)
    verb, subject = str(error.facts["verb"]), str(error.facts["subject"])
    count = _REFUSALS.count(person, verb, subject)
    if count == 0:
        return
    facts: dict[str, object] = {"verb": verb, **_as_whom(actor)}
    if count > _MOST_REFUSALS:
        subject, facts = "*", {"more_than_in_a_minute": _MOST_REFUSALS}
    try:
        with store.writing(actor=person, action="access.refused", subject=subject, facts=facts):
            pass
    except Exception:
        _LOG.exception("a refusal could not be recorded")


class _Refusals:
    """Which refusals were recorded in the last minute, in this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._recorded: dict[str, dict[tuple[str, str], float]] = {}

    def count(self, person: str, verb: str, subject: str) -> int:
        """How many of this person's are recorded with this one; 0 where it is not to be."""
        now = monotonic()
        with self._lock:
            self._forget(now)
            own = self._recorded.setdefault(person, {})
            if (verb, subject) in own or len(own) > _MOST_REFUSALS:
                return 0
            own[verb, subject] = now
            return len(own)

    def _forget(self, now: float) -> None:
        for person in list(self._recorded):
            recent = {
                what: when
                for what, when in self._recorded[person].items()
                if now - when < _AGAIN_AFTER
            }
            self._recorded[person] = recent
            if not recent:
                del self._recorded[person]


_REFUSALS = _Refusals()


def _person(actor: Actor) -> str:
    """Who it was, even when they looked through another's eyes."""
    return actor.viewed_by or actor.name


def _as_whom(actor: Actor) -> dict[str, str]:
    return {"viewing_as": actor.name} if actor.viewed_by else {}


def _is_there(store: Store, hash: str) -> bool:
    try:
        store.blobs.read(hash)
    except EvidenceGone:
        return False
    return True


def _parameters(store: Store, actor: Actor, criteria: AuditFilter) -> dict[str, object]:
    text = criteria.text.strip()
    codes = (
        [
            unit.unit
            for unit in directory.units(store, actor)
            if text.lower() in f"{unit.name} {unit.name_en}".lower()
        ]
        if text
        else []
    )
    return {
        "actor": criteria.actor,
        "action": criteria.action,
        "subject": criteria.subject.strip(),
        "text": text,
        "codes": codes,
        "since": clock.day_start(criteria.since) if criteria.since else None,
        "until": clock.day_start(criteria.until + timedelta(days=1)) if criteria.until else None,
    }


def _told(criteria: AuditFilter) -> dict[str, object]:
    """What was searched for, as far as anything was."""
    given = {
        "actor": criteria.actor,
        "action": criteria.action,
        "subject": criteria.subject,
        "text": criteria.text,
        "since": criteria.since.isoformat() if criteria.since else "",
        "until": criteria.until.isoformat() if criteria.until else "",
    }
    return {name: value for name, value in given.items() if value}
