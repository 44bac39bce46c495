"""A refusal to score, told with the names of the units the asker may see."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from assessment.errors import Problem, Unscorable
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.units import scopes

JOINED = {"zh": "、", "en": ", "}


@dataclass(frozen=True, slots=True)
class Named:
    """Units by name and code; those out of sight are only counted, as `+3`."""

    seen: Sequence[scopes.Unit]
    unseen: int

    def said_in(self, lang: str) -> str:
        names = [f"{unit.said_in(lang)} {unit.unit}" for unit in self.seen]
        names += [f"+{self.unseen}"] if self.unseen else []
        return JOINED.get(lang, ", ").join(names)


def told(store: Store, actor: Actor, refused: Unscorable) -> Unscorable:
    """The same refusal, its units named: engines know codes only."""
    units = {unit.unit: unit for unit in scopes.units(store, actor)}
    return Unscorable(_told(problem, units) for problem in refused.problems)


@contextmanager
def kept_to(actor: Actor) -> Iterator[None]:
    """Narrow a refusal to the units that the actor sees; the others are counted, not named.

    Places and means are computed over all units, and so refused for any of them.
    """
    try:
        yield
    except Unscorable as refused:
        raise Unscorable(_narrowed(problem, actor) for problem in refused.problems) from refused


def _narrowed(problem: Problem, actor: Actor) -> Problem:
    named = problem.facts["units"]
    if not isinstance(named, Named):
        return problem
    seen = [unit for unit in named.seen if actor.sees(unit.unit)]
    fewer = Named(seen, named.unseen + len(named.seen) - len(seen))
    return replace(problem, facts={**problem.facts, "units": fewer})


def _told(problem: Problem, units: dict[str, scopes.Unit]) -> Problem:
    codes = str(problem.facts["units"]).split(", ")
    seen = [units[code] for code in codes if code in units]
    named = Named(seen, len(codes) - len(seen))
    return replace(problem, facts={**problem.facts, "units": named})
