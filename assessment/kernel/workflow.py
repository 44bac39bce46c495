"""A workflow: which event leads from which state to which, and by which verb.

Nothing here reads or writes. The three workflows are drawn in docs/workflows.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from assessment.kernel.roles import Verb

State = TypeVar("State", bound=str)
Event = TypeVar("Event", bound=str)


@dataclass(frozen=True, slots=True)
class Step(Generic[State]):
    """Where an event may happen, where it leads, and by which verb."""

    sources: frozenset[State]
    target: State | None
    """None: it stays where it is."""

    verb: Verb
    variants: frozenset[str] = frozenset()
    """Of the workflow's variants those that have this step; empty: each."""

    needs_note: bool = False
    """Whoever does it says why, or what was done."""

    by_itself: bool = False
    """Comes with something else that was written, and is no button of anybody's."""


def sources(*states: State) -> frozenset[State]:
    """The states an event may happen in."""
    return frozenset(states)


@dataclass(frozen=True, slots=True)
class Workflow(Generic[State, Event]):
    """All states, the first first, and all steps of each event.

    Of an event's steps at most one fits a state and a variant.
    """

    states: tuple[State, ...]
    events: Mapping[Event, tuple[Step[State], ...]]

    def step(self, event: Event, state: State, variant: str = "") -> Step[State] | None:
        """The step an event takes from a state; None where it may not happen."""
        for step in self.events[event]:
            if state in step.sources and (not step.variants or variant in step.variants):
                return step
        return None

    def after(self, event: Event, state: State, variant: str = "") -> State | None:
        """Where an event leads; None where it may not happen."""
        step = self.step(event, state, variant)
        return None if step is None else step.target or state
