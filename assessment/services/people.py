"""Who may do what, where: a role is a list of verbs, and a person holds it over a scope.

A service calls `actor.must` first. Hiding a button is courtesy; this is the rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assessment.errors import NotAllowed

VERBS = {
    "leader": frozenset({"score.read", "coverage.read", "problem.read", "framework.read"}),
    "county": frozenset({"score.read", "coverage.read", "problem.read", "framework.read"}),
    "operator": frozenset(
        {
            "score.read",
            "coverage.read",
            "problem.read",
            "framework.read",
            "survey.export",
            "survey.file",
            "field_work.record",
            "setup.write",
        }
    ),
}
"""What each role may do, as `noun.verb`."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who asks: a name for the audit, a role, and the units it holds in."""

    name: str
    role: str
    units: frozenset[str] | None = None
    """Unit codes, or None for all of them. An empty set sees nothing."""

    def may(self, verb: str, unit: str | None = None) -> bool:
        """Whether this actor may `verb` for `unit`; without one, for every unit at once."""
        return verb in VERBS[self.role] and (
            self.units is None or (unit is not None and unit in self.units)
        )

    def must(self, verb: str, unit: str | None = None) -> None:
        """Raise `NotAllowed` unless this actor `may`."""
        if not self.may(verb, unit):
            raise NotAllowed(actor=self.name, verb=verb, subject=unit or "*")

    def must_somewhere(self, verb: str) -> None:
        """Raise `NotAllowed` unless the role has the verb at all; the answer is then `seen`."""
        if verb not in VERBS[self.role]:
            raise NotAllowed(actor=self.name, verb=verb, subject="*")

    def sees(self, unit: str) -> bool:
        return self.units is None or unit in self.units

    def seen(self, units: Iterable[str]) -> list[str]:
        """Those of `units` in this actor's scope, in their order."""
        return [unit for unit in units if self.sees(unit)]


OPERATOR = Actor("command line", "operator")
"""Whoever can run the command line on the server already holds the database file."""

READER = Actor("intranet reader", "leader")
"""Who the app takes its visitor for until it has sign-in: reads everything, writes nothing."""
