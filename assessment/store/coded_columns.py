"""Which columns hold codes, and the check of every code before it is written.

DuckDB cannot alter a CHECK, so a list of codes in a table could never be made longer. The Literals
in `codes` are the lists instead, and `batch` asks here about each row it writes. To let a column
hold another code, add it to its Literal; to check another column, add it to `CODED`.
"""

from collections.abc import Mapping
from typing import Any, get_args

from assessment.kernel import codes, roles

CODED: Mapping[str, Mapping[str, Any]] = {
    "account_entry": {"role": roles.GrantedRole, "state": codes.AccountState},
    "answer_entry": {"state": codes.AnswerState},
    "assignment_entry": {"kind": codes.AssignmentKind},
    "attachment_entry": {"of_kind": codes.AttachmentOwner},
    "common_problem_entry": {"state": codes.CommonProblemState},
    "draft_entry": {"state": codes.AnswerState},
    "evidence_file": {"kind": codes.EvidenceKind},
    "field_draft_entry": {"form": codes.DraftForm},
    "finding_entry": {
        "severity": codes.Severity,
        "state": codes.FindingState,
        "source": codes.FindingSource,
    },
    "finding_event_entry": {
        "event": codes.FindingEvent,
        "stage": codes.FindingStage,
        "kind": codes.RectificationKind,
        "way": codes.CheckWay,
    },
    "honour_entry": {"level": codes.HonourLevel},
    "period_entry": {"state": codes.PeriodState},
    "period_rule_entry": {
        "levels": codes.ReviewLevels,
        "counts": codes.CountedAnswers,
        "others": codes.OthersShown,
    },
    "reply_entry": {"kind": codes.ReplyKind},
    "session_entry": {"way": codes.SignInWay, "reason": codes.SessionEnd},
    "snapshot": {
        "levels": codes.ReviewLevels,
        "counts": codes.CountedAnswers,
        "others": codes.OthersShown,
    },
    "snapshot_answer": {"state": codes.AnswerState, "reported_state": codes.AnswerState},
    "snapshot_evidence": {"kind": codes.EvidenceKind},
    "snapshot_finding": {"severity": codes.Severity, "state": codes.FindingState},
    "snapshot_honour": {"level": codes.HonourLevel},
    "snapshot_unit": {"state": codes.SubmissionState},
    "snapshot_visit": {"kind": codes.VisitKind},
    "spot_check_entry": {"outcome": codes.SpotCheckOutcome, "state": codes.SpotCheckState},
    "submission_entry": {"event": codes.SubmissionEvent, "state": codes.SubmissionState},
    "team_entry": {"kind": codes.TeamKind, "sending_level": codes.SendingLevel},
    "verdict_entry": {
        "level": codes.VerdictLevel,
        "decision": codes.VerdictDecision,
        "state": codes.AnswerState,
        "reason": codes.ReturnReason,
        "request": codes.ReplyKind,
    },
    "visit_entry": {
        "kind": codes.VisitKind,
        "method": codes.VisitMethod,
        "visited_kind": codes.VisitPlace,
    },
}
"""By table and column, the Literal of its codes. A column that may be null may still be null."""


class UnknownCode(ValueError):
    """A code that its column's Literal does not have: a mistake of ours, so no `AssessmentError`.

    What people give is checked by the services, which answer in sentences; a code that comes as
    far as the store unknown was written by a program, and nobody on a page can put it right.
    """


def check(table: str, facts: Mapping[str, object]) -> None:
    """Raise `UnknownCode` with every code of `facts`, by column, that the table may not hold.

    A column's value is one code or a list of them; null is no code.
    """
    problems = [
        f"{table}.{column}: {code!r} is not one of {', '.join(get_args(literal))}"
        for column, literal in CODED.get(table, {}).items()
        for code in sorted(_codes(facts.get(column)) - {None, *get_args(literal)}, key=str)
    ]
    if problems:
        raise UnknownCode("; ".join(problems))


def _codes(value: object) -> set[object]:
    return set(value) if isinstance(value, list) else {value}
