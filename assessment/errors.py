"""What can go wrong, as keys and facts; the sentences are in `i18n/*/error.yaml`.

A page catches `AssessmentError` and nothing else: any other exception is a bug and may crash.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal


class AssessmentError(Exception):
    """Base of the family, and the only exception a page is expected to catch."""

    key: str
    """The sentence in the catalogues that explains this error."""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        told = ", ".join(f"{name}={value!r}" for name, value in facts.items())
        super().__init__(f"{self.key} ({told})")


class NotAllowed(AssessmentError):
    """The actor may not do this, or not there."""

    key = "error.not_allowed"

    def __init__(self, *, actor: str, verb: str, subject: str) -> None:
        super().__init__(actor=actor, verb=verb, subject=subject)


What = Literal[
    "unit",
    "period",
    "strength",
    "indicator",
    "scope",
    "problem",
    "assignment",
    "finding",
    "honour",
    "veto",
]


class Unknown(AssessmentError):
    """A code or number that names nothing."""

    SENTENCES: ClassVar[Mapping[What, str]] = {
        "unit": "error.unknown_unit",
        "period": "error.unknown_period",
        "strength": "error.unknown_strength",
        "indicator": "error.unknown_indicator",
        "scope": "error.unknown_scope",
        "problem": "error.unknown_problem",
        "assignment": "error.unknown_assignment",
        "finding": "error.unknown_finding",
        "honour": "error.unknown_honour",
        "veto": "error.unknown_veto",
    }
    """One each: a word for the thing would be in one language only."""

    def __init__(self, *, what: What, code: str) -> None:
        self.key = self.SENTENCES[what]
        super().__init__(code=code)


class DatabaseBusy(AssessmentError):
    """Another process holds the database file; DuckDB lets one process in."""

    key = "error.database_busy"

    def __init__(self, *, file: str) -> None:
        super().__init__(file=file)


class DatabaseUnreadable(AssessmentError):
    """The file is not a database of ours, or was written by a newer version."""

    key = "error.database_unreadable"

    def __init__(self, *, file: str, detail: str) -> None:
        super().__init__(file=file, detail=detail)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file a problem is: by line and path in text, by sheet and cell in a workbook."""

    file: str
    line: int | None = None
    column: int | None = None
    path: str | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        """As an editor or a spreadsheet would say it.

        >>> print(Place("indicators.yaml", line=3, column=7, path="grades.0"))
        indicators.yaml:3:7  grades.0
        >>> print(Place("平江县.xlsx", sheet="组织功能强", cell="D12"))
        平江县.xlsx 组织功能强!D12
        """
        text = ":".join(str(p) for p in (self.file, self.line, self.column) if p is not None)
        if self.sheet is not None:
            text += f" {self.sheet}" + (f"!{self.cell}" if self.cell else "")
        return f"{text}  {self.path}" if self.path else text


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file someone gave us. `code` is stable and can be searched for."""

    code: str
    """`area.name`, and its sentence is `problem_area.name`, which ends in what would be right."""

    place: Place
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"problem_{self.code}"


class Rejected(AssessmentError):
    """A file was refused whole, with every problem found in it; nothing was changed."""

    key = "error.rejected"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        files = sorted({problem.place.file for problem in self.problems})
        super().__init__(count=len(self.problems), file=", ".join(files))


class Unscorable(Rejected):
    """A period cannot be scored as the framework asks: such as a logarithm of zero.

    A problem's place is the code of an indicator, group or strength; its facts name the units.
    Nothing is left out on the quiet, and no other score is shown in its stead.
    """

    key = "error.unscorable"


class Unpublished(AssessmentError):
    """The period has no snapshot, and whoever asks reads what is published."""

    key = "basis.unpublished"

    def __init__(self, *, period: str) -> None:
        super().__init__(period=period)


def refuse(problems: Iterable[Problem], error: type[Rejected] = Rejected) -> None:
    """Raise `error` with every problem there is; nothing where there is none."""
    if every := list(problems):
        raise error(every)
