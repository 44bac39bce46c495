"""Ten explanations of the demonstration province, followed line by line; two of them compared."""

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assessment.errors import NotAllowed
from assessment.framework.loader import DEFAULT, load
from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.scores.basis.basis import DataSource
from assessment.scores.explanation import explanation_tables, worked_calculation
from assessment.scores.explanation.compare import compare
from assessment.scores.explanation.explanation import Explanation, explanation
from assessment.scoring.explanation_tree import Answer, Node
from assessment.store.database import Store
from tests.foundation.naive.formula import Formula
from tests.foundation.scoring import recomputed
from tests.kit.people import READER
from tests.kit.province import three_counties
from tests.kit.province.three_counties import BAISHI, QINGXI, QINGXI_ONLY, YUNLU

TEN = (
    *("430102", "430181", "430321", "430582", "430626"),
    *("430726", "431103", "431225", "431271", "431382"),
)
"""Of every peer group; one is vetoed, one has no total."""

PERIOD = "2024"
LAST_DAY = {"period_end": float((date(2024, 12, 31) - date(1970, 1, 1)).days)}


@pytest.fixture(scope="module")
def shipped() -> Framework:
    return load(DEFAULT)


@pytest.fixture(scope="module")
def ten(demo_database: Path, shipped: Framework) -> Iterator[list[Explanation]]:
    store = Store(demo_database)
    yield [explanation(DataSource(store, shipped), READER, unit, PERIOD) for unit in TEN]
    store.close()


def said(node: Node) -> dict[str, Answer]:
    assert node.measure is not None
    return {answer.field: answer for answer in node.measure.answers}


def test_ten_counties_can_be_followed_from_answers_to_total(ten: list[Explanation]) -> None:
    """Formula with the answers told → value → rule → score → points → total, each worked out."""
    followed = 0
    for opened in ten:
        for node in opened.tree.indicators():
            assert node.measure is not None
            if node.measure.value is None:
                assert (node.score, node.points, node.lost) == (None, None, None), node.code
                assert node.measure.reason, node.code
                continue
            answers = {code: answer.value for code, answer in said(node).items()} | LAST_DAY
            value = Formula(node.measure.formula).value(answers.__getitem__)
            assert value == pytest.approx(node.measure.value, rel=1e-12), node.code
            assert recomputed.score(node.measure) == pytest.approx(node.score, abs=1e-9), node.code
            if node.share is not None:
                assert node.points == pytest.approx(node.score * node.share / 100, abs=1e-9)
            followed += 1
        for place, found, expected in recomputed.sums(opened.tree):
            assert found == pytest.approx(expected, abs=1e-9), place
    assert followed > 400


def test_a_weight_is_told_as_it_was_before_it_was_shared_out(ten: list[Explanation]) -> None:
    for opened in ten:
        nodes = list(opened.tree.indicators())
        assert math.fsum(node.nominal for node in nodes) == pytest.approx(100, abs=1e-9)
        if all(node.score is not None for node in nodes):
            shares = [node.share for node in nodes]
            assert shares == pytest.approx([node.nominal for node in nodes], abs=1e-9)


def test_of_every_answer_it_is_told_who_filed_it_and_when(ten: list[Explanation]) -> None:
    for opened in ten:
        for node in opened.tree.indicators():
            for answer in said(node).values():
                assert (answer.state == "missing") == (answer.filed_at is None)
                assert (answer.value is None) == (answer.state != "value")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_calculation_in_words_ends_in_the_score(
    ten: list[Explanation], shipped: Framework, lang: str
) -> None:
    t = Messages(lang)
    for opened in ten:
        for node in opened.tree.indicators():
            told = worked_calculation.score(shipped, node, PERIOD, t)
            assert bool(told) == (node.score is not None), node.code
            if node.score is not None:
                score = f"{node.score:,.2f}".rstrip("0").rstrip(".")
                assert score in told, (node.code, told)


def test_of_others_one_s_value_is_told_only_where_the_rule_needs_it(ten: list[Explanation]) -> None:
    compared = 0
    for opened in ten:
        for node in opened.tree.indicators():
            assert node.measure is not None
            peers = node.measure.peers
            if peers is not None:
                assert (peers.lowest, peers.highest) == (None, None)
                assert (peers.median is None) == (peers.size < 3)
                compared += 1
    assert compared > 100


def test_the_excel_tables_hold_the_same_numbers_and_every_answer(
    ten: list[Explanation], shipped: Framework
) -> None:
    t = Messages("zh")
    for opened in ten:
        parts = explanation_tables.parts(shipped, opened, t)
        leaves = parts[parts["indicator"].notna()]
        if opened.tree.base is None:
            assert leaves["points"].isna().all()
        else:
            assert math.fsum(leaves["points"].dropna()) == pytest.approx(opened.tree.base, abs=1e-9)
        answers = explanation_tables.answers(shipped, opened, t)
        assert len(answers) == sum(len(said(node)) for node in opened.tree.indicators())


def test_a_comparison_is_refused_where_either_unit_is_out_of_scope(
    province: Store, framework: Framework
) -> None:
    own, other = (QINGXI, "2024"), (BAISHI, "2024")
    for one, two in ((own, other), (other, own)):
        with pytest.raises(NotAllowed):
            compare(DataSource(province, framework), QINGXI_ONLY, one, two)
    allowed = compare(DataSource(province, framework), QINGXI_ONLY, own, (QINGXI, "2023"))
    assert allowed.of_one_unit
    assert allowed.periods == ("2023", "2024")


def test_what_differs_most_comes_first_and_everything_adds_up(
    province: Store, framework: Framework
) -> None:
    """Baishi 88.8 with a bonus of 1, Qingxi 34.2 without: see `three_counties`."""
    told = compare(
        DataSource(province, framework), READER, (BAISHI, "2024"), (QINGXI, "2024")
    ).beside
    differences = [(pair.code, pair.difference) for pair in told.strengths]
    assert differences == [("work", pytest.approx(33.6)), ("venues", pytest.approx(20))]
    assert told.bonus == 1
    assert told.difference == pytest.approx(54.6, abs=1e-9)
    work = [(part.code, part.difference) for part in told.strengths[0].parts]
    assert work == [("rate", pytest.approx(21.6)), ("meetings", pytest.approx(12))]


def test_without_a_total_no_difference_is_told(province: Store, framework: Framework) -> None:
    told = compare(
        DataSource(province, framework), READER, (BAISHI, "2024"), (YUNLU, "2024")
    ).beside
    assert (told.difference, told.bonus) == (None, None)
    assert {pair.difference for pair in told.strengths} == {None}


def test_what_one_period_does_not_ask_is_said_and_no_zero(province: Store) -> None:
    entries: dict[str, Any] = yaml.safe_load(three_counties.FRAMEWORK.read_text("utf-8"))
    changed = json.loads(json.dumps(entries))
    changed["strengths"][0]["indicators"][1]["since"] = "2024"
    framework = Framework.model_validate(changed)
    told = compare(
        DataSource(province, framework), READER, (QINGXI, "2024"), (QINGXI, "2023")
    ).beside
    (work,) = [pair for pair in told.strengths if pair.code == "work"]
    (meetings,) = [part for part in work.parts if part.code == "meetings"]
    assert (meetings.second, meetings.missing) == (None, "not_asked")
    assert meetings.first is not None
    assert meetings.difference == meetings.first.points
    assert sum(part.difference or 0 for part in work.parts) == pytest.approx(work.difference)


def test_what_has_no_score_on_one_side_is_said_to_be_uncounted(
    province: Store, framework: Framework
) -> None:
    told = compare(
        DataSource(province, framework), READER, (BAISHI, "2024"), (QINGXI, "2024")
    ).beside
    (work,) = [pair for pair in told.strengths if pair.code == "work"]
    first = work.parts[0]
    assert first.second is not None
    unscored = replace(first.second, score=None, points=None, lost=None, share=None)
    assert replace(first, second=unscored).missing == "uncounted"
