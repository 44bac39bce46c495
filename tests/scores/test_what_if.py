"""Trials and lifts in the province of three counties, and that nothing comes of them."""

import hashlib
from pathlib import Path

import pandas as pd
import pytest

from assessment.errors import NotAllowed, Unknown
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.scores.analysis import what_if
from assessment.scores.analysis.what_if import TrialAnswer, TrialRefused
from assessment.scores.basis import scores
from assessment.scores.basis.basis import DataSource
from assessment.store.database import Store
from tests.kit.province import three_counties
from tests.kit.province.three_counties import BAISHI, QINGXI, QINGXI_ONLY, READER, YUNLU

PERIOD = "2024"


def lift(rows: pd.DataFrame, indicator: str, goal: str) -> pd.Series:
    (found,) = rows[(rows["indicator"] == indicator) & (rows["goal"] == goal)].to_dict("records")
    return pd.Series(found)


def test_another_answer_moves_score_and_rank(province: Store, framework: Framework) -> None:
    """10 of 10 firms, 2 meetings, 3 windows and 900 listeners: all there is, but for a tie."""
    answers = {
        "covered_n": TrialAnswer("value", 10),
        "meetings_n": TrialAnswer("value", 2),
        "jobs_yn": TrialAnswer("value", 1),
        "aid_yn": TrialAnswer("value", 1),
        "listeners_n": TrialAnswer("value", 900),
    }
    trial = what_if.trial(DataSource(province, framework), READER, QINGXI, PERIOD, answers=answers)
    assert trial.before.total == pytest.approx(34.2)
    assert trial.after.total == pytest.approx(0.6 * 100 + 0.4 * (0.5 * 100 + 0.5 * 75))
    assert (trial.before.rank, trial.after.rank) == (2, 1)
    moved = trial.ranking.set_index("unit")["risen"]
    assert (moved[QINGXI], moved[BAISHI]) == (1, -1)
    assert pd.isna(moved[YUNLU])


def test_others_lose_where_they_are_compared(province: Store, framework: Framework) -> None:
    answers = {"listeners_n": TrialAnswer("value", 900)}
    ranking = what_if.trial(
        DataSource(province, framework), READER, QINGXI, PERIOD, answers=answers
    ).ranking
    totals = ranking.set_index("unit")
    fell = totals.at[BAISHI, "total_after"] - totals.at[BAISHI, "total_before"]
    assert fell == pytest.approx(-0.4 * 0.5 * 50)


def test_other_weights_move_everybody(province: Store, framework: Framework) -> None:
    trial = what_if.trial(
        DataSource(province, framework),
        READER,
        QINGXI,
        PERIOD,
        weights={"work": 0, "windows": 3, "lectures": 1},
    )
    assert trial.after.total == pytest.approx(0.75 * 50 + 0.25 * 25)
    baishi = trial.ranking.set_index("unit").loc[BAISHI]
    assert baishi["total_after"] == pytest.approx(0.75 * 100 + 0.25 * 75 + 1)


def test_a_missing_answer_given_makes_the_data_more_complete(
    province: Store, framework: Framework
) -> None:
    answers = {
        "covered_n": TrialAnswer("value", 5),
        "firms_n": TrialAnswer("value", 10),
        "meetings_n": TrialAnswer("value", 0),
    }
    trial = what_if.trial(DataSource(province, framework), READER, YUNLU, PERIOD, answers=answers)
    assert trial.before.completeness is not None
    assert trial.after.completeness is not None
    assert trial.after.completeness > trial.before.completeness
    assert (trial.before.total, trial.before.rank) == (None, None)


def test_an_answer_taken_away_is_unknown_and_not_zero(
    province: Store, framework: Framework
) -> None:
    answers = {"covered_n": TrialAnswer("missing"), "meetings_n": TrialAnswer("missing")}
    trial = what_if.trial(DataSource(province, framework), READER, QINGXI, PERIOD, answers=answers)
    assert (trial.after.total, trial.after.rank, trial.after.grade) == (None, None, None)
    left_out = what_if.trial(
        DataSource(province, framework),
        READER,
        QINGXI,
        PERIOD,
        answers={"meetings_n": TrialAnswer("not_applicable")},
    )
    assert left_out.after.total == pytest.approx(0.6 * 20 + 0.4 * 37.5)


def test_nothing_at_all_is_written(tmp_path: Path, framework: Framework) -> None:
    file = tmp_path / "province.duckdb"
    store = Store(file)
    three_counties.settle(store)
    three_counties.answer(store, framework)
    store.close()
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    store = Store(file)
    revision, official = store.revision, scores.scores(DataSource(store, framework), READER, PERIOD)
    what_if.lifts(DataSource(store, framework), READER, QINGXI, PERIOD)
    what_if.trial(
        DataSource(store, framework),
        READER,
        QINGXI,
        PERIOD,
        answers={"covered_n": TrialAnswer("value", 9)},
        weights={"work": 1},
    )
    assert store.revision == revision
    after = scores.scores(DataSource(store, framework), READER, PERIOD)
    pd.testing.assert_frame_equal(after.totals, official.totals)
    store.close()
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before


def test_answers_no_survey_would_take_are_refused_all_at_once(
    province: Store, framework: Framework
) -> None:
    answers = {
        "covered_n": TrialAnswer("value", 11),
        "meetings_n": TrialAnswer("value", 1.5),
        "members_n": TrialAnswer("value", -1),
        "no_such_field": TrialAnswer("value", 1),
    }
    with pytest.raises(TrialRefused) as refused:
        what_if.trial(
            DataSource(province, framework),
            READER,
            QINGXI,
            PERIOD,
            answers=answers,
            weights={"work": -1, "play": 2},
        )
    assert sorted((p.code, p.place.path or p.place.file) for p in refused.value.problems) == [
        ("cell.below_minimum", "members_n"),
        ("cell.not_whole", "meetings_n"),
        ("cell.part_over_whole", "covered_n"),
        ("what_if.bad_weight", "work"),
        ("what_if.unknown_field", "no_such_field"),
        ("what_if.unknown_part", "play"),
    ]


def test_who_sees_one_unit_sees_its_row_and_its_place_among_all(
    province: Store, framework: Framework
) -> None:
    trial = what_if.trial(
        DataSource(province, framework), QINGXI_ONLY, QINGXI, PERIOD, weights={"work": 1}
    )
    assert trial.ranking["unit"].tolist() == [QINGXI]
    assert (trial.after.rank, trial.after.ranked) == (2, 2)
    for ask in (what_if.trial, what_if.lifts, what_if.questions):
        with pytest.raises(NotAllowed):
            ask(DataSource(province, framework), QINGXI_ONLY, BAISHI, PERIOD)
        with pytest.raises(NotAllowed):
            ask(
                DataSource(province, framework),
                Actor("nobody", "leader", frozenset()),
                QINGXI,
                PERIOD,
            )
        with pytest.raises(Unknown):
            ask(DataSource(province, framework), READER, QINGXI, "1999")


def test_a_lift_says_how_far_it_is_and_what_it_brings(
    province: Store, framework: Framework
) -> None:
    rows = what_if.lifts(DataSource(province, framework), READER, QINGXI, PERIOD).rows
    rate = lift(rows, "rate", "target")
    assert (rate["now"], rate["to"]) == (0.6, 1)
    assert (rate["field"], rate["asked"], rate["answer"]) == ("covered_n", 6, 10)
    assert rate["gain"] == pytest.approx(0.6 * 0.6 * 80)
    assert (rate["rank"], rate["places"]) == (2, 0)
    windows = lift(rows, "windows", "step")
    assert (windows["now"], windows["to"], windows["gain"]) == (1, 3, pytest.approx(10))
    assert rows["gain"].is_monotonic_decreasing


def test_a_lift_equals_a_trial_of_the_answer_it_asks_for(
    province: Store, framework: Framework
) -> None:
    for unit in (BAISHI, QINGXI):
        rows = what_if.lifts(DataSource(province, framework), READER, unit, PERIOD).rows
        asked = rows.dropna(subset=["field"])
        assert len(asked)
        for row in asked.to_dict("records"):
            answers = {str(row["field"]): TrialAnswer("value", float(row["answer"]))}
            trial = what_if.trial(
                DataSource(province, framework), READER, unit, PERIOD, answers=answers
            )
            assert trial.before.total is not None
            assert trial.after.total == pytest.approx(row["total"], abs=1e-9)
            gain = trial.after.total - trial.before.total
            assert gain == pytest.approx(row["gain"], abs=1e-9)
            assert trial.after.rank == row["rank"]


def test_what_is_reached_or_does_not_apply_is_no_lift(
    province: Store, framework: Framework
) -> None:
    rows = what_if.lifts(DataSource(province, framework), READER, BAISHI, PERIOD).rows
    assert not {"meetings", "windows"} & set(rows["indicator"])
    silent = what_if.lifts(DataSource(province, framework), READER, YUNLU, PERIOD).rows
    assert "meetings" not in set(silent["indicator"])
    assert lift(silent, "rate", "target")["now"] is None or pd.isna(
        lift(silent, "rate", "target")["now"]
    )


def test_two_counties_are_too_few_to_tell_the_middle_or_the_best_of(
    province: Store, framework: Framework
) -> None:
    rows = what_if.lifts(DataSource(province, framework), READER, QINGXI, PERIOD).rows
    assert "median" not in set(rows["goal"])
    assert "lectures" not in set(rows["indicator"])


def test_what_others_decide_is_left_out_and_named(province: Store, framework: Framework) -> None:
    said = {name: getattr(framework, name) for name in Framework.model_fields}
    work, venues = framework.strengths
    rate = work.indicators[0].model_copy(update={"control": "others"})
    said["strengths"] = (work.model_copy(update={"indicators": (rate, work.indicators[1])}), venues)
    told = what_if.lifts(
        DataSource(province, Framework.model_construct(**said)), READER, QINGXI, PERIOD
    )
    assert told.left_to_others == ("rate",)
    assert "rate" not in set(told.rows["indicator"])


def test_a_move_inside_the_uncertainty_says_so(province: Store, framework: Framework) -> None:
    asked = (DataSource(province, framework), READER, QINGXI, PERIOD)
    assert what_if.lifts(*asked, interval=(1, 2)).rows["inside"].all()
    assert not what_if.lifts(*asked, interval=(3, 3)).rows["inside"].any()
    assert what_if.lifts(*asked).rows["inside"].isna().all()


def test_the_uncertainty_is_that_of_the_present_rank(province: Store, framework: Framework) -> None:
    low, high = what_if.uncertainty(DataSource(province, framework), READER, QINGXI, PERIOD) or (
        0,
        0,
    )
    assert 1 <= low <= high <= 2
    assert what_if.uncertainty(DataSource(province, framework), READER, YUNLU, PERIOD) is None
    with pytest.raises(NotAllowed):
        what_if.uncertainty(DataSource(province, framework), QINGXI_ONLY, BAISHI, PERIOD)
