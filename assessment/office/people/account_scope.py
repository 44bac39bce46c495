"""What an account may see, as an administrator writes it down.

Codes apart by blanks: `province`, `prefecture:431200`, `unit:430626`, `team:hn-01`. Nothing written
down is nothing seen. A team's units are those linked to it today, so a link that ends takes its
unit away on the next day without anybody changing an account.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.errors import Place, Problem
from assessment.kernel import clock
from assessment.kernel.actors import ANYONE, Actor
from assessment.kernel.roles import GRANTED, ROLES, ScopeKind, granted
from assessment.store.database import Store
from assessment.units.directory import UnitListed

PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class ScopeContent:
    """What a scope is today."""

    units: frozenset[str] | None
    teams: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Link:
    unit: str
    team: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Team:
    team: str


@dataclass(frozen=True, slots=True)
class _TeamNamed:
    team: str
    name: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One code of a scope. The whole province is called by the page."""

    code: str
    name: str
    name_en: str

    def said_in(self, lang: str) -> str:
        return self.name_en if lang == "en" else self.name


def tidy(scope: str) -> str:
    """Each code once, in the order given.

    >>> tidy(" unit:430626  unit:430121 unit:430626 ")
    'unit:430626 unit:430121'
    """
    return " ".join(dict.fromkeys(scope.split()))


def held(store: Store, scope: str, actor: Actor = ANYONE) -> ScopeContent:
    """The units and teams of a scope, as registers and links stand today."""
    actor.must_somewhere("session.open")
    codes = scope.split()
    teams = frozenset(code for kind, code in map(_parted, codes) if kind == "team")
    if PROVINCE in codes:
        return ScopeContent(None, teams)
    prefectures = {code for kind, code in map(_parted, codes) if kind == "prefecture"}
    named = {code for kind, code in map(_parted, codes) if kind == "unit"}
    units = {
        row.unit
        for row in store.ask("unit_listed", UnitListed)
        if row.prefecture in prefectures or row.unit in named
    }
    if teams:
        links = store.ask("coverage_link", _Link, day=clock.today())
        units |= {link.unit for link in links if link.team in teams}
    return ScopeContent(frozenset(units), teams)


def offered(store: Store, actor: Actor, role: str) -> list[Offer]:
    """What a role may hold in, as it is written and as it is called."""
    actor.must("people.manage")
    kinds, units = ROLES[granted(role)].scopes, store.ask("unit_listed", UnitListed)
    offers: dict[str, Offer] = {}
    for row in units if "prefecture" in kinds else ():
        code = f"prefecture:{row.prefecture}"
        offers[code] = Offer(code, row.prefecture_name, row.prefecture_name_en)
    for row in units if "unit" in kinds else ():
        code = f"unit:{row.unit}"
        offers[code] = Offer(code, row.said_in("zh"), row.said_in("en"))
    if "team" in kinds:
        for team in store.ask("team_named", _TeamNamed):
            offers[f"team:{team.team}"] = Offer(f"team:{team.team}", team.name, team.name)
    return list(offers.values())


def problems(store: Store, actor: Actor, role: str, scope: str, where: str) -> Iterator[Problem]:
    """Everything wrong with a scope for a role; `where` is whose it is."""
    actor.must("people.manage")
    place, offered = Place(where, path="scope"), _kinds(role)
    units = store.ask("unit_listed", UnitListed)
    known = {
        "unit": {row.unit for row in units},
        "prefecture": {row.prefecture for row in units},
        "team": {row.team for row in store.ask("team_code", _Team)},
    }
    for written in tidy(scope).split():
        kind, code = _parted(written)
        if written != PROVINCE and (kind not in known or code not in known[kind]):
            yield Problem("people.scope_unknown", place, {"code": written[:80]})
        elif kind not in offered:
            facts = {"code": written, "offered": ", ".join(offered)}
            yield Problem("people.scope_of_other_role", place, facts)
    if role == "administrator" and PROVINCE not in scope.split():
        yield Problem("people.scope_of_administrator", place)
    elif offered and not tidy(scope):
        yield Problem("people.scope_missing", place)


def _kinds(role: str) -> tuple[ScopeKind, ...]:
    """What a role may be held over; nothing for a role there is not."""
    return ROLES[granted(role)].scopes if role in GRANTED else ()


def _parted(written: str) -> tuple[str, str]:
    kind, _, code = written.partition(":")
    return kind, code
