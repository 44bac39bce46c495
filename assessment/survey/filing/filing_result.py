"""What became of a file that was handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from assessment.errors import Problem
from assessment.kernel import clock
from assessment.survey.filing.answer_changes import Changes
from assessment.survey.filing.answers_table import Filing

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
            "filed_at": clock.minute(self.filed_at) if self.filed_at else "—",
        }


def already_filed(known: Filing, file_name: str) -> FilingResult:
    return FilingResult(
        file_name, "already_filed", known.unit, known.period, filed_at=known.filed_at
    )


def filed(filing: Filing, changes: Changes, warnings: tuple[Problem, ...] = ()) -> FilingResult:
    outcome: Outcome = "filed" if changes.entries else "unchanged"
    return FilingResult(
        filing.file_name, outcome, filing.unit, filing.period, changes, warnings=warnings
    )
