"""The scoring SQL is one definition for several engines: the same numbers on PostgreSQL."""

import math

import duckdb
import numpy as np
import pandas as pd
import psycopg
import pytest
import sqlglot
from sqlglot import ErrorLevel

from assessment.errors import Unscorable
from assessment.framework.loader import DEFAULT, load
from assessment.framework.model import Framework
from assessment.scoring import engine
from assessment.scoring.in_memory import ANSWER, UNIT, score_frames
from tests.foundation.naive.random_frameworks import case
from tests.foundation.scoring.postgres import server

READS = ("indicators", "strengths", "totals")
ALL_READS = (*READS, "groups", "pools")


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load(DEFAULT)


@pytest.fixture(scope="module")
def province(framework: Framework) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Forty counties with random answers, some missing, some not applicable, in two periods."""
    random = np.random.default_rng(20240501)
    groups = ["district", "city", "county", "autonomous_county", "zone"]
    shares = [0.3, 0.1, 0.5, 0.08, 0.02]
    units = pd.DataFrame(
        [(f"{430000 + n}", f"{n % 4}", str(random.choice(groups, p=shares))) for n in range(40)],
        columns=["unit", "prefecture", "peer_group"],
    )
    rows = []
    for unit in units["unit"]:
        for period in ("2023", "2024"):
            for field in framework.fields:
                fate = random.random()
                if fate < 0.05:
                    continue
                value = None if fate < 0.07 else float(random.integers(0, _most(field.type)))
                rows.append((unit, period, field.code, value))
        rows.append((unit, "2024", "provincial_honour.provincial", float(random.integers(0, 14))))
        if random.random() < 0.1:
            rows.append((unit, "2024", "integrity_case", 1.0))
    return units, pd.DataFrame(rows, columns=["unit", "period", "field", "value"])


def _most(kind: str) -> int:
    return {"yes_no": 2, "level": 4, "date": 20000}.get(kind, 120)


def test_postgresql_gives_the_same_scores(
    framework: Framework, province: tuple[pd.DataFrame, pd.DataFrame]
) -> None:
    units, answers = province
    ours = score_frames(framework, answers, units, "2024")
    with server() as connection:
        _fill(connection, units, answers)
        engine.run(connection, framework, "2024", dialect="postgres")
        for statement in engine.explaining(framework, "2024", dialect="postgres"):
            connection.execute(statement.encode())
        for name in READS:
            expected = getattr(ours, name)
            assert len(expected) > 0
            _assert_same(_rows(connection, engine.reading(name, "postgres")), expected)
        _assert_same(
            _rows(connection, "select unit, problem, holds from signal order by unit, problem"),
            ours.signals,
        )


def test_postgresql_scores_by_every_method_alike() -> None:
    """Frameworks and panels thrown together by chance; those that cannot be scored, on neither."""
    with server() as connection:
        for seed in range(12):
            given = case(seed)
            answers = pd.DataFrame(given.rows, columns=list(ANSWER))
            places = [(u.unit, u.prefecture, u.peer_group) for u in given.units]
            units = pd.DataFrame(places, columns=list(UNIT))
            with connection.transaction(force_rollback=True):
                _fill(connection, units, answers)
                try:
                    ours = score_frames(given.framework, answers, units, given.period)
                except Unscorable as refused:
                    told = [(p.code, p.place, p.facts["units"]) for p in refused.problems]
                    with pytest.raises(Unscorable) as theirs:
                        engine.run(connection, given.framework, given.period, "postgres")
                    problems = theirs.value.problems
                    assert [(p.code, p.place, p.facts["units"]) for p in problems] == told
                    continue
                engine.run(connection, given.framework, given.period, "postgres")
                for statement in engine.explaining(given.framework, given.period, "postgres"):
                    connection.execute(statement.encode())
                for name in ALL_READS:
                    found = _rows(connection, engine.reading(name, "postgres"))
                    _assert_same(found, getattr(ours, name))


def _fill(connection: psycopg.Connection, units: pd.DataFrame, answers: pd.DataFrame) -> None:
    connection.execute("create table unit (unit varchar, prefecture varchar, peer_group varchar)")
    connection.execute(
        "create table answer (unit varchar, period varchar, field varchar, value double precision)"
    )
    with connection.cursor() as cursor:
        with cursor.copy("copy unit from stdin") as copy:
            for row in units.itertuples(index=False):
                copy.write_row(tuple(row))
        with cursor.copy("copy answer from stdin") as copy:
            for row in answers.itertuples(index=False):
                copy.write_row(tuple(None if _is_null(v) else v for v in row))


def _rows(connection: psycopg.Connection, query: str) -> pd.DataFrame:
    cursor = connection.execute(query.encode())
    return pd.DataFrame(cursor.fetchall(), columns=[c.name for c in cursor.description or ()])


def _is_null(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or value is pd.NA


def _assert_same(theirs: pd.DataFrame, ours: pd.DataFrame) -> None:
    assert list(theirs.columns) == list(ours.columns)
    assert len(theirs) == len(ours)
    for column in ours.columns:
        for mine, other in zip(ours[column], theirs[column], strict=True):
            if _is_null(mine) or _is_null(other):
                assert _is_null(mine), (column, mine, other)
                assert _is_null(other), (column, mine, other)
            elif isinstance(mine, str | bool | np.bool_):
                assert mine == other, (column, mine, other)
            else:
                assert float(mine) == pytest.approx(float(other), abs=1e-9), column


@pytest.mark.parametrize("dialect", ["postgres", "spark", "trino"])
def test_every_engine_we_name_can_say_what_we_ask(framework: Framework, dialect: str) -> None:
    """Each statement is written without loss, and read back by the engine's own grammar."""
    for step in engine.plan(framework, "2024"):
        tree = sqlglot.parse_one(step.text, read="duckdb")
        written = tree.sql(dialect, unsupported_level=ErrorLevel.RAISE)
        assert sqlglot.parse_one(written, read=dialect, error_level=ErrorLevel.RAISE)


def test_a_run_leaves_nothing_behind_but_temporary_relations() -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "create table unit (unit varchar, prefecture varchar, peer_group varchar)"
        )
        connection.execute(
            "create table answer (unit varchar, period varchar, field varchar, value double)"
        )
        cursor = connection.cursor()
        engine.score(cursor, load(DEFAULT), "2024")
        cursor.close()
        tables = {name for (name,) in connection.execute("show tables").fetchall()}
    assert tables == {"unit", "answer"}
