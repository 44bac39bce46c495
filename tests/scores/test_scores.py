"""A run is kept for what it was computed from: its answers, its units, its rules and its period."""

from contextlib import AbstractContextManager
from dataclasses import replace

import duckdb
import pandas as pd
import pytest

from assessment.framework.model import Framework
from assessment.office.audit_trail import audit
from assessment.scores.basis import scores
from assessment.scores.basis.basis import DataSource
from assessment.scoring import engine
from assessment.scoring.scores import Scores
from assessment.store.database import Store
from assessment.units import units_table
from tests.kit.province import three_counties
from tests.kit.province.three_counties import BAISHI, QINGXI, READER, SAID, SOUTH

BETTER = [9, 10, 2, 1, 1, 0, 100, 1000]
"""Of Qingxi: nine firms of ten instead of six, and a window more."""


@pytest.fixture
def rules(framework: Framework) -> Framework:
    """An object of its own, of which no other test has had a run."""
    return framework.model_copy()


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The period of every run that is computed."""
    periods: list[str] = []
    score = engine.score

    def counted(cursor: duckdb.DuckDBPyConnection, framework: Framework, period: str) -> Scores:
        periods.append(period)
        return score(cursor, framework, period)

    monkeypatch.setattr(engine, "score", counted)
    return periods


def totals(store: Store, framework: Framework, period: str = "2024") -> pd.DataFrame:
    run = scores.scores(DataSource(store, framework), READER, period)
    return run.totals.set_index("unit")


def test_what_no_score_rests_on_leaves_a_run_as_it_is(
    province: Store, rules: Framework, computed: list[str]
) -> None:
    before = totals(province, rules)
    audit.exported(province, READER, "export.ranking", "*", {})
    pd.testing.assert_frame_equal(totals(province, rules), before)
    assert computed == ["2024"]


def test_another_answer_is_another_run(
    province: Store, rules: Framework, computed: list[str]
) -> None:
    assert totals(province, rules).loc[QINGXI, "total"] == pytest.approx(34.2)
    three_counties.file(province, rules, QINGXI, "2024", BETTER)
    assert totals(province, rules).loc[QINGXI, "total"] > 60
    assert computed == ["2024", "2024"]


def test_a_county_is_ranked_in_the_prefecture_it_moved_to(
    province: Store, rules: Framework
) -> None:
    assert totals(province, rules).loc[QINGXI, "rank_prefecture"] == 2
    (qingxi,) = [row for row in province.ask("unit", units_table.Unit) if row.unit == QINGXI]
    with province.writing(actor="test", action="setup.write", subject=QINGXI, facts={}) as cursor:
        units_table.record(cursor, [replace(qingxi, prefecture=SOUTH)])
    assert totals(province, rules).loc[QINGXI, "rank_prefecture"] == 1


def test_each_period_and_each_framework_has_its_own_run(province: Store, rules: Framework) -> None:
    assert totals(province, rules).loc[BAISHI, "total"] == pytest.approx(88.8)
    assert pd.isna(totals(province, rules, "2023").loc[BAISHI, "total"])
    bare = scores.tried(
        DataSource(province, rules), rules.model_copy(update={"bonus": None}), READER, "2024"
    )
    assert bare.totals.set_index("unit").loc[BAISHI, "total"] == pytest.approx(87.8)


def test_a_run_is_not_kept_for_answers_that_changed_before_it_began(
    province: Store, rules: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = province.reading

    def behind(*relations: str) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        monkeypatch.setattr(province, "reading", reading)
        three_counties.file(province, rules, QINGXI, "2024", BETTER)
        return reading(*relations)

    monkeypatch.setattr(province, "reading", behind)
    assert totals(province, rules).loc[QINGXI, "total"] > 60
    three_counties.file(province, rules, QINGXI, "2024", SAID[QINGXI, "2024"])
    assert totals(province, rules).loc[QINGXI, "total"] == pytest.approx(34.2)


def test_what_is_done_to_a_frame_stays_with_who_did_it(province: Store, rules: Framework) -> None:
    mine = scores.scores(DataSource(province, rules), READER, "2024").totals
    mine["total"] = 0.0
    mine["mine"] = True
    again = scores.scores(DataSource(province, rules), READER, "2024").totals
    assert "mine" not in again
    assert again["total"].max() > 80
