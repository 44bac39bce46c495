"""What is doubted in a ranking, how far, and how often it is drawn."""

from dataclasses import dataclass
from typing import Literal

Doubt = Literal["weights", "normalisation", "missing", "aggregation"]
DOUBTS: tuple[Doubt, ...] = ("weights", "normalisation", "missing", "aggregation")

Weighed = Literal["strengths", "groups", "indicators"]
WEIGHED: tuple[Weighed, ...] = ("strengths", "groups", "indicators")
"""The levels whose weights can be drawn, each weight on its own."""

Normalisation = Literal["decided", "min_max", "z_score", "percentile"]
Missing = Literal["decided", "reweight", "mean", "peer_median"]
Aggregation = Literal["decided", "arithmetic", "geometric_total", "geometric"]

DEFAULT_SEED = 20_260_101
USUAL: frozenset[Doubt] = frozenset({"weights", "normalisation", "missing"})
"""What the intervals beside every ranking rest on; see `services.robustness`."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One simulation. The same settings on the same scores give the same result to the bit."""

    doubts: frozenset[Doubt] = USUAL
    share: float = 0.25
    """Each weight is drawn evenly between (1 − share) and (1 + share) times its own."""

    weighed: frozenset[Weighed] = frozenset(WEIGHED)
    draws: int = 1_000
    seed: int = DEFAULT_SEED
    k: int = 10
    """Of “the top ten” and “the bottom ten”."""

    def __post_init__(self) -> None:
        if not (0 <= self.share < 1 and self.draws >= 1 and self.k >= 1 and self.seed >= 0):
            raise ValueError(self)


@dataclass(frozen=True, slots=True)
class Ways:
    """What a draw does to everything but the weights."""

    normalisation: Normalisation = "decided"
    missing: Missing = "decided"
    aggregation: Aggregation = "decided"


DECIDED = Ways()
