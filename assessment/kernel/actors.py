"""Who acts: a name for the audit, a role, and what the role is held over.

A service calls `actor.must` first. Hiding a button is courtesy; this is the rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assessment.errors import NotAllowed
from assessment.kernel.roles import READS, ROLES, RoleCode, Verb


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who asks: a name for the audit, a role, and the units it holds in."""

    name: str
    """The account, as it stands in the audit."""

    role: RoleCode
    units: frozenset[str] | None = None
    """Unit codes, or None for all of them. An empty set sees nothing."""

    teams: frozenset[str] = frozenset()
    """The teams this person is posted to; `units` are then those linked to them today."""

    live: bool = False
    """Whether they ask for what was filed last rather than for what was published."""

    viewed_by: str | None = None
    """The administrator who looks through this person's eyes, and may change nothing."""

    def may(self, verb: Verb, unit: str | None = None) -> bool:
        """Whether this actor may `verb` for `unit`; without one, for every unit at once."""
        return self.has(verb) and (self.units is None or (unit is not None and unit in self.units))

    def must(self, verb: Verb, unit: str | None = None) -> None:
        """Raise `NotAllowed` unless this actor `may`."""
        if not self.may(verb, unit):
            raise NotAllowed(actor=self.name, verb=verb, subject=unit or "*")

    def has(self, verb: Verb) -> bool:
        """Whether the role has the verb at all, wherever that is."""
        return verb in ROLES[self.role].verbs and (self.viewed_by is None or verb in READS)

    def must_somewhere(self, verb: Verb) -> None:
        """Raise `NotAllowed` unless the role has the verb at all; the answer is then `seen`."""
        if not self.has(verb):
            raise NotAllowed(actor=self.name, verb=verb, subject="*")

    @property
    def sight(self) -> "Actor":
        """The same without a name: who has the same sight is shown the same."""
        return replace(self, name="")

    def speaks_for(self, team: str | None) -> bool:
        """Whether they may say what a team did or saw. Somebody of a team may for their own only,
        the province for any it hears of. None: nobody's."""
        return self.role != "team" or team in self.teams

    def sees(self, unit: str) -> bool:
        return self.units is None or unit in self.units

    def seen(self, units: Iterable[str]) -> list[str]:
        """Those of `units` in this actor's scope, in their order."""
        return [unit for unit in units if self.sees(unit)]


ANYONE = Actor("anyone", "anyone", frozenset())
"""Whoever has not signed in."""

OPERATOR = Actor("command line", "operator", live=True)
"""Whoever can run the command line on the server already holds the database file."""

SCHEDULE = Actor("schedule", "operator", live=True)
"""The application itself, when it does at night what the operator would do by day."""
