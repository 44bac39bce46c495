"""Made-up units and answers, of any number: what a survey of that size could look like."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from assessment.framework.model import Framework, SurveyField

PERIOD = "2024"
GROUPS = ("district", "city", "county", "autonomous_county", "zone")
SHARES = (0.3, 0.15, 0.48, 0.06, 0.01)
MISSING, NOT_APPLICABLE = 0.04, 0.02
UNITS_IN_A_PREFECTURE = 9

LARGEST = {"yes_no": 1, "level": 3, "date": 20_500, "money": 3_000_000}
"""Of the numbers drawn for a type; a date is one about 2026, some before and some after."""


def units(count: int) -> pd.DataFrame:
    random = np.random.default_rng(count)
    return pd.DataFrame(
        {
            "unit": [f"u{number:06}" for number in range(count)],
            "prefecture": [f"p{number // UNITS_IN_A_PREFECTURE:05}" for number in range(count)],
            "peer_group": random.choice(GROUPS, size=count, p=SHARES),
        }
    )


def answers(framework: Framework, listed: pd.DataFrame) -> pd.DataFrame:
    """Answers in the long layout, some not applicable (null) and some missing (no row)."""
    return pd.concat(_columns(framework, listed["unit"].to_numpy()), ignore_index=True)


def _columns(framework: Framework, codes: np.ndarray) -> Iterator[pd.DataFrame]:
    random = np.random.default_rng(2 * len(codes) + 1)
    drawn: dict[str, np.ndarray] = {}
    for field in _wholes_first(framework):
        drawn[field.code] = _numbers(random, field, drawn, len(codes))
        fate = random.random(len(codes))
        value = np.where(fate < MISSING + NOT_APPLICABLE, np.nan, drawn[field.code])
        yield _rows(codes, field.code, value, fate >= MISSING)
    if framework.bonus is not None:
        for item in framework.bonus.items:
            for level in item.points:
                count = random.poisson(0.5, len(codes)).astype(float)
                yield _rows(codes, f"{item.code}.{level}", count, count > 0)
    if framework.veto is not None:
        declared = random.random(len(codes)) < 0.02
        yield _rows(codes, framework.veto.items[0].code, np.ones(len(codes)), declared)


def _wholes_first(framework: Framework) -> list[SurveyField]:
    return sorted(framework.fields, key=lambda field: field.part_of is not None)


def _numbers(
    random: np.random.Generator, field: SurveyField, drawn: dict[str, np.ndarray], count: int
) -> np.ndarray:
    if field.part_of in drawn:
        return np.floor(drawn[field.part_of] * random.beta(5, 2, count))
    if field.type == "date":
        return LARGEST["date"] + random.integers(-900, 900, count).astype(float)
    if field.type in LARGEST:
        return random.integers(0, LARGEST[field.type] + 1, count).astype(float)
    return np.floor(random.lognormal(3, 1.5, count))


def _rows(codes: np.ndarray, field: str, value: np.ndarray, kept: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {"unit": codes[kept], "period": PERIOD, "field": field, "value": value[kept]}
    )
