"""Taking filed answers in: read, compare with what is recorded, write what differs.

`services.survey` is the door; it asks permission first.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeVar

import pandas as pd

from assessment.errors import Place, Problem, Rejected
from assessment.exchange import answers_csv, cells, survey_workbook
from assessment.exchange.answers import Answer, State
from assessment.exchange.expected import Expected
from assessment.framework.model import Framework
from assessment.framework.period import Period
from assessment.services import answer_changes
from assessment.services.answer_changes import Changes
from assessment.services.people import Actor
from assessment.store import answers
from assessment.store.answers import Filing
from assessment.store.database import Store
from assessment.store.periods import PeriodRow
from assessment.store.units import Unit

T = TypeVar("T")

FILE = "survey.file"
"""The verb, and the action in the audit."""

Outcome = Literal["filed", "unchanged", "already_filed", "rejected"]

SENTENCES: Mapping[Outcome, str] = {
    "filed": "survey.filed",
    "unchanged": "survey.unchanged",
    "already_filed": "survey.already_filed",
    "rejected": "survey.rejected",
}


@dataclass(frozen=True, slots=True)
class FilingResult:
    """What became of one file; `t(result.key, **result.facts)` says it."""

    file_name: str
    outcome: Outcome
    """`filed` changed something; `unchanged` says nothing new; `already_filed` is the same file
    byte for byte; `rejected` left everything as it was."""

    unit: str | None = None
    period: str | None = None
    changes: Changes = field(default_factory=Changes)
    problems: tuple[Problem, ...] = ()
    """Why it was rejected: every reason there is."""

    warnings: tuple[Problem, ...] = ()
    """What looks odd and was taken all the same."""

    filed_at: datetime | None = None
    """When the same file was filed first (UTC), if it was."""

    @property
    def key(self) -> str:
        return SENTENCES[self.outcome]

    @property
    def facts(self) -> dict[str, object]:
        return {
            "file": self.file_name,
            "unit": self.unit or "—",
            "period": self.period or "—",
            "added": self.changes.added,
            "changed": self.changes.changed,
            "unchanged": self.changes.unchanged,
            "cleared": self.changes.cleared,
            "count": len(self.problems),
            "filed_at": f"{self.filed_at:%Y-%m-%d %H:%M}" if self.filed_at else "—",
        }


class Overtaken(Exception):
    """Somebody else wrote between our reading and our writing."""


@dataclass(frozen=True, slots=True)
class Said:
    """A row of `survey_answer`."""

    field: str
    state: State
    value: float | None
    evidence: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """A row of `survey_record`."""

    unit: str
    field: str
    value: float


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one person's files are taken in."""

    store: Store
    framework: Framework
    actor: Actor

    def current(self, unit: str, period: str) -> dict[str, Answer]:
        """By field, what is recorded now."""
        return {
            row.field: Answer(row.state, row.value, row.evidence, row.note)
            for row in self.store.ask("survey_answer", Said, unit=unit, period=period)
        }

    def workbook(
        self, file_name: str, data: bytes, taken: Mapping[tuple[str, str], str]
    ) -> FilingResult:
        """Take one workbook; `taken` says which file of the same batch filed for whom before."""
        return _undisturbed(lambda: self._workbook(file_name, data, taken))

    def csv(self, file_name: str, data: bytes) -> list[FilingResult]:
        """Take one CSV whole. Raises `Rejected`."""
        return _undisturbed(lambda: self._csv(file_name, data))

    def _workbook(
        self, file_name: str, data: bytes, taken: Mapping[tuple[str, str], str]
    ) -> FilingResult:
        revision = self.store.revision
        file_hash = hashlib.sha256(data).hexdigest()
        for known in self._filed_before(file_hash):
            return _already(known, file_name)
        try:
            filed = survey_workbook.read(data, file_name, self.framework, self._expected())
        except Rejected as error:
            return FilingResult(file_name, "rejected", problems=error.problems)
        unit, period = filed.unit, filed.period
        first = taken.get((unit, period))
        if first is not None:
            facts = {"first": first, "second": file_name, "unit": unit, "period": period}
            problem = Problem("workbook.duplicate_in_batch", Place(file_name), facts)
            return FilingResult(file_name, "rejected", unit, period, problems=(problem,))
        changes = answer_changes.between(self.current(unit, period), filed.answers)
        filing = Filing(unit, period, file_name, file_hash, self.actor.name)
        self._record(revision, [(filing, changes)])
        previous = self.current(unit, Period.of(period).previous)
        odd = answer_changes.large(self.framework, previous, filed.answers, filed.places)
        return _result(filing, changes, odd)

    def _csv(self, file_name: str, data: bytes) -> list[FilingResult]:
        revision = self.store.revision
        file_hash = hashlib.sha256(data).hexdigest()
        earlier = self._filed_before(file_hash)
        if earlier:
            return [_already(known, file_name) for known in earlier]
        table = answers_csv.read(data, file_name, self.framework, self._expected())
        asked = set(self.framework.field_by_code)
        problems: list[Problem] = []
        filings: list[tuple[Filing, Changes]] = []
        for key, rows in table.groupby(["unit", "period"], sort=False):
            unit, period = (str(code) for code in key)
            current, filed = self.current(unit, period), _answers(rows)
            lines = dict(zip(rows["field"], rows["line"].tolist(), strict=True))
            records = {code: filed.pop(code) for code in set(filed) - asked}
            problems.extend(self._record_problems(file_name, unit, period, lines, records))
            problems.extend(self._part_problems(file_name, lines, {**current, **filed}))
            changes = answer_changes.between(current, filed, texts=False)
            filings.append((Filing(unit, period, file_name, file_hash, self.actor.name), changes))
        if problems:
            raise Rejected(sorted(problems, key=lambda problem: problem.place.line or 0))
        self._record(revision, filings)
        return [_result(filing, changes) for filing, changes in filings]

    def _record_problems(
        self,
        file_name: str,
        unit: str,
        period: str,
        lines: Mapping[str, int],
        given: Mapping[str, Answer],
    ) -> Iterator[Problem]:
        """Honours and vetoes that are not just as recorded: an export may come back, no more."""
        if not given:
            return
        recorded = {
            row.field: row.value
            for row in self.store.ask("survey_record", Record, period=period)
            if row.unit == unit
        }
        for code, answer in given.items():
            if answer.value is None or answer.value != recorded.get(code, 0):
                place = Place(file_name, lines[code])
                yield Problem("answers_csv.not_a_question", place, {"field": code})

    def _part_problems(
        self, file_name: str, lines: Mapping[str, int], together: Mapping[str, Answer]
    ) -> Iterator[Problem]:
        """Parts over wholes that only show beside the answers already there."""
        values = {
            code: answer.value for code, answer in together.items() if answer.value is not None
        }
        for code, breach in cells.parts_over_whole(self.framework, values):
            line = lines.get(code) or lines.get(str(breach.facts["whole_field"]))
            if line:
                yield Problem(breach.code, Place(file_name, line), breach.facts)

    def _filed_before(self, file_hash: str) -> list[Filing]:
        """Filings of this very file, where this person may file at all."""
        known = self.store.ask("filing_of_file", Filing, file_hash=file_hash)
        return known if all(self.actor.may(FILE, filing.unit) for filing in known) else []

    def _expected(self) -> Expected:
        periods = self.store.ask("period", PeriodRow)
        return Expected(
            units={row.unit for row in self.store.ask("unit", Unit)},
            periods={row.period: row.state == "open" for row in periods},
            scope=self.actor.units,
        )

    def _record(self, revision: int, filings: Sequence[tuple[Filing, Changes]]) -> None:
        """What changed, in one transaction; nothing is written where nothing did.

        Raises `Overtaken` if it was compared with answers that are no longer the current ones.
        """
        news = [(filing, changes) for filing, changes in filings if changes.entries]
        if not news:
            return
        about = {f"{filing.unit}/{filing.period}" for filing, _ in news}
        facts = {
            "file": news[0][0].file_name,
            "sha256": news[0][0].file_hash,
            "filings": len(news),
            "added": sum(changes.added for _, changes in news),
            "changed": sum(changes.changed for _, changes in news),
            "cleared": sum(changes.cleared for _, changes in news),
        }
        subject = about.pop() if len(about) == 1 else "*"
        with self.store.writing(
            actor=self.actor.name, action=FILE, subject=subject, facts=facts
        ) as cursor:
            if self.store.revision != revision:
                raise Overtaken
            for filing, changes in news:
                answers.record(cursor, filing, changes.entries)


def _undisturbed(attempt: Callable[[], T]) -> T:
    """Read, compare and write again until nobody wrote in between."""
    while True:
        try:
            return attempt()
        except Overtaken:
            continue


def _answers(rows: pd.DataFrame) -> dict[str, Answer]:
    columns = (rows[name] for name in ("field", "state", "value"))
    return {
        code: Answer(state, float(value) if state == "value" else None)
        for code, state, value in zip(*columns, strict=True)
    }


def _already(known: Filing, file_name: str) -> FilingResult:
    return FilingResult(
        file_name, "already_filed", known.unit, known.period, filed_at=known.filed_at
    )


def _result(filing: Filing, changes: Changes, warnings: tuple[Problem, ...] = ()) -> FilingResult:
    outcome: Outcome = "filed" if changes.entries else "unchanged"
    return FilingResult(
        filing.file_name, outcome, filing.unit, filing.period, changes, warnings=warnings
    )
