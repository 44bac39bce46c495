"""One case scored twice: by the engine and by the naive implementation, in the same shape."""

from typing import Any

import pandas as pd

from assessment.errors import Unscorable
from assessment.scoring.in_memory import ANSWER, UNIT, score_frames
from tests.foundation.naive import province
from tests.foundation.naive.frames import Rows, frames_of
from tests.foundation.naive.random_frameworks import Case
from tests.foundation.naive.refusal import Refused

KEYS = {
    "indicators": ("unit", "indicator"),
    "groups": ("unit", "group"),
    "strengths": ("unit", "strength"),
    "totals": ("unit",),
}

Frames = dict[str, Rows]
Refusal = dict[str, set[str]]
"""The units that each part cannot be scored for."""


def naively(given: Case) -> Frames | Refusal:
    try:
        found = province.score(given.framework, given.rows, given.units, given.period)
    except Refused as refused:
        return refused.parts
    return frames_of(found)


def by_engine(given: Case) -> Frames | Refusal:
    answers = pd.DataFrame(given.rows, columns=list(ANSWER))
    places = [(u.unit, u.prefecture, u.peer_group) for u in given.units]
    units = pd.DataFrame(places, columns=list(UNIT))
    try:
        scores = score_frames(given.framework, answers, units, given.period)
    except Unscorable as refused:
        return _told(refused)
    return {name: _rows(getattr(scores, name), keys) for name, keys in KEYS.items()}


def _told(refused: Unscorable) -> Refusal:
    """Those of single indicators; only where there are none, those of levels built on them."""
    levels = [p for p in refused.problems if p.code == "scoring.not_positive"]
    parts: Refusal = {}
    for problem in [p for p in refused.problems if p not in levels] or levels:
        parts.setdefault(problem.place.file, set()).update(str(problem.facts["units"]).split(", "))
    return parts


def is_refusal(result: Frames | Refusal) -> bool:
    return "totals" not in result


def _rows(frame: pd.DataFrame, keys: tuple[str, ...]) -> Rows:
    columns = frame.astype(object).where(frame.notna(), None)
    return {tuple(row[key] for key in keys): row for row in columns.to_dict("records")}


def alike(ours: Any, theirs: Any, tolerance: float = 1e-9) -> bool:
    if ours is None or theirs is None:
        return ours is None and theirs is None
    if isinstance(ours, str | bool):
        return bool(ours == theirs)
    return abs(ours - float(theirs)) <= tolerance * max(1, abs(ours))
