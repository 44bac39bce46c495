"""Two frameworks side by side: what changed, and whose score and rank it moves.

Nothing is stored: a framework that is only being tried is read, scored beside the one in force,
and forgotten.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from assessment.exchange import answers_csv
from assessment.framework import loader
from assessment.framework.difference import Change, differences
from assessment.framework.model import Bonus, Framework, Veto
from assessment.kernel.actors import Actor
from assessment.scores.basis import score_files
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import tried
from assessment.scoring.scores import Scores
from assessment.units import directory, scopes

MOVEMENT = (
    *("unit", "rank_before", "rank_after", "moved", "total_before", "total_after", "change"),
    *("grade_before", "grade_after", "outcome"),
)

LOST, GAINED, MOVED, REGRADED, SAME = "lost", "gained", "moved", "regraded", "same"
"""What becomes of a unit: no total any more, one at last, another score or rank, another grade."""

NOTHING = 1e-9
"""A change of a total that is none."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What the second framework would do to the units, biggest movers first."""

    period: str
    units: pd.DataFrame
    """Grain unit: `MOVEMENT`. `moved` in places and `change` in points are null unless both
    sides are known; up is better. `outcome` is the first that holds of lost, gained, regraded,
    moved, same."""

    def count(self, outcome: str) -> int:
        return int((self.units["outcome"] == outcome).sum())

    @property
    def moving(self) -> pd.DataFrame:
        """Those to whom anything happens."""
        return self.units[self.units["outcome"] != SAME].reset_index(drop=True)

    @property
    def ranks_moved(self) -> int:
        return int((self.units["moved"].fillna(0) != 0).sum())

    @property
    def regraded(self) -> int:
        """Those with a grade on both sides, and another one."""
        graded = self.units.dropna(subset=["grade_before", "grade_after"])
        return int((graded["grade_before"] != graded["grade_after"]).sum())


def read(content: bytes, name: str) -> Framework:
    """A framework somebody gave us. Raises `Rejected` with every problem."""
    return loader.loads(content, name)


def effect(
    source: DataSource, actor: Actor, frameworks: tuple[Framework, Framework], period: str
) -> Effect:
    """What changes for the units this actor may see; ranks are among all units.

    Raises `Unknown` for no such period, and `Unscorable` where one of the two cannot score it.
    """
    actor.must_somewhere("framework.read")
    directory.must_be_period(source.live_store, actor, period)
    old, new = (tried(source, framework, actor, period) for framework in frameworks)
    return _effect(old, new)


def named(source: DataSource, actor: Actor, units: pd.DataFrame) -> pd.DataFrame:
    """`units` with the columns of `scopes.described`, in their order."""
    return units.merge(scopes.described(source.live_store, actor), on="unit", how="left")


def latest(source: DataSource, actor: Actor) -> str | None:
    """The newest period with answers, or None."""
    offered = directory.periods(source.live_store, actor)
    return next((each.period for each in offered if each.answered), None)


def answers(data: bytes, name: str, frameworks: tuple[Framework, Framework]) -> pd.DataFrame:
    """A CSV of answers to what either framework asks. Raises `Rejected` with every problem."""
    return score_files.answers(data, name, _together(*frameworks))


def effect_of_files(
    frameworks: tuple[Framework, Framework],
    frame: pd.DataFrame,
    listed: pd.DataFrame | None,
    period: str,
) -> Effect:
    """As `effect`, from files alone; each framework sees the answers to what it asks."""
    old, new = (
        score_files.score(framework, _asked(framework, frame), listed, period)
        for framework in frameworks
    )
    return _effect(old, new)


def _asked(framework: Framework, frame: pd.DataFrame) -> pd.DataFrame:
    """A unit that answered only what this framework does not ask is kept: it is silent here."""
    known = frame["field"].isin(answers_csv.questions(framework))
    return frame.assign(state=frame["state"].where(known, "missing"))


def _together(old: Framework, new: Framework) -> Framework:
    """`new`, which also knows the fields, honours and vetoes of `old`, whatever the period."""
    anytime = {"asked": "always", "since": None, "until": None}
    fields = {field.code: field.model_copy(update=anytime) for field in (*old.fields, *new.fields)}
    return Framework.model_construct(
        **{name: getattr(new, name) for name in Framework.model_fields}
        | {
            "fields": tuple(fields.values()),
            "bonus": _bonus(old, new),
            "veto": _veto(old, new),
        }
    )


def _bonus(old: Framework, new: Framework) -> Bonus | None:
    if old.bonus is None or new.bonus is None:
        return new.bonus or old.bonus
    points: dict[str, Any] = {}
    items = {item.code: item for item in (*old.bonus.items, *new.bonus.items)}
    for item in (*old.bonus.items, *new.bonus.items):
        points[item.code] = points.get(item.code, {}) | dict(item.points)
    merged = tuple(item.model_copy(update={"points": points[code]}) for code, item in items.items())
    return new.bonus.model_copy(update={"items": merged})


def _veto(old: Framework, new: Framework) -> Veto | None:
    if old.veto is None or new.veto is None:
        return new.veto or old.veto
    items = {item.code: item for item in (*old.veto.items, *new.veto.items)}
    return new.veto.model_copy(update={"items": tuple(items.values())})


def _effect(old: Scores, new: Scores) -> Effect:
    columns = ["unit", "total", "rank_all", "grade"]
    names = {"total": "total", "rank_all": "rank", "grade": "grade"}
    before, after = (
        run.totals[columns].rename(columns={old: f"{name}_{side}" for old, name in names.items()})
        for run, side in ((old, "before"), (new, "after"))
    )
    units = before.merge(after, on="unit")
    units["moved"] = units["rank_before"] - units["rank_after"]
    units["change"] = units["total_after"] - units["total_before"]
    units["outcome"] = [_outcome(row) for row in units.to_dict("records")]
    unknown = units["outcome"].isin([LOST, GAINED])
    order = units.assign(
        first=~unknown, far=-units["moved"].abs().fillna(0), much=-units["change"].abs().fillna(0)
    ).sort_values(["first", "far", "much", "unit"])
    return Effect(new.period, order[list(MOVEMENT)].reset_index(drop=True))


def _outcome(row: Any) -> str:
    was, is_now = (not pd.isna(row[f"total_{side}"]) for side in ("before", "after"))
    if not (was and is_now):
        return LOST if was else GAINED if is_now else SAME
    if row["grade_before"] != row["grade_after"]:
        return REGRADED
    return MOVED if row["moved"] or abs(row["change"]) > NOTHING else SAME


def changed(frameworks: tuple[Framework, Framework]) -> tuple[Change, ...]:
    """`difference.differences`, for those who may not ask the framework's package."""
    return differences(*frameworks)
