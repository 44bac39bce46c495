"""What a leader asks first: where we stand, who rose and fell, and how much we know.

A change is told like for like: the mean change of those whose score is known in both periods.
The difference of two periods' means would move with who happened to answer.
"""

from dataclasses import dataclass, replace

import pandas as pd

from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.kernel.codes import TOTAL
from assessment.rectification.common_problems.problems import common_problems
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import before as scores_before
from assessment.scores.basis.scores import scores
from assessment.scores.rankings.rankings import ranking
from assessment.store.memo import Identity, Memo

SPREAD = {"lowest": 0.0, "quarter": 0.25, "median": 0.5, "three_quarters": 0.75, "highest": 1.0}
"""What is told of many scores, by the share of them that lie below."""


@dataclass(frozen=True, slots=True)
class Overview:
    """One period at a glance, over the units the asker may see."""

    units: pd.DataFrame
    """The ranking by total, as `rankings.ranking` gives it."""

    strengths: pd.DataFrame
    """Grain strength, in the framework's order: `strength known` (units with a score), `mean` and
    `SPREAD` of their scores (null where nobody has one), `compared` (units with a score in both
    periods) and the mean `change` of these."""

    grades: pd.DataFrame
    """Grain grade, best first: `grade units`; the units without a total are in none."""

    @property
    def mean(self) -> float | None:
        """Of the known totals; None where there are none."""
        return _mean(self.units["score"])

    @property
    def change(self) -> float | None:
        """The mean change of the total among those `compared`."""
        return _mean(self.units["change"])

    @property
    def compared(self) -> int:
        return int(self.units["change"].notna().sum())

    @property
    def ranked(self) -> int:
        return int(self.units["rank"].notna().sum())

    @property
    def unranked(self) -> pd.DataFrame:
        """The units whose data do not suffice for a total, in the order of their codes."""
        return self.units[self.units["rank"].isna()]

    @property
    def complete(self) -> float | None:
        """Mean data completeness, 0–1. Who answered nothing has 0; of whom nothing could be asked
        is left out."""
        return _mean(self.units["completeness"])

    def risen(self, count: int) -> pd.DataFrame:
        """The units that gained most places since the period before, at most `count`."""
        gained = self.units[self.units["risen"] > 0]
        return gained.sort_values(["risen", "unit"], ascending=[False, True]).head(count)

    def fallen(self, count: int) -> pd.DataFrame:
        """The units that lost most places since the period before, at most `count`."""
        lost = self.units[self.units["risen"] < 0]
        return lost.sort_values(["risen", "unit"]).head(count)


KEPT = 32
"""Overviews kept for each store: of a period, by who sees the same."""

_kept: Memo[Overview] = Memo(KEPT)


def overview(source: DataSource, actor: Actor, period: str) -> Overview:
    """Raises `NotAllowed` for a role that reads no scores, and `Unpublished`."""
    actor.must_somewhere("score.read")
    key = actor.sight, Identity(source.at(actor, period).framework), period
    kept = _kept.get(source.live_store, key, lambda: _overview(source, actor, period))
    frames = {
        name: getattr(kept, name).copy(deep=False) for name in ("units", "strengths", "grades")
    }
    return replace(kept, **frames)


def _overview(source: DataSource, actor: Actor, period: str) -> Overview:
    now = scores(source, actor, period)
    before = scores_before(source, actor, now)
    shown_by = source.at(actor, period).framework
    units = ranking(source, actor, period, TOTAL)
    return Overview(
        units=units,
        strengths=_strengths(shown_by, now.strengths, before.strengths),
        grades=_grades(shown_by, units),
    )


def most_common(source: DataSource, actor: Actor, period: str, count: int) -> pd.DataFrame:
    """The first `count` of the common problems, in the order their own page lists them. Columns as
    `problems.common_problems`; those that hold nowhere, or that nobody can tell, are not among
    them."""
    told = common_problems(source, actor, period)
    order = told[told["units"] > 0].sort_values(
        ["common", "share", "units"], ascending=False, na_position="last", kind="stable"
    )
    return order.head(count).reset_index(drop=True)


def _strengths(framework: Framework, now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    keys = ["unit", "strength"]
    last = before[[*keys, "score"]].rename(columns={"score": "score_before"})
    both = now[[*keys, "score"]].merge(last, on=keys, how="left")
    both["change"] = both["score"] - both["score_before"]
    rows = []
    for code in framework.strength_by_code:
        here = both[both["strength"] == code]
        found = here["score"].dropna()
        row: dict[str, object] = {"strength": code, "known": len(found), "mean": _mean(found)}
        row |= {name: _at(found, share) for name, share in SPREAD.items()}
        row |= {"change": _mean(here["change"]), "compared": int(here["change"].notna().sum())}
        rows.append(row)
    return pd.DataFrame(rows)


def _at(known: "pd.Series[float]", share: float) -> float | None:
    return float(known.quantile(share)) if len(known) else None


def _mean(known_values: "pd.Series[float]") -> float | None:
    known = known_values.dropna()
    return float(known.mean()) if len(known) else None


def _grades(framework: Framework, units: pd.DataFrame) -> pd.DataFrame:
    counted = units["grade"].value_counts()
    rows = [(grade.code, int(counted.get(grade.code, 0))) for grade in framework.grades]
    return pd.DataFrame(rows, columns=["grade", "units"])
