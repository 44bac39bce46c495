"""Who cannot be told apart: letters such that two units share one if their intervals overlap.

The compact letter display of statistics. For intervals it is exact and smallest: a letter is a
largest set of intervals that all overlap each other, found by walking up the ranks; those a unit
belongs to follow one another, so its letters are a first and a last. “b–d” and “d–f” share d and
overlap; “a” and “b” share none and do not.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from string import ascii_lowercase


def shared(low: Sequence[int], high: Sequence[int]) -> list[tuple[int, int]]:
    """The first and the last letter of each interval, counted from 0 at the best ranks.

    Intervals that touch overlap: 2–3 and 3–5 could both be third.

    >>> shared([1, 2, 3, 6], [2, 3, 5, 6])
    [(0, 0), (0, 1), (1, 1), (2, 2)]
    """
    ends = _ends(low, high)
    return [
        (bisect_left(ends, start), bisect_right(ends, stop) - 1)
        for start, stop in zip(low, high, strict=True)
    ]


def _ends(low: Sequence[int], high: Sequence[int]) -> list[int]:
    """Where a largest set ends: going up, at each end before which something has begun since the
    end before."""
    begins, ends, before = sorted(low), [], None
    for end in sorted(set(high)):
        since = 0 if before is None else bisect_right(begins, before)
        if since < bisect_right(begins, end):
            ends.append(end)
        before = end
    return ends


def name(letter: int) -> str:
    """a … z, then aa, ab …, as columns of a spreadsheet.

    >>> [name(letter) for letter in (0, 25, 26, 52)]
    ['a', 'z', 'aa', 'ba']
    """
    head, tail = divmod(letter, len(ascii_lowercase))
    return (name(head - 1) if head else "") + ascii_lowercase[tail]


def span(first: int, last: int) -> str:
    """What stands beside a unit.

    >>> span(0, 0), span(1, 3)
    ('a', 'b–d')
    """
    return name(first) if first == last else f"{name(first)}–{name(last)}"
