"""Who reads what is published never sees what was filed since, whatever they ask."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pandas as pd
import pytest

from assessment.errors import NotAllowed, Unpublished
from assessment.framework.model import Framework
from assessment.i18n import Messages
from assessment.kernel.actors import Actor
from assessment.rectification.common_problems import problems
from assessment.scores.analysis import robustness, what_if
from assessment.scores.analysis.data_health import reliability, statistics
from assessment.scores.basis import basis, basis_in_words
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.scores.explanation import change_bridge, compare, explanation, live_workbook
from assessment.scores.framework_guide import framework_difference
from assessment.scores.profiles import county, overview
from assessment.scores.rankings import rankings
from assessment.store.database import Store
from assessment.survey.publishing import snapshots
from assessment.units import directory, scopes, units_table
from tests.kit.people import LEADER
from tests.kit.province import three_counties
from tests.kit.province.three_counties import BAISHI, NORTH, QINGXI, READER
from tests.survey.test_snapshots import PUBLISHER, TEXT, file_again, honour, lift, rename

ZH = Messages("zh")
Ask = Callable[[DataSource, Actor], Any]

QUESTIONS: dict[str, Ask] = {
    "scores": lambda s, a: scores(s, a, "2024"),
    "ranking": lambda s, a: rankings.ranking(s, a, "2024"),
    "ranking of a strength": lambda s, a: rankings.ranking(s, a, "2024", "work"),
    "overview": lambda s, a: overview.overview(s, a, "2024"),
    "most common": lambda s, a: overview.most_common(s, a, "2024", 5),
    "standing": lambda s, a: county.standing(s, a, QINGXI, "2024"),
    "honoured": lambda s, a: county.standing(s, a, BAISHI, "2024"),
    "comparison": lambda s, a: county.comparison(s, a, QINGXI, "2024"),
    "trend": lambda s, a: county.trend(s, a, QINGXI),
    "problems here": lambda s, a: county.problems_here(s, a, QINGXI, "2024"),
    "common problems": lambda s, a: problems.common_problems(s, a, "2024"),
    "spread": lambda s, a: problems.spread(s, a, "2024", "WORK-01"),
    "explanation": lambda s, a: explanation.explanation(s, a, QINGXI, "2024"),
    "compare": lambda s, a: compare.compare(s, a, (QINGXI, "2024"), (BAISHI, "2024")),
    "reliability": lambda s, a: reliability.of_units(s, a, "2024"),
    "reliability of one": lambda s, a: reliability.of_unit(s, a, QINGXI, "2024"),
    "statistics": lambda s, a: statistics.statistics(s, a, "2024"),
    "far out": lambda s, a: statistics.far_out(s, a, "2024"),
    "intervals": lambda s, a: robustness.intervals(s, a, robustness.Question("2024")),
    "firmness": lambda s, a: robustness.firmness(s, a, robustness.Question("2024")).units,
    "left out": lambda s, a: robustness.left_out(s, a, robustness.Question("2024")),
    "what was said": lambda s, a: what_if.questions(s, a, QINGXI, "2024"),
    "lifts": lambda s, a: what_if.lifts(s, a, QINGXI, "2024"),
    "trial": lambda s, a: what_if.trial(
        s, a, QINGXI, "2024", answers={"meetings_n": what_if.TrialAnswer("value", 2)}
    ),
    "bridge": lambda s, a: change_bridge.change_bridge(s, a, QINGXI, ("2023", "2024")),
    "effect": lambda s, a: framework_difference.effect(s, a, (s.live_framework,) * 2, "2024"),
    "periods": lambda s, a: directory.periods(s.live_store, a),
}


@pytest.fixture
def published(province: Store) -> Store:
    for period in ("2023", "2024"):
        snapshots.publish(province, TEXT, PUBLISHER, period, "首次")
    return province


def told(found: object) -> object:
    """An answer as something that can be compared."""
    if isinstance(found, pd.DataFrame):
        return found.to_csv()
    if is_dataclass(found) and not isinstance(found, type):
        names = [each.name for each in fields(found)]
        return {name: told(getattr(found, name)) for name in names}
    if isinstance(found, dict):
        return {key: told(value) for key, value in found.items()}
    if isinstance(found, tuple | list):
        return [told(each) for each in found]
    return repr(found)


def write_everything(store: Store, framework: Framework) -> None:
    """Other answers, honours, vetoes and names, in both periods."""
    for change in (file_again, honour, lift, rename):
        change(store, framework)
    three_counties.file(store, framework, BAISHI, "2024", [1, 10, 0, 0, 0, 0, 1, 1000])
    three_counties.file(store, framework, QINGXI, "2023", [10, 10, 2, 1, 1, 1, 999, 1000])


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_written_after_publication_is_seen_by_nobody_who_reads_what_is_published(
    published: Store, framework: Framework, question: str
) -> None:
    ask = QUESTIONS[question]
    before = told(ask(DataSource(published, framework), LEADER))
    write_everything(published, framework)
    ask(DataSource(published, framework), READER)
    assert told(ask(DataSource(published, framework), LEADER)) == before


def test_the_workbook_that_recalculates_holds_what_was_published(
    published: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = []
    monkeypatch.setattr(
        live_workbook.live_workbook, "written", lambda given, _: kept.append(given) or b""
    )
    for _ in range(2):
        live_workbook.workbook(DataSource(published, framework), LEADER, "2024", "0" * 12, ZH)
        write_everything(published, framework)
    assert kept[0].answers.equals(kept[1].answers)
    assert kept[0].units.equals(kept[1].units)


def test_while_nothing_is_published_nothing_is_told(province: Store, framework: Framework) -> None:
    assert directory.periods(province, LEADER) == []
    for question in set(QUESTIONS) - {"periods", "trend"}:
        with pytest.raises(Unpublished):
            QUESTIONS[question](DataSource(province, framework), LEADER)


def test_the_period_before_may_be_unpublished(province: Store, framework: Framework) -> None:
    snapshots.publish(province, TEXT, PUBLISHER, "2024", "首次")
    table = rankings.ranking(DataSource(province, framework), LEADER, "2024")
    assert table["score"].notna().sum() == 2
    assert table["change"].isna().all()
    assert (
        problems.common_problems(DataSource(province, framework), LEADER, "2024")["share"]
        .notna()
        .any()
    )


def test_who_may_not_see_what_was_filed_last_cannot_ask_for_it(
    published: Store, framework: Framework
) -> None:
    with pytest.raises(NotAllowed):
        scores(DataSource(published, framework), replace(LEADER, live=True), "2024")


def test_the_same_numbers_are_read_live_and_published_while_nothing_has_changed(
    published: Store, framework: Framework
) -> None:
    live, frozen = (
        scores(DataSource(published, framework), who, "2024") for who in (READER, LEADER)
    )
    for name in ("indicators", "strengths", "totals", "signals"):
        pd.testing.assert_frame_equal(getattr(live, name), getattr(frozen, name), check_exact=True)


def test_a_unit_founded_after_publication_is_unknown_to_it(
    published: Store, framework: Framework
) -> None:
    with published.writing(actor="x", action="x", subject="*", facts={}) as cursor:
        units_table.record(
            cursor,
            [
                units_table.Unit(
                    "430199", "新县", "New", "county", NORTH, "county", True, False, 1, 1
                )
            ],
        )
    assert len(scores(DataSource(published, framework), LEADER, "2024").totals) == 3
    assert len(scopes.described(published, LEADER)) == 4


def test_a_county_reads_its_own_rows_of_what_is_published(
    published: Store, framework: Framework
) -> None:
    own = Actor("qx", "county", frozenset({QINGXI}))
    assert list(scores(DataSource(published, framework), own, "2024").totals["unit"]) == [QINGXI]
    assert list(rankings.ranking(DataSource(published, framework), own, "2024")["unit"]) == [QINGXI]
    with pytest.raises(NotAllowed):
        explanation.explanation(DataSource(published, framework), own, BAISHI, "2024")


def test_what_the_scores_rest_on_is_said(published: Store) -> None:
    frozen = basis_in_words.said(basis.standing(published, LEADER, "2024"), ZH)
    assert frozen.startswith("快照 2 · ")
    assert "未审定的按自报值" in frozen
    assert "未发布" in basis_in_words.said(basis.standing(published, READER, "2024"), ZH)
