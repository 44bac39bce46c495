"""What a leader asks first: where we stand, who rose and fell, and how much we know."""

from dataclasses import dataclass

import pandas as pd

from assessment.framework.model import Framework
from assessment.framework.period import Period
from assessment.services.people import Actor
from assessment.services.rankings import TOTAL, ranking
from assessment.services.scores import scores
from assessment.store.database import Store


@dataclass(frozen=True, slots=True)
class Overview:
    """One period at a glance, over the units the asker may see."""

    units: pd.DataFrame
    """The ranking by total, as `rankings.ranking` gives it."""

    strengths: pd.DataFrame
    """Grain strength, in the framework's order: `strength known` (units with a score), `mean
    lowest quarter median three_quarters highest` of their scores, and `mean_before` of the
    period before. Null where no unit has a score."""

    grades: pd.DataFrame
    """Grain grade, best first: `grade units`; the units without a total are in none."""

    mean: float | None
    """Of the known totals; None where there are none."""

    mean_before: float | None

    @property
    def ranked(self) -> int:
        return int(self.units["rank"].notna().sum())

    @property
    def unranked(self) -> pd.DataFrame:
        """The units whose data do not suffice for a total."""
        return self.units[self.units["rank"].isna()]

    @property
    def complete(self) -> float | None:
        """Mean data completeness, 0–1, over all units; who answered nothing counts as 0."""
        known = self.units["completeness"].fillna(0)
        return float(known.mean()) if len(known) else None

    def risen(self, count: int) -> pd.DataFrame:
        """The units that gained most places since the period before, at most `count`."""
        gained = self.units[self.units["risen"] > 0]
        return gained.sort_values(["risen", "unit"], ascending=[False, True]).head(count)

    def fallen(self, count: int) -> pd.DataFrame:
        """The units that lost most places since the period before, at most `count`."""
        lost = self.units[self.units["risen"] < 0]
        return lost.sort_values(["risen", "unit"]).head(count)


def overview(store: Store, framework: Framework, actor: Actor, period: str) -> Overview:
    """Raises `NotAllowed` for a role that reads no scores."""
    units = ranking(store, framework, actor, period, TOTAL)
    before = scores(store, framework, actor, Period.of(period).previous)
    return Overview(
        units=units,
        strengths=_strengths(framework, units, before.strengths),
        grades=_grades(framework, units),
        mean=_mean(units["score"]),
        mean_before=_mean(before.totals["total"]),
    )


def _strengths(framework: Framework, units: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for strength in framework.strengths:
        found = units[f"score_{strength.code}"]
        row: dict[str, object] = {"strength": strength.code, "known": int(found.notna().sum())}
        row |= {name: _at(found, share) for name, share in _SHARES.items()}
        row["mean"] = _mean(found)
        row["mean_before"] = _mean(before.loc[before["strength"] == strength.code, "score"])
        rows.append(row)
    return pd.DataFrame(rows)


_SHARES = {"lowest": 0.0, "quarter": 0.25, "median": 0.5, "three_quarters": 0.75, "highest": 1.0}


def _at(found: "pd.Series[float]", share: float) -> float | None:
    known = found.dropna()
    return float(known.quantile(share)) if len(known) else None


def _mean(found: "pd.Series[float]") -> float | None:
    known = found.dropna()
    return float(known.mean()) if len(known) else None


def _grades(framework: Framework, units: pd.DataFrame) -> pd.DataFrame:
    counted = units["grade"].value_counts()
    rows = [(grade.code, int(counted.get(grade.code, 0))) for grade in framework.grades]
    return pd.DataFrame(rows, columns=["grade", "units"])
