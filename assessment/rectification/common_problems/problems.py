"""Common problems: which hold where, of how many units that anything is known about.

A problem holds in a unit when its signal fires or an open finding of the period carries its
code. "No data" is never "no problem": a unit is *with data* for a problem when its signal could
be told, when such a finding is open there, or, for a problem only people can see, when a team
visited it or found anything there in the period. Shares are of units with data.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from assessment.errors import Unknown, Unpublished
from assessment.framework.formula import PERIOD_END, parse_signal
from assessment.framework.model import CommonProblem, Framework
from assessment.framework.period import Period
from assessment.framework.values.figures import known
from assessment.kernel.actors import Actor
from assessment.scores.basis.basis import Basis, DataSource
from assessment.scores.basis.scores import scores
from assessment.store.memo import Identity, Memo
from assessment.units import scopes

SAME = 1e-9
"""Shares closer than this are the same share."""

SWEEP = "sweep"
"""Source of a finding that was made where a confirmed common problem was looked for everywhere."""

Way = Literal["up", "down", "same"]

KEPT = 48
"""Frames kept for each store: of a period or snapshot, by who sees the same and by scope."""

_held: Memo[pd.DataFrame] = Memo(KEPT)
_shared: Memo[pd.DataFrame] = Memo(KEPT)
_told: Memo[pd.DataFrame] = Memo(KEPT)
_spreads: "Memo[Spread]" = Memo(KEPT)

Readings = dict[str, float | None]
"""By unit."""


def holding(
    source: DataSource, actor: Actor, period: str, scope: str = scopes.PROVINCE
) -> pd.DataFrame:
    """Grain unit × problem, every pair: `unit problem signal findings seen holds`.

    `signal` says whether the signal fires (null: not told, or there is none), `findings` how many
    open findings carry the problem, `seen` how many of them somebody found who was there or read
    the papers (a sweep only repeats what the signal says), and `holds` is null where the unit is
    without data for it.
    """
    actor.must_somewhere("problem.read")
    here = source.at(actor, period)
    key = actor.sight, Identity(here.framework), period, scope
    pairs = _held.get(here.store, key, lambda: _holding(source, actor, period, scope))
    return pairs.copy(deep=False)


def _holding(source: DataSource, actor: Actor, period: str, scope: str) -> pd.DataFrame:
    told = scores(source, actor, period).signals
    here = source.at(actor, period)
    framework = here.framework
    units = scopes.described(here.store, actor, scope)["unit"]
    span = Period.of(period)
    found = here.store.frame("problem_finding", period=period)
    looked_at = here.store.frame(
        "problem_looked_at", period=period, starts=span.start, ends=span.end
    )["unit"]

    codes = pd.Series([problem.code for problem in framework.problems], name="problem", dtype=str)
    pairs = units.to_frame().merge(codes.to_frame(), how="cross")
    pairs = pairs.merge(told, on=["unit", "problem"], how="left")
    pairs["signal"] = pairs.pop("holds").astype("Int64").astype("boolean")
    is_open = found[found["state"] == "open"]
    for name, counted in (("findings", is_open), ("seen", is_open[is_open["source"] != SWEEP])):
        count = counted.groupby(["unit", "problem"]).size().rename(name).reset_index()
        pairs = pairs.merge(count, on=["unit", "problem"], how="left")
        pairs[name] = pairs[name].fillna(0).astype(int)

    confirmed = pairs["findings"] > 0
    for_eyes_only = pairs["problem"].isin([p.code for p in framework.problems if p.signal is None])
    unseen = pairs["signal"].isna() & ~(for_eyes_only & pairs["unit"].isin(looked_at))
    pairs["holds"] = pairs["signal"].fillna(False) | confirmed
    pairs["holds"] = pairs["holds"].mask(unseen & ~confirmed)
    return pairs


def common_problems(
    source: DataSource, actor: Actor, period: str, scope: str = scopes.PROVINCE
) -> pd.DataFrame:
    """Grain problem, in the framework's order: how common each is in the scope.

    `problem strength` (codes), `units` it holds in, `with_data`, `without_data`, `findings` that
    were seen there, `share` of units with data (null when there are none), `previous_share` of the
    period before (null without data then), `change` (`up`, `down`, `same`, or null) and `common`
    as `common_when` says of the scope (null when nobody can tell).
    """
    actor.must_somewhere("problem.read")
    key = actor.sight, Identity(source.at(actor, period).framework), period, scope
    told = _told.get(source.live_store, key, lambda: _compared(source, actor, period, scope))
    return told.copy(deep=False)


def _compared(source: DataSource, actor: Actor, period: str, scope: str) -> pd.DataFrame:
    framework = source.at(actor, period).framework
    now = _shares(framework, holding(source, actor, period, scope))
    now["previous_share"] = _share_before(source, framework, actor, period, scope)
    now["change"] = [
        change(old, new) for old, new in zip(now["previous_share"], now["share"], strict=True)
    ]
    now["common"] = common(framework, now, scope)
    return now.reset_index()


def commonness(
    source: DataSource, actor: Actor, period: str, scope: str = scopes.PROVINCE
) -> pd.DataFrame:
    """`common_problems` without a look at the period before: by problem, and no trend."""
    actor.must_somewhere("problem.read")
    here = source.at(actor, period)

    def shares() -> pd.DataFrame:
        now = _shares(here.framework, holding(source, actor, period, scope))
        return now.assign(common=common(here.framework, now, scope))

    key = actor.sight, Identity(here.framework), period, scope
    return _shared.get(here.store, key, shares).copy(deep=False)


def _share_before(
    source: DataSource, framework: Framework, actor: Actor, period: str, scope: str
) -> pd.Series:
    """By problem; all null where the period before is not published, or had no such scope."""
    codes = [problem.code for problem in framework.problems]
    try:
        pairs = holding(source, actor, Period.of(period).previous, scope)
    except (Unpublished, Unknown):
        return pd.Series(pd.NA, index=codes, dtype="Float64")
    share: pd.Series = _shares(framework, pairs)["share"]
    return share


def _shares(framework: Framework, pairs: pd.DataFrame) -> pd.DataFrame:
    codes = [problem.code for problem in framework.problems]
    by_problem = pairs.groupby("problem")["holds"]
    frame = pd.DataFrame(
        {
            "strength": [problem.strength for problem in framework.problems],
            "units": by_problem.sum().reindex(codes).fillna(0).astype(int),
            "with_data": by_problem.count().reindex(codes).fillna(0).astype(int),
            "without_data": by_problem.size().reindex(codes).fillna(0).astype(int),
            "findings": pairs.groupby("problem")["seen"].sum().reindex(codes).fillna(0).astype(int),
        },
        index=pd.Index(codes, name="problem"),
    )
    frame["without_data"] -= frame["with_data"]
    frame["share"] = (frame["units"] / frame["with_data"].where(frame["with_data"] > 0)).astype(
        "Float64"
    )
    return frame


def change(old: Any, new: Any) -> Way | None:
    """Which way a share went; None where one of the two is not known."""
    before, after = known(old), known(new)
    if before is None or after is None:
        return None
    if abs(after - before) < SAME:
        return "same"
    return "up" if after > before else "down"


def common(framework: Framework, frame: pd.DataFrame, scope: str) -> pd.Series:
    """Whether each row is common in a scope, as the framework says; null where nobody can tell.
    Rows have `units with_data share findings`. What one unit has is common to nobody, however few
    there are."""
    if framework.common_when is None:
        return pd.Series(pd.NA, index=frame.index, dtype="boolean")
    when = framework.common_when.within(scope)
    enough = (frame["units"] >= when.units) | (frame["share"] >= when.share - SAME).fillna(False)
    if when.findings is not None:
        enough |= frame["findings"] >= when.findings
    enough &= frame["units"] > 1
    return enough.astype("boolean").mask(frame["with_data"] == 0)


@dataclass(frozen=True, slots=True)
class Measured:
    """Something a signal reads, and what it was in one unit."""

    code: str
    asked: str
    """`field` or `indicator`: its value; `previous`: a field's value in the last period; `score`
    or `percentile`: an indicator's."""

    value: float | None


@dataclass(frozen=True, slots=True)
class _Finding:
    """A row of the question `problem_finding`."""

    finding: int
    unit: str
    problem: str
    severity: str
    state: str
    description: str
    found_on: date
    source: str
    team_name: str | None


@dataclass(frozen=True, slots=True)
class FindingTold:
    """An open finding that carries the problem, and that somebody saw."""

    description: str
    severity: str
    found_on: date
    team_name: str | None


@dataclass(frozen=True, slots=True)
class Holder:
    """A unit a problem holds in, and how we know."""

    unit: scopes.Unit
    fired: bool | None
    """Whether the signal fired; None when there is none or it could not be told."""

    measured: tuple[Measured, ...]
    findings: tuple[FindingTold, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """Where one problem holds, and where nobody can tell."""

    holders: tuple[Holder, ...]
    without_data: tuple[scopes.Unit, ...]
    absent: int
    """Units with data it does not hold in."""


def spread(
    source: DataSource,
    actor: Actor,
    period: str,
    problem: str,
    scope: str = scopes.PROVINCE,
) -> Spread:
    """Every unit of the scope, in the order of the codes. Raises `Unknown`."""
    actor.must_somewhere("problem.read")
    key = actor.sight, Identity(source.at(actor, period).framework), period, problem, scope
    asked = source, actor, period, problem, scope
    return _spreads.get(source.live_store, key, lambda: _spread(*asked))


def _spread(source: DataSource, actor: Actor, period: str, problem: str, scope: str) -> Spread:
    here = source.at(actor, period)
    entry = problem_named(here.framework, problem)
    pairs = holding(source, actor, period, scope)
    pairs = pairs[pairs["problem"] == problem]
    holds = {u: known(h) for u, h in zip(pairs["unit"], pairs["holds"], strict=True)}
    fired = {u: known(s) for u, s in zip(pairs["unit"], pairs["signal"], strict=True)}
    units = scopes.units(here.store, actor, scope)
    readings = _readings(source, here, actor, period, entry)
    found = _found(here, period, problem)
    return Spread(
        holders=tuple(
            Holder(
                unit=unit,
                fired=None if fired[unit.unit] is None else bool(fired[unit.unit]),
                measured=tuple(
                    Measured(code, asked, values.get(unit.unit))
                    for (asked, code), values in readings.items()
                ),
                findings=tuple(found.get(unit.unit, ())),
            )
            for unit in units
            if holds[unit.unit]
        ),
        without_data=tuple(unit for unit in units if holds[unit.unit] is None),
        absent=sum(value == 0 for value in holds.values()),
    )


def problem_named(framework: Framework, code: str) -> CommonProblem:
    """The catalogue's entry. Raises `Unknown`."""
    if code not in framework.problem_by_code:
        raise Unknown(what="problem", code=code)
    return framework.problem_by_code[code]


def _found(here: Basis, period: str, problem: str) -> dict[str, list[FindingTold]]:
    told: dict[str, list[FindingTold]] = {}
    for finding in here.store.ask("problem_finding", _Finding, period=period):
        if finding.problem == problem and finding.state == "open" and finding.source != SWEEP:
            told.setdefault(finding.unit, []).append(
                FindingTold(
                    finding.description, finding.severity, finding.found_on, finding.team_name
                )
            )
    return told


def _readings(
    source: DataSource, here: Basis, actor: Actor, period: str, problem: CommonProblem
) -> dict[tuple[str, str], Readings]:
    """For everything the signal reads, its value by unit."""
    if problem.signal is None:
        return {}
    parsed = parse_signal(problem.signal)
    indicators = scores(source, actor, period).indicators
    framework = here.framework
    fields = sorted(
        {name for name in parsed.names if name in framework.field_by_code}
        | {code for _, code in parsed.calls if code in framework.field_by_code}
    )
    now = _answers(here, period, fields)
    before = _answers(here, Period.of(period).previous, fields)

    readings: dict[tuple[str, str], Readings] = {}
    for code in sorted(parsed.names - {PERIOD_END}):
        if code in framework.field_by_code:
            readings["field", code] = _by_unit(now, "field", code, "value")
        else:
            readings["indicator", code] = _by_unit(indicators, "indicator", code, "value")
    for function, code in sorted(parsed.calls):
        if function in ("score", "percentile"):
            readings[function, code] = _by_unit(indicators, "indicator", code, function)
        else:
            readings["field", code] = _by_unit(now, "field", code, "value")
            if function == "change":
                readings["previous", code] = _by_unit(before, "field", code, "value")
    return readings


def _answers(here: Basis, period: str, fields: list[str]) -> pd.DataFrame:
    return here.store.frame("problem_answer", period=period, fields=fields)


def _by_unit(rows: pd.DataFrame, key: str, code: str, column: str) -> Readings:
    chosen = rows[rows[key] == code]
    return {u: known(v) for u, v in zip(chosen["unit"], chosen[column], strict=True)}
