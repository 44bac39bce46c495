"""Everything together: answers in, ranks out."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessment.framework.model import Framework
from tests.foundation.naive.answers import Answers, Row, Unit
from tests.foundation.naive.indicator import Cell, Column, fill_with_own_mean
from tests.foundation.naive.level import Node, tree_of
from tests.foundation.naive.loss import share_out
from tests.foundation.naive.rank import ranks
from tests.foundation.naive.refusal import Refusals
from tests.foundation.naive.total import Total, finish

SCOPES = ("all", "prefecture", "peer_group")


@dataclass
class Province:
    """One period's result. Each is by unit; `ranks` by what is ranked, then scope, then unit."""

    cells: dict[str, dict[str, Cell]]
    trees: dict[str, Node]
    totals: dict[str, Total]
    ranks: dict[str, dict[str, dict[str, int]]]


def score(framework: Framework, rows: Iterable[Row], units: list[Unit], period: str) -> Province:
    """Raises `Refused`."""
    answers = Answers(rows, (field.code for field in framework.fields))
    refusals = Refusals()
    cells: dict[str, dict[str, Cell]] = {unit.unit: {} for unit in units}
    for _, indicator in framework.indicators(period):
        column = Column(framework, indicator, answers, units, period, refusals).cells()
        for unit, cell in column.items():
            cells[unit][indicator.code] = cell
    refusals.tell()
    stands_in = framework.unanswered.at(period) == "reweight"
    for strength in framework.strengths if stands_in else ():
        asked = list(strength.asked(period))
        for unit in units:
            fill_with_own_mean(asked, [cells[unit.unit][i.code] for i in asked])
    trees = {
        unit.unit: tree_of(framework, cells[unit.unit], unit.unit, period, refusals)
        for unit in units
    }
    refusals.tell()
    totals = {}
    for unit, tree in trees.items():
        share_out(tree)
        totals[unit] = Total(unit, tree.score, tree.completeness)
        finish(totals[unit], framework, answers, period)
    return Province(cells, trees, totals, _all_ranks(units, trees, totals))


def _all_ranks(
    units: list[Unit], trees: dict[str, Node], totals: dict[str, Total]
) -> dict[str, dict[str, dict[str, int]]]:
    scored = {"total": {unit: total.total for unit, total in totals.items()}}
    for unit, tree in trees.items():
        for strength in tree.children:
            scored.setdefault(strength.code, {})[unit] = strength.score
    found: dict[str, dict[str, dict[str, int]]] = {}
    for what, scores in scored.items():
        known = {unit: score for unit, score in scores.items() if score is not None}
        found[what] = {scope: _ranks_in(scope, units, known) for scope in SCOPES}
    return found


def _ranks_in(scope: str, units: list[Unit], known: dict[str, float]) -> dict[str, int]:
    keys = {unit.unit: "" if scope == "all" else getattr(unit, scope) for unit in units}
    placed: dict[str, int] = {}
    for key in set(keys.values()):
        placed |= ranks({unit: score for unit, score in known.items() if keys[unit] == key})
    return placed
