"""How a unit's score comes about: from the base total down to every answer it rests on.

Nothing is computed again here: the parts are the engine's, and add up to its base total.
"""

from dataclasses import dataclass, replace

import pandas as pd

from assessment.framework.formula import parse_condition, parse_number
from assessment.framework.model import Framework, Indicator
from assessment.framework.period import Period
from assessment.services import figures, scopes
from assessment.services.people import Actor
from assessment.services.scores import scores
from assessment.store.database import Store


@dataclass(frozen=True, slots=True)
class Explanation:
    """One unit's scores in one period, opened."""

    base: float | None
    """None when the total is unknown; then no part of it has points, though it may have a score."""

    strengths: pd.DataFrame
    """Grain strength, in the framework's order: `strength score completeness state weight points`
    and the ranks."""

    indicators: pd.DataFrame
    """Grain indicator, in the framework's order: the columns of `Scores.indicators`."""

    answers: pd.DataFrame
    """Grain field, in the framework's order: `field state value evidence note filed_by filed_at
    file_name previous_state previous_value`. A field never answered is `missing`, with a null
    value."""

    @property
    def points(self) -> float | None:
        """The sum of what the indicators earned: the base total, and None where that is unknown."""
        return figures.known(self.indicators["points"].sum(min_count=1))

    @property
    def unscored(self) -> list[str]:
        """Strengths that apply and have no score, in the framework's order."""
        applies = self.strengths[self.strengths["state"] != "not_applicable"]
        return [str(code) for code in applies[applies["score"].isna()]["strength"]]

    @property
    def scored_weight(self) -> float | None:
        """Weight of the strengths with a score ÷ weight of those that apply: a total needs enough
        of it, however much was answered in the others."""
        applies = self.strengths[self.strengths["state"] != "not_applicable"]
        scored = applies[applies["score"].notna()]["weight"].sum()
        return float(scored / applies["weight"].sum()) if len(applies) else None

    @property
    def weakest(self) -> str:
        """The strength that keeps most of its weight from being earned, among those with a score;
        the first where none has one."""
        loss = (100 - self.strengths["score"].astype(float)) * self.strengths["weight"]
        place = loss.fillna(-1).to_numpy().argmax()
        return str(self.strengths["strength"].iloc[place])

    def lost(self, count: int, *, most: bool) -> pd.DataFrame:
        """The `count` scored indicators that lost most points, or least of them and then earned
        most. One whose value is unknown lost nothing and earned nothing, and is in neither."""
        scored = self.indicators.dropna(subset=["lost"])
        order = scored.sort_values(["lost", "points"], ascending=[not most, most], kind="stable")
        return order.head(count).reset_index(drop=True)


def explanation(
    store: Store, framework: Framework, actor: Actor, unit: str, period: str
) -> Explanation:
    """Everything behind one unit's total. Raises `NotAllowed` out of scope, `Unknown`."""
    actor.must("score.read", unit)
    scopes.named(store, actor, unit)
    run = scores(store, framework, replace(actor, units=frozenset({unit})), period)
    return Explanation(
        base=figures.known(run.totals["base"].iloc[0]),
        strengths=_in_order(run.strengths, "strength", list(framework.strength_by_code)),
        indicators=_in_order(run.indicators, "indicator", list(framework.indicator_by_code)),
        answers=_answers(store, framework, unit, period),
    )


def fields_of(framework: Framework, indicator: Indicator) -> list[str]:
    """The survey fields an indicator's formula and conditions read, in the framework's order."""
    names = set(parse_number(indicator.formula).names)
    for condition in (indicator.not_applicable_when, indicator.unknown_when):
        if condition is not None:
            names |= parse_condition(condition).names
    return [code for code in framework.field_by_code if code in names]


def _answers(store: Store, framework: Framework, unit: str, period: str) -> pd.DataFrame:
    fields = pd.DataFrame({"field": list(framework.field_by_code)})
    now = store.frame("county_answer", unit=unit, period=period)
    before = store.frame("county_answer", unit=unit, period=Period.of(period).previous)
    before = before[["field", "state", "value"]].rename(
        columns={"state": "previous_state", "value": "previous_value"}
    )
    answers = fields.merge(now, on="field", how="left").merge(before, on="field", how="left")
    for state in ("state", "previous_state"):
        answers[state] = answers[state].fillna("missing")
    return answers


def _in_order(frame: pd.DataFrame, column: str, codes: list[str]) -> pd.DataFrame:
    place = {code: position for position, code in enumerate(codes)}
    return frame.sort_values(column, key=lambda c: c.map(place)).reset_index(drop=True)
