"""The colours of everything drawn, in one place, so that a meaning looks the same on every page.

Red–yellow–green is unreadable for colour-blind readers. Scores go from dark to light along
cividis, which survives that and a photocopy; a status is always a word as well as a colour.
"""

from plotly.colors import sample_colorscale

SCORES = ("#00204D", "#414D6B", "#7C7B78", "#BCAF6F", "#FFEA46")
"""Low to high."""

CHANGES = ("#B35806", "#F1A340", "#F7F7F7", "#998EC3", "#542788")
"""Fell much to rose much."""

UNKNOWN = "#F4F4F4"
"""Nearly paper, and off the ramp: unknown must not be read as lowest."""

INK = "#1B2733"
QUIET = "#5B6875"
GRID = "#DCE3EA"
PAPER = "#FFFFFF"
OUTLINE = "#C3CCD5"
"""Seen beside every score colour and beside unknown."""

BORDER = "#1B2733"

ACCENT = "#1F4E79"
PEERS = "#C77B1A"
PROVINCE = "#6B7785"

LIT = "#E8EEF5"
"""Behind the row that is looked at."""

ALERT = "#B3261E"
"""For what must be seen, such as a county without a team; never without a word beside it."""

SERIES = (ACCENT, PEERS, "#3C7D5C", "#7B4F9E", "#A0475B", "#6B7785", "#2F8FA3")
"""For things that have no order, such as the total and the six strengths side by side."""

FONT = (
    '"Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", '
    '"Hiragino Sans GB", "Noto Sans SC", sans-serif'
)


def ramp(count: int) -> tuple[str, ...]:
    """`count` score colours, low to high, spread over the whole ramp.

    >>> ramp(4) == (SCORES[0], SCORES[1], SCORES[3], SCORES[4])
    True
    """
    if count > len(SCORES):
        return tuple(sample_colorscale(list(SCORES), count))
    last = len(SCORES) - 1
    return tuple(SCORES[round(last * step / max(count - 1, 1))] for step in range(count))
