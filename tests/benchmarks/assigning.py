"""A suggested assignment of teams to units, against the plain way: minimise the maximum.

The plain way is one program with a variable for the heaviest load, solved by the same library; it
gets as long as ours is allowed. Ours answers a second question besides: the cheapest under that
load. Processor seconds, as everywhere here; the gap is what is left between the heaviest load that
was found and the bound that was proven.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from time import process_time

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from assessment.field.assignment import assignment_solver
from assessment.field.assignment.assignment_solver import Matter, Rules, Solution

PREFECTURES = 14
SIZES = (1, 2, 2, 2, 3, 3, 3, 3, 4, 5)
"""People in a team: about as often as in the demonstration."""

PROVINCIAL = 0.3


@dataclass(frozen=True, slots=True)
class Assigning:
    own_prefecture: bool
    """Whether teams of prefectures stay in them; without, there are five times as many pairs."""

    ours: float
    ours_gap: float
    plain: float
    plain_gap: float | None
    """None where it found nothing in the time."""

    cost_gap: float
    """Of the second question."""

    @property
    def times_plain(self) -> float:
        return self.ours / self.plain


def matter(team_count: int, unit_count: int, seed: int = 7) -> Matter:
    """Made up: fourteen prefectures on a plane, teams and units in them, links as they came."""
    random = np.random.default_rng(seed)
    seats = random.random((PREFECTURES, 2)) * 600
    of_unit = np.arange(unit_count) % PREFECTURES
    of_team = np.arange(team_count) % PREFECTURES
    places = seats[of_unit] + random.normal(0, 45, (unit_count, 2))
    provincial = random.random(team_count) < PROVINCIAL
    begins = np.where(provincial[:, None], seats[0], seats[of_team])
    today = np.zeros((team_count, unit_count), dtype=bool)
    today[np.arange(unit_count) % team_count, np.arange(unit_count)] = True
    return Matter(
        size=random.choice(SIZES, team_count).astype(float),
        need=1 + random.random(unit_count) * 0.6,
        km=np.linalg.norm(places[None] - begins[:, None], axis=2),
        home=random.random((team_count, unit_count)) < 0.01,
        outside=~provincial[:, None] & (of_team[:, None] != of_unit),
        today=today,
    )


def measure(teams: int, units: int, seconds: float) -> Iterator[Assigning]:
    for own_prefecture in (True, False):
        yield _measured(matter(teams, units), own_prefecture, seconds)


def _measured(of: Matter, own_prefecture: bool, seconds: float) -> Assigning:
    rules = Rules(own_prefecture=own_prefecture)
    began = process_time()
    found = assignment_solver.assigned(of, rules, seconds)
    ours = process_time() - began
    assert isinstance(found, Solution)
    began = process_time()
    gap = _plain_gap(of, rules, seconds)
    plain = process_time() - began
    return Assigning(own_prefecture, ours, found.cap_gap, plain, gap, found.cost_gap)


def _plain_gap(of: Matter, rules: Rules, seconds: float) -> float | None:
    """Minimise a variable that no team's load may exceed."""
    teams, units = np.nonzero(~of.barred(rules))
    places, count = np.arange(len(teams)), len(teams)
    team_count, unit_count = of.today.shape
    covers = csr_array((np.ones(count), (units, places)), shape=(unit_count, count))
    busy = csr_array((np.ones(count), (teams, places)), shape=(team_count, count))
    loads = csr_array((of.need[units], (teams, places)), shape=(team_count, count))
    empty = {rows: csr_array((rows, 1)) for rows in (unit_count, team_count)}
    result = milp(
        np.append(np.zeros(count), 1.0),
        integrality=np.append(np.ones(count), 0.0),
        bounds=Bounds(np.zeros(count + 1), np.append(np.ones(count), np.inf)),
        constraints=[
            LinearConstraint(hstack([covers, empty[unit_count]]), 1, np.inf),
            LinearConstraint(hstack([busy, empty[team_count]]), 1, np.inf),
            LinearConstraint(hstack([loads, csr_array(-of.size[:, None])]), -np.inf, 0),
        ],
        options={"time_limit": seconds},
    )
    return None if result.x is None else float(result.mip_gap)
