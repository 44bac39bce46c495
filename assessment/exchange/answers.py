"""One answer on its way in or out, whatever file carries it."""

from dataclasses import dataclass

from assessment.kernel import codes

State = codes.AnswerState


@dataclass(frozen=True, slots=True)
class Answer:
    state: State
    value: float | None = None
    """Set where `state` is `value`, and only there."""

    evidence: str | None = None
    note: str | None = None
    """The remark; for a question that does not apply, first of all the reason."""


MISSING = Answer("missing")
