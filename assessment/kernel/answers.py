"""One answer on its way in or out, whatever file or form carries it."""

from dataclasses import dataclass
from typing import Final

from assessment.kernel.codes import AnswerState

VALUE: Final = "value"
NOT_APPLICABLE: Final = "not_applicable"
MISSING: Final = "missing"
UNAVAILABLE: Final = "unavailable"

SILENT: Final = frozenset({MISSING, UNAVAILABLE})
"""States that scoring reads as missing."""

REASONED: Final = frozenset({NOT_APPLICABLE, UNAVAILABLE})
"""States that need a reason, which a reviewer can refuse."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a unit answers to one field in one period."""

    state: AnswerState
    value: float | None = None
    """Set where `state` is `value`, and only there."""

    evidence: str | None = None
    note: str | None = None
    """The remark; where the state needs a reason, first of all that."""


NO_ANSWER: Final = Answer(MISSING)
