"""How far the data behind each score can be relied on, and which answers it is that cost it.

The arithmetic is in `scoring/health/reliability`; here is what the database knows of the answers.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.field.spot_checks import agreement
from assessment.framework.model import Framework, Indicator
from assessment.framework.period import Period
from assessment.framework.values import figures
from assessment.kernel.actors import Actor
from assessment.kernel.codes import TOTAL
from assessment.scores.analysis.data_health.among_all import among_all
from assessment.scores.basis.basis import Basis, DataSource
from assessment.scores.basis.scores import scores
from assessment.scoring.explain import fields_of
from assessment.scoring.health import nominal
from assessment.scoring.health.reliability import COSTS, Flags, classes, reliability
from assessment.scoring.health.wide import is_imputed
from assessment.units import scopes

CLASSES = tuple(COSTS)
"""What an indicator's data can be, gravest first; docs/methods.md, section 10."""

TELLING = 100
"""A number from here on is not the same two periods running by chance. Below, a county may well
have had two sessions or three unions again, and an answer that repeats tells nothing."""

LOW_AGREEMENT = 0.8
"""Below this share of a unit's answers that teams found as reported, the others are in doubt too;
told only where a rate is."""

NUMBERS = frozenset({"integer", "decimal", "money"})
"""Field types of which that holds; a yes, a level or a date of founding stays what it is."""


@dataclass(frozen=True, slots=True)
class Weak:
    """An indicator of one unit whose data cost it reliability."""

    strength: str
    indicator: str
    why: str
    """One of `CLASSES`."""

    weight: float
    """What it weighs in the unit's total, 0–1."""

    cost: float
    """What it takes off the total's reliability, 0–1."""


@dataclass(frozen=True, slots=True)
class UnitReliability:
    """One unit's data in one period."""

    period: str
    reliability: float | None
    """None where nothing applies to the unit."""

    shares: dict[str, float | None]
    """Of the total's weight, by class; None for what cannot be told."""

    reviewed: bool
    """Whether anyone has begun to check the answers of the period."""

    weak: tuple[Weak, ...]
    """The dearest first."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """One period's, over all units."""

    told: pd.DataFrame
    """Each unit's class on each indicator."""

    weights: pd.DataFrame
    """What each indicator weighs in each unit's total, among what applies to it."""

    shares: pd.DataFrame
    """What `of_units` gives, for all."""

    reviewed: bool


def of_units(source: DataSource, actor: Actor, period: str) -> pd.DataFrame:
    """Grain unit × `total` or strength: `unit what reliability` and `CLASSES`, shares of the
    weight, 0–1; null where nothing applies.

    Raises `NotAllowed` for a role that reads no scores.
    """
    actor.must_somewhere("score.read")
    shares = _computed(source, actor, period).shares
    return shares[shares["unit"].isin(actor.seen(shares["unit"]))].reset_index(drop=True)


def beside(source: DataSource, actor: Actor, period: str, what: str = TOTAL) -> pd.DataFrame:
    """Grain unit: `unit reliability` of the total or one strength, to stand beside its score."""
    rows = of_units(source, actor, period)
    return rows[rows["what"] == what][["unit", "reliability"]].reset_index(drop=True)


def of_unit(source: DataSource, actor: Actor, unit: str, period: str) -> UnitReliability:
    """One unit's total. Raises `NotAllowed` out of scope, `Unknown`."""
    actor.must("score.read", unit)
    here = source.at(actor, period)
    scopes.named(here.store, actor, unit)
    whole = _computed(source, actor, period)
    rows = whole.shares[(whole.shares["unit"] == unit) & (whole.shares["what"] == TOTAL)]
    own = rows.iloc[0]
    told = whole.told.loc[unit].to_dict()
    weights = whole.weights.loc[unit].astype("float64").to_dict()
    weak = []
    for strength, indicator in here.framework.indicators(period):
        why, weight = told[indicator.code], weights[indicator.code]
        if isinstance(why, str) and weight * COSTS[why] > 0:
            weak.append(Weak(strength.code, indicator.code, why, weight, weight * COSTS[why]))
    return UnitReliability(
        period=period,
        reliability=figures.known(own["reliability"]),
        shares={name: figures.known(own[name]) for name in CLASSES},
        reviewed=whole.reviewed,
        weak=tuple(sorted(weak, key=lambda each: -each.cost)),
    )


def is_reviewed(source: DataSource, actor: Actor, period: str) -> bool:
    """Whether any answer of the period has a verdict; without one nothing is said of it."""
    actor.must_somewhere("score.read")
    return _computed(source, actor, period).reviewed


@among_all
def _computed(source: DataSource, here: Basis, everyone: Actor, period: str) -> _Whole:
    framework = here.framework
    run = scores(source, everyone, period).indicators
    codes = [indicator.code for _, indicator in framework.indicators(period)]
    units = pd.Index(sorted(set(run["unit"])), name="unit")
    states = run.pivot(index="unit", columns="indicator", values="state")
    states = states.reindex(index=units, columns=codes)
    estimated = _marked(run[is_imputed(run)][["unit", "indicator"]], units, codes)
    said = here.store.frame("health_answer", period=period, previous=Period.of(period).previous)
    looked = here.store.frame("health_spot_check", period=period)
    flags = Flags(
        applies=states != "not_applicable",
        answered=(states == "value") & ~estimated,
        imputed=estimated,
        contradicted=_contradicted(looked, framework, period, units),
        disputed=_marked(here.store.frame("health_finding", period=period), units, codes),
        old=_old(said, framework, period, units),
        verified=_verified(said, framework, period, units),
        low_agreement=_low_agreement(
            here.store.frame("agreement_check", period=period), looked, framework, period, units
        ),
    )
    told, reviewed = classes(flags), flags.verified is not None
    weights = nominal.of_total(framework, period, flags.applies)
    inside = nominal.of_strengths(framework, period, flags.applies)
    shares = [
        reliability(told, each, reviewed=reviewed).assign(what=what)
        for what, each in {TOTAL: weights, **inside}.items()
    ]
    together = pd.concat(shares).reset_index(names="unit")
    return _Whole(told, weights, together[["unit", "what", "reliability", *CLASSES]], reviewed)


def _contradicted(
    looked: pd.DataFrame, framework: Framework, period: str, units: pd.Index
) -> pd.DataFrame:
    """Unit × indicator: whether a team saw otherwise of any answer it reads, as it stands."""
    return _reading_any(_flags(looked, "contradicted", framework, units), framework, period, units)


def _low_agreement(
    counts: pd.DataFrame,
    looked: pd.DataFrame,
    framework: Framework,
    period: str,
    units: pd.Index,
) -> pd.DataFrame:
    """Unit × indicator: whether too few of the unit's answers agreed, in what no team confirmed."""
    told = agreement.rated(counts.groupby("unit")[list(agreement.COUNTS)].sum())
    low = units.isin(told.index[told["rate"] < LOW_AGREEMENT])
    agreed = _flags(looked.assign(agreed=~looked["contradicted"]), "agreed", framework, units)
    confirmed = _reading_any(agreed, framework, period, units)
    return (~confirmed).mul(pd.Series(low, index=units), axis="index").astype(bool)


def _reading_any(
    fields: pd.DataFrame, framework: Framework, period: str, units: pd.Index
) -> pd.DataFrame:
    """Unit × indicator: whether it holds of any field the indicator reads."""
    return pd.DataFrame(
        {
            indicator.code: fields[fields_of(framework, indicator)].any(axis="columns")
            for _, indicator in framework.indicators(period)
        },
        index=units,
    ).astype(bool)


def _verified(
    frame: pd.DataFrame, framework: Framework, period: str, units: pd.Index
) -> pd.DataFrame | None:
    """Unit × indicator: whether a reviewer verified every answer it reads; None while nobody has
    verified any of the period. That is not the same as all being unverified."""
    if not frame["verified"].any():
        return None
    verified = _flags(frame, "verified", framework, units)
    unverified = _flags(frame.assign(open=~frame["verified"]), "open", framework, units)
    return pd.DataFrame(
        {
            indicator.code: _all_verified(fields_of(framework, indicator), verified, unverified)
            for _, indicator in framework.indicators(period)
        },
        index=units,
    ).astype(bool)


def _all_verified(fields: list[str], verified: pd.DataFrame, unverified: pd.DataFrame) -> pd.Series:
    return verified[fields].any(axis="columns") & ~unverified[fields].any(axis="columns")


def _old(frame: pd.DataFrame, framework: Framework, period: str, units: pd.Index) -> pd.DataFrame:
    """Unit × indicator: whether its answers were filed before the period began, or repeat the
    last one's to the last digit, with a number among them that does not repeat by chance."""
    rows, span = frame.copy(), Period.of(period)
    rows["early"] = rows["filed_at"] < pd.Timestamp(span.start)
    rows["same"] = rows["value"] == rows["previous_value"]
    numbers = [field.code for field in framework.fields if field.type in NUMBERS]
    rows["telling"] = rows["same"] & rows["field"].isin(numbers) & (rows["value"].abs() >= TELLING)
    wide = {name: _flags(rows, name, framework, units) for name in ("early", "same", "telling")}
    answered = _flags(rows.assign(answered=True), "answered", framework, units)
    return pd.DataFrame(
        {
            indicator.code: _is_old(framework, indicator, wide, answered)
            for _, indicator in framework.indicators(period)
        },
        index=units,
    ).astype(bool)


def _is_old(
    framework: Framework,
    indicator: Indicator,
    wide: dict[str, pd.DataFrame],
    answered: pd.DataFrame,
) -> pd.Series:
    fields = fields_of(framework, indicator)
    repeated = (wide["same"][fields] | ~answered[fields]).all(axis="columns")
    repeated &= wide["telling"][fields].any(axis="columns")
    repeated |= wide["early"][fields].any(axis="columns")
    return repeated


def _flags(rows: pd.DataFrame, name: str, framework: Framework, units: pd.Index) -> pd.DataFrame:
    """A column of `rows` as unit × field; false where there is no row."""
    held = rows[rows[name].astype(bool)]
    return _marked(held[["unit", "field"]], units, list(framework.field_by_code), "field")


def _marked(
    rows: pd.DataFrame, units: pd.Index, codes: list[str], key: str = "indicator"
) -> pd.DataFrame:
    """Unit × code: whether `rows` has that pair."""
    found = np.zeros((len(units), len(codes)), dtype=bool)
    down, across = (
        units.get_indexer(pd.Index(rows["unit"])),
        pd.Index(codes).get_indexer(pd.Index(rows[key])),
    )
    there = (down >= 0) & (across >= 0)
    found[down[there], across[there]] = True
    return pd.DataFrame(found, index=units, columns=codes)
