"""Rankings: every unit's place, for the total or one strength, in one period and scope."""

import pandas as pd

from assessment.errors import Unknown
from assessment.framework.model import Framework
from assessment.framework.period import Period
from assessment.scoring.scores import RANKS, Scores
from assessment.services import scopes
from assessment.services.people import Actor
from assessment.services.scores import scores
from assessment.store.database import Store

TOTAL = "total"
"""Stands beside the strengths' codes for the total score."""

_RANK_IN = {"prefecture": "rank_prefecture", "peer_group": "rank_peer_group"}


def ranking(
    store: Store,
    framework: Framework,
    actor: Actor,
    period: str,
    what: str = TOTAL,
    scope: str = scopes.PROVINCE,
) -> pd.DataFrame:
    """The units of a scope in order of their rank in it, the unranked last.

    The columns of `scopes.described`, then `score rank completeness` and `RANKS`; `grade vetoed
    bonus` of the total; `change` in points and `risen` in places of the scope's rank since the
    period before (positive is better, null unless both are known); and `score_<strength>` for
    each strength. Raises `Unknown` for a strength or scope that is not there.
    """
    if what != TOTAL and what not in framework.strength_by_code:
        raise Unknown(what="strength", code=what)
    units = scopes.described(store, actor, scope)
    now = scores(store, framework, actor, period)
    before = scores(store, framework, actor, Period.of(period).previous)
    table = (
        units.merge(_standing(now, what, scope), on="unit")
        .merge(_before(before, what, scope), on="unit", how="left")
        .merge(now.totals[["unit", "grade", "vetoed", "bonus"]], on="unit")
        .merge(_by_strength(now, framework), on="unit")
    )
    table["change"] = table["score"] - table["score_before"]
    table["risen"] = table["rank_before"] - table["rank"]
    return table.sort_values(["rank", "unit"], na_position="last", ignore_index=True)


def _standing(run: Scores, what: str, scope: str) -> pd.DataFrame:
    if what == TOTAL:
        frame = run.totals.rename(columns={"total": "score"})
    else:
        frame = run.strengths[run.strengths["strength"] == what]
    frame = frame[["unit", "score", "completeness", *RANKS]]
    return frame.assign(rank=frame[_RANK_IN.get(scope.partition(":")[0], "rank_all")])


def _before(run: Scores, what: str, scope: str) -> pd.DataFrame:
    frame = _standing(run, what, scope)[["unit", "score", "rank"]]
    return frame.rename(columns={"score": "score_before", "rank": "rank_before"})


def _by_strength(run: Scores, framework: Framework) -> pd.DataFrame:
    wide = run.strengths.pivot(index="unit", columns="strength", values="score")
    wide = wide.reindex(columns=list(framework.strength_by_code))
    return wide.add_prefix("score_").reset_index()
