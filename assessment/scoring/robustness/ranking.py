"""Places as the engine gives them: 1 is best, and scores within a hair share the better one."""

import numpy as np
import numpy.typing as npt

from assessment.scoring.robustness.tree import Flags, Floats

HAIR = 1e-9
"""Times max(1, |score|): scores no further apart than this are the same; see docs/methods.md."""

BLOCK = 65_536
"""Numbers in a block, so that it stays in the processor's cache."""

Longs = npt.NDArray[np.int64]
Ranks = npt.NDArray[np.int32]


def ranks(scores: Floats) -> Ranks:
    """Of each unit among its row. Every score must be known."""
    made = np.empty(scores.shape, dtype=np.int32)
    draws, units = scores.shape
    if not (draws and units):
        return made
    step = min(max(1, BLOCK // units), draws)
    starts = np.arange(step, dtype=np.int64)[:, None] * units
    given = np.tile(np.arange(units, 0, -1, dtype=np.int32), (step, 1))
    for start in range(0, draws, step):
        block, placed = scores[start : start + step], made[start : start + step]
        close = _place_apart(block, placed, starts[: len(block)], given[: len(block)])
        if close.any():
            placed[close] = _place_shared(block[close])
    return made


def _place_apart(scores: Floats, made: Ranks, starts: Longs, ranks: Ranks) -> Flags:
    """The ranks where no two are close; and the rows where some may be, whose ranks are not yet.

    A score as a whole number with its unit's number behind it: such are sorted several times
    quicker than an order is found, and the sorted carry their order with them.
    """
    bits = max(1, (scores.shape[1] - 1).bit_length())
    largest = max(1.0, float(scores.max()), -float(scores.min()))
    fineness = 2.0 ** (62 - bits) / largest
    keys = (scores * fineness).astype(np.int64)
    keys <<= bits
    keys |= np.arange(scores.shape[1], dtype=np.int64)
    keys.sort(axis=1)
    order = keys & ((1 << bits) - 1)
    order += starts
    # Positions in the block as one line are quicker to write to than row by row.
    made.reshape(-1)[order] = ranks
    if scores.shape[1] == 1:
        return np.zeros(len(scores), dtype=bool)
    keys >>= bits
    # Whole numbers are up to one off on either side.
    steps = (keys[:, 1:] - keys[:, :-1]).min(axis=1)
    return np.asarray(steps <= HAIR * largest * fineness + 2)


def _place_shared(scores: Floats) -> Ranks:
    """From the best down, whoever is within a hair of the next better one shares its place."""
    order = np.argsort(-scores, axis=1)
    falling = np.take_along_axis(scores, order, axis=1)
    better = falling[:, :-1]
    apart = better - falling[:, 1:] > HAIR * np.maximum(1.0, np.abs(better))
    opens = np.ones(scores.shape, dtype=np.int32)
    opens[:, 1:] = np.where(apart, np.arange(2, scores.shape[1] + 1, dtype=np.int32), 1)
    made = np.empty(scores.shape, dtype=np.int32)
    np.put_along_axis(made, order, np.maximum.accumulate(opens, axis=1), axis=1)
    return made
