"""What one person is shown does not depend on who came before, nor on what was kept for them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from random import Random
from typing import Any

import pytest

from assessment.errors import AssessmentError
from assessment.field.coverage import coverage, coverage_watch
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.rectification.common_problems import candidates, problems
from assessment.scores.basis.basis import DataSource
from assessment.store.database import Store
from assessment.store.memo import Memo
from assessment.store.query_cache import QueryCache
from assessment.survey.publishing import snapshots
from tests.kit.people import LEADER
from tests.kit.province import three_counties
from tests.kit.province.three_counties import BAISHI, QINGXI, QINGXI_ONLY, READER
from tests.scores.test_basis import QUESTIONS as OF_SCORES
from tests.scores.test_basis import Ask, told, write_everything
from tests.survey.test_snapshots import PUBLISHER, TEXT

DAY = date(2024, 12, 31)

PEOPLE = (
    READER,
    LEADER,
    QINGXI_ONLY,
    Actor("another of one county", "reviewer", frozenset({BAISHI}), live=True),
    Actor("a county", "county", frozenset({QINGXI})),
    Actor("another county", "county", frozenset({BAISHI})),
    Actor("nobody's", "county", frozenset()),
    Actor("a team", "team", frozenset({QINGXI}), frozenset({"t1"})),
)

QUESTIONS: dict[str, Ask] = OF_SCORES | {
    "holding": lambda s, a: problems.holding(s, a, "2024"),
    "commonness": lambda s, a: problems.commonness(s, a, "2024"),
    "trend of problems": lambda s, a: candidates.trend(s, a, "2024", "province"),
    "coverage": lambda s, a: coverage.coverage(s.live_store, a, "2024", on=DAY),
    "timeline": lambda s, a: coverage_watch.timeline(s.live_store, a, DAY),
}


QUICK = (
    *("holding", "commonness", "common problems", "coverage", "timeline"),
    *("explanation", "ranking", "reliability of one"),
)


def test_people_in_any_order_are_shown_what_they_would_be_without_caches(
    province: Store, framework: Framework
) -> None:
    assert_shown_as_without_caches(province, framework, QUICK)


@pytest.mark.thorough
def test_whatever_they_ask_it_is_what_they_would_be_shown_without_caches(
    province: Store, framework: Framework
) -> None:
    assert_shown_as_without_caches(province, framework, tuple(QUESTIONS))


def assert_shown_as_without_caches(
    province: Store, framework: Framework, names: Sequence[str]
) -> None:
    three_counties.send_teams(province)
    for period in ("2023", "2024"):
        snapshots.publish(province, TEXT, PUBLISHER, period, "首次")
    random = Random(7)  # noqa: S311  an order, not a secret
    for write in (lambda *_: None, write_everything):
        write(province, framework)
        source = DataSource(province, framework)
        asked = [(name, who) for name in names for who in PEOPLE] * 2
        random.shuffle(asked)
        warm = [answer(QUESTIONS[name], source, who) for name, who in asked]
        with without_caches():
            bare = {pair: answer(QUESTIONS[pair[0]], source, pair[1]) for pair in set(asked)}
        assert [pair for pair, shown in zip(asked, warm, strict=True) if shown != bare[pair]] == []


def answer(ask: Ask, source: DataSource, actor: Actor) -> object:
    """What is shown, or how it is refused."""
    try:
        return told(ask(source, actor))
    except AssessmentError as error:
        return type(error).__name__, str(error)


@contextmanager
def without_caches() -> Iterator[None]:
    def compute(*arguments: Any) -> Any:
        made: Callable[[], Any] = arguments[-1]
        return made()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Memo, "get", compute)
        patch.setattr(QueryCache, "once", compute)
        yield
