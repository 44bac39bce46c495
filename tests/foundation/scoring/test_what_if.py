"""Predictions against whole runs of the engine over a province made up at random."""

from collections.abc import Iterator
from functools import cache
from random import Random

import duckdb
import pandas as pd
import pytest

from assessment.framework import loader
from assessment.framework.model import Dated, Framework, Indicator, Strength, SurveyField
from assessment.scores.analysis import what_if
from assessment.scoring import engine
from assessment.scoring.what_if.copied import Copy, Move

PERIOD = "2024"
UNITS = 24


@cache
def framework() -> Framework:
    return loader.load(loader.DEFAULT)


@pytest.fixture(scope="module")
def province() -> Iterator[duckdb.DuckDBPyConnection]:
    """Counties that leave one answer in thirty out, in four peer groups, one of them small."""
    draw = Random(20241121)  # noqa: S311 - made up, not secret
    rows = []
    for number in range(UNITS):
        unit = f"43{number:04}"
        values: dict[str, float] = {}
        for field in reversed(framework().fields):
            values[field.code] = _value(draw, field, values)
        for code, value in values.items():
            if draw.random() > 1 / 30:
                rows.append((unit, PERIOD, code, None if draw.random() < 0.01 else value))
        rows.append((unit, PERIOD, "role_case.national", float(draw.randrange(2))))
    answers = pd.DataFrame(rows, columns=["unit", "period", "field", "value"])
    units = pd.DataFrame(
        {
            "unit": [f"43{number:04}" for number in range(UNITS)],
            "prefecture": [f"43{number % 3}" for number in range(UNITS)],
            "peer_group": [
                ("county", "city", "district", "zone")[min(number // 7, 3)]
                for number in range(UNITS)
            ],
        }
    )
    with duckdb.connect() as connection:
        connection.register("a", answers)
        connection.register("u", units)
        connection.execute("create table answer as from a")
        connection.execute("create table unit as from u")
        yield connection


def _value(draw: Random, field: SurveyField, others: dict[str, float]) -> float:
    if field.type == "yes_no":
        return float(draw.randrange(2))
    if field.options:
        return float(draw.choice(list(field.options)))
    if field.type == "date":
        return float(draw.randrange(18000, 20500))
    most = field.maximum or 400
    return float(draw.randint(int(field.minimum or 0), int(most)))


@pytest.fixture(scope="module")
def copy(province: duckdb.DuckDBPyConnection) -> Copy:
    return Copy(framework(), PERIOD, province)


def whole_run(copy: Copy, unit: str, move: Move) -> pd.DataFrame:
    """The totals of a run in which each indicator is a survey question of its own, answered with
    the value the formula gave, but for the one moved."""
    asked, answers = [], []
    frame = copy.scores.indicators
    for row in frame.to_dict("records"):
        moved = row["unit"] == unit and row["indicator"] == move.indicator
        value = move.value if moved else row["value"]
        if moved or row["state"] == "value":
            answers.append((row["unit"], PERIOD, row["indicator"] + "_is", value))
        elif row["state"] == "not_applicable":
            answers.append((row["unit"], PERIOD, row["indicator"] + "_is", None))
    for strength, indicator in framework().indicators(PERIOD):
        asked.append(
            SurveyField(
                code=f"{indicator.code}_is",
                title=indicator.title,
                type="decimal",
                strength=strength.code,
                minimum=None,
            )
        )
    said = {name: getattr(framework(), name) for name in Framework.model_fields}
    said["strengths"] = tuple(_plain(strength) for strength in framework().strengths)
    plain = Framework.model_construct(**said | {"fields": tuple(asked), "problems": ()})
    with duckdb.connect() as connection:
        connection.register(
            "a", pd.DataFrame(answers, columns=["unit", "period", "field", "value"])
        )
        connection.execute("create table answer as from a")
        _add_honours(connection, copy)
        connection.register("u", copy.units)
        connection.execute("create table unit as from u")
        return engine.score(connection, plain, PERIOD).totals.set_index("unit")


def _add_honours(connection: duckdb.DuckDBPyConnection, copy: Copy) -> None:
    honours = copy.given[copy.given["field"].str.contains(".", regex=False)]
    connection.register("h", honours)
    connection.execute("insert into answer from h")


def _plain(strength: Strength) -> Strength:
    def plain(indicator: Indicator) -> Indicator:
        return indicator.model_copy(
            update={
                "formula": f"{indicator.code}_is",
                "not_applicable_when": None,
                "unknown_when": None,
            }
        )

    return strength.model_copy(
        update={"indicators": tuple(plain(each) for each in strength.indicators)}
    )


def moves_of(copy: Copy) -> list[Move]:
    moves = []
    for indicator, rows in copy.scores.indicators.groupby("indicator", sort=False):
        known = rows["value"].dropna()
        moves.append(Move(str(indicator), "middle", float(known.median())))
        moves.append(Move(str(indicator), "best", float(known.max())))
        moves.append(Move(str(indicator), "least", float(known.min())))
    return moves


@pytest.mark.parametrize("unit", ["430000", "430009", "430023"])
def test_every_prediction_equals_a_whole_run(copy: Copy, unit: str) -> None:
    moves = moves_of(copy)
    told = copy.outcomes(unit, moves).set_index(["indicator", "goal"])
    assert len(told) == len(moves) == 3 * len(list(framework().indicators(PERIOD)))
    for move in moves[:: 18 if unit == "430000" else 48]:
        predicted, then = told.loc[(move.indicator, move.goal)], whole_run(copy, unit, move)
        for name in ("base", "total", "rank_all"):
            assert predicted[name] == pytest.approx(then.at[unit, name], abs=1e-9, nan_ok=True), (
                move,
                name,
            )


@pytest.mark.parametrize("seed", range(6))
def test_what_is_quick_says_what_a_whole_run_says(copy: Copy, seed: int) -> None:
    draw = Random(seed)  # noqa: S311 - made up, not secret
    unit = f"43{draw.randrange(UNITS):04}"
    fields = draw.sample(list(framework().fields), draw.choice([0, 1, 1, 4]))
    states = [draw.choice(["value", "value", "missing", "not_applicable"]) for _ in fields]
    said = pd.DataFrame(
        {
            "unit": [unit for _ in fields],
            "field": [field.code for field in fields],
            "state": states,
            "value": pd.Series([_value(draw, field, {}) for field in fields], dtype=float),
        }
    )
    other = _other_weights(draw) if seed % 2 or not fields else None
    quick, whole = copy.tried(unit, said, other), copy.rescored(said, other)
    columns = ["unit", "base", "bonus", "total", "completeness", "vetoed", "grade", "rank_all"]
    pd.testing.assert_frame_equal(
        quick.totals[columns], whole.totals[columns], check_exact=False, rtol=0, atol=1e-9
    )
    own = whole.strengths[whole.strengths["unit"] == unit].set_index("strength")["score"]
    assert quick.strengths.set_index("strength")["score"].to_dict() == pytest.approx(
        own.to_dict(), abs=1e-9, nan_ok=True
    )
    unchanged = copy.rescored(said.head(0))
    pd.testing.assert_frame_equal(unchanged.totals, copy.scores.totals)


def _other_weights(draw: Random) -> Framework:
    said = {name: getattr(framework(), name) for name in Framework.model_fields}
    said["strengths"] = tuple(
        strength.model_copy(update={"weight": Dated[float](float(draw.randrange(1, 30)))})
        for strength in framework().strengths
    )
    return Framework.model_construct(**said)


def test_one_unit_less_than_what_a_lift_asks_for_gives_less(copy: Copy) -> None:
    """Whatever the rule: bands, a pool drawn in at its ends, ranks among peers, a ceiling."""
    tried = 0
    for number in range(0, UNITS, 4):
        unit = f"43{number:04}"
        before = copy.answers(unit)
        for row in what_if.lifted(copy, unit).dropna(subset=["field"]).to_dict("records"):
            if framework().field_by_code[row["field"]].type == "decimal":
                continue
            asked, now = row["answer"], before.get(row["field"])
            up = framework().indicator_by_code[row["indicator"]].direction == "up"
            less = asked - 1 if (up if now is None else asked > now) else asked + 1
            scores = [
                copy.score_after(unit, Move(row["indicator"], "x", None, row["field"], answer))
                for answer in (asked, less)
            ]
            assert scores[1] is None or scores[1] < scores[0] - 1e-9, row
            tried += 1
    assert tried > 50
