"""One answer on its way in or out, whatever file or form carries it."""

from dataclasses import dataclass
from typing import Final

from assessment.kernel.codes import AnswerState

VALUE: Final = "value"
NOT_APPLICABLE: Final = "not_applicable"
MISSING: Final = "missing"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a unit answers to one field in one period."""

    state: AnswerState
    value: float | None = None
    """Set where `state` is `value`, and only there."""

    evidence: str | None = None
    note: str | None = None
    """The remark; for a question that does not apply, first of all the reason."""


NO_ANSWER: Final = Answer(MISSING)
