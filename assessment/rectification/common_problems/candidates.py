"""What looks like a common problem: derived anew from signals and findings, never kept.

A problem is a candidate in a scope when `common_when` says so and nobody has decided, or when it
was dismissed and has grown since, or was closed and is common again: by newer figures than those it
was closed on, or in more units. Older figures never speak against a decision. The worst come first:
units × weight × shortfall, which is what those units lose by it, in points of the total.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd

from assessment.errors import Unknown, Unpublished
from assessment.framework.model import CommonProblem
from assessment.framework.period import Period
from assessment.framework.values.figures import known
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.rectification.common_problems import decision_scope, problems, progress
from assessment.rectification.common_problems.progress import Decided
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.scoring.health import nominal
from assessment.store.memo import Identity, Memo
from assessment.units import directory

Why = Literal["new", "grown", "again"]
"""Nobody decided yet; it grew since it was dismissed; it came back after it was closed."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one problem reached in one period."""

    period: str
    units: int
    with_data: int
    share: float | None
    findings: int
    common: bool | None


@dataclass(frozen=True, slots=True)
class Candidate:
    problem: str
    strength: str
    why: Why
    now: Reach
    without_data: int
    weight: float
    """Points of a hundred its indicators make up together."""

    shortfall: float | None
    """What its units fall short of on those, 0–1; None where none of them has a score."""

    pressure: float | None
    """units × weight × shortfall."""

    since: str | None
    """The first of the periods in a row, up to this one, in which it was common."""

    before: Decided | None
    """What was decided of it earlier."""


Trend = Mapping[str, tuple[Reach, ...]]
"""By problem, how far it reached in each period, the oldest first."""


KEPT = 48
"""Results kept for each store: of a period, by who sees the same and by scope."""

_found: Memo[tuple[Candidate, ...]] = Memo(KEPT)
_past: Memo[Trend] = Memo(KEPT)


def candidates(source: DataSource, actor: Actor, period: str, scope: str) -> list[Candidate]:
    """What is to be decided on in a scope, the heaviest first."""
    actor.must_somewhere(decision_scope.READ)
    key = actor.sight, Identity(source.live_framework), period, scope
    found = _found.get(source.live_store, key, lambda: _waiting(source, actor, period, scope))
    return list(found)


def _waiting(source: DataSource, actor: Actor, period: str, scope: str) -> tuple[Candidate, ...]:
    here = source.at(actor, period)
    earlier = [row for row in progress.decided(source.live_store, actor) if row.scope == scope]
    told = {row.problem: progress.in_force(row, earlier) for row in earlier}
    past = trend(source, actor, period, scope)
    pairs = problems.holding(source, actor, period, scope)
    weights = nominal.weights(here.framework, period).set_index("indicator")["weight"]
    found = []
    for problem in here.framework.problems:
        now = past[problem.code][-1]
        why = _why(told.get(problem.code), now)
        if why is None or not now.common:
            continue
        rows = pairs[pairs["problem"] == problem.code]
        weight = float(100 * weights.reindex(list(problem.indicators)).fillna(0).sum())
        holders = rows.loc[rows["holds"].fillna(False), "unit"]
        shortfall = _shortfall(source, actor, period, problem, holders)
        found.append(
            Candidate(
                problem=problem.code,
                strength=problem.strength,
                why=why,
                now=now,
                without_data=len(rows) - now.with_data,
                weight=weight,
                shortfall=shortfall,
                pressure=None if shortfall is None else now.units * weight * shortfall,
                since=since(past[problem.code]),
                before=told.get(problem.code),
            )
        )
    return tuple(sorted(found, key=lambda each: (each.pressure is None, -(each.pressure or 0))))


def grown(before: Decided, now: Reach) -> bool:
    """Whether it is larger than it was when that was decided, by figures that are no older."""
    if before.units is None or before.findings is None:
        return False
    if progress.is_before(now.period, before.period):
        return False
    return now.units > before.units or now.findings > before.findings


def _why(before: Decided | None, now: Reach) -> Why | None:
    if before is None or before.state == "withdrawn":
        return "new"
    if before.state == "dismissed":
        return "grown" if grown(before, now) else None
    if before.state == "closed":
        return "again" if _is_newer(before, now) or grown(before, now) else None
    return None


def _is_newer(before: Decided, now: Reach) -> bool:
    """Whether the figures are not those it was decided by, and reach beyond that day."""
    decided_on = max(Period.of(before.period).end, clock.local_day(before.decided_at))
    return Period.of(now.period).end > decided_on


def trend(source: DataSource, actor: Actor, period: str, scope: str) -> Trend:
    """How far each problem reached in this period and those before.

    Earlier periods count as they were published, and by the thresholds of this one, so that the
    line does not bend where the rule was changed; one that was not published is left out.
    """
    actor.must_somewhere(decision_scope.READ)
    key = actor.sight, Identity(source.live_framework), period, scope
    return _past.get(source.live_store, key, lambda: _trend(source, actor, period, scope))


def _trend(source: DataSource, actor: Actor, period: str, scope: str) -> Trend:
    rules = source.at(actor, period).framework
    told: dict[str, list[Reach]] = {problem.code: [] for problem in rules.problems}
    for each in _periods(source, actor, period):
        frame = _commonness(source, actor, (each, period), scope)
        if frame is None:
            continue
        frame = frame.assign(common=problems.common(rules, frame, scope))
        for code in told.keys() & set(frame.index):
            told[code].append(_reach(each, frame.loc[[code]].to_dict("records")[0]))
    return {code: tuple(rows) for code, rows in told.items()}


def since(past: Sequence[Reach]) -> str | None:
    """The first of the periods in a row, up to the last, in which it was common."""
    first = None
    for row in reversed(past):
        if not row.common:
            break
        first = row.period
    return first


@dataclass(frozen=True, slots=True)
class Moved:
    """How the share of units with data changed since the period before in a trend."""

    way: problems.Way
    points: float
    """Percentage points."""

    since: str


def moved(past: Sequence[Reach]) -> Moved | None:
    """None where there is nothing to compare with, or one of the two is not known.

    Not in units: of a period that is still being filed in few units are known.
    """
    if len(past) < 2:
        return None
    before, now = past[-2:]
    way = problems.change(before.share, now.share)
    if way is None or before.share is None or now.share is None:
        return None
    return Moved(way, 100 * abs(now.share - before.share), before.period)


def _periods(source: DataSource, actor: Actor, period: str) -> list[str]:
    """This one and those before it of its kind, without a gap, the oldest first."""
    offered = {each.period for each in directory.every_period(source.live_store, actor)}
    chain = [period]
    while (before := Period.of(chain[-1]).previous) in offered:
        chain.append(before)
    return chain[::-1]


def _commonness(
    source: DataSource, actor: Actor, periods: tuple[str, str], scope: str
) -> pd.DataFrame | None:
    """Of an earlier period as published, or else as filed for who may see that."""
    each, now = periods
    asking = [actor] if each == now or not actor.live else [replace(actor, live=False), actor]
    for who in asking:
        try:
            return problems.commonness(source, who, each, scope)
        except (Unpublished, Unknown):
            if each == now:
                raise
    return None


def _reach(period: str, row: Mapping[Any, Any]) -> Reach:
    return Reach(
        period=period,
        units=int(row["units"]),
        with_data=int(row["with_data"]),
        share=known(row["share"]),
        findings=int(row["findings"]),
        common=None if pd.isna(row["common"]) else bool(row["common"]),
    )


def _shortfall(
    source: DataSource,
    actor: Actor,
    period: str,
    problem: CommonProblem,
    holders: pd.Series,
) -> float | None:
    """The mean of what its units miss on its indicators, 0–1, over those that have a score."""
    rows = scores(source, actor, period).indicators
    rows = rows[rows["indicator"].isin(problem.indicators) & rows["unit"].isin(holders)]
    rows = rows[rows["score"].notna()]
    return None if rows.empty else float((1 - rows["score"] / 100).clip(0, 1).mean())
