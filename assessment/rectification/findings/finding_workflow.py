"""The course of a finding: which event leads from where to where, and by which verb.

线索 → 已核实 → 已交办 → 已签收 → 整改中 → 申请销号 → 核查 → 已销号 → 回头看 → 已巩固; beside it
有异议, 不成立, 长期整改, 已合并 and 作废; and 反弹重开 leads back to 已交办. Nothing here reads or
writes: `cases` and `steps` do, and ask here first. To add an event, add it to `codes` and `EVENTS`;
its words are in `i18n/*/course.yaml`.
"""

from collections.abc import Mapping
from typing import Final, Literal, get_args

from assessment.kernel import codes
from assessment.kernel.workflow import Step, Workflow, sources

Stage = codes.FindingStage

Event = codes.FindingEvent

STAGES: tuple[Stage, ...] = get_args(Stage)
FIRST: Stage = "clue"

UNCONFIRMED: frozenset[Stage] = frozenset({"clue", "disputed"})
"""Said by somebody and not yet upheld by anybody else: no list of problems counts it."""

OVER: frozenset[Stage] = frozenset({"consolidated", "unfounded", "merged", "voided"})
"""Where nothing more is to be done, unless the problem comes back."""

CLOSED: frozenset[Stage] = frozenset({"closed", "revisited", *OVER})
"""No longer an open problem of the unit."""

RECTIFYING: frozenset[Stage] = frozenset(
    {"assigned", "signed", "under_way", "long_term", "closing", "checked"}
)
"""On the unit's rectification list."""


LOG: Final = "field_work.record"
LEAD: Final = "rectification.lead"
ANSWER: Final = "rectification.answer"
CHECK: Final = "rectification.check"
"""Who finds, who leads (verifies, assigns, accepts), who puts right, who looks whether it is."""

EVENTS: Mapping[Event, Step[Stage]] = {
    "log": Step(frozenset(), "clue", LOG, by_itself=True),
    "withdraw": Step(sources("clue"), "voided", LOG, needs_note=True),
    "verify": Step(sources("clue"), "verified", LEAD),
    "dismiss": Step(sources("clue"), "unfounded", LEAD, needs_note=True),
    "assign": Step(sources("verified"), "assigned", LEAD),
    "sign": Step(sources("assigned"), "signed", ANSWER),
    "dispute": Step(sources("assigned", "signed"), "disputed", ANSWER, needs_note=True),
    "uphold": Step(sources("disputed"), "unfounded", LEAD, needs_note=True),
    "overrule": Step(sources("disputed"), "assigned", LEAD, needs_note=True),
    "plan": Step(sources("signed"), "under_way", ANSWER),
    "report": Step(sources("under_way", "long_term"), None, ANSWER, needs_note=True),
    "ask_extension": Step(sources("under_way"), None, ANSWER, needs_note=True),
    "extend": Step(sources("under_way"), None, LEAD, needs_note=True),
    "refuse_extension": Step(sources("under_way"), None, LEAD, needs_note=True),
    "go_long_term": Step(sources("under_way"), "long_term", LEAD, needs_note=True),
    "ask_closing": Step(sources("under_way", "long_term"), "closing", ANSWER, needs_note=True),
    "check": Step(sources("closing"), "checked", CHECK, needs_note=True),
    "send_back": Step(sources("closing", "checked"), "under_way", LEAD, needs_note=True),
    "accept": Step(sources("checked"), "closed", LEAD),
    "revisit": Step(sources("closed"), "revisited", CHECK, needs_note=True),
    "consolidate": Step(sources("revisited"), "consolidated", LEAD),
    "reopen": Step(
        sources("closed", "revisited", "consolidated"), "assigned", LEAD, needs_note=True
    ),
    "merge": Step(
        sources("clue", "verified", "assigned", "signed", "under_way"),
        "merged",
        LEAD,
        needs_note=True,
    ),
    "void": Step(frozenset(STAGES) - OVER, "voided", LEAD, needs_note=True),
}
"""All there is."""

MOST_EXTENSIONS = 2
"""Times a due date may be put off: reasoned, and no more (the issue's rule)."""

WORKFLOW = Workflow(STAGES, {event: (step,) for event, step in EVENTS.items()})

after = WORKFLOW.after

OpenGroup = Literal["clue", "unassigned", "rectifying"]
"""Of open findings: not upheld yet, upheld and given to nobody, and on a rectification list."""

OPEN_GROUPS: Mapping[OpenGroup, frozenset[Stage]] = {
    "clue": UNCONFIRMED,
    "unassigned": frozenset({"verified"}),
    "rectifying": RECTIFYING,
}
"""Each open stage stands in one of them, so that their numbers add up to all that is open."""
