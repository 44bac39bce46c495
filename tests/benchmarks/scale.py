"""How much is measured: the whole of docs/performance.md, or a miniature of every part of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.field.assignment import assignment_solver
from pages.kit import site


@dataclass(frozen=True, slots=True)
class Scale:
    """How many of everything, and how often."""

    scoring: Mapping[int, int]
    """Units, and how often each way is timed."""

    robustness: Mapping[int, int]
    """The same."""

    teams: int
    units: int
    """To assign to each other."""

    seconds: float
    """That each way to assign them may take."""

    pages: tuple[str, ...]
    clicks: int
    """On each page, and numbers typed into each question."""

    demonstration: tuple[str, ...]
    """What the command that builds it is told."""


WHOLE = Scale(
    scoring={123: 9, 2_844: 5, 38_000: 3},
    robustness={123: 30, 2_844: 7},
    teams=109,
    units=123,
    seconds=assignment_solver.SECONDS,
    pages=tuple(site.PAGES),
    clicks=9,
    demonstration=(),
)
"""A province, all counties of China, all townships."""

MINIATURE = Scale(
    scoring={14: 1},
    robustness={14: 1},
    teams=14,
    units=14,
    seconds=assignment_solver.SECONDS,  # solved long before
    pages=("overview", "survey"),
    clicks=1,
    demonstration=("--prefecture", "430600", "--period", "2024"),
)
"""Seconds long, and its figures mean nothing: it shows that the whole can be measured. One of its
pages is the reviewer's, the other the county's."""
