"""Well-known indices, written as frameworks, give the values that were published."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml

from assessment.framework.loader import load
from tests.foundation.naive.answers import Unit
from tests.foundation.naive.random_frameworks import Case
from tests.foundation.scoring.both import by_engine, naively

INDICES = Path(__file__).parents[2] / "cases" / "indices"
PERIOD = "2021"
SAID = {"published", "grade"}
"""What a country is given beside its data."""


@pytest.mark.parametrize("scorer", [by_engine, naively])
@pytest.mark.parametrize("index", ["hdi", "hpi2"])
def test_a_published_index_comes_out_as_published(index: str, scorer: Any) -> None:
    given = yaml.safe_load((INDICES / f"{index}.published.yaml").read_text("utf-8"))
    countries = given["countries"]
    totals = scorer(_case(index, countries))["totals"]
    for name, country in countries.items():
        assert totals[name,]["total"] == pytest.approx(country["published"], abs=given["within"])
        if "grade" in country:
            assert totals[name,]["grade"] == country["grade"]
    for one, other in permutations(countries, 2):
        if countries[one]["published"] > countries[other]["published"]:
            assert totals[one,]["rank_all"] < totals[other,]["rank_all"]


def _case(index: str, countries: dict[str, dict[str, Any]]) -> Case:
    rows = [
        (name, PERIOD, field, float(value))
        for name, country in countries.items()
        for field, value in country.items()
        if field not in SAID
    ]
    units = [Unit(name, "world", "world") for name in countries]
    return Case(load(INDICES / f"{index}.yaml"), rows, units, PERIOD)
