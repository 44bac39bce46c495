"""Frameworks and scores for tests of robustness: by hand, and from the naive implementation."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from assessment.framework.model import Framework
from assessment.scoring.robustness.panel import Panel
from assessment.scoring.scores import Scores
from tests.foundation.naive.level import Node
from tests.foundation.naive.province import Province
from tests.foundation.naive.random_frameworks import Case

PERIOD = "2024"
TEXT = {"zh": "测试", "en": "Test"}


def small(weights: Mapping[str, Mapping[str, float]], **more: Mapping[str, object]) -> Framework:
    """Strengths of weight 1 and their indicators' weights. `more` says more of a strength, or of
    all the framework as `framework={…}`."""
    strengths = [
        {
            **{"code": code, "title": TEXT, "short": TEXT, "weight": 1},
            "indicators": [_indicator(each, weight) for each, weight in parts.items()],
            **more.get(code, {}),
        }
        for code, parts in weights.items()
    ]
    return Framework.model_validate(
        {
            **{"title": TEXT, "scope": TEXT, "completeness_threshold": 0.5, "smallest_pool": 1},
            "fields": [],
            "strengths": strengths,
            "grades": [],
            **more.get("framework", {}),
        }
    )


def _indicator(code: str, weight: float) -> dict[str, Any]:
    return {
        **{"code": code, "title": TEXT, "kind": "count", "measure": TEXT, "formula": code},
        **{"direction": "up", "scoring": {"method": "target", "target": 100}, "weight": weight},
        **{"evidence": TEXT, "source": TEXT, "basis": "proposal"},
    }


Table = Mapping[str, Mapping[str, float | None]]


def panel(framework: Framework, points: Table, bonus: Mapping[str, float] | None = None) -> Panel:
    """Units and their indicators' points, in arithmetic means. None is missing; an indicator not
    named does not apply."""
    rows = [
        _row(unit, strength.code, indicator.code, given)
        for unit, given in points.items()
        for strength, indicator in framework.indicators(PERIOD)
    ]
    indicators = pd.DataFrame(rows)
    strengths = pd.DataFrame(
        {"unit": unit, "strength": strength.code, "score": _mean(framework, strength.code, given)}
        for unit, given in points.items()
        for strength in framework.strengths
    )
    bases = strengths.groupby("unit")["score"].mean()
    totals = pd.DataFrame(
        {"unit": unit, "bonus": (bonus or {}).get(unit, 0.0), "base": bases[unit]}
        for unit in points
    )
    totals["total"] = totals["base"] + totals["bonus"]
    units = pd.DataFrame({"unit": list(points), "peer_group": "county"})
    return Panel.of(_scores(PERIOD, indicators, strengths, totals), framework, units)


def _scores(
    period: str, indicators: pd.DataFrame, strengths: pd.DataFrame, totals: pd.DataFrame
) -> Scores:
    """With nothing in the frames that is not asked for."""
    none = pd.DataFrame()
    return Scores(
        period=period,
        indicators=indicators,
        groups=none,
        strengths=strengths,
        totals=totals,
        pools=none,
        signals=none,
    )


def _row(unit: str, strength: str, code: str, given: Mapping[str, float | None]) -> dict[str, Any]:
    points = given.get(code)
    missing = "missing" if code in given else "not_applicable"
    return {
        **{"unit": unit, "strength": strength, "indicator": code, "value": points},
        **{"score": points, "z": points, "pool": "all", "pool_key": "all"},
        "state": "value" if points is not None else missing,
    }


def _mean(framework: Framework, strength: str, given: Mapping[str, float | None]) -> float | None:
    parts = framework.strength_by_code[strength].indicators
    known = [(p.weight.at(PERIOD), given[p.code]) for p in parts if given.get(p.code) is not None]
    whole = sum(weight for weight, _ in known)
    return sum(weight * score for weight, score in known) / whole if whole else None


def naive(case: Case, found: Province) -> Panel:
    """What the naive implementation made of a random case."""
    strength_of = {i.code: s.code for s, i in case.framework.indicators(case.period)}
    cells = [
        {
            **{"unit": unit, "strength": strength_of[code], "indicator": code},
            **{"value": cell.given.value, "state": cell.given.state, "score": cell.score},
            **{"z": cell.z, "imputed": cell.imputed},
            "pool": cell.pool.within if cell.pool is not None else None,
            "pool_key": cell.pool.key if cell.pool is not None else None,
        }
        for unit, row in found.cells.items()
        for code, cell in row.items()
    ]
    columns = ["unit", "strength", "indicator", "value", "state", "score", "z", "pool", "pool_key"]
    strengths = [(unit, each.code, each.score) for unit, each in _strengths(found)]
    totals = [(each.unit, each.base, each.bonus, each.total) for each in found.totals.values()]
    scores = _scores(
        case.period,
        pd.DataFrame(cells, columns=columns),
        pd.DataFrame(strengths, columns=["unit", "strength", "score"]),
        pd.DataFrame(totals, columns=["unit", "base", "bonus", "total"]),
    )
    units = pd.DataFrame([(u.unit, u.peer_group) for u in case.units])
    return Panel.of(scores, case.framework, units.set_axis(["unit", "peer_group"], axis=1))


def _strengths(found: Province) -> list[tuple[str, Node]]:
    return [(unit, each) for unit, tree in found.trees.items() for each in tree.children]
