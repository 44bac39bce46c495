"""A team's page: how its counties have scored since it came, by what is published."""

import pandas as pd
import pytest

from assessment.errors import NotAllowed
from assessment.field.team_results import team
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.scores.basis.basis import DataSource
from assessment.store.database import Store
from tests.kit.province.three_counties import BAISHI, QINGXI, READER, YUNLU
from tests.scores.test_basis import published

__all__ = ["published"]

CLERK = Actor("clerk", "county", frozenset({QINGXI}))


def scored(store: Store, framework: Framework, actor: Actor, code: str) -> dict[str, float | None]:
    """By unit, of 2024 alone: no team came before."""
    rows = team.scored(DataSource(store, framework), actor, team.of(store, actor, code))
    assert set(rows["period"]) <= {"2024"}
    return {
        unit: None if pd.isna(total) else round(total, 1)
        for unit, total in zip(rows["unit"], rows["total"], strict=True)
    }


def test_each_county_s_total_of_the_periods_since_and_unknown_is_no_zero(
    published: Store, framework: Framework
) -> None:
    assert scored(published, framework, READER, "one") == {BAISHI: 88.8, QINGXI: 34.2}
    assert scored(published, framework, READER, "two") == {YUNLU: None}
    assert scored(published, framework, READER, "four") == {}


def test_of_other_counties_nothing_is_told(published: Store, framework: Framework) -> None:
    assert scored(published, framework, CLERK, "one") == {QINGXI: 34.2}
    everything = team.of(published, READER, "one")
    told = team.scored(DataSource(published, framework), CLERK, everything)["total"].dropna()
    assert told.tolist() == [pytest.approx(34.2)]
    with pytest.raises(NotAllowed):
        team.scored(DataSource(published, framework), Actor("root", "administrator"), everything)


def test_what_is_not_published_is_not_told(province: Store, framework: Framework) -> None:
    assert scored(province, framework, READER, "one") == {}
