"""A period's scores as arrays, indicators down and units across: what every draw starts from.

`nan` is unknown throughout, never zero.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from assessment.framework.model import Framework
from assessment.kernel.codes import TOTAL
from assessment.scoring.robustness.tree import Flags, Floats, Places, Tree
from assessment.scoring.scores import Scores

AGAINST_OTHERS = frozenset(
    {
        *("percentile", "percentile_rank", "rank", "borda", "min_max", "z_score"),
        *("distance_to_best", "distance_to_target", "distance_to_reference", "share_of_maximum"),
    }
)
"""Methods whose points depend on a pool. The others' values are comparable among all units."""


@dataclass(frozen=True)
class Panel:
    """All units of the period, in the order of `units`; those without a total among them."""

    tree: Tree
    units: tuple[str, ...]
    score: Floats
    z: Floats
    """Directed and treated values; also of what was filled in, where that is a value."""

    real: Flags
    """Where a value was answered, not filled in."""

    missing: Flags
    """Where one was asked for and none was answered; not what does not apply."""

    silent: Flags
    """Where what is missing keeps its weight and earns nothing: all of `missing`, or none."""

    pool: Places
    """With whom a value is compared: cells of one row and number are one pool, −1 is all."""

    peers: Places
    """The peer group of each unit."""

    totals: pd.DataFrame
    strengths: pd.DataFrame

    @cached_property
    def scored(self) -> Flags:
        return ~np.isnan(self.score)

    @cached_property
    def applicable(self) -> Flags:
        return self.real | self.missing

    @cached_property
    def bonus(self) -> Floats:
        return self._of_units(self.totals, "bonus")

    def standing(self, what: str = TOTAL) -> Floats:
        """The engine's own score of each unit; `nan` for who has none and stays out."""
        if what not in self._standings:
            self._standings[what] = (
                self._of_units(self.totals, "total")
                if what == TOTAL
                else self._of_units(self.strengths[self.strengths["strength"] == what], "score")
            )
        return self._standings[what]

    @cached_property
    def _standings(self) -> dict[str, Floats]:
        """Looked up once: every way of reading asks who is ranked."""
        return {}

    def _of_units(self, frame: pd.DataFrame, column: str) -> Floats:
        return _numbers(frame.set_index("unit")[column].reindex(list(self.units)))

    @classmethod
    def of(cls, scores: Scores, framework: Framework, units: pd.DataFrame) -> "Panel":
        """`units` has `unit peer_group` and lists every unit that was scored."""
        tree = Tree.of(framework, scores.period)
        earns_nothing = framework.silence_earns_nothing(scores.period)
        return _Sheet(scores, tree, units).panel(earns_nothing)


class _Sheet:
    """Lays the long frame out."""

    def __init__(self, scores: Scores, tree: Tree, units: pd.DataFrame) -> None:
        self.scores, self.tree = scores, tree
        known = set(scores.totals["unit"])
        self.listed = units[units["unit"].isin(known)].reset_index(drop=True)
        rows = scores.indicators
        codes = [each.code for each in tree.indicators]
        self.shape = (len(codes), len(self.listed))
        row = pd.Index(codes).get_indexer(pd.Index(rows["indicator"]))
        column = pd.Index(self.listed["unit"]).get_indexer(pd.Index(rows["unit"]))
        kept = (row >= 0) & (column >= 0)
        self.rows, self.at = rows[kept], (row[kept], column[kept])

    def panel(self, earns_nothing: bool) -> Panel:
        state = self.rows["state"].to_numpy()
        real = self._flags(state == "value")
        missing = self._flags(state == "missing") & ~real
        return Panel(
            tree=self.tree,
            units=tuple(self.listed["unit"]),
            score=self._laid_out("score"),
            z=self._laid_out("z"),
            real=real,
            missing=missing,
            silent=missing & earns_nothing,
            pool=self._pools(),
            peers=pd.factorize(self.listed["peer_group"])[0].astype(np.intp),
            totals=self.scores.totals,
            strengths=self.scores.strengths,
        )

    def _laid_out(self, column: str) -> Floats:
        grid = np.full(self.shape, np.nan)
        grid[self.at] = _numbers(self.rows[column])
        return grid

    def _flags(self, holds: Flags) -> Flags:
        grid = np.zeros(self.shape, dtype=bool)
        grid[self.at] = holds
        return grid

    def _pools(self) -> Places:
        """Whoever is compared within a group keeps to it; a fixed scale compares all."""
        grid = np.full(self.shape, -1, dtype=np.intp)
        numbers = pd.factorize(self.rows["pool_key"])[0]
        grid[self.at] = np.where(self.rows["pool"].to_numpy() == "all", -1, numbers)
        fixed = [each.scoring.method not in AGAINST_OTHERS for each in self.tree.indicators]
        grid[np.array(fixed, dtype=bool)] = -1
        return grid


def _numbers(column: "pd.Series[float]") -> Floats:
    return np.asarray(column.to_numpy(dtype=float, na_value=np.nan), dtype=np.float64)
