"""The life of a submission: which event leads from where to where, and who may bring it about.

未开始 → 填报中 → 待受理 → 审核中 → (市级已审 →) 已审定 → 已发布, with 退回修改. Nothing here reads
or writes: `submissions` does, and asks here first. To add an event, add it to `codes` and `EVENTS`;
its words are in `i18n/*/lifecycle.yaml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from assessment.kernel import codes
from assessment.kernel.roles import Verb

State = codes.SubmissionState
Levels = codes.ReviewLevels

Event = codes.SubmissionEvent

STATES: tuple[State, ...] = get_args(State)
FIRST: State = "not_started"

OPEN: frozenset[State] = frozenset({"not_started", "filling", "returned"})
"""Where the county may change what it says. Elsewhere the form is frozen."""

REVIEWED: frozenset[State] = frozenset({"city_reviewed", "approved", "published"})
"""Where somebody approved what was submitted: a change of it takes the approval back."""


@dataclass(frozen=True, slots=True)
class Step:
    """One event: where it may happen, where it leads, and by which verb."""

    sources: frozenset[State]
    target: State
    verb: Verb
    levels: frozenset[Levels] = frozenset(get_args(Levels))

    needs_reason: bool = False
    """A named, dated, reasoned exception, or a list of what is returned."""

    by_itself: bool = False
    """Comes with something else that was written, and is no button of anybody's."""


_TWO: frozenset[Levels] = frozenset({"city_and_province"})
_ONE: frozenset[Levels] = frozenset({"province"})


def _from(*sources: State) -> frozenset[State]:
    return frozenset(sources)


EVENTS: Mapping[Event, tuple[Step, ...]] = {
    "begin": (Step(_from("not_started"), "filling", "survey.file", by_itself=True),),
    "submit": (Step(_from("filling", "returned"), "submitted", "survey.file"),),
    "withdraw": (Step(_from("submitted"), "filling", "survey.file"),),
    "accept": (
        Step(_from("submitted"), "in_review", "survey.review", _ONE),
        Step(_from("submitted"), "in_review", "survey.review_city", _TWO),
    ),
    "city_approve": (Step(_from("in_review"), "city_reviewed", "survey.review_city", _TWO),),
    "return": (
        Step(_from("in_review"), "returned", "survey.review", _ONE, needs_reason=True),
        Step(_from("in_review"), "returned", "survey.review_city", _TWO, needs_reason=True),
        Step(_from("city_reviewed"), "returned", "survey.review", _TWO, needs_reason=True),
    ),
    "approve": (
        Step(_from("in_review"), "approved", "survey.approve", _ONE),
        Step(_from("city_reviewed"), "approved", "survey.approve", _TWO),
    ),
    "publish": (Step(_from("approved"), "published", "snapshot.publish", by_itself=True),),
    "reopen": (
        Step(_from("approved", "published"), "returned", "survey.approve", needs_reason=True),
    ),
    "import": (Step(frozenset(STATES) - REVIEWED, "submitted", "survey.import", by_itself=True),),
    "void": (Step(REVIEWED, "submitted", "survey.import", by_itself=True),),
}
"""All there is. Of an event's steps at most one fits a state, a number of levels and a verb."""


def step(event: Event, state: State, levels: Levels) -> Step | None:
    """The step an event takes from a state; None where it may not happen."""
    fitting = (s for s in EVENTS[event] if state in s.sources and levels in s.levels)
    return next(fitting, None)


def after(event: Event, state: State, levels: Levels) -> State | None:
    """Where an event leads; None where it may not happen."""
    found = step(event, state, levels)
    return found.target if found else None
