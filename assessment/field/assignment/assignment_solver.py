"""Sharing units out among teams: an optimiser that knows no database and applies nothing.

Two questions, one after the other. First: how low can the heaviest load per person be? Asked in
one go (minimise the maximum) the solver often knows at once, and as often stalls, because thousands
of solutions look equally good. So it gets a part of the time, and between what it has found and
what it has proven by then the cap is halved in on: each step only asks whether there is any
solution under it. Then, under that cap: the cheapest in kilometres, changes and load above the
average. Both answers come with what is proven of them.

One module: it is one linear program, and its constraints are only right beside each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from time import monotonic
from typing import Any

import numpy as np
import numpy.typing as npt

Table = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]

RULES = ("every_team", "home", "own_prefecture", "furthest", "most_units", "most_changes")
"""What may be asked of an assignment beyond every unit having a team."""

SECONDS = 26.0
"""For all of it; what is found by then is given, with what is proven of it by then."""

AT_ONCE, HALVING = 0.25, 0.6
"""The shares of the time by which asking for the cap in one go, and halving, are over."""

CLOSE = 0.005
"""Caps closer than this, of the larger one, are not told apart."""

EXCESS_KM = 300.0
"""Kilometres that as much need above a team's fair share as one county has at least weighs."""

_FEASIBLE, _NOT_IN_TIME, _IMPOSSIBLE = 0, 1, 2
"""As scipy says it: solved, out of time, and proven to have no solution. What is anything else is
not known either."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds without exception; None is no limit."""

    every_team: bool = True
    """No team stays without a unit."""

    home: bool = True
    """Nobody is sent to the county they come from."""

    own_prefecture: bool = True
    """A prefecture's team stays in its prefecture."""

    furthest: int | None = None
    """Kilometres from a team's seat to a unit."""

    most_units: int | None = None
    most_changes: int | None = None
    """Links begun and links ended, together."""

    def active(self) -> list[str]:
        return [name for name in RULES if getattr(self, name) not in (None, False)]

    def without(self, names: Sequence[str]) -> "Rules":
        """The same without some of them."""
        return replace(self, **{name: _off(name) for name in names})


def _off(name: str) -> Any:
    return None if name in ("furthest", "most_units", "most_changes") else False


@dataclass(frozen=True, slots=True)
class Matter:
    """Teams in rows, units in columns."""

    size: Table
    """People in each team; none may be 0."""

    need: Table
    """Work each unit makes."""

    km: Table
    home: Marks
    """Where somebody of the team comes from that unit."""

    outside: Marks
    """Where the unit is not in the prefecture that sends the team."""

    today: Marks
    """Links as they are."""

    change_km: float = 40.0
    """Kilometres that a link begun or ended weighs: what continuity is worth."""

    def barred(self, rules: Rules) -> Marks:
        """Pairs that the rules leave out one by one."""
        barred = np.zeros(self.today.shape, dtype=bool)
        if rules.home:
            barred |= self.home
        if rules.own_prefecture:
            barred |= self.outside
        if rules.furthest is not None:
            barred |= self.km > rules.furthest
        return barred

    def load(self, links: Marks) -> Table:
        """Need per person of every team."""
        shares: Table = (links * self.need).sum(axis=1) / self.size
        return shares

    def changes(self, links: Marks) -> int:
        return int((links != self.today).sum())


@dataclass(frozen=True, slots=True)
class Solution:
    """An assignment, and what is proven of it."""

    links: Marks
    cap: float
    """The heaviest load per person in it."""

    cap_bound: float
    """Proven: no assignment within the rules has a lighter heaviest load."""

    cost: float
    cost_bound: float
    """Proven: no assignment within the rules and under the cap costs less."""

    seconds: float

    @property
    def cap_gap(self) -> float:
        return _gap(self.cap, self.cap_bound)

    @property
    def cost_gap(self) -> float:
        return _gap(self.cost, self.cost_bound)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Nothing satisfies the rules: the fewest that contradict each other, and where it shows."""

    rules: tuple[str, ...]
    """Proven: together they allow nothing. Leave any one of them out that is not `doubtful`, and
    there is a solution to the rest."""

    doubtful: tuple[str, ...]
    """Those of them of which there was no time to tell whether it takes them."""

    units: tuple[int, ...]
    """Columns of units that these rules leave without a single possible team."""

    teams: tuple[int, ...]
    """Rows of teams that they leave without a single possible unit, where each must have one."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """No assignment was found in the time, and none was proven impossible."""

    seconds: float


def _gap(number: float, bound: float) -> float:
    """The share of what was found that is not proven necessary.

    >>> _gap(2.0, 1.5), _gap(0.0, 0.0)
    (0.25, 0.0)
    """
    return max(0.0, (number - bound) / number) if number > 0 else 0.0


@dataclass
class _Program:
    """The mixed-integer program: a variable for each possible pair, and each team's excess."""

    matter: Matter
    rules: Rules
    deadline: float
    possible: Marks = field(init=False)

    def __post_init__(self) -> None:
        self.possible = ~self.matter.barred(self.rules)

    @cached_property
    def pairs(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        teams, units = np.nonzero(self.possible)
        return teams, units

    @cached_property
    def by_team(self) -> Any:
        """Which variable is of which team, with the unit's need."""
        return self._incidence(
            self.pairs[0], len(self.matter.size), self.matter.need[self.pairs[1]]
        )

    def _incidence(self, rows: npt.NDArray[np.int64], count: int, values: Table) -> Any:
        from scipy.sparse import csr_array  # noqa: PLC0415 - takes a moment, and few ask

        places = np.arange(len(rows))
        return csr_array((values, (rows, places)), shape=(count, len(rows)))

    def _constraints(self, cap: float | None) -> list[tuple[Any, Table | float, Table | float]]:
        """Matrix, least and most."""
        teams, units = self.pairs
        ones = np.ones(len(teams))
        matter, rules = self.matter, self.rules
        covers = self._incidence(units, len(matter.need), ones)
        held: list[tuple[Any, Table | float, Table | float]] = [(covers, 1.0, np.inf)]
        of_team = self._incidence(teams, len(matter.size), ones)
        least = 1.0 if rules.every_team else 0.0
        most = np.inf if rules.most_units is None else float(rules.most_units)
        held.append((of_team, least, most))
        if cap is not None:
            held.append((self.by_team, -np.inf, cap * matter.size * (1 + 1e-9)))
        if rules.most_changes is not None:
            kept, base = self._kept_and_changes()
            row = self._incidence(np.zeros(len(teams), dtype=np.int64), 1, np.where(kept, -1, 1))
            held.append((row, -np.inf, float(rules.most_changes - base)))
        return held

    def _kept_and_changes(self) -> tuple[Marks, int]:
        """Which variables are links of today, and how many changes there are with none chosen."""
        kept: Marks = self.matter.today[self.pairs]
        return kept, int(self.matter.today.sum())

    def feasible(self, cap: float | None, seconds: float) -> tuple[int, Marks | None]:
        """Whether anything satisfies it: scipy's status, and the links if so."""
        if not self.possible.any():
            return _IMPOSSIBLE, None
        result = self._solve(np.zeros(len(self.pairs[0])), self._constraints(cap), seconds)
        return (_FEASIBLE, self._links(result.x)) if result.x is not None else (result.status, None)

    def lightest(self, seconds: float) -> tuple[int, Marks | None, float]:
        """The lightest heaviest load asked for in one go: scipy's status, links if there are any,
        and the load that none can be below."""
        from scipy.sparse import csr_array, hstack  # noqa: PLC0415

        if not self.possible.any():
            return _IMPOSSIBLE, None, 0.0
        matter, count = self.matter, len(self.pairs[0])
        held = [
            (hstack([matrix, csr_array((matrix.shape[0], 1))]), low, high)
            for matrix, low, high in self._constraints(None)
        ]
        held.append((hstack([self.by_team, csr_array(-matter.size[:, None])]), -np.inf, 0.0))
        objective = np.append(np.zeros(count), 1.0)
        result = self._solve(objective, held, seconds, whole=count)
        links = None if result.x is None else self._links(result.x[:count])
        fair = float(matter.need.sum() / matter.size.sum())
        bound = getattr(result, "mip_dual_bound", None)
        return result.status, links, max(fair, fair if bound is None else float(bound))

    def cheapest(self, cap: float, at_first: Marks) -> tuple[Marks, float, float]:
        """The cheapest under a cap, its cost, and the least that any could cost."""
        from scipy.sparse import csr_array, eye_array, hstack  # noqa: PLC0415

        matter = self.matter
        teams = len(matter.size)
        kept, base = self._kept_and_changes()
        price = matter.km[self.pairs] + np.where(kept, -1.0, 1.0) * matter.change_km
        objective = np.concatenate([price, np.full(teams, EXCESS_KM)])
        held = [
            (hstack([matrix, csr_array((matrix.shape[0], teams))]), low, high)
            for matrix, low, high in self._constraints(cap)
        ]
        fair = matter.need.sum() / matter.size.sum() * matter.size
        held.append((hstack([self.by_team, -eye_array(teams)]), -np.inf, fair))
        result = self._solve(objective, held, self.deadline - monotonic(), whole=len(price))
        links = at_first if result.x is None else self._links(result.x[: len(price)])
        if result.x is None or self.cost(links) > self.cost(at_first):
            links = at_first
        bound = getattr(result, "mip_dual_bound", None)
        proven = 0.0 if bound is None else float(bound) + base * matter.change_km
        return links, self.cost(links), min(max(proven, 0.0), self.cost(links))

    def cost(self, links: Marks) -> float:
        matter = self.matter
        fair = matter.need.sum() / matter.size.sum()
        above = np.maximum(matter.load(links) - fair, 0) * matter.size
        distance = float(matter.km[links].sum())
        return distance + matter.changes(links) * matter.change_km + EXCESS_KM * float(above.sum())

    def _solve(
        self,
        objective: Table,
        constraints: Sequence[tuple[Any, Table | float, Table | float]],
        seconds: float,
        *,
        whole: int | None = None,
    ) -> Any:
        from scipy.optimize import (  # noqa: PLC0415
            Bounds,
            LinearConstraint,
            OptimizeResult,
            milp,
        )

        if seconds <= 0:
            return OptimizeResult(x=None, status=_NOT_IN_TIME)
        count = len(objective)
        first = count if whole is None else whole
        most = np.concatenate([np.ones(first), np.full(count - first, np.inf)])
        return milp(
            objective,
            integrality=np.concatenate([np.ones(first), np.zeros(count - first)]),
            bounds=Bounds(np.zeros(count), most),
            constraints=[LinearConstraint(matrix, low, high) for matrix, low, high in constraints],
            options={"time_limit": seconds, "mip_rel_gap": 1e-4},
        )

    def _links(self, chosen: Table) -> Marks:
        links = np.zeros(self.matter.today.shape, dtype=bool)
        links[self.pairs] = chosen > 0.5
        return links


def assigned(
    matter: Matter, rules: Rules, seconds: float = SECONDS
) -> Solution | Conflict | Undecided:
    """The best assignment found within the rules in the time, or why there is none."""
    began = monotonic()
    program = _Program(matter, rules, began + seconds)
    status, links, bound = program.lightest(seconds * AT_ONCE)
    if links is None and status != _IMPOSSIBLE:
        status, links = program.feasible(None, seconds * (HALVING - AT_ONCE))
    if links is None:
        if status == _IMPOSSIBLE:
            return _conflict(matter, rules, began + seconds)
        return Undecided(monotonic() - began)
    links, bound = _halved(program, links, bound, began + seconds * HALVING)
    cap = float(matter.load(links).max())
    links, cost, cost_bound = program.cheapest(cap, links)
    cap = float(matter.load(links).max())
    return Solution(links, cap, min(bound, cap), cost, cost_bound, monotonic() - began)


def _halved(program: _Program, links: Marks, low: float, until: float) -> tuple[Marks, float]:
    """Halving in on the cap: links under the lowest cap found, and the highest proven too low."""
    high = float(program.matter.load(links).max())
    while high - low > CLOSE * high and monotonic() < until:
        cap = (low + high) / 2
        status, under = program.feasible(cap, until - monotonic())
        if under is not None:
            links, high = under, float(program.matter.load(under).max())
        elif status == _IMPOSSIBLE:
            low = cap
        else:
            break
    return links, low


def _conflict(matter: Matter, rules: Rules, deadline: float) -> Conflict:
    """Leave out one rule after the other; those without which it could be solved stay."""
    dropped: list[str] = []
    doubtful: list[str] = []
    for name in rules.active():
        left = _Program(matter, rules.without([*dropped, name]), deadline)
        status, _ = left.feasible(None, max(1.0, (deadline - monotonic()) / 2))
        if status == _IMPOSSIBLE:
            dropped.append(name)
        elif status != _FEASIBLE:
            doubtful.append(name)
    kept = rules.without(dropped)
    possible = ~matter.barred(kept)
    alone = np.flatnonzero(~possible.any(axis=1)) if kept.every_team else np.array([], dtype=int)
    return Conflict(
        tuple(kept.active()),
        tuple(doubtful),
        tuple(int(unit) for unit in np.flatnonzero(~possible.any(axis=0))),
        tuple(int(team) for team in alone),
    )
