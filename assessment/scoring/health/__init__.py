"""What a statistician asks of a scoring run: pure functions from frames to frames.

Their formulas are docs/methods.md, sections 10 and 11. Nothing here changes a score. Null is
unknown: too few units, or no spread to speak of. It is never written as zero.
"""

SMALLEST = 10
"""Units with both values that a correlation takes; with fewer it is unknown, not zero."""

DIGITS = 9
"""Decimals kept of a score before it is compared: what differs less differs by rounding only."""
