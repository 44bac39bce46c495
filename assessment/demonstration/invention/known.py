"""What `facts.yaml` knows better than chance: published facts, and weaknesses to be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from assessment.demonstration.invention.chance import Grid, Mask
from assessment.demonstration.invention.province import Province

FILE = Path(__file__).parent / "facts.yaml"


@dataclass(frozen=True, slots=True)
class Fact:
    """The same answers for some units and periods; no periods means all of them."""

    units: Sequence[str]
    periods: Sequence[str] = ()
    set: Mapping[str, float] = field(default_factory=dict)
    share: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    """Field to the field it is a share of, and how large; rounded to a whole number."""

    blank: Sequence[str] = ()
    """Fields left blank."""

    source: str | None = None
    """Where it was published; None for what we invented."""


@cache
def facts() -> tuple[Fact, ...]:
    return tuple(Fact(**entry) for entry in _file()["known"])


@cache
def reputation() -> Mapping[str, float]:
    """How well run a unit is, and how much better run than drawn a prefecture, by code."""
    return {str(code): float(moved) for code, moved in _file()["reputation"].items()}


@cache
def honoured() -> Mapping[str, tuple[int, int, int]]:
    """Units with more honours than count, and how many national, provincial and municipal."""
    return {str(unit): tuple(counts) for unit, counts in _file()["honoured"].items()}


@cache
def _file() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return loaded


def applied(province: Province, answers: dict[str, Grid]) -> dict[str, Mask]:
    """Overwrite `answers` with what is known. The cells known, by field, for they are not lost."""
    settled = {code: np.zeros(grid.shape, dtype=np.bool_) for code, grid in answers.items()}
    for fact in facts():
        cells = _cells(province, fact)
        for code, value in fact.set.items():
            answers[code] = np.where(cells, float(value), answers[code])
            settled[code] |= cells
        for code, (whole, share) in fact.share.items():
            answers[code] = np.where(cells, np.rint(answers[whole] * share), answers[code])
            settled[code] |= cells
            settled[whole] |= cells
    return settled


def blank(province: Province, code: str) -> Mask:
    """Where `facts.yaml` wants a field left blank."""
    cells = np.zeros((len(province.codes), len(province.years)), dtype=np.bool_)
    for fact in facts():
        if code in fact.blank:
            cells |= _cells(province, fact)
    return cells


def _cells(province: Province, fact: Fact) -> Mask:
    rows = np.isin(province.codes, list(fact.units))
    columns = np.isin(province.years, list(fact.periods or province.years))
    cells: Mask = rows[:, None] & columns[None, :]
    return cells
