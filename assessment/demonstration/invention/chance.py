"""Chance, by name: the same name draws the same numbers, whatever was drawn before it.

So a new survey field can be added without changing any other county's figures. Everything is a
grid, a row to a unit and a column to a year, because a county that does something well
usually did it well last year: `mood` lasts.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Grid = npt.NDArray[np.float64]
"""Numbers by unit (row) and year (column)."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Chance:
    """Named random numbers for a province of `units` over `years`."""

    seed: int
    units: int
    years: int

    def generator(self, name: str) -> np.random.Generator:
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])

    def lasting(self, name: str) -> Grid:
        """One standard normal number per unit, the same every year."""
        return self.generator(f"{name}/lasting").standard_normal((self.units, 1))

    def yearly(self, name: str) -> Grid:
        return self.generator(f"{name}/yearly").standard_normal((self.units, self.years))

    def mood(self, name: str, spread: float, lasts: float = 0.8) -> Grid:
        """What is peculiar to a unit, of which the share `lasts` from year to year."""
        own: Grid = np.sqrt(lasts) * self.lasting(name) + np.sqrt(1 - lasts) * self.yearly(name)
        return spread * own

    def share(self, name: str, centre: float, pull: Grid, spread: float = 0.5) -> Grid:
        """A share around `centre`, moved up or down by `pull`, and never quite 0 or 1."""
        return logistic(np.log(centre / (1 - centre)) + pull + self.mood(name, spread))

    def part(self, name: str, whole: Grid, centre: float, pull: Grid, spread: float = 0.5) -> Grid:
        """Whole numbers, about `centre` of `whole` and never more than it."""
        return np.minimum(whole, np.rint(whole * self.share(name, centre, pull, spread)))

    def count(self, name: str, mean: Grid | float) -> Grid:
        expected = np.broadcast_to(mean, (self.units, self.years))
        return self.generator(name).poisson(expected).astype(np.float64)

    def happens(self, name: str, odds: Grid | float) -> Mask:
        """Yes or no, likelier the larger the log odds."""
        thrown = self.generator(name).random((self.units, self.years))
        return thrown < logistic(np.broadcast_to(odds, thrown.shape))

    def level(self, name: str, latent: Grid, cuts: Sequence[float], spread: float = 0.6) -> Grid:
        """0 below the first cut, 1 below the second …; what was reached is not lost again."""
        reached = np.digitize(latent + self.mood(name, spread, 0.9), cuts).astype(np.float64)
        return np.maximum.accumulate(reached, axis=1)


def logistic(odds: Grid) -> Grid:
    return 1 / (1 + np.exp(-odds))


def apportioned(weights: Grid, total: int) -> Grid:
    """`total` shared out by `weights` in whole numbers that add up to it exactly.

    >>> apportioned(np.array([1.0, 1.0, 1.0]), 10)
    array([4., 3., 3.])
    """
    exact = weights * (total / weights.sum())
    whole: Grid = np.floor(exact)
    left = int(total - whole.sum())
    behind = np.argsort(-(exact - whole), axis=None, kind="stable")[:left]
    whole.flat[behind] += 1
    return whole
