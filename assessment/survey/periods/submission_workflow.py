"""The life of a submission: which event leads from where to where, and who may bring it about.

未开始 → 填报中 → 待受理 → 审核中 → (市级已审 →) 已审定 → 已发布, with 退回修改. Nothing here reads
or writes: `submissions` does, and asks here first. To add an event, add it to `codes` and `EVENTS`;
its words are in `i18n/*/lifecycle.yaml`.
"""

from collections.abc import Mapping
from typing import get_args

from assessment.kernel import codes
from assessment.kernel.workflow import Step, Workflow, sources

State = codes.SubmissionState
Levels = codes.ReviewLevels

Event = codes.SubmissionEvent

STATES: tuple[State, ...] = get_args(State)
FIRST: State = "not_started"

OPEN: frozenset[State] = frozenset({"not_started", "filling", "returned"})
"""Where the county may change what it says. Elsewhere the form is frozen."""

REVIEWED: frozenset[State] = frozenset({"city_reviewed", "approved", "published"})
"""Where somebody approved what was submitted: a change of it takes the approval back."""


_TWO: frozenset[Levels] = frozenset({"city_and_province"})
_ONE: frozenset[Levels] = frozenset({"province"})


EVENTS: Mapping[Event, tuple[Step[State], ...]] = {
    "begin": (Step(sources("not_started"), "filling", "survey.file", by_itself=True),),
    "submit": (Step(sources("filling", "returned"), "submitted", "survey.file"),),
    "withdraw": (Step(sources("submitted"), "filling", "survey.file"),),
    "accept": (
        Step(sources("submitted"), "in_review", "survey.review", _ONE),
        Step(sources("submitted"), "in_review", "survey.review_city", _TWO),
    ),
    "city_approve": (Step(sources("in_review"), "city_reviewed", "survey.review_city", _TWO),),
    "return": (
        Step(sources("in_review"), "returned", "survey.review", _ONE, needs_note=True),
        Step(sources("in_review"), "returned", "survey.review_city", _TWO, needs_note=True),
        Step(sources("city_reviewed"), "returned", "survey.review", _TWO, needs_note=True),
    ),
    "approve": (
        Step(sources("in_review"), "approved", "survey.approve", _ONE),
        Step(sources("city_reviewed"), "approved", "survey.approve", _TWO),
    ),
    "publish": (Step(sources("approved"), "published", "snapshot.publish", by_itself=True),),
    "reopen": (
        Step(sources("approved", "published"), "returned", "survey.approve", needs_note=True),
    ),
    "import": (Step(frozenset(STATES) - REVIEWED, "submitted", "survey.import", by_itself=True),),
    "void": (Step(REVIEWED, "submitted", "survey.import", by_itself=True),),
}
"""All there is."""


WORKFLOW = Workflow(STATES, EVENTS)
"""Its variants are the review levels."""

step, after = WORKFLOW.step, WORKFLOW.after
