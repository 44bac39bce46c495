"""Why a unit scored what it did: a tree from its total down to every answer it rests on.

Nothing is scored again: every number is the engine's, only put where it belongs. Points and
losses of a node's parts add up to the node's own. Rules are codes and numbers here; their words
are in `services`. Unknown is None, never zero, and then a node has no points either.
"""

import math
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

import pandas as pd

from assessment.framework.model import (
    Aggregation,
    Band,
    Dated,
    Entry,
    Framework,
    Indicator,
    Part,
)
from assessment.framework.questions import read_by
from assessment.scoring.explanation_tree import Answer, Measure, Node, Peers, Rule, Split, Tree
from assessment.scoring.scores import Scores

Row = Mapping[str, Any]
"""A frame's row, by column."""


def explain(
    scores: Scores, framework: Framework, unit: str, answers: pd.DataFrame | None = None
) -> Tree:
    """The tree of one unit of a run.

    `answers` has a row for each field the unit said something about, with the columns of `Answer`
    that are known. Other units of the run are only counted.
    """
    run = _Run(scores, framework, unit, answers)
    period, total = scores.period, run.total
    return Tree(
        unit=unit,
        period=period,
        base=_number(total["base"]),
        bonus_earned=_number(total["bonus_earned"]),
        bonus=_number(total["bonus"]),
        total=_number(total["total"]),
        completeness=_number(total["completeness"]),
        grade=_text(total["grade"]),
        vetoed=bool(total["vetoed"]),
        threshold=_threshold(framework, framework.aggregation, period),
        screening=(framework.screening.at_least or framework.completeness_threshold).at(period),
        split=split(framework.aggregation),
        parts=run.total_parts(),
    )


def split(aggregation: Aggregation) -> Split:
    """How the loss of a level is divided among its parts."""
    match aggregation.method, aggregation.power:
        case ("arithmetic", _) | ("generalised", 1):
            return "arithmetic"
        case "geometric", _:
            return "log"
        case ("harmonic", _) | ("generalised", -1):
            return "reciprocal"
    return "power"


def fields_of(framework: Framework, indicator: Indicator) -> list[str]:
    """The survey fields an indicator's formula and conditions read, in the framework's order."""
    names = read_by(indicator)
    return [code for code in framework.field_by_code if code in names]


class _Run:
    """The frames of a run, by code, as far as one unit needs them."""

    def __init__(
        self, scores: Scores, framework: Framework, unit: str, answers: pd.DataFrame | None
    ) -> None:
        self.framework, self.period = framework, scores.period
        self.earns_nothing = framework.silence_earns_nothing(scores.period)
        self.total = next(iter(_rows(_of(scores.totals, unit))))
        self.strengths = {row["strength"]: row for row in _rows(_of(scores.strengths, unit))}
        groups = _of(_frame(scores, "groups"), unit)
        self.groups = {row["group"]: row for row in _rows(groups)}
        own = _of(scores.indicators, unit)
        self.indicators = {row["indicator"]: row for row in _rows(own)}
        self.everyone = dict(iter(scores.indicators.groupby("indicator", sort=False)))
        self.pools = {
            (row["indicator"], row["pool"], _text(row.get("pool_key"))): row
            for row in _rows(_frame(scores, "pools"))
        }
        self.answers = {row["field"]: row for row in _rows(answers)} if answers is not None else {}

    def total_parts(self) -> tuple[Node, ...]:
        asked = [part for part in self.framework.strengths if part.code in self.strengths]
        whole = sum(float(self.strengths[part.code]["weight"]) for part in asked)
        return tuple(self.node("strength", part, 100, whole) for part in asked)

    def node(
        self, level: Literal["strength", "group"], part: Part, above: float, weights: float
    ) -> Node:
        """`above` is the nominal share of the level above, `weights` what its parts' add up to."""
        row = (self.strengths if level == "strength" else self.groups)[part.code]
        nominal = above * float(row["weight"]) / weights if weights else 0.0
        groups = [group for group in part.groups if group.code in self.groups]
        leaves = [each for each in part.indicators if each.code in self.indicators]
        rows = [self.groups[group.code] for group in groups]
        rows += [self.indicators[each.code] for each in leaves]
        whole = sum(float(below["weight"]) for below in rows)
        parts = (
            *(self.node("group", group, nominal, whole) for group in groups),
            *(self.leaf(each, nominal, whole) for each in leaves),
        )
        points = _number(row["points"])
        lost = _number(row["lost"]) if "lost" in row else _sum(part.lost for part in parts)
        completeness = _number(row["completeness"])
        rank = _number(row.get("rank_all"))
        return Node(
            level=level,
            code=part.code,
            weight=float(row["weight"]),
            share=_sum((points, lost)),
            nominal=nominal,
            score=_number(row["score"]),
            points=points,
            lost=lost,
            state=str(row["state"]),
            completeness=completeness,
            scored=_number(row["scored"]) if "scored" in row else completeness,
            threshold=_threshold(self.framework, part.aggregation, self.period),
            rank=None if rank is None else int(rank),
            split=split(part.aggregation),
            parts=parts,
            is_silent=self.earns_nothing
            and row["state"] == "missing"
            and any(below.is_silent for below in parts if below.weight > 0),
        )

    def leaf(self, indicator: Indicator, above: float, weights: float) -> Node:
        row = self.indicators[indicator.code]
        has_value = _number(row["value"]) is not None
        applies = row["state"] != "not_applicable"
        return Node(
            level="indicator",
            code=indicator.code,
            weight=float(row["weight"]),
            share=_number(row["effective_weight"]),
            nominal=above * float(row["weight"]) / weights if weights else 0.0,
            score=_number(row["score"]),
            points=_number(row["points"]),
            lost=_number(row["lost"]),
            state=str(row["state"]),
            completeness=float(has_value) if applies else None,
            scored=float(_number(row["score"]) is not None) if applies else None,
            threshold=None,
            measure=self.measure(indicator, row),
            is_silent=self.earns_nothing and row["state"] == "missing",
        )

    def measure(self, indicator: Indicator, row: Row) -> Measure:
        z = _number(row.get("z"))
        return Measure(
            formula=indicator.formula,
            value=_number(row["value"]),
            reason=_text(row["reason"]),
            compared=None if z is None else _undirected(indicator, z),
            drawn_in=bool(_number(row.get("drawn_in"))),
            imputed=_text(row.get("imputed")),
            imputed_value=_number(row.get("imputed_value")),
            percentile=_number(row["percentile"]),
            rule=_rule(indicator, self.period),
            peers=self.peers(indicator, row),
            answers=tuple(self.answer(code) for code in fields_of(self.framework, indicator)),
        )

    def peers(self, indicator: Indicator, row: Row) -> Peers | None:
        pool, size = _text(row.get("pool")), _number(row.get("pool_size"))
        if pool is None or size is None:
            return None
        key = _text(row.get("pool_key"))
        told = self.pools.get((indicator.code, pool, key), {})
        ends = [_number(told.get(name)) for name in ("lowest", "highest")]
        if indicator.direction == "down":
            ends.reverse()
        lowest, highest, mean, median, reference = (
            None if z is None else _undirected(indicator, z)
            for z in (*ends, *(_number(told.get(n)) for n in ("mean", "median", "reference")))
        )
        worse, equal = self.standing(indicator, row, pool, key)
        deviation = _number(told.get("deviation"))
        return Peers(
            pool,
            key,
            int(size),
            lowest,
            highest,
            mean,
            deviation,
            median,
            reference,
            worse,
            equal,
        )

    def standing(
        self, indicator: Indicator, row: Row, pool: str, key: str | None
    ) -> tuple[int | None, int | None]:
        """How many real values of the pool are worse than this one, and how many equal to it."""
        z, everyone = _number(row.get("z")), self.everyone[indicator.code]
        if z is None or indicator.pool.periods == "all" or "z" not in everyone:
            return None, None
        real = everyone[everyone["value"].notna()]
        if pool != "all":
            real = real[real["pool_key"] == key]
        return int((real["z"] < z).sum()), int((real["z"] == z).sum())

    def answer(self, field: str) -> Answer:
        row = self.answers.get(field)
        if row is None:
            return Answer(field, "missing", None)
        return Answer(
            field=field,
            state=_text(row.get("state")) or "missing",
            value=_number(row.get("value")),
            filed_by=_text(row.get("filed_by")),
            filed_at=_moment(row.get("filed_at")),
            file_name=_text(row.get("file_name")),
            evidence=_text(row.get("evidence")),
            note=_text(row.get("note")),
            previous_state=_text(row.get("previous_state")) or "missing",
            previous_value=_number(row.get("previous_value")),
            reported_state=_text(row.get("reported_state")) or _text(row.get("state")) or "missing",
            reported_value=_number(row.get("reported_value", row.get("value"))),
            verdict=_text(row.get("verdict")),
            verified_by=_text(row.get("verified_by")),
            verified_at=_moment(row.get("verified_at")),
            verdict_note=_text(row.get("verdict_note")),
        )


def _rule(indicator: Indicator, period: str) -> Rule:
    treatment = indicator.treatment
    return Rule(
        method=indicator.scoring.method,
        parameters=_parameters(indicator.scoring, period),
        direction=indicator.direction,
        treatment=None if treatment is None else treatment.method,
        treated_with={} if treatment is None else _parameters(treatment, period),
    )


def _parameters(entry: Entry, period: str) -> Mapping[str, object]:
    """A rule's numbers in a period; bands as (from, to, points) each."""
    told: dict[str, object] = {}
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        if name == "method":
            continue
        now = value.at(period) if isinstance(value, Dated) else value
        told[name] = tuple(_band(band) for band in now) if name == "bands" else now
    return told


def _band(band: Band) -> tuple[float | None, float | None, float | tuple[float, float]]:
    return band.from_, band.to, band.points


def _undirected(indicator: Indicator, z: float) -> float:
    # Added to 0, so that none is ever a minus nothing.
    return 0.0 + z if indicator.direction == "up" else 0.0 - z


def _threshold(framework: Framework, aggregation: Aggregation, period: str) -> float:
    return (aggregation.threshold or framework.completeness_threshold).at(period)


def _frame(scores: Scores, name: str) -> pd.DataFrame:
    frame: pd.DataFrame = getattr(scores, name, pd.DataFrame({"unit": []}))
    return frame


def _of(frame: pd.DataFrame, unit: str) -> pd.DataFrame:
    return frame[frame["unit"] == unit]


def _rows(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row in frame.to_dict("records"):
        yield {str(name): value for name, value in row.items()}


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _moment(value: Any) -> datetime | None:
    return None if pd.isna(value) else pd.Timestamp(value).to_pydatetime()


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


def _sum(numbers: Any) -> float | None:
    """Of what is known; None where nothing is."""
    known = [number for number in numbers if number is not None]
    return math.fsum(known) if known else None
