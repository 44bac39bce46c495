"""Permission over several units at once, and over what has a number."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from assessment.errors import NotAllowed, Unknown, What
from assessment.kernel.actors import Actor
from assessment.kernel.roles import Verb


def permitted(verb: Verb, actor: Actor, units: Iterable[str]) -> list[str]:
    """The units named, once each. Raises `NotAllowed` unless the actor may record for all."""
    actor.must_somewhere(verb)
    named = sorted(set(units))
    for unit in named:
        actor.must(verb, unit)
    return named


class OfUnit(Protocol):
    """What belongs to one unit."""

    @property
    def unit(self) -> str: ...


def numbered(
    verb: Verb, actor: Actor, what: What, number: int, of_units: Sequence[OfUnit]
) -> list[str]:
    """The unit of what has a number. Raises `Unknown` for who may record everywhere; for others
    the same `NotAllowed` as of a foreign number, so that nobody learns which there are."""
    actor.must_somewhere(verb)
    if of_units and all(actor.may(verb, row.unit) for row in of_units):
        return sorted({row.unit for row in of_units})
    if actor.may(verb):
        raise Unknown(what=what, code=str(number))
    raise NotAllowed(actor=actor.name, verb=verb, subject=str(number))


def subject(units: Sequence[str]) -> str:
    """What the audit record of a write is about: the one unit, or `*` for several and none."""
    return units[0] if len(units) == 1 else "*"
