"""Random frameworks in which what is missing earns no points.

Made of the others by taking out what the framework's checks do not allow beside that.
"""

from typing import Any

from tests.foundation.naive.random_frameworks import PERIOD, Case, case

NEEDS = ("all_strengths", "all_strengths", "threshold")

FIXED = ("target", "goalposts", "bands")
"""Methods by which a unit's score depends on its own answers alone."""


def silent_case(seed: int, *, fixed: bool = False, loose: bool = False) -> Case:
    """The same for the same seed. `fixed`: of methods that compare nobody. `loose`: however little
    has a score, there is a total."""

    def change(written: dict[str, Any]) -> None:
        _allow(written, fixed, loose)
        written["unanswered"] = {"always": "reweight", PERIOD: "no_points"}
        written["total_needs"] = "threshold" if loose else NEEDS[seed % len(NEEDS)]
        if loose:
            written["completeness_threshold"], written["screening"] = 0, {}

    return case(seed, change)


def _allow(part: dict[str, Any], fixed: bool, loose: bool) -> None:
    mean = part["aggregation"]
    if loose:
        mean.pop("threshold", None)
    if mean["method"] in ("geometric", "harmonic"):
        mean["method"] = "arithmetic"
    if "power" in mean:
        mean["power"] = abs(mean["power"])
    for below in (*part.get("strengths", ()), *part.get("groups", ())):
        _allow(below, fixed, loose)
    for indicator in part.get("indicators", ()):
        indicator.pop("imputation", None)
        indicator["scoring"] = _scoring(indicator, fixed)


def _scoring(indicator: dict[str, Any], fixed: bool) -> dict[str, Any]:
    scoring: dict[str, Any] = indicator["scoring"]
    if scoring["method"] == "goalposts":
        return scoring | {"beyond": "clipped"}
    if fixed and scoring["method"] not in FIXED:
        up = indicator["direction"] == "up"
        return {"method": "goalposts", "worst": 1 if up else 12, "best": 12 if up else 1}
    if scoring["method"] in ("z_score", "linear", "share_of_maximum"):
        return {"method": "min_max"}
    return scoring
