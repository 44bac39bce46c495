"""Who may do what, where: a role is a list of verbs, and a person holds it over a scope.

A service calls `actor.must` first. Hiding a button is courtesy; this is the rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assessment.errors import NotAllowed

_SEES = frozenset(
    {
        "demonstration.read",
        "directory.read",
        "framework.read",
        "score.read",
        "coverage.read",
        "problem.read",
        "rectification.read",
    }
)
"""What everyone has who looks at results: as published, and of their own units."""

VERBS = {
    "anyone": frozenset({"demonstration.read", "session.open"}),
    "leader": _SEES,
    "county": _SEES
    | {"survey.read", "survey.file", "survey.export", "rectification.answer", "observation.record"},
    "city": _SEES
    | {
        "survey.read",
        "survey.export",
        "survey.review_city",
        "rectification.lead",
        "rectification.check",
        "problem.decide",
        "observation.record",
    },
    "team": _SEES
    | {"survey.read", "field_work.record", "rectification.check", "observation.record"},
    "reviewer": _SEES
    | {
        "score.read_live",
        "survey.read",
        "survey.export",
        "survey.review",
        "survey.approve",
        "field_work.record",
        "observation.record",
        "register.record",
        "team.manage",
        "rectification.lead",
        "rectification.check",
        "problem.decide",
    },
    "publisher": _SEES
    | {
        "score.read_live",
        "survey.read",
        "survey.export",
        "period.manage",
        "snapshot.publish",
        "team.manage",
    },
    "administrator": frozenset(
        {
            "demonstration.read",
            "directory.read",
            "framework.read",
            "people.manage",
            "audit.read",
        }
    ),
    "operator": _SEES
    | {
        "score.read_live",
        "survey.read",
        "survey.export",
        "survey.import",
        "field_work.record",
        "observation.record",
        "register.record",
        "team.manage",
        "period.manage",
        "people.manage",
        "audit.read",
        "setup.write",
    },
}
"""What each role may do, as `noun.verb`.

`score.read` is of what is published, `score.read_live` of what was filed since. Files are put into
the database past form and review with `survey.import`; who has it may not file, review or approve.
"""

ROLES = tuple(role for role in VERBS if role not in {"anyone", "operator"})
"""Those a person can be given: an operator is whoever runs the command line on the server."""

READS = frozenset(
    verb
    for verbs in VERBS.values()
    for verb in verbs
    if verb.endswith((".read", ".read_live", ".export"))
)
"""What changes nothing, and so is left to somebody who looks through another's eyes."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who asks: a name for the audit, a role, and the units it holds in."""

    name: str
    """The account, as it stands in the audit."""

    role: str
    units: frozenset[str] | None = None
    """Unit codes, or None for all of them. An empty set sees nothing."""

    teams: frozenset[str] = frozenset()
    """The teams this person is posted to; `units` are then those linked to them today."""

    live: bool = False
    """Whether they ask for what was filed last rather than for what was published."""

    viewed_by: str | None = None
    """The administrator who looks through this person's eyes, and may change nothing."""

    def may(self, verb: str, unit: str | None = None) -> bool:
        """Whether this actor may `verb` for `unit`; without one, for every unit at once."""
        return self.has(verb) and (self.units is None or (unit is not None and unit in self.units))

    def must(self, verb: str, unit: str | None = None) -> None:
        """Raise `NotAllowed` unless this actor `may`."""
        if not self.may(verb, unit):
            raise NotAllowed(actor=self.name, verb=verb, subject=unit or "*")

    def has(self, verb: str) -> bool:
        """Whether the role has the verb at all, wherever that is."""
        return verb in VERBS[self.role] and (self.viewed_by is None or verb in READS)

    def must_somewhere(self, verb: str) -> None:
        """Raise `NotAllowed` unless the role has the verb at all; the answer is then `seen`."""
        if not self.has(verb):
            raise NotAllowed(actor=self.name, verb=verb, subject="*")

    def speaks_for(self, team: str | None) -> bool:
        """Whether they may say what a team did or saw: somebody of a team for their own only, the
        province for any it hears of. None: nobody's."""
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
