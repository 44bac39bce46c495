"""Firmness of ranks in the three counties: who is asked, who sees what, and what is kept."""

import io

import pandas as pd
import pytest
from openpyxl import load_workbook

from assessment.errors import NotAllowed, Unknown
from assessment.framework.model import Framework
from assessment.i18n import Messages
from assessment.kernel.actors import Actor
from assessment.kernel.roles import ROLES, Role
from assessment.scores.analysis import robustness
from assessment.scores.analysis.robustness import DOUBTS, Question, Settings
from assessment.scores.basis.basis import DataSource
from assessment.scores.rankings import rankings
from assessment.scores.rankings.rankings import View, ranking
from assessment.store.database import Store
from tests.kit.province.three_counties import (
    BAISHI,
    NORTH,
    QINGXI,
    QINGXI_ONLY,
    READER,
    SOUTH,
    YUNLU,
    file,
)

NOW = Question("2024")


def test_far_apart_two_counties_keep_their_ranks(province: Store, framework: Framework) -> None:
    told = robustness.firmness(DataSource(province, framework), READER, NOW)
    assert told.units["unit"].tolist() == [BAISHI, QINGXI]
    assert told.units[["rank", "low", "high"]].to_numpy().tolist() == [[1, 1, 1], [2, 2, 2]]
    assert told.units["letters"].tolist() == ["a", "b"]
    assert told.shift == 0


def test_silence_has_no_interval_and_is_named(province: Store, framework: Framework) -> None:
    told = robustness.firmness(DataSource(province, framework), READER, NOW)
    assert told.unranked["unit"].tolist() == [YUNLU]
    assert YUNLU not in set(
        robustness.intervals(DataSource(province, framework), READER, NOW)["unit"]
    )


def test_ranks_are_the_rankings_own_in_every_scope(province: Store, framework: Framework) -> None:
    file(province, framework, YUNLU, "2024", [7, 9, 2, 1, 1, 1, 300, 1000])
    for scope in ("province", f"prefecture:{NORTH}", f"prefecture:{SOUTH}", "peer_group:county"):
        for what in ("total", "work", "venues"):
            told = robustness.firmness(
                DataSource(province, framework), READER, Question("2024", what, scope)
            ).units.set_index("unit")
            table = ranking(DataSource(province, framework), READER, "2024", what, scope).set_index(
                "unit"
            )
            assert told["rank"].to_dict() == table["rank"].dropna().astype(int).to_dict()


def test_somebody_with_one_county_sees_one_row_drawn_among_all(
    province: Store, framework: Framework
) -> None:
    told = robustness.firmness(DataSource(province, framework), QINGXI_ONLY, NOW)
    assert told.units[["unit", "rank", "letters"]].to_numpy().tolist() == [[QINGXI, 2, "b"]]
    assert told.ranked == 2
    assert told.unranked.empty
    beside = robustness.intervals(DataSource(province, framework), QINGXI_ONLY, NOW)
    assert beside["unit"].tolist() == [QINGXI]


def test_nobody_learns_of_another_county_from_an_indicator_left_out(
    province: Store, framework: Framework
) -> None:
    file(province, framework, YUNLU, "2024", [7, 9, 0, 1, 1, 1, 300, 1000])
    whole = robustness.left_out(DataSource(province, framework), READER, NOW)
    own = robustness.left_out(DataSource(province, framework), QINGXI_ONLY, NOW)
    assert own["mean_shift"].equals(whole["mean_shift"])
    assert set(own["unit"].dropna()) <= {QINGXI}
    assert own.loc[own["unit"].isna(), ["rank", "without", "shift"]].isna().all(axis=None)


def test_a_county_that_is_not_one_s_own_cannot_be_explained(
    province: Store, framework: Framework
) -> None:
    with pytest.raises(Unknown):
        robustness.influence(DataSource(province, framework), QINGXI_ONLY, NOW, Settings(), BAISHI)
    with pytest.raises(Unknown):
        robustness.influence(DataSource(province, framework), READER, NOW, Settings(), YUNLU)


def test_what_is_not_there_is_said(province: Store, framework: Framework) -> None:
    with pytest.raises(Unknown):
        robustness.firmness(DataSource(province, framework), READER, Question("2024", "courage"))
    with pytest.raises(Unknown):
        robustness.intervals(
            DataSource(province, framework), READER, Question("2024", scope="prefecture:9")
        )


def test_a_role_without_scores_is_refused(
    province: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROLES, "guest", Role(frozenset()))
    guest = Actor("guest", "guest")
    for ask in (robustness.firmness, robustness.intervals, robustness.left_out):
        with pytest.raises(NotAllowed):
            ask(DataSource(province, framework), guest, NOW)
    with pytest.raises(NotAllowed):
        robustness.influence(DataSource(province, framework), guest, NOW, Settings())


def test_a_write_is_seen_at_once_and_nothing_is_drawn_twice(
    province: Store, framework: Framework
) -> None:
    before = robustness.left_out(DataSource(province, framework), READER, NOW)
    pd.testing.assert_frame_equal(
        before, robustness.left_out(DataSource(province, framework), READER, NOW)
    )
    assert robustness.firmness(DataSource(province, framework), READER, NOW).ranked == 2
    file(province, framework, YUNLU, "2024", [7, 9, 2, 1, 1, 1, 300, 1000])
    assert robustness.firmness(DataSource(province, framework), READER, NOW).ranked == 3


def test_before_anything_is_filed_there_is_nothing_and_no_error(
    store: Store, framework: Framework
) -> None:
    settings = Settings(frozenset(DOUBTS))
    told = robustness.firmness(DataSource(store, framework), READER, NOW, settings)
    assert told.units.empty
    assert told.shift is None
    assert robustness.left_out(DataSource(store, framework), READER, NOW).empty
    assert (
        robustness.influence(DataSource(store, framework), READER, NOW, settings)["total"]
        .isna()
        .all()
    )


def test_a_doubt_that_changes_nothing_is_not_among_the_moving(
    province: Store, framework: Framework
) -> None:
    file(province, framework, YUNLU, "2024", [7, 9, 2, 1, 1, 1, 300, 1000])
    settings = Settings(frozenset({"weights", "missing"}), share=0)
    assert (
        robustness.firmness(DataSource(province, framework), READER, NOW, settings).moving
        == frozenset()
    )


def test_the_ranking_s_workbook_has_the_interval_and_says_what_it_is(
    province: Store, framework: Framework
) -> None:
    t = Messages("en")
    data = rankings.workbook(DataSource(province, framework), READER, View("2024"), "0" * 64, t)
    rows = [list(row) for row in load_workbook(io.BytesIO(data)).active.values]
    assert t("robustness.beside") in [row[0] for row in rows]
    top = next(place for place, row in enumerate(rows) if row[1] is not None)
    table = pd.DataFrame(rows[top + 1 :], columns=rows[top], dtype=object)
    told = table.set_index(t("rankings.code"))[[t("robustness.low"), t("robustness.high")]]
    assert told.loc[QINGXI].tolist() == [2, 2]
    assert told.loc[YUNLU].isna().all()
