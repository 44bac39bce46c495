"""The course of a finding: which event leads from where to where, and by which verb.

线索 → 已核实 → 已交办 → 已签收 → 整改中 → 申请销号 → 核查 → 已销号 → 回头看 → 已巩固; beside it
有异议, 不成立, 长期整改, 已合并 and 作废; and 反弹重开 leads back to 已交办. Nothing here reads or
writes: `cases` and `steps` do, and ask here first. To add an event, add it to `codes` and `EVENTS`;
its words are in `i18n/*/course.yaml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from assessment.kernel import codes
from assessment.kernel.roles import Verb

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


@dataclass(frozen=True, slots=True)
class Step:
    """One event: where it may happen, where it leads (None: nowhere else), and by which verb."""

    sources: frozenset[Stage]
    target: Stage | None
    verb: Verb

    needs_note: bool = False
    """Whoever does it says why, or what was done."""

    by_itself: bool = False
    """Comes with something else that was written, and is no button of anybody's."""


def _from(*sources: Stage) -> frozenset[Stage]:
    return frozenset(sources)


LOG: Final = "field_work.record"
LEAD: Final = "rectification.lead"
ANSWER: Final = "rectification.answer"
CHECK: Final = "rectification.check"
"""Who finds, who leads (verifies, assigns, accepts), who puts right, who looks whether it is."""

EVENTS: Mapping[Event, Step] = {
    "log": Step(frozenset(), "clue", LOG, by_itself=True),
    "withdraw": Step(_from("clue"), "voided", LOG, needs_note=True),
    "verify": Step(_from("clue"), "verified", LEAD),
    "dismiss": Step(_from("clue"), "unfounded", LEAD, needs_note=True),
    "assign": Step(_from("verified"), "assigned", LEAD),
    "sign": Step(_from("assigned"), "signed", ANSWER),
    "dispute": Step(_from("assigned", "signed"), "disputed", ANSWER, needs_note=True),
    "uphold": Step(_from("disputed"), "unfounded", LEAD, needs_note=True),
    "overrule": Step(_from("disputed"), "assigned", LEAD, needs_note=True),
    "plan": Step(_from("signed"), "under_way", ANSWER),
    "report": Step(_from("under_way", "long_term"), None, ANSWER, needs_note=True),
    "ask_extension": Step(_from("under_way"), None, ANSWER, needs_note=True),
    "extend": Step(_from("under_way"), None, LEAD, needs_note=True),
    "refuse_extension": Step(_from("under_way"), None, LEAD, needs_note=True),
    "go_long_term": Step(_from("under_way"), "long_term", LEAD, needs_note=True),
    "ask_closing": Step(_from("under_way", "long_term"), "closing", ANSWER, needs_note=True),
    "check": Step(_from("closing"), "checked", CHECK, needs_note=True),
    "send_back": Step(_from("closing", "checked"), "under_way", LEAD, needs_note=True),
    "accept": Step(_from("checked"), "closed", LEAD),
    "revisit": Step(_from("closed"), "revisited", CHECK, needs_note=True),
    "consolidate": Step(_from("revisited"), "consolidated", LEAD),
    "reopen": Step(_from("closed", "revisited", "consolidated"), "assigned", LEAD, needs_note=True),
    "merge": Step(
        _from("clue", "verified", "assigned", "signed", "under_way"),
        "merged",
        LEAD,
        needs_note=True,
    ),
    "void": Step(frozenset(STAGES) - OVER, "voided", LEAD, needs_note=True),
}
"""All there is."""

MOST_EXTENSIONS = 2
"""Times a due date may be put off: reasoned, and no more (the issue's rule)."""


OpenGroup = Literal["clue", "unassigned", "rectifying"]
"""Of open findings: not upheld yet, upheld and given to nobody, and on a rectification list."""

OPEN_GROUPS: Mapping[OpenGroup, frozenset[Stage]] = {
    "clue": UNCONFIRMED,
    "unassigned": frozenset({"verified"}),
    "rectifying": RECTIFYING,
}
"""Each open stage stands in one of them, so that their numbers add up to all that is open."""


def after(event: Event, stage: Stage) -> Stage | None:
    """Where an event leads; None where it may not happen.

    >>> after("sign", "assigned"), after("report", "under_way"), after("sign", "clue")
    ('signed', 'under_way', None)
    """
    step = EVENTS[event]
    if stage not in step.sources:
        return None
    return step.target or stage
