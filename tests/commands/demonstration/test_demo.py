"""The demonstration province, built through the services a real province uses."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from assessment.demonstration import demo
from assessment.demonstration.invention import SEED, YEARS, answers, known, province
from assessment.field.coverage import coverage
from assessment.framework.loader import DEFAULT, load
from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.rectification.common_problems import problems
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.store.database import Store
from assessment.survey.periods import periods
from assessment.units import setup
from tests.kit.copies import copied
from tests.kit.people import READER

ZHANGJIAJIE, HUAIHUA = "430800", "prefecture:431200"


def quietly(step: str, done: int, total: int) -> None:
    """Progress that nobody listens to."""


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load(DEFAULT)


@pytest.fixture(scope="module")
def invented() -> pd.DataFrame:
    units = pd.read_csv("data/units.csv", dtype={"code": str, "prefecture": str})
    drawn = province.drawn(units.rename(columns={"code": "unit"}), YEARS, SEED, known.reputation())
    return answers.table(drawn, load(DEFAULT))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One prefecture in one period."""
    file = tmp_path_factory.mktemp("small") / "small.duckdb"
    demo.build(file, quietly, prefectures=[ZHANGJIAJIE], periods=["2024"])
    return file


@pytest.fixture(scope="module")
def whole(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    copy = tmp_path_factory.mktemp("whole") / "copy.duckdb"
    copied(demo_database, copy)
    opened = Store(copy)
    yield opened
    opened.close()


def recorded(store: Store, period: str) -> pd.DataFrame:
    frame = store.frame("answer_of_period", period=period)
    return frame.set_index(["unit", "field"])[["state", "value"]].sort_index()


def expected(invented: pd.DataFrame, period: str) -> pd.DataFrame:
    """A cell left blank is nothing said, so it becomes no row."""
    frame = invented[(invented["period"] == period) & (invented["state"] != "missing")]
    return frame.set_index(["unit", "field"])[["state", "value"]].sort_index()


# ---- the file


def test_a_part_is_built_with_the_figures_of_the_whole(small: Path, invented: pd.DataFrame) -> None:
    store = Store(small)
    built = recorded(store, "2024")
    store.close()
    told = expected(invented, "2024")
    told = told[told.index.get_level_values("unit").str.startswith(ZHANGJIAJIE[:4])]
    assert len(built) > 300
    pd.testing.assert_frame_equal(built, told, check_dtype=False)


def test_a_year_that_is_published_takes_no_more_answers(small: Path) -> None:
    store = Store(small)
    locked = {run.period: run.locked for run in periods.of_all(store, READER)}
    store.close()
    assert locked == {"2024": True, "2025": False}


def test_building_twice_is_refused_and_changes_nothing(small: Path) -> None:
    before = small.read_bytes()
    with pytest.raises(demo.DemonstrationNotEmpty):
        demo.build(small, quietly, prefectures=[ZHANGJIAJIE], periods=["2024"])
    assert small.read_bytes() == before
    there = sorted(file.name for file in small.parent.iterdir())
    assert there == [small.name, f"{small.name}.evidence"]


def test_an_empty_database_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "empty.duckdb"
    Store(file).close()
    summary = demo.build(file, quietly, prefectures=[ZHANGJIAJIE], periods=["2024"])
    assert (summary.units, summary.periods, summary.filings) == (4, 1, 4)


def test_an_interrupted_build_leaves_nothing(tmp_path: Path) -> None:
    def interrupt(step: str, done: int, total: int) -> None:
        if (step, done) == ("survey", 2):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.build(tmp_path / "x.duckdb", interrupt, prefectures=[ZHANGJIAJIE], periods=["2024"])
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_build_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "building-x.duckdb").write_bytes(b"half a database")
    demo.build(tmp_path / "x.duckdb", quietly, prefectures=[ZHANGJIAJIE], periods=["2024"])
    assert sorted(file.name for file in tmp_path.iterdir()) == ["x.duckdb", "x.duckdb.evidence"]


def test_progress_is_told_step_by_step_in_both_languages(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    demo.build(
        tmp_path / "x.duckdb",
        lambda *step: told.append(step),
        prefectures=[ZHANGJIAJIE],
        periods=["2024"],
    )
    assert [step for step, done, total in told if done == total] == [
        "province",
        "survey",
        "field_work",
        "published",
        "under_way",
        "in_the_field",
    ]
    assert [done for step, done, _ in told if step == "survey"] == [0, 1, 2, 3, 4]
    for lang in LANGUAGES:
        assert all(Messages(lang).code("demo.step", step) for step, _, _ in told)


# ---- the whole province


def test_it_says_that_it_is_a_demonstration(whole: Store) -> None:
    assert setup.is_demonstration(whole)


@pytest.mark.parametrize("period", YEARS)
def test_every_answer_came_through_the_import_unchanged_and_no_blank_as_nought(
    whole: Store, invented: pd.DataFrame, period: str
) -> None:
    pd.testing.assert_frame_equal(
        recorded(whole, period), expected(invented, period), check_dtype=False
    )


@pytest.mark.parametrize(("period", "covered"), [("2022", 71), ("2023", 112), ("2024", 123)])
def test_coverage_grows_to_123_of_123(whole: Store, period: str, covered: int) -> None:
    told = coverage.coverage(whole, READER, period)
    assert (told.covered, told.total) == (covered, 123)


def test_109_teams_with_312_people_are_linked(whole: Store) -> None:
    newest = coverage.coverage(whole, READER, "2024")
    assert (newest.linked_teams, newest.people) == (109, 312)
    assert len(newest.alone) == 4
    assert (newest.units["days_since"] > 120).sum() == 9


def test_huaihua_shows_every_problem(whole: Store, framework: Framework) -> None:
    pairs = problems.holding(DataSource(whole, framework), READER, "2024", HUAIHUA)
    holds = pairs.groupby("problem")["holds"].sum()
    assert set(holds.index) == set(framework.problem_by_code)
    assert holds.min() >= 2


def test_scores_spread_over_all_grades_and_some_have_too_little_data(
    whole: Store, framework: Framework
) -> None:
    for period in YEARS:
        totals = scores(DataSource(whole, framework), READER, period).totals
        assert 4 <= totals["total"].isna().sum() <= 16
        assert set(totals["grade"].dropna()) == {grade.code for grade in framework.grades}
        assert totals["total"].std() > 7
    assert totals["vetoed"].sum() == 2
    assert (totals["bonus_earned"] >= 5).sum() == 3


def test_the_province_improved(whole: Store, framework: Framework) -> None:
    means = [
        scores(DataSource(whole, framework), READER, period).totals["total"].mean()
        for period in YEARS
    ]
    assert means == sorted(means)
