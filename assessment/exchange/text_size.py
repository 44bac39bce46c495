"""How much room text takes in a cell, where there is no spreadsheet program to measure it.

Excel fits rows to their text when it opens a file. Other programs show one line of it, unless the
row says how tall it is.
"""

import math
from collections.abc import Iterable

LINE = 14.0
"""Points a line of ordinary size takes, Chinese or not."""

SLACK = 0.92
"""Of a line's width that is used before the next word no longer fits."""


def width(text: str) -> int:
    """In the characters column widths are counted in; a Chinese one is as wide as two others.

    >>> width("abc"), width("平江县")
    (3, 6)
    """
    return sum(2 if sign > "\u2e80" else 1 for sign in text)


def lines(text: str, room: float) -> int:
    """How many lines it takes in a column `room` wide.

    >>> lines("平江县", 9), lines("平江县总工会", 9), lines("a\\nb", 9)
    (1, 2, 2)
    """
    return sum(max(1, math.ceil(width(part) / (room * SLACK))) for part in text.split("\n"))


def height(texts: Iterable[tuple[str, float]]) -> float | None:
    """The height of a row with these texts in columns so wide. None where one line will do, which
    any program finds out."""
    most = max((lines(text, room) for text, room in texts), default=1)
    return most * LINE + 2 if most > 1 else None
