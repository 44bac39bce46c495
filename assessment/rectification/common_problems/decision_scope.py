"""Which scope a person may decide in, and of which they see everything."""

from dataclasses import replace
from typing import Final

from assessment.errors import NotAllowed, Unknown
from assessment.kernel.actors import Actor
from assessment.rectification.common_problems.common_problem_workflow import DECIDE
from assessment.store.database import Store
from assessment.units import scopes

READ: Final = "problem.read"


def units_of(store: Store, actor: Actor, scope: str) -> list[str]:
    """Every unit of a scope, also those the actor does not see: to count, never to tell."""
    actor.must_somewhere(READ)
    everyone = replace(actor, units=None)
    return [str(unit) for unit in scopes.described(store, everyone, scope)["unit"]]


def sees_all(store: Store, actor: Actor, scope: str) -> bool:
    """Whether the size of a problem in a scope, and what was said of it, is theirs to read."""
    return all(actor.sees(unit) for unit in units_of(store, actor, scope))


def may_decide(store: Store, actor: Actor, scope: str) -> bool:
    """A city decides in its own prefecture, the province everywhere."""
    try:
        units = units_of(store, actor, scope)
    except Unknown:
        return False
    return actor.has(DECIDE) and bool(units) and all(actor.may(DECIDE, unit) for unit in units)


def must_decide(store: Store, actor: Actor, scope: str) -> list[str]:
    """The units of a scope. Of one that is not theirs and of one that names nothing the same
    `NotAllowed`."""
    actor.must_somewhere(DECIDE)
    if not may_decide(store, actor, scope):
        raise NotAllowed(actor=actor.name, verb=DECIDE, subject=scope)
    return units_of(store, actor, scope)
