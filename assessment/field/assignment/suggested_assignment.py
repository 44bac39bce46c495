"""A suggestion who could be linked to whom: computed, explained, exported, never applied.

Every unit gets a team, and the need of the units is spread as evenly over people as it can be; then
as few kilometres and as few changes as that allows. `assignment_data` has the numbers and
`assignment_solver` does the arithmetic; here is what each change from today's links would bring.
Nothing is written: whoever likes a suggestion records the links on the page for teams.
"""

from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from threading import Lock

import numpy as np
import numpy.typing as npt
import pandas as pd

from assessment.field.assignment.assignment_data import Ground, ground_of
from assessment.field.assignment.assignment_solver import (
    Conflict,
    Matter,
    Rules,
    Solution,
    Undecided,
    assigned,
)
from assessment.kernel.actors import Actor
from assessment.scores.basis.basis import DataSource

WHY = ("uncovered", "rule", "load", "idle", "second", "nearer", "chain")
"""Why a unit's teams change, the first that holds: nobody is linked to it; a link breaks a rule
that was asked for; today's would make a load heavier than any has to be; a team would be left
without a unit; it had more teams than it needs; the way is shorter; or another change needs it."""

KEPT = 6
"""Answers that are kept, whoever asks: of a few wishes tried in turn, those before."""

_answers: dict[str, Solution | Conflict | Undecided] = {}
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a suggestion."""

    period: str
    """Whose scores tell the need."""

    day: date
    """Whose teams and links it begins from."""

    rules: Rules = field(default_factory=Rules)
    change_km: int = 40
    """What a link begun or ended weighs against kilometres."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An assignment beside today's. Tables have the units' columns of `scopes.described`."""

    wish: Wish
    found: Solution
    units: int
    covered_today: int
    """Units with a team that somebody is in."""

    cap_today: float
    """The heaviest load per person today, among the teams that are in it."""

    km_today: float
    km: float
    begun: int
    ended: int
    unscored: int
    """Units whose need had to be guessed."""

    changes: pd.DataFrame
    """Grain unit whose teams change, in the order of `WHY` and of codes: `before after` (tuples of
    team names), `km_before km_after` (null before where nobody was linked), `load_before` (the
    heaviest of its teams' loads today), `load_after`, `why`, and `undone`: the heaviest load of all
    if it alone stayed as it is."""

    links: pd.DataFrame
    """Grain team and unit, of today or suggested: `team team_name km need state` (`kept`, `begun`
    or `ended`)."""

    teams: pd.DataFrame
    """Grain team: `team name people units_before units load_before load km_before km`."""

    left_out: pd.DataFrame
    """Teams nobody is in on the day: `team name`."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """No assignment follows the rules, and why."""

    rules: tuple[str, ...]
    """As in `assigning.RULES`: leave out any one of them that is not `doubtful`, and there is
    one."""

    doubtful: tuple[str, ...]

    units: pd.DataFrame
    """Units these leave no team for."""

    teams: pd.DataFrame
    """Teams these leave no unit for: `team name`."""


def suggested(
    source: DataSource, actor: Actor, wish: Wish
) -> Suggestion | Contradiction | Undecided | None:
    """The suggestion, or why there is none; None where there are no units or no teams with people.

    Takes up to half a minute, and is kept for as long as the same is asked of the same teams, units
    and links: what else is recorded meanwhile changes nothing. Raises `NotAllowed` for who may not
    link teams everywhere.
    """
    ground = ground_of(source, actor, wish.period, wish.day, wish.change_km)
    if ground is None:
        return None
    found = _answered(ground.matter, wish.rules)
    if isinstance(found, Conflict):
        return Contradiction(
            found.rules,
            found.doubtful,
            ground.units.iloc[list(found.units)].reset_index(drop=True),
            ground.teams[["team", "name"]].iloc[list(found.teams)].reset_index(drop=True),
        )
    if isinstance(found, Undecided):
        return found
    return _told(wish, ground, found)


def _answered(matter: Matter, rules: Rules) -> Solution | Conflict | Undecided:
    """One at a time, for the solver takes a processor. The answer is to this very matter, whatever
    has been recorded by the time the one before is done."""
    key = _fingerprint(matter, rules)
    with _one_at_a_time:
        found = _answers.pop(key, None) or assigned(matter, rules)
        _answers[key] = found
        while len(_answers) > KEPT:
            del _answers[next(iter(_answers))]
        return found


def _fingerprint(matter: Matter, rules: Rules) -> str:
    digest = blake2b(f"{rules} {matter.change_km} {matter.today.shape}".encode())
    for each in (matter.size, matter.need, matter.km, matter.home, matter.outside, matter.today):
        digest.update(np.ascontiguousarray(each).tobytes())
    return digest.hexdigest()


def _told(wish: Wish, ground: Ground, solution: Solution) -> Suggestion:
    matter, links = ground.matter, solution.links
    return Suggestion(
        wish=wish,
        found=solution,
        units=len(ground.units),
        covered_today=int(matter.today.any(axis=0).sum()),
        cap_today=float(matter.load(matter.today).max()),
        km_today=float(matter.km[matter.today].sum()),
        km=float(matter.km[links].sum()),
        begun=int((links & ~matter.today).sum()),
        ended=int((matter.today & ~links).sum()),
        unscored=ground.unscored,
        changes=_changes(wish, ground, solution),
        links=_links(ground, links),
        teams=_teams(ground, links),
        left_out=ground.left_out,
    )


def _changes(wish: Wish, ground: Ground, solution: Solution) -> pd.DataFrame:
    matter, links = ground.matter, solution.links
    names = ground.teams["name"].to_numpy()
    before, after = matter.load(matter.today), matter.load(links)
    rows = []
    for unit in np.flatnonzero((links != matter.today).any(axis=0)):
        had, has = matter.today[:, unit], links[:, unit]
        undone = links.copy()
        undone[:, unit] = had
        rows.append(
            {
                "unit": ground.units["unit"].iloc[unit],
                "before": tuple(names[had]),
                "after": tuple(names[has]),
                "km_before": float(matter.km[had, unit].min()) if had.any() else None,
                "km_after": float(matter.km[has, unit].min()),
                "load_before": float(before[had].max()) if had.any() else None,
                "load_after": float(after[has].max()),
                "undone": float(matter.load(undone).max()),
                "why": _why(wish, matter, solution, int(unit), undone),
            }
        )
    columns = ["unit", "before", "after", "km_before", "km_after", "load_before", "load_after"]
    frame = pd.DataFrame(rows, columns=[*columns, "undone", "why"])
    frame[columns[3:]] = frame[columns[3:]].astype("Float64")
    frame["place"] = frame["why"].map({code: at for at, code in enumerate(WHY)})
    frame = frame.merge(ground.units, on="unit").sort_values(["place", "unit"])
    return frame.drop(columns="place").reset_index(drop=True)


def _why(
    wish: Wish, matter: Matter, solution: Solution, unit: int, undone: npt.NDArray[np.bool_]
) -> str:
    had, has = matter.today[:, unit], solution.links[:, unit]
    if not had.any():
        return "uncovered"
    if (matter.barred(wish.rules)[:, unit] & had).any():
        return "rule"
    if matter.load(undone).max() > solution.cap * (1 + 1e-9):
        return "load"
    if wish.rules.every_team and not undone.any(axis=1).all():
        return "idle"
    if had.sum() > has.sum() and not (has & ~had).any():
        return "second"
    return "nearer" if matter.km[has, unit].min() < matter.km[had, unit].min() else "chain"


def _links(ground: Ground, links: npt.NDArray[np.bool_]) -> pd.DataFrame:
    matter = ground.matter
    teams, units = np.nonzero(links | matter.today)
    now, then = links[teams, units], matter.today[teams, units]
    frame = pd.DataFrame(
        {
            "team": ground.teams["team"].to_numpy()[teams],
            "team_name": ground.teams["name"].to_numpy()[teams],
            "unit": ground.units["unit"].to_numpy()[units],
            "km": matter.km[teams, units],
            "need": matter.need[units],
            "state": np.where(now & then, "kept", np.where(now, "begun", "ended")),
        }
    )
    return frame.merge(ground.units, on="unit", how="left")


def _teams(ground: Ground, links: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """The heaviest loads of the suggestion first."""
    matter = ground.matter
    frame = pd.DataFrame(
        {
            "team": ground.teams["team"],
            "name": ground.teams["name"],
            "people": matter.size.astype(int),
            "units_before": matter.today.sum(axis=1),
            "units": links.sum(axis=1),
            "load_before": matter.load(matter.today),
            "load": matter.load(links),
            "km_before": (matter.km * matter.today).sum(axis=1),
            "km": (matter.km * links).sum(axis=1),
        }
    )
    return frame.sort_values(["load", "team"], ascending=[False, True]).reset_index(drop=True)
