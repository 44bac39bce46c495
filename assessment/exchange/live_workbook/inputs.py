"""What the workbook is made from: the framework, the answers, and what the engine made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isnan

import pandas as pd

from assessment.framework.model import Framework, Indicator, Strength, SurveyField
from assessment.framework.questions import asked_in

ANSWER = ("unit", "period", "field", "value")
UNIT = ("unit", "name", "prefecture", "prefecture_name", "peer_group")

Number = float | None


@dataclass(frozen=True, slots=True)
class Ours:
    """The engine's frames, as in `Scores`; they stand beside what the workbook computes."""

    indicators: pd.DataFrame
    strengths: pd.DataFrame
    totals: pd.DataFrame


@dataclass(frozen=True)
class Inputs:
    """Everything that goes in."""

    framework: Framework
    period: str

    units: pd.DataFrame
    """`UNIT`, in the order of their codes."""

    answers: pd.DataFrame
    """`ANSWER` as scoring reads it: a null value is not applicable, no row is missing. Earlier
    periods too, where the framework looks back."""

    ours: Ours

    rules: Mapping[str, str]
    """By indicator: its formula and how it is scored, in words."""

    made: str
    """When, and from which framework."""

    demonstration: bool

    @cached_property
    def indicators(self) -> tuple[tuple[Strength, Indicator], ...]:
        """Those asked in the period, in the order of the file."""
        return tuple(self.framework.indicators(self.period))

    @cached_property
    def fields(self) -> tuple[SurveyField, ...]:
        """The questions of the period, in the order of the file."""
        return asked_in(self.framework, self.period)

    @cached_property
    def said(self) -> dict[tuple[str, str, str], Number]:
        """By unit, period and field: a number, or None for not applicable."""
        rows = self.answers[list(ANSWER)].itertuples(index=False, name=None)
        return {(unit, period, field): number(value) for unit, period, field, value in rows}

    @cached_property
    def by_indicator(self) -> dict[tuple[str, str], dict[str, object]]:
        """Our row for a unit and indicator."""
        rows = self.ours.indicators.to_dict("records")
        return {(str(row["unit"]), str(row["indicator"])): _named(row) for row in rows}

    @cached_property
    def by_strength(self) -> dict[tuple[str, str], dict[str, object]]:
        rows = self.ours.strengths.to_dict("records")
        return {(str(row["unit"]), str(row["strength"])): _named(row) for row in rows}

    @cached_property
    def by_unit(self) -> dict[str, dict[str, object]]:
        return {str(row["unit"]): _named(row) for row in self.ours.totals.to_dict("records")}


def number(value: object) -> Number:
    """A plain float; None for any spelling of null."""
    return float(value) if isinstance(value, int | float) and not isnan(value) else None


def _named(row: Mapping[object, object]) -> dict[str, object]:
    return {str(name): value for name, value in row.items()}
