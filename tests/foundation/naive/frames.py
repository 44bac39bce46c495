"""A naive result in the shape of the engine's frames: rows by unit and code."""

from typing import Any

from assessment.scoring.scores import RANKS
from tests.foundation.naive.level import Node
from tests.foundation.naive.province import Province

Rows = dict[tuple[str, ...], dict[str, Any]]
"""By unit, or by unit and code: what each column says."""


def frames_of(found: Province) -> dict[str, Rows]:
    frames: dict[str, Rows] = {"indicators": {}, "groups": {}, "strengths": {}, "totals": {}}
    for unit, tree in found.trees.items():
        frames["totals"][unit,] = _total(found, unit)
        for strength in tree.children:
            frames["strengths"][unit, strength.code] = _part(strength) | {
                "scored": strength.scored,
                **_ranks(found, strength.code, unit),
            }
            for node in strength.nodes():
                if node.kind == "group":
                    frames["groups"][unit, node.code] = _part(node) | {"strength": strength.code}
                for child in node.children:
                    if child.kind == "indicator":
                        row = _indicator(found, unit, child)
                        row |= {"strength": strength.code, "parent": node.code}
                        frames["indicators"][unit, child.code] = row
    return frames


def _total(found: Province, unit: str) -> dict[str, Any]:
    total = found.totals[unit]
    names = ("base", "bonus_earned", "bonus", "total", "completeness", "vetoed", "grade")
    return {name: getattr(total, name) for name in names} | _ranks(found, "total", unit)


def _ranks(found: Province, what: str, unit: str) -> dict[str, Any]:
    return {name: found.ranks[what][name.removeprefix("rank_")].get(unit) for name in RANKS}


def _part(node: Node) -> dict[str, Any]:
    return {
        "score": node.score,
        "completeness": node.completeness,
        "state": node.state,
        "weight": node.weight,
        **_shared(node),
    }


def _shared(node: Node) -> dict[str, Any]:
    earned = None if node.share is None else node.share - node.lost
    return {"points": earned, "lost": node.lost}


def _indicator(found: Province, unit: str, node: Node) -> dict[str, Any]:
    cell = found.cells[unit][node.code]
    compared = cell.z is not None and cell.pool is not None
    pool = cell.pool if compared else None
    alone = cell.given.state == "value" and cell.pool is None
    return {
        "value": cell.given.value,
        "state": cell.given.state,
        "reason": "small_pool" if alone else cell.given.reason,
        "z": cell.z,
        "drawn_in": None if cell.z is None else cell.drawn_in,
        "imputed": cell.imputed,
        "imputed_value": cell.imputed_value,
        "score": cell.score,
        "weight": node.weight,
        "effective_weight": node.share,
        "percentile": cell.percentile,
        "pool": pool and pool.within,
        "pool_key": pool and pool.key,
        "pool_size": pool and pool.size,
        **_shared(node),
    }
