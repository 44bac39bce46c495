"""The engine and the naive implementation agree: every number to 1e-9, all else exactly."""

from collections.abc import Iterator

import pytest

from tests.foundation.naive import province
from tests.foundation.naive.random_frameworks import Case, case
from tests.foundation.naive.refusal import Refused
from tests.foundation.scoring.both import alike, by_engine, is_refusal, naively

CHUNKS = 8
IN_A_CHUNK = 25

EVERY_CASE = 500
"""What the random cases are like is told by the naive implementation alone, which is quick."""


def _chunk(number: int) -> object:
    """Only the first is for every commit: each case is a run of the engine, a third of a second."""
    return number if number == 0 else pytest.param(number, marks=pytest.mark.thorough)


@pytest.mark.parametrize("chunk", [_chunk(number) for number in range(CHUNKS)])
def test_random_frameworks_score_alike(chunk: int) -> None:
    for seed in range(chunk * IN_A_CHUNK, (chunk + 1) * IN_A_CHUNK):
        differences = list(compared(case(seed)))
        assert not differences, (seed, differences[:5])


def test_the_random_cases_are_worth_comparing() -> None:
    """Most can be scored and some cannot; every method, state and reason comes up."""
    scored, refused, seen = 0, 0, set()
    for seed in range(0, EVERY_CASE, 3):
        given = case(seed)
        try:
            found = province.score(given.framework, given.rows, given.units, given.period)
        except Refused:
            refused += 1
            continue
        scored += 1
        methods = {i.code: i.scoring.method for _, i in given.framework.indicators()}
        for row in found.cells.values():
            for cell in row.values():
                if cell.score is not None:
                    seen |= {methods[cell.indicator], cell.imputed}
                    seen |= {"drawn in"} if cell.drawn_in else set()
                seen |= {cell.given.state, cell.given.reason}
    assert scored > refused > 20
    assert len(seen - {None}) == 14 + 6 + 1 + 3 + 5


def compared(given: Case) -> Iterator[tuple[object, ...]]:
    """Where the two differ: what, in which row and column, the naive one's and the engine's."""
    ours, theirs = naively(given), by_engine(given)
    if is_refusal(ours) or is_refusal(theirs):
        if ours != theirs:
            yield "refusal", _told(ours), _told(theirs)
        return
    for what, expected in ours.items():
        found = theirs[what]
        if found.keys() != expected.keys():
            yield what, "rows", sorted(expected.keys() ^ found.keys())
            continue
        for key, columns in expected.items():
            for column, value in columns.items():
                if not alike(value, found[key][column]):
                    yield what, key, column, value, found[key][column]


def _told(result: dict) -> object:
    return result if is_refusal(result) else "scored"
