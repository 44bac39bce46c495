"""The experts' cases of every method, on the engine and on the naive implementation."""

from collections.abc import Callable, Iterator
from pathlib import Path
from string import ascii_lowercase
from typing import Any, get_args

import pytest
import yaml

from assessment.framework import model
from assessment.framework.model import Framework
from tests.foundation.naive.answers import Row, Unit
from tests.foundation.naive.random_frameworks import Case
from tests.foundation.scoring.both import Frames, alike, by_engine, is_refusal, naively

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "methods.yaml").read_text("utf-8"))
PERIOD = "2024"
TEXT = {"zh": "测试", "en": "Test"}
DIGITS = 1e-9
"""Cases are written to ten digits behind the point where it matters."""

COLUMNS = {
    "scores": "score",
    "z": "z",
    "states": "state",
    "drawn_in": "drawn_in",
    "imputed": "imputed",
    "imputed_values": "imputed_value",
    "percentiles": "percentile",
}
"""What a case may say of an indicator, and the column that says it."""

Entry = dict[str, Any]
Scorer = Callable[[Case], Any]


@pytest.mark.parametrize("scorer", [by_engine, naively])
@pytest.mark.parametrize("entry", [pytest.param(e, id=e["name"]) for e in CASES])
def test_every_method_gives_what_was_worked_out_by_hand(entry: Entry, scorer: Scorer) -> None:
    found = scorer(_of_one_indicator(entry) if "indicator" in entry else _of_a_level(entry))
    if "refused" in entry:
        assert found == {part: set(units) for part, units in entry["refused"].items()}
        return
    assert not is_refusal(found), found
    tell = _about_the_indicator if "indicator" in entry else _about_levels
    told = list(tell(entry, found))
    assert told
    for what, expected, value in told:
        assert alike(expected, value, DIGITS), (what, expected, value)


@pytest.mark.parametrize(
    ("union", "keys"),
    [
        (model.Scoring, ("indicator", "scoring")),
        (model.Treatment, ("indicator", "treatment")),
    ],
)
def test_no_method_of_an_indicator_goes_without_a_case(union: Any, keys: tuple[str, str]) -> None:
    wanted = {
        get_args(m.model_fields["method"].annotation)[0] for m in get_args(get_args(union)[0])
    }
    assert wanted == {e[keys[0]][keys[1]]["method"] for e in CASES if keys[1] in e.get(keys[0], {})}


def test_no_other_choice_goes_without_a_case() -> None:
    text = yaml.safe_dump(CASES)
    choices = {
        "imputation": model.Imputation,
        **{name: model.Pool.model_fields[name].annotation for name in ("within", "periods")},
        "fallback": model.Pool.model_fields["fallback"].annotation,
        "ties": model.Ties,
        "method": model.Aggregation.model_fields["method"].annotation,
        "counted": model.Aggregation.model_fields["counted"].annotation,
    }
    usual = {"peer_group", "one", "all", "mid", "arithmetic", "weight"}
    for key, choice in choices.items():
        for each in set(get_args(choice)) - usual:
            assert f"{key}: {each}\n" in text, (key, each)
    assert "beyond: open" in text
    assert "counted: indicators" in text


def _of_one_indicator(entry: Entry) -> Case:
    others = entry.get("others", {})
    units = _units(entry, list(ascii_lowercase[: len(entry["values"])]))
    scored = {"direction": "up"} | entry["indicator"]
    indicators = [_indicator("measure", "answer", 1, scored)]
    indicators += [_indicator(name, f"answer_{name}", 1) for name in others]
    strength = _part("whole", 1) | {"short": TEXT, "indicators": indicators}
    asked = {PERIOD: entry["values"]} | entry.get("earlier", {})
    rows = [row for p, values in asked.items() for row in _rows(units, str(p), "answer", values)]
    for name, values in others.items():
        rows += _rows(units, PERIOD, f"answer_{name}", values)
    return Case(_framework(entry, [strength]), rows, units)


def _of_a_level(entry: Entry) -> Case:
    strengths = _strengths(entry)
    units = _units(entry, list(entry["given"]))
    rows: list[Row] = []
    for unit, given in entry["given"].items():
        for name, value in given.items():
            rows.append((unit, PERIOD, f"answer_{name}", None if value == "na" else float(value)))
    whole = {"aggregation": entry["total"].get("aggregation", {})} if "total" in entry else {}
    return Case(_framework(whole | entry, strengths), rows, units)


def _strengths(entry: Entry) -> list[Entry]:
    if "strength" in entry:
        return [_tree("whole", {"weight": 1} | entry["strength"]) | {"short": TEXT}]
    weights = entry["total"]["weights"]
    alone = {name: {"weight": w, "weights": {name: 1}} for name, w in weights.items()}
    return [
        _tree(name, given if isinstance(given, dict) else alone[name]) | {"short": TEXT}
        for name, given in weights.items()
    ]


def _tree(code: str, given: Entry) -> Entry:
    parts = given["weights"].items()
    imputations = given.get("imputations", {})
    return _part(code, given["weight"]) | {
        "aggregation": given.get("aggregation", {}),
        "groups": [_tree(name, inner) for name, inner in parts if isinstance(inner, dict)],
        "indicators": [
            _indicator(
                _leaf(name, code), f"answer_{name}", weight, imputation=imputations.get(name)
            )
            for name, weight in parts
            if not isinstance(weight, dict)
        ],
    }


def _leaf(name: str, strength: str) -> str:
    """A strength of one indicator has the name of the part, so that its indicator needs another."""
    return f"{name}_itself" if name == strength else name


def _units(entry: Entry, codes: list[str]) -> list[Unit]:
    groups = entry.get("groups", ["big"] * len(codes))
    prefectures = entry.get("prefectures", ["north"] * len(codes))
    return [Unit(*each) for each in zip(codes, prefectures, groups, strict=True)]


def _rows(units: list[Unit], period: str, field: str, values: list[Any]) -> list[Row]:
    return [
        (unit.unit, period, field, None if value == "na" else float(value))
        for unit, value in zip(units, values, strict=True)
        if value is not None
    ]


def _part(code: str, weight: float) -> Entry:
    return {"code": code, "title": TEXT, "weight": weight}


def _indicator(
    code: str, field: str, weight: float, given: Entry | None = None, **more: Any
) -> Entry:
    plain = {"direction": "up", "scoring": {"method": "linear", "factor": 1}}
    said = {"evidence": TEXT, "source": TEXT, "basis": "proposal", "measure": TEXT}
    return (
        _part(code, weight) | {"kind": "count", "formula": field} | said | (given or plain) | more
    )


def _framework(entry: Entry, strengths: list[Entry]) -> Framework:
    text = yaml.safe_dump(strengths)
    fields = sorted({word for word in text.split() if word.startswith("answer")})
    whole = {
        "title": TEXT,
        "scope": TEXT,
        "completeness_threshold": 0.8,
        "smallest_pool": 1,
        "aggregation": entry.get("aggregation", {}),
        "fields": [
            {"code": code, "title": TEXT, "type": "decimal", "strength": strengths[0]["code"]}
            for code in fields
        ],
        "strengths": strengths,
        "grades": [
            {"code": "high", "title": TEXT, "at_least": 80},
            {"code": "middle", "title": TEXT, "at_least": 50},
            {"code": "low", "title": TEXT, "at_least": 0},
        ],
    }
    return Framework.model_validate(whole | entry.get("framework", {}))


def _about_the_indicator(entry: Entry, found: Frames) -> Iterator[tuple[object, Any, Any]]:
    rows = found["indicators"]
    for key, column in COLUMNS.items():
        for unit, expected in zip(ascii_lowercase, entry.get(key, ()), strict=False):
            assert len(entry[key]) == len(entry["values"]), key
            yield (key, unit), expected, rows[unit, "measure"][column]
    for unit, expected in zip(ascii_lowercase, entry.get("pools", ()), strict=False):
        for column, each in zip(("pool", "pool_key", "pool_size"), expected, strict=True):
            yield ("pools", unit), each, rows[unit, "measure"][column]


def _about_levels(entry: Entry, found: Frames) -> Iterator[tuple[object, Any, Any]]:
    wanted = {"scores": "score", "lost": "lost", "completeness": "completeness", "states": "state"}
    for key, column in wanted.items():
        for unit, parts in entry.get(key, {}).items():
            for part, expected in parts.items():
                yield (key, unit, part), expected, _cell(found, unit, part, column)
    for key, column in (("ranks", "rank_all"), ("grades", "grade")):
        for unit, expected in entry.get(key, {}).items():
            yield (key, unit), expected, found["totals"][unit,][column]


def _cell(found: Frames, unit: str, part: str, column: str) -> Any:
    if part == "total":
        return found["totals"][unit,]["total" if column == "score" else column]
    for frame in ("strengths", "groups", "indicators"):
        if (unit, part) in found[frame]:
            return found[frame][unit, part][column]
    raise AssertionError((unit, part))
