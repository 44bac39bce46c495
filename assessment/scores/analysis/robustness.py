"""How firm ranks are: intervals, chances, who cannot be told apart, and what it hangs on.

**What the intervals beside every ranking rest on** (`USUAL`): weights, each moved by up to a
quarter; normalisation; and what becomes of missing answers. These are decided by a proposal, not
by a document, and another committee could as soberly have decided otherwise, so a rank that moves
with them is not firm. Weights by a quarter, because experts asked to allot points seldom agree
closer than that. Not the way of aggregating: that a strength can make up for another is a policy
(the geometric mean is its denial), not a technicality; it can be doubted on the page. What is in
no interval: answers that are wrong, and indicators that were not chosen.

Ranks are drawn among all units, whoever asks, as ranks are computed among all; rows are the
actor's.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from assessment.errors import Unknown
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.kernel.codes import TOTAL
from assessment.scores.basis import refusals
from assessment.scores.basis.basis import Basis, DataSource
from assessment.scores.basis.scores import scores
from assessment.scoring.robustness import compact_letters, leave_one_out, simulation
from assessment.scoring.robustness.panel import Panel
from assessment.scoring.robustness.settings import DEFAULT_SEED, DOUBTS, USUAL, Doubt, Settings
from assessment.scoring.robustness.simulation import Simulation
from assessment.scoring.robustness.tree import Flags
from assessment.store.memo import Identity, Memo
from assessment.units import scopes

__all__ = ["DEFAULT_SEED", "DOUBTS", "USUAL", "Doubt", "Settings"]

KEPT = 32
"""Results for each store: every strength and some scopes of a period, and a few settings tried."""

RANKS, SHIFT = "ranks", "shift"
"""What Sobol's indices explain where it is not one unit's rank; as in `scoring`'s `influence`,
which is not imported here: its libraries take a second to load, and few ask for it."""

_Key = tuple[object, ...]
_results: Memo[Any] = Memo(KEPT)


@dataclass(frozen=True, slots=True)
class Question:
    """Which ranking it is about."""

    period: str
    what: str = TOTAL
    scope: str = scopes.PROVINCE


@dataclass(frozen=True, slots=True)
class Firmness:
    """What came of drawing a ranking again."""

    settings: Settings
    units: pd.DataFrame
    """Grain ranked unit that the actor sees, best first: the columns of `scopes.described`, then
    `score rank low median high mean spread top bottom` as in `Simulation.units`, `vetoed`, and
    `letters`, such as “b–d”."""

    ranked: int
    """Units with a rank, seen or not."""

    unranked: pd.DataFrame
    """`scopes.described` of the units seen that have no score, and so no interval."""

    shift: float | None
    """By how many places a unit is off its rank in the mean of all draws and units."""

    moving: frozenset[Doubt]
    """The doubts asked for that can change anything here."""


def firmness(
    source: DataSource,
    actor: Actor,
    question: Question,
    settings: Settings | None = None,
) -> Firmness:
    """Raises `NotAllowed`, and `Unknown` for a strength or scope that is not there."""
    actor.must_somewhere("score.read")
    done = _simulated(source, actor, question, settings or Settings())
    at = source.at(actor, question.period).store
    described = scopes.described(at, actor, question.scope)
    units = done.units.merge(described, on="unit")
    spans = zip(units["first_letter"], units["last_letter"], strict=True)
    totals = scores(source, actor, question.period).totals
    units = units.merge(totals[["unit", "vetoed"]], on="unit", how="left")
    units["letters"] = [compact_letters.span(int(first), int(last)) for first, last in spans]
    return Firmness(
        settings=done.settings,
        units=units,
        ranked=len(done.units),
        unranked=described[described["unit"].isin(done.unranked)].reset_index(drop=True),
        shift=done.shift,
        moving=_moving(done),
    )


def intervals(source: DataSource, actor: Actor, question: Question) -> pd.DataFrame:
    """`unit low high` of the usual settings, to stand beside a ranking."""
    actor.must_somewhere("score.read")
    done = _simulated(source, actor, question, Settings())
    found = done.units[["unit", "low", "high"]]
    return found[found["unit"].isin(actor.seen(found["unit"]))].reset_index(drop=True)


def left_out(source: DataSource, actor: Actor, question: Question) -> pd.DataFrame:
    """What each indicator holds up, as `leaving_out.left_out`, with `name name_en` of who moves
    furthest. Where the actor does not see that unit, who it is and whence and whither are null."""
    actor.must_somewhere("score.read")
    here = source.at(actor, question.period)
    key = ("left out", here.framework, question)
    frame: pd.DataFrame = _kept(
        here,
        key,
        lambda: leave_one_out.left_out(*_asked(source, actor, question)),
    )
    names = scopes.described(here.store, actor)[["unit", "name", "name_en"]]
    told = frame.merge(names, on="unit", how="left")
    unseen = told["name"].isna()
    told.loc[unseen, ["unit", "rank", "without", "shift"]] = None
    return told


def influence(
    source: DataSource,
    actor: Actor,
    question: Question,
    settings: Settings,
    of: str = RANKS,
) -> pd.DataFrame:
    """Sobol's indices, as `Influence.doubts`; `of` is `RANKS`, `SHIFT` or a unit's code.

    Raises `Unknown` for a unit that the actor does not see or that has no rank here.
    """
    from assessment.scoring.robustness import sensitivity  # noqa: PLC0415 - slow to load

    actor.must_somewhere("score.read")
    if of not in (RANKS, SHIFT) and not actor.sees(of):
        raise Unknown(what="unit", code=of)

    def computed() -> pd.DataFrame:
        panel, what, among = _asked(source, actor, question)
        return sensitivity.influence(panel, settings, what, among, of).doubts

    here = source.at(actor, question.period)
    key = ("influence", here.framework, question, settings, of)
    found: pd.DataFrame = _kept(here, key, computed)
    return found.copy(deep=False)


def _simulated(
    source: DataSource, actor: Actor, question: Question, settings: Settings
) -> Simulation:
    def computed() -> Simulation:
        panel, what, among = _asked(source, actor, question)
        return simulation.simulate(panel, settings, what, among)

    here = source.at(actor, question.period)
    key = ("simulated", here.framework, question, settings)
    done: Simulation = _kept(here, key, computed)
    return done


def _asked(source: DataSource, actor: Actor, question: Question) -> tuple[Panel, str, Flags]:
    """The panel of all units, what is ranked, and who belongs to the scope."""
    everyone = replace(actor, units=None)
    here = source.at(actor, question.period)
    if question.what != TOTAL and question.what not in here.framework.strength_by_code:
        raise Unknown(what="strength", code=question.what)
    units = scopes.described(here.store, everyone)
    inside = set(scopes.described(here.store, everyone, question.scope)["unit"])
    with refusals.kept_to(actor):
        run = scores(source, everyone, question.period)
    panel = Panel.of(run, here.framework, units)
    what = question.what
    if what != TOTAL and what not in {level.code for level in panel.tree.strengths}:
        # Nothing of the strength is asked in this period: nobody is ranked by it.
        return panel, TOTAL, np.zeros(len(panel.units), dtype=bool)
    return panel, what, np.array([unit in inside for unit in panel.units], dtype=bool)


def _moving(done: Simulation) -> frozenset[Doubt]:
    offers = done.offers
    counts = {
        "normalisation": len(offers.normalisation),
        "missing": len(offers.missing),
        "aggregation": len(offers.aggregation),
        "weights": 2 if done.settings.share > 0 else 1,
    }
    return frozenset(doubt for doubt in done.settings.doubts if counts[doubt] > 1)


def _kept(here: Basis, key: _Key, compute: Callable[[], object]) -> Any:
    """What `compute` gave when it was last asked of the same answers, or gives now."""
    whole = tuple(Identity(part) if isinstance(part, Framework) else part for part in key)
    return _results.get(here.store, whole, compute)
