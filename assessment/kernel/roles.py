"""The roles there are: what each may do, over what, and where it begins.

To add a role, add its code to `GrantedRole`, its `Role` to `ROLES`, and its name to
`i18n/codes/people.yaml`; a demonstration account follows by itself. To add a verb, add it to
`Verb`, give it to roles, and name it in `i18n/codes/verb.yaml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Verb = Literal[
    "demonstration.read",
    "directory.read",
    "framework.read",
    "score.read",
    "score.read_live",
    "coverage.read",
    "problem.read",
    "problem.decide",
    "survey.read",
    "survey.file",
    "survey.export",
    "survey.import",
    "survey.review",
    "survey.review_city",
    "survey.approve",
    "field_work.record",
    "observation.record",
    "register.record",
    "team.manage",
    "rectification.read",
    "rectification.lead",
    "rectification.answer",
    "rectification.check",
    "period.manage",
    "snapshot.publish",
    "people.manage",
    "audit.read",
    "backup.make",
    "setup.write",
    "session.open",
    "session.view_as",
    "password.change",
]
"""What somebody may do, as `noun.verb`.

`score.read` is of what is published, `score.read_live` of what was filed since. Files are put into
the database past form and review with `survey.import`; who has it may not file, review or approve.
The last two are refused in words, and held by no role: they depend on the session.
"""

VERBS: tuple[Verb, ...] = get_args(Verb)

GrantedRole = Literal["leader", "county", "city", "team", "reviewer", "publisher", "administrator"]
"""Roles that an account can be given. Stored, so never renamed."""

RoleCode = GrantedRole | Literal["anyone", "operator"]
"""Also whoever has not signed in, and whoever runs the command line on the server."""

ScopeKind = Literal["province", "prefecture", "unit", "team"]
"""What a role is held over."""

Folder = Literal["view", "work", "manage"]
"""The parts of the menu."""

_SEES: frozenset[Verb] = frozenset(
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

_VIEW_FIRST: tuple[Folder, ...] = ("view", "work", "manage")
_WORK_FIRST: tuple[Folder, ...] = ("work", "view", "manage")
_MANAGE_FIRST: tuple[Folder, ...] = ("manage", "work", "view")


@dataclass(frozen=True, slots=True)
class Role:
    """One role. Its name is the sentence `people.role.<code>`."""

    verbs: frozenset[Verb]

    scopes: tuple[ScopeKind, ...] = ()
    """What it may be held over. Who files for everybody, or reviews as a team, is a mistake."""

    home: str = "overview"
    """The page it begins at after signing in."""

    menu: tuple[Folder, ...] = _VIEW_FIRST
    """What it comes for stands first."""


ROLES: Mapping[RoleCode, Role] = {
    "anyone": Role(frozenset({"demonstration.read", "session.open"})),
    "leader": Role(_SEES, scopes=("province", "prefecture", "unit")),
    "county": Role(
        _SEES
        | {
            "survey.read",
            "survey.file",
            "survey.export",
            "rectification.answer",
            "observation.record",
        },
        scopes=("unit",),
        home="survey",
        menu=_WORK_FIRST,
    ),
    "city": Role(
        _SEES
        | {
            "survey.read",
            "survey.export",
            "survey.review_city",
            "rectification.lead",
            "rectification.check",
            "problem.decide",
            "observation.record",
        },
        scopes=("prefecture",),
        home="review",
        menu=_WORK_FIRST,
    ),
    "team": Role(
        _SEES | {"survey.read", "field_work.record", "rectification.check", "observation.record"},
        scopes=("team",),
        home="visit",
        menu=_WORK_FIRST,
    ),
    "reviewer": Role(
        _SEES
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
        scopes=("province", "prefecture", "unit"),
        home="review",
        menu=_WORK_FIRST,
    ),
    "publisher": Role(
        _SEES
        | {
            "score.read_live",
            "survey.read",
            "survey.export",
            "period.manage",
            "snapshot.publish",
            "team.manage",
        },
        scopes=("province",),
        home="periods",
        menu=_MANAGE_FIRST,
    ),
    "administrator": Role(
        frozenset(
            {
                "demonstration.read",
                "directory.read",
                "framework.read",
                "people.manage",
                "audit.read",
                "backup.make",
            }
        ),
        scopes=("province",),
        home="people",
        menu=_MANAGE_FIRST,
    ),
    "operator": Role(
        _SEES
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
            "backup.make",
            "setup.write",
        }
    ),
}

GRANTED: tuple[GrantedRole, ...] = get_args(GrantedRole)

READS: frozenset[Verb] = frozenset(
    verb for verb in VERBS if verb.endswith((".read", ".read_live", ".export"))
)
"""What changes nothing, and so is left to somebody who looks through another's eyes."""


def granted(code: str) -> GrantedRole:
    """A stored or typed code as the role it names. Raises `KeyError` for any other."""
    return {str(role): role for role in GRANTED}[code]
