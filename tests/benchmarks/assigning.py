"""A suggested assignment of 109 teams to 123 units, against the plain way: minimise the maximum.

The plain way is one program with a variable for the heaviest load, solved by the same library; it
gets as long as ours is allowed. Ours answers a second question besides: the cheapest under that
load. Processor seconds, as everywhere here; the gap is what is left between the heaviest load that
was found and the bound that was proven.
"""

from dataclasses import dataclass
from time import process_time

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from assessment.services import assigning
from assessment.services.assigning import Found, Matter, Rules

TEAMS, UNITS, PREFECTURES = 109, 123, 14
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


def matter(seed: int = 7) -> Matter:
    """Made up: fourteen prefectures on a plane, teams and units in them, links as they came."""
    random = np.random.default_rng(seed)
    seats = random.random((PREFECTURES, 2)) * 600
    of_unit = np.arange(UNITS) % PREFECTURES
    of_team = np.arange(TEAMS) % PREFECTURES
    places = seats[of_unit] + random.normal(0, 45, (UNITS, 2))
    provincial = random.random(TEAMS) < PROVINCIAL
    begins = np.where(provincial[:, None], seats[0], seats[of_team])
    today = np.zeros((TEAMS, UNITS), dtype=bool)
    today[np.arange(UNITS) % TEAMS, np.arange(UNITS)] = True
    return Matter(
        size=random.choice(SIZES, TEAMS).astype(float),
        need=1 + random.random(UNITS) * 0.6,
        km=np.linalg.norm(places[None] - begins[:, None], axis=2),
        home=random.random((TEAMS, UNITS)) < 0.01,
        outside=~provincial[:, None] & (of_team[:, None] != of_unit),
        today=today,
    )


def measure() -> list[Assigning]:
    return [_measured(own_prefecture) for own_prefecture in (True, False)]


def _measured(own_prefecture: bool) -> Assigning:
    of, rules = matter(), Rules(own_prefecture=own_prefecture)
    began = process_time()
    found = assigning.assigned(of, rules)
    ours = process_time() - began
    assert isinstance(found, Found)
    began = process_time()
    gap = _plain_gap(of, rules, assigning.SECONDS)
    plain = process_time() - began
    return Assigning(own_prefecture, ours, found.cap_gap, plain, gap, found.cost_gap)


def _plain_gap(of: Matter, rules: Rules, seconds: float) -> float | None:
    """Minimise a variable that no team's load may exceed."""
    teams, units = np.nonzero(~of.barred(rules))
    places, count = np.arange(len(teams)), len(teams)
    covers = csr_array((np.ones(count), (units, places)), shape=(UNITS, count))
    busy = csr_array((np.ones(count), (teams, places)), shape=(TEAMS, count))
    loads = csr_array((of.need[units], (teams, places)), shape=(TEAMS, count))
    empty = {rows: csr_array((rows, 1)) for rows in (UNITS, TEAMS)}
    result = milp(
        np.append(np.zeros(count), 1.0),
        integrality=np.append(np.ones(count), 0.0),
        bounds=Bounds(np.zeros(count + 1), np.append(np.ones(count), np.inf)),
        constraints=[
            LinearConstraint(hstack([covers, empty[UNITS]]), 1, np.inf),
            LinearConstraint(hstack([busy, empty[TEAMS]]), 1, np.inf),
            LinearConstraint(hstack([loads, csr_array(-of.size[:, None])]), -np.inf, 0),
        ],
        options={"time_limit": seconds},
    )
    return None if result.x is None else float(result.mip_gap)
