"""What docs/framework.md shows to its readers can be written into a framework as it stands."""

import re
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from assessment.framework.loader import loads
from assessment.framework.model import Aggregation, Pool, Scoring, Screening, Treatment

GUIDE = (Path(__file__).parents[3] / "docs" / "framework.md").read_text("utf-8")
GOOD = Path(__file__).with_name("good.yaml").read_text("utf-8")

SCORING = sorted(set(re.findall(r"(?<!treatment: )(?<!aggregation: )(\{method: [^{}]*\})", GUIDE)))
OTHERS = {"treatment": Treatment, "aggregation": Aggregation, "pool": Pool, "screening": Screening}
SHOWN = [
    (name, text)
    for name in OTHERS
    for text in sorted(set(re.findall(rf"{name}: (\{{[^{{}}]*\}})", GUIDE)))
]


@pytest.mark.parametrize("text", SCORING)
def test_every_scoring_rule_shown_is_one(text: str) -> None:
    TypeAdapter(Scoring).validate_python(yaml.safe_load(text))


def test_every_method_is_shown() -> None:
    methods = set(
        re.findall(r"^\| `([a-z_]+)`(?:、`([a-z_]+)`)? \| `\{method", GUIDE, re.MULTILINE)
    )
    shown = {name for pair in methods for name in pair if name} | {"bands"}
    known = TypeAdapter(Scoring).json_schema()["discriminator"]["mapping"]
    assert shown == set(known)


@pytest.mark.parametrize(("name", "text"), SHOWN)
def test_every_other_rule_shown_is_one(name: str, text: str) -> None:
    TypeAdapter(OTHERS[name]).validate_python(yaml.safe_load(text))


def test_the_rules_said_to_hold_unwritten_are_the_ones_that_do() -> None:
    """Down to what a framework is when it is read."""
    defaults = re.findall(r"^(\w+): (\{.*\})   # 不写即如此", GUIDE, re.MULTILINE)
    assert [name for name, _ in defaults] == ["pool", "aggregation"]
    for name, text in defaults:
        given = yaml.safe_load(text)
        unwritten = OTHERS[name]().model_dump(exclude_none=True)
        assert {key: given[key] for key in unwritten} == unwritten
    assert loads(GOOD, "good.yaml").indicator_by_code["reach"].pool == Pool()
