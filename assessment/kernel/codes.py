"""The codes that the database keeps, each as the Literal of a column's values.

They are here, below everything else, because the store checks what it writes against them and
the services, the framework and the files reason in them. To add a code, add it to its Literal;
`store/coded_columns.py` says which column holds which. A code that was stored is never renamed or
removed: rows that hold it stay for ever.
"""

from typing import Final, Literal

TOTAL: Final = "total"
"""All strengths together, where the code of one may stand. No entry may have this code."""

# Periods

PeriodState = Literal["open", "locked", "withdrawn"]
"""An open period takes answers; a locked one no longer does."""

ReviewLevels = Literal["province", "city_and_province"]
"""Who reviews: the province alone, or the city before it."""

CountedAnswers = Literal["verified", "self_reported"]
"""Which answers count: verified ones only, or self-reported ones until somebody verifies them."""

OthersShown = Literal["anonymous", "named"]
"""What a county sees of the others: a distribution without names, or names and ranks."""

# Answers

AnswerState = Literal["value", "not_applicable", "missing", "unavailable"]
"""Four different things, none of them zero. Only `value` has a value. `missing`: nothing was said;
`unavailable`: declared, with a reason, that there is no figure. Scoring reads both as missing."""

HonourLevel = Literal["national", "provincial", "municipal"]

EvidenceKind = Literal["jpeg", "png", "pdf", "docx", "xlsx", "pptx", "ofd"]
"""What an evidence file is, judged by its content."""

# Submissions and their review

SubmissionState = Literal[
    "not_started",
    "filling",
    "submitted",
    "in_review",
    "city_reviewed",
    "approved",
    "published",
    "returned",
]

SubmissionEvent = Literal[
    "begin",
    "submit",
    "withdraw",
    "accept",
    "city_approve",
    "return",
    "approve",
    "publish",
    "reopen",
    "import",
    "void",
]

VerdictLevel = Literal["city", "province"]
"""Who gave a verdict."""

VerdictDecision = Literal["accepted", "corrected", "returned", "voided"]
"""Voided takes back what was decided before: the evidence beside the answer has changed."""

ReturnReason = Literal[
    "no_evidence",
    "evidence_differs",
    "implausible",
    "wrong_measure",
    "wrong_scope",
    "contradiction",
    "incomplete",
    "reason_refused",
    "other",
]
"""Why an item is returned."""

ReplyKind = Literal["change", "explanation", "evidence"]
"""How a county answers what was returned, and what a return asks for: another answer, words on the
old one, or another proof."""

# Accounts and sessions

AccountState = Literal["invited", "active", "disabled"]

SignInWay = Literal["password", "invitation", "demonstration", "oidc", "proxy"]
"""How somebody proved who they are."""

SessionEnd = Literal[
    "sign_out",
    "idle",
    "too_long",
    "disabled",
    "reset",
    "password_change",
    "everywhere",
    "replaced",
]
"""Why a session is over."""

# Teams and field work

TeamKind = Literal["liaison", "stay_in", "guidance"]

SendingLevel = Literal["national", "province", "prefecture"]

AssignmentKind = Literal["liaison", "stay_in"]

VisitKind = Literal["visit", "stay"]

VisitMethod = Literal["walk", "talk", "questionnaire", "work_along"]

VisitPlace = Literal["enterprise", "township", "park", "station", "office", "household", "other"]
"""What kind of place was called on."""

DraftForm = Literal["note", "visit"]

AttachmentOwner = Literal["visit", "finding"]

SpotCheckOutcome = Literal["agree", "differ", "could_not"]

SpotCheckState = Literal["value", "not_applicable"]
"""The state a team saw itself; nobody can see that an answer is missing."""

# Findings and common problems

Severity = Literal["low", "medium", "high"]

FindingState = Literal["open", "closed"]
"""As it was recorded; since there are events, a finding stands where its last event led."""

FindingSource = Literal["rule", "sweep", "self"]
"""What found it, where neither a team nor a reviewer did."""

FindingStage = Literal[
    "clue",
    "verified",
    "assigned",
    "signed",
    "under_way",
    "long_term",
    "closing",
    "checked",
    "closed",
    "revisited",
    "consolidated",
    "disputed",
    "unfounded",
    "merged",
    "voided",
]

FindingEvent = Literal[
    "log",
    "withdraw",
    "verify",
    "dismiss",
    "assign",
    "sign",
    "dispute",
    "uphold",
    "overrule",
    "plan",
    "report",
    "ask_extension",
    "extend",
    "refuse_extension",
    "go_long_term",
    "ask_closing",
    "check",
    "send_back",
    "accept",
    "revisit",
    "consolidate",
    "reopen",
    "merge",
    "void",
]

RectificationKind = Literal["at_once", "by_date", "long_term"]
"""立行立改, 限期整改, 长期整改."""

CheckWay = Literal["indicator", "site"]
"""How it was checked that a finding is put right."""

CommonProblemState = Literal["confirmed", "merged", "dismissed", "closed", "withdrawn"]
"""Withdrawn: it had been confirmed by mistake, and that was taken back."""
