"""The life of a common problem in one scope: which decision leads from where to where.

待研判 → 已认定 → 已销号; beside it 已并入, 不认定 and 已撤销认定. Every decision is made by who
decides in the scope. Nothing here reads or writes: `decisions` does, and asks here first.
"""

from collections.abc import Mapping
from typing import Final, Literal, get_args

from assessment.kernel import codes
from assessment.kernel.workflow import Step, Workflow, sources

State = Literal["candidate"] | codes.CommonProblemState
"""A candidate is what nobody decided on yet: no decision is kept of it."""

Event = Literal["confirm", "merge", "dismiss", "sweep", "close", "withdraw"]

FIRST: Final = "candidate"

STATES: tuple[State, ...] = (FIRST, *get_args(codes.CommonProblemState))

DECIDE: Final = "problem.decide"

EVENTS: Mapping[Event, Step[State]] = {
    "confirm": Step(sources(FIRST, "dismissed", "closed", "withdrawn"), "confirmed", DECIDE),
    "merge": Step(
        sources(FIRST, "confirmed", "dismissed", "closed", "withdrawn"),
        "merged",
        DECIDE,
        needs_note=True,
    ),
    "dismiss": Step(
        sources(FIRST, "dismissed", "closed", "withdrawn"), "dismissed", DECIDE, needs_note=True
    ),
    "sweep": Step(sources("confirmed"), None, DECIDE),
    "close": Step(sources("confirmed"), "closed", DECIDE),
    "withdraw": Step(sources("confirmed"), "withdrawn", DECIDE, needs_note=True),
}
"""All there is. What was merged into one goes where that one goes: see `progress.in_force`."""

WORKFLOW = Workflow(STATES, {event: (step,) for event, step in EVENTS.items()})
