"""One unit's profile: where it stands, beside whom, since when, and what is found there.

How its score comes about, down to the answers, is in `explanation`. Every function refuses a unit
outside the asker's scope. What is told about others is never one unit's: ranks are counted and
means taken among all units, over known scores only, and a mean of fewer than `smallest_mean`
known scores is not told.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from assessment.framework.model import Level
from assessment.framework.period import Period
from assessment.framework.values import figures
from assessment.kernel import disclosure
from assessment.kernel.actors import Actor
from assessment.kernel.codes import TOTAL
from assessment.rectification.common_problems import problems
from assessment.scores.basis import refusals
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.store.memo import Identity, Memo
from assessment.units import directory, scopes

SMALLEST_MEAN = 3
"""A mean of two would tell each of the two the other's score."""


@dataclass(frozen=True, slots=True)
class Rank:
    """A place among the units that have one; `place` is None for a unit without."""

    place: int | None
    ranked: int


@dataclass(frozen=True, slots=True)
class Honour:
    item: str
    level: Level
    achievement: str
    awarded_on: date | None
    evidence: str | None
    counted: bool
    """False where the same achievement was honoured at a higher level, which counts instead."""


@dataclass(frozen=True, slots=True)
class VetoDeclared:
    item: str
    declared_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """The head of a profile. Scores are None when unknown, and then there is no grade or rank."""

    unit: scopes.Unit
    period: str

    base: float | None
    bonus_earned: float | None
    bonus: float | None
    total: float | None
    completeness: float | None
    grade: str | None
    vetoed: bool
    among_all: Rank
    in_prefecture: Rank
    in_peer_group: Rank
    honours: tuple[Honour, ...]
    vetoes: tuple[VetoDeclared, ...]


KEPT = 256
"""Of each store and part of a profile, the units kept: a county opens one, a reviewer many."""

_standings: Memo[UnitStanding] = Memo(KEPT)
_compared: Memo[pd.DataFrame] = Memo(KEPT)
_trends: Memo[pd.DataFrame] = Memo(KEPT)


def standing(source: DataSource, actor: Actor, unit: str, period: str) -> UnitStanding:
    """Where a unit stands. Raises `NotAllowed` out of scope, `Unpublished`, and `Unknown`."""
    actor.must("score.read", unit)
    key = actor.sight, Identity(source.at(actor, period).framework), unit, period
    return _standings.get(source.live_store, key, lambda: _standing(source, actor, unit, period))


def _standing(source: DataSource, actor: Actor, unit: str, period: str) -> UnitStanding:
    at = source.at(actor, period)
    here = scopes.named(at.store, actor, unit)
    with refusals.kept_to(actor):
        totals = scores(source, _anyone(actor), period).totals
    own = totals[totals["unit"] == unit].iloc[0]
    units = scopes.described(at.store, _anyone(actor))
    groups = totals.merge(units[["unit", "prefecture", "peer_group"]], on="unit")
    ranked = groups[groups["rank_all"].notna()]
    return UnitStanding(
        unit=here,
        period=period,
        base=figures.known(own["base"]),
        bonus_earned=figures.known(own["bonus_earned"]),
        bonus=figures.known(own["bonus"]),
        total=figures.known(own["total"]),
        completeness=figures.known(own["completeness"]),
        grade=None if pd.isna(own["grade"]) else str(own["grade"]),
        vetoed=bool(own["vetoed"]),
        among_all=_rank(own["rank_all"], len(ranked)),
        in_prefecture=_rank(
            own["rank_prefecture"], int((ranked["prefecture"] == here.prefecture).sum())
        ),
        in_peer_group=_rank(
            own["rank_peer_group"], int((ranked["peer_group"] == here.peer_group).sum())
        ),
        honours=tuple(at.store.ask("county_honour", Honour, unit=unit, period=period)),
        vetoes=tuple(at.store.ask("county_veto", VetoDeclared, unit=unit, period=period)),
    )


def comparison(source: DataSource, actor: Actor, unit: str, period: str) -> pd.DataFrame:
    """Grain strength: the unit beside the means of its peer group and of all units.

    `strength score peer_mean peers all_mean all_known`; `peers` and `all_known` say of how many
    known scores the mean is, the unit's own among them. Unknown is left out, never taken as 0.
    """
    actor.must("score.read", unit)
    key = actor.sight, Identity(source.at(actor, period).framework), unit, period
    kept = _compared.get(source.live_store, key, lambda: _beside(source, actor, unit, period))
    return kept.copy(deep=False)


def _beside(source: DataSource, actor: Actor, unit: str, period: str) -> pd.DataFrame:
    at = source.at(actor, period)
    framework = at.framework
    here = scopes.named(at.store, actor, unit)
    units = scopes.described(at.store, _anyone(actor))
    with refusals.kept_to(actor):
        strengths = scores(source, _anyone(actor), period).strengths
    known = strengths.dropna(subset=["score"])
    same = units[units["peer_group"] == here.peer_group]["unit"]
    peers = known[known["unit"].isin(same)].groupby("strength")["score"]
    everyone = known.groupby("strength")["score"]
    own = strengths[strengths["unit"] == unit].set_index("strength")["score"]
    codes = [strength.code for strength in framework.strengths]
    frame = pd.DataFrame({"score": own.reindex(codes)}, index=pd.Index(codes, name="strength"))
    for name, groups in (("peer", peers), ("all", everyone)):
        counts = groups.size().reindex(codes).fillna(0).astype(int)
        means = groups.mean().reindex(codes)
        frame[f"{name}_mean"] = means.where(counts >= smallest_mean(actor))
        frame["peers" if name == "peer" else "all_known"] = counts
    return frame.reset_index()


def smallest_mean(actor: Actor) -> int:
    """Of how many known scores a mean is told."""
    return disclosure.smallest(actor, SMALLEST_MEAN)


def trend(source: DataSource, actor: Actor, unit: str) -> pd.DataFrame:
    """Grain period × `total` or strength, oldest first and in the framework's order: `period
    strength score`; null is a gap."""
    actor.must("score.read", unit)
    key = actor.sight, Identity(source.live_framework), unit
    kept = _trends.get(source.live_store, key, lambda: _trend(source, actor, unit))
    return kept.copy(deep=False)


def _trend(source: DataSource, actor: Actor, unit: str) -> pd.DataFrame:
    scopes.named(source.live_store, actor, unit)
    only, codes = _only(actor, unit), list(source.live_framework.strength_by_code)
    parts = []
    for offered in reversed(directory.periods(source.live_store, actor)):
        run = scores(source, only, offered.period)
        totals = run.totals[["total"]].rename(columns={"total": "score"}).assign(strength=TOTAL)
        strengths = run.strengths.set_index("strength")["score"].reindex(codes).reset_index()
        parts.append(pd.concat([totals, strengths]).assign(period=offered.period))
    if not parts:
        return pd.DataFrame({"period": [], "strength": [], "score": []})
    return pd.concat(parts, ignore_index=True)[["period", "strength", "score"]]


@dataclass(frozen=True, slots=True)
class ProblemsHere:
    """A unit's common problems, by whether they hold; codes in the framework's order."""

    hold: pd.DataFrame
    """`problem signal findings`: the signal fired, or so many open findings say so, or both."""

    unknown: tuple[str, ...]
    """Nobody can tell: not the same as no problem."""

    absent: tuple[str, ...]


def problems_here(source: DataSource, actor: Actor, unit: str, period: str) -> ProblemsHere:
    """What holds in one unit, and of what nobody can say."""
    actor.must("problem.read", unit)
    scopes.named(source.live_store, actor, unit)
    pairs = problems.holding(source, _only(actor, unit), period)
    hold = pairs[pairs["holds"].fillna(False)]
    return ProblemsHere(
        hold=hold[["problem", "signal", "findings"]].reset_index(drop=True),
        unknown=tuple(pairs[pairs["holds"].isna()]["problem"]),
        absent=tuple(pairs[~pairs["holds"].fillna(True)]["problem"]),
    )


@dataclass(frozen=True, slots=True)
class FieldWork:
    """Who is linked to a unit, who came and what they found, in a period."""

    teams: pd.DataFrame
    """`team name kind sending_body sending_level link starts ends people`."""

    visits: pd.DataFrame
    """Newest first: `visit kind starts ends place diary team_name`."""

    findings: pd.DataFrame
    """Newest first: `finding problem strength indicator severity state stage description found_on
    team_name`."""


def field_work(source: DataSource, actor: Actor, unit: str, period: str) -> FieldWork:
    """A unit's teams, visits and findings of a period."""
    actor.must("coverage.read", unit)
    scopes.named(source.live_store, actor, unit)
    span = Period.of(period)
    days = {"starts": span.start, "ends": span.end}
    return FieldWork(
        teams=source.live_store.frame("county_team", unit=unit, **days),
        visits=source.live_store.frame("county_visit", unit=unit, **days),
        findings=source.live_store.frame("county_finding", unit=unit, period=period),
    )


def _anyone(actor: Actor) -> Actor:
    """The same asker over all units: only for what is counted or averaged among them."""
    return replace(actor, units=None)


def _only(actor: Actor, unit: str) -> Actor:
    return replace(actor, units=frozenset({unit}))


def _rank(place: Any, ranked: int) -> Rank:
    number = figures.known(place)
    return Rank(None if number is None else int(number), ranked)
