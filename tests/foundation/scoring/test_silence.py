"""Where what is missing earns no points: a blank never pays, and both implementations say so.

The rank is claimed for methods that compare nobody. Where others are compared with the unit, they
lose one to be compared with when it falls silent, and may fall further than it does.
"""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.framework.checks_of_silence import silence_never_pays
from assessment.framework.model import Framework
from tests.foundation.naive import province
from tests.foundation.naive.answers import Row, Unit
from tests.foundation.naive.province import SCOPES, Province
from tests.foundation.naive.random_frameworks import PERIOD, TEXT, Case
from tests.foundation.naive.refusal import Refused
from tests.foundation.naive.silent_frameworks import silent_case
from tests.foundation.scoring.both import by_engine, is_refusal
from tests.foundation.scoring.test_second_implementation import compared

MOST = 4
"""Answers taken away from one unit at once."""

TRIES = 5
"""Units that fall silent, one at a time, for each random framework."""

bounded = settings(max_examples=60, derandomize=True, deadline=None, database=None)
few = settings(bounded, max_examples=6)
seeds = st.integers(0, 10_000)


def _chunk(number: int) -> object:
    return number if number == 0 else pytest.param(number, marks=pytest.mark.thorough)


@pytest.mark.parametrize("chunk", [_chunk(number) for number in range(8)])
def test_random_frameworks_score_alike(chunk: int) -> None:
    for seed in range(chunk * 12, (chunk + 1) * 12):
        case = silent_case(seed)
        assert not list(silence_never_pays(case.framework)), seed
        differences = list(compared(case))
        assert not differences, (seed, differences[:5])


def test_a_blank_gives_what_was_worked_out_by_hand() -> None:
    """`work` is 60 % firms (10 of 10), 40 % meetings; `venues`, worth as much, is halls (1 of 2).
    With no meetings and with that blank: 0.5·60 + 0.5·50 = 55. With firms blank and 10 meetings:
    0.5·40 + 0.5·50 = 45. With halls blank `venues` has no score, and so there is no total."""
    bad = {"firms": 10.0, "meetings": 0.0, "halls": 1.0}
    without_firms = {"meetings": 10.0, "halls": 1.0}
    given = {"bad": bad, "blank": {"firms": 10.0, "halls": 1.0}, "other": without_firms}
    given |= {"lacking": {"firms": 10.0, "meetings": 10.0}}
    rows = [(u, PERIOD, f, v) for u, said in given.items() for f, v in said.items()]
    units = [Unit(unit, "north", "big") for unit in given]
    found = by_engine(Case(_by_hand(), rows, units))
    assert not is_refusal(found)
    totals = {unit: found["totals"][unit,]["total"] for unit in given}
    assert totals == {"bad": 55, "blank": 55, "other": 45, "lacking": None}
    blank = found["indicators"]["blank", "meetings_i"]
    assert (blank["state"], blank["score"], blank["points"], blank["lost"]) == (
        "missing",
        None,
        0,
        20,
    )


def _by_hand() -> Framework:
    def indicator(field: str, best: float, weight: float) -> dict[str, Any]:
        scoring = {"method": "goalposts", "worst": 0, "best": best}
        text = {"title": TEXT, "measure": TEXT, "evidence": TEXT, "source": TEXT}
        rest = {"code": f"{field}_i", "formula": field, "scoring": scoring, "weight": weight}
        return text | rest | {"kind": "count", "direction": "up", "basis": "proposal"}

    def strength(code: str, *indicators: dict[str, Any]) -> dict[str, Any]:
        return {"code": code, "title": TEXT, "short": TEXT, "weight": 1, "indicators": indicators}

    return Framework.model_validate(
        {
            "title": TEXT,
            "scope": TEXT,
            "completeness_threshold": 0.4,
            "smallest_pool": 1,
            "unanswered": {"always": "reweight", PERIOD: "no_points"},
            "total_needs": "all_strengths",
            "fields": [
                {"code": code, "title": TEXT, "type": "decimal", "strength": "work"}
                for code in ("firms", "meetings", "halls")
            ],
            "strengths": [
                strength("work", indicator("firms", 10, 60), indicator("meetings", 10, 40)),
                strength("venues", indicator("halls", 2, 1)),
            ],
            "grades": [{"code": "any", "title": TEXT, "at_least": 0}],
        }
    )


@bounded
@given(seed=seeds, fixed=st.booleans(), loose=st.booleans(), choice=st.integers(0, 10_000))
def test_a_blank_never_raises_score_rank_or_grade(
    seed: int, fixed: bool, loose: bool, choice: int
) -> None:
    case = silent_case(seed, fixed=fixed, loose=loose)
    before = _scored(case, case.rows)
    for time in range(TRIES if before is not None else 0):
        unit, left = _emptied(case, choice + time)
        after = _scored(case, left)
        if after is None:
            continue
        _must_not_rise(case, unit, before, after)
        for scope in SCOPES if fixed else ():
            new = after.ranks["total"][scope].get(unit)
            old = before.ranks["total"][scope].get(unit)
            assert new is None or (old is not None and new >= old), scope


@few
@given(seed=seeds, choice=st.integers(0, 10_000))
def test_nor_does_it_by_the_engine(seed: int, choice: int) -> None:
    case = silent_case(seed, fixed=True)
    unit, left = _emptied(case, choice)
    before, after = by_engine(case), by_engine(replace(case, rows=left))
    if is_refusal(before) or is_refusal(after):
        return
    old, new = before["totals"][unit,], after["totals"][unit,]
    assert new["total"] is None or new["total"] <= old["total"] + 1e-9
    assert new["rank_all"] is None or new["rank_all"] >= old["rank_all"]


@few
@given(seed=seeds)
def test_what_is_earned_and_lost_adds_up(seed: int) -> None:
    found = by_engine(silent_case(seed))
    if is_refusal(found):
        return
    for (unit,), total in found["totals"].items():
        if total["base"] is None:
            continue
        own = [row for key, row in found["indicators"].items() if key[0] == unit]
        told = [row for row in own if row["points"] is not None]
        assert sum(row["points"] for row in told) == pytest.approx(total["base"], abs=1e-7)
        assert sum(row["lost"] for row in told) == pytest.approx(100 - total["base"], abs=1e-7)
        assert all(row["score"] is None for row in own if row["state"] == "missing")


@few
@given(seed=seeds)
def test_what_is_missing_is_in_nobody_s_pool(seed: int) -> None:
    """A unit that answers nothing changes no other unit's indicator."""
    case = silent_case(seed)
    unit, fields = case.units[0].unit, {field.code for field in case.framework.fields}
    left = [row for row in case.rows if row[0] != unit or row[2] not in fields]
    without = replace(case, rows=left, units=case.units[1:])
    one, other = by_engine(replace(case, rows=left)), by_engine(without)
    if is_refusal(one) or is_refusal(other):
        return
    earlier = {i.code for _, i in case.framework.indicators() if i.pool.periods == "all"}
    for key, row in other["indicators"].items():
        same = one["indicators"][key]["score"] == row["score"]
        assert same or key[1] in earlier, key


def _emptied(case: Case, choice: int) -> tuple[str, list[Row]]:
    """A unit, and all answers but some of its own."""
    dice = Random(choice)  # noqa: S311 - chosen, not secret
    fields = {field.code for field in case.framework.fields}
    unit = dice.choice(case.units).unit
    own = [r for r in case.rows if r[:2] == (unit, case.period) and r[2] in fields]
    gone = set(dice.sample(own, min(len(own), dice.randint(1, MOST))))
    return unit, [row for row in case.rows if row not in gone]


def _scored(case: Case, rows: list[Row]) -> Province | None:
    try:
        return province.score(case.framework, rows, case.units, case.period)
    except Refused:
        return None


def _must_not_rise(case: Case, unit: str, before: Province, after: Province) -> None:
    old, new = before.totals[unit], after.totals[unit]
    if new.total is None:
        return
    assert old.total is not None
    assert new.total <= old.total + 1e-9
    codes = [grade.code for grade in case.framework.grades]
    assert codes.index(new.grade) >= codes.index(old.grade)
