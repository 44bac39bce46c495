"""Which units a page is about: the province, one prefecture, or one peer group.

A scope is written as in a URL: `province`, `prefecture:431200`, `peer_group:county`.
"""

from dataclasses import dataclass

import pandas as pd

from assessment.errors import Unknown
from assessment.framework.model import Framework
from assessment.i18n import Messages
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.store.memo import Memo

PROVINCE = "province"

SCOPES = ("prefecture", "peer_group")
"""Scopes that are named by a code: also the column of `described` that holds it."""


KEPT = 64
"""Lists of units kept for each store: by whose units they are and by scope."""

_frames: Memo[pd.DataFrame] = Memo(KEPT)


def described(store: Store, actor: Actor, scope: str = PROVINCE) -> pd.DataFrame:
    """The units of a scope that the actor sees, in the order of their codes.

    `unit name name_en kind prefecture prefecture_name prefecture_name_en peer_group assumed lon
    lat`. Raises `Unknown` for a scope that names nothing.
    """
    actor.must_somewhere("directory.read")
    key = actor.units, scope
    return _frames.get(store, key, lambda: _described(store, actor, scope)).copy(deep=False)


def _described(store: Store, actor: Actor, scope: str) -> pd.DataFrame:
    units = store.frame("unit_described")
    column, _, code = scope.partition(":")
    if scope != PROVINCE:
        if column not in SCOPES or code not in set(units[column]):
            raise Unknown(what="scope", code=scope)
        units = units[units[column] == code]
    return units[units["unit"].isin(actor.seen(units["unit"]))].reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit, with its prefecture's names."""

    unit: str
    name: str
    name_en: str
    kind: str
    prefecture: str
    prefecture_name: str
    prefecture_name_en: str
    peer_group: str
    assumed: bool
    lon: float
    lat: float

    def said_in(self, lang: str) -> str:
        return self.name_en if lang == "en" else self.name

    def prefecture_said_in(self, lang: str) -> str:
        return self.prefecture_name_en if lang == "en" else self.prefecture_name


_units: Memo[tuple[Unit, ...]] = Memo(KEPT)


def units(store: Store, actor: Actor, scope: str = PROVINCE) -> tuple[Unit, ...]:
    """`described`, as objects."""
    actor.must_somewhere("directory.read")

    def as_objects() -> tuple[Unit, ...]:
        seen = set(described(store, actor, scope)["unit"])
        return tuple(unit for unit in store.ask("unit_described", Unit) if unit.unit in seen)

    return _units.get(store, (actor.units, scope), as_objects)


def named(store: Store, actor: Actor, code: str) -> Unit:
    """The unit with a code, where the actor sees it. Raises `Unknown`."""
    actor.must_somewhere("directory.read")
    for unit in store.ask("unit_described", Unit):
        if unit.unit == code and actor.sees(code):
            return unit
    raise Unknown(what="unit", code=code)


def peer_groups(store: Store, actor: Actor) -> frozenset[str]:
    """Codes of the peer groups in which the actor sees a unit."""
    return frozenset(described(store, actor)["peer_group"])


def title(store: Store, framework: Framework, actor: Actor, scope: str, t: Messages) -> str:
    """What a scope is called: the province, the prefecture, the peer group."""
    column, _, code = scope.partition(":")
    if column == "peer_group":
        titles = {group.code: t.of(group.title) for group in framework.peer_groups}
        return titles.get(code, code)
    here = units(store, actor, scope)
    if column == "prefecture" and here:
        return here[0].prefecture_said_in(t.lang)
    return t.of(framework.scope)
