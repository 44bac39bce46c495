"""Where one person's files are taken in: what is recorded, what is expected, what is written.

`services.survey` is the door; it asks permission first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from assessment.exchange.survey_workbook.expected import Expected
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.kernel.answers import Answer
from assessment.kernel.codes import AnswerState
from assessment.store.database import Store
from assessment.survey.filing import answers_table
from assessment.survey.filing.answer_changes import Changes
from assessment.survey.filing.answers_table import Filing
from assessment.survey.periods import periods, submissions
from assessment.survey.periods.submissions import Submission
from assessment.units.units_table import Unit

T = TypeVar("T")

FILE: Final = "survey.import"
"""The verb, and the action in the audit."""


class Overtaken(Exception):
    """Somebody else wrote between our reading and our writing."""


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """A row of `survey_answer`."""

    field: str
    state: AnswerState
    value: float | None
    evidence: str | None
    note: str | None


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
            for row in self.store.ask("survey_answer", SavedAnswer, unit=unit, period=period)
        }

    def refuses_blanks(self, period: str) -> bool:
        """Whether a submission of the period has to say something to every question."""
        return self.framework.blanks.at(period) == "refused"

    def filed_before(self, file_hash: str) -> list[Filing]:
        """Filings of this very file, where this person may file at all."""
        known = self.store.ask("filing_of_file", Filing, file_hash=file_hash)
        return known if all(self.actor.may(FILE, filing.unit) for filing in known) else []

    def expected(self) -> Expected:
        """What a file may be about."""
        runs = periods.of_all(self.store, self.actor)
        return Expected(
            units={row.unit for row in self.store.ask("unit", Unit)},
            periods={run.period: not run.locked for run in runs},
            scope=self.actor.units,
            strengths={run.period: run.strengths for run in runs},
        )

    def record(self, revision: int, filings: Sequence[tuple[Filing, Changes]]) -> None:
        """What changed, in one transaction; nothing is written where nothing did.

        An approval of what changed falls with it.
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
            answers_table.record_many(
                cursor, [(filing, changes.entries) for filing, changes in news]
            )
            for period in sorted({filing.period for filing, _ in news}):
                filed = {filing.unit for filing, _ in news if filing.period == period}
                everyone = self.store.ask("submission", Submission, period=period)
                seen = [each for each in everyone if each.unit in filed]
                submissions.all_imported(cursor, seen, self.actor.name)


def undisturbed(attempt: Callable[[], T]) -> T:
    """Read, compare and write again until nobody wrote in between."""
    while True:
        try:
            return attempt()
        except Overtaken:
            continue
