"""The optimiser against every assignment there is, on matters small enough to list them all."""

from itertools import product
from time import monotonic

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.field.assignment import assignment_solver
from assessment.field.assignment.assignment_solver import (
    Conflict,
    Marks,
    Matter,
    Rules,
    Solution,
    Undecided,
    assigned,
)

NONE = np.zeros((2, 3), dtype=bool)


def matter(**given: object) -> Matter:
    """Two teams, of one and of two people, and three units alike."""
    usual: dict[str, object] = {
        "size": np.array([1.0, 2.0]),
        "need": np.array([1.0, 1.0, 1.0]),
        "km": np.array([[10.0, 20.0, 30.0], [30.0, 20.0, 10.0]]),
        "home": NONE,
        "outside": NONE,
        "today": NONE,
        "change_km": 0.0,
    }
    return Matter(**{**usual, **given})


def marks(*rows: str) -> Marks:
    """`"x.."`: a link to the first of three."""
    return np.array([[sign == "x" for sign in row] for row in rows])


def found(of: Matter, rules: Rules | None = None) -> Solution:
    result = assigned(of, rules or Rules())
    assert isinstance(result, Solution)
    return result


def kept(of: Matter, rules: Rules, links: Marks) -> bool:
    """Whether an assignment keeps all rules, said a second time and as plainly as can be."""
    return bool(
        links.any(axis=0).all()
        and not (rules.every_team and not links.any(axis=1).all())
        and not (rules.home and (links & of.home).any())
        and not (rules.own_prefecture and (links & of.outside).any())
        and not (rules.furthest is not None and (of.km[links] > rules.furthest).any())
        and not (rules.most_units is not None and links.sum(axis=1).max() > rules.most_units)
        and not (rules.most_changes is not None and of.changes(links) > rules.most_changes)
    )


def every(of: Matter, rules: Rules) -> list[Marks]:
    """All assignments within the rules."""
    shape = of.today.shape
    listed = (
        np.array(bits, dtype=bool).reshape(shape)
        for bits in product((False, True), repeat=int(np.prod(shape)))
    )
    return [links for links in listed if kept(of, rules, links)]


@st.composite
def matters(draw: st.DrawFn) -> tuple[Matter, Rules]:
    shape = (draw(st.integers(1, 3)), draw(st.integers(1, 3)))
    cells = shape[0] * shape[1]

    def flags(often: int) -> Marks:
        one = st.integers(0, 9).map(lambda number: number < often)
        return np.array(draw(st.lists(one, min_size=cells, max_size=cells))).reshape(shape)

    def numbers(count: int, low: int, high: int) -> np.ndarray:
        one = st.integers(low, high)
        drawn = draw(st.lists(one, min_size=count, max_size=count))
        return np.array(drawn, dtype=float)

    of = Matter(
        size=numbers(shape[0], 1, 4),
        need=1 + numbers(shape[1], 0, 10) / 10,
        km=numbers(cells, 1, 200).reshape(shape),
        home=flags(2),
        outside=flags(2),
        today=flags(4),
        change_km=float(draw(st.sampled_from([0, 40]))),
    )
    rules = Rules(
        every_team=draw(st.booleans()),
        furthest=draw(st.sampled_from([None, 50, 150])),
        most_units=draw(st.sampled_from([None, 1, 2])),
        most_changes=draw(st.sampled_from([None, 1, 4])),
    )
    return of, rules


@settings(max_examples=40, deadline=None, derandomize=True)
@given(matters())
def test_it_finds_the_lightest_cap_and_the_cheapest_under_it(given_: tuple[Matter, Rules]) -> None:
    of, rules = given_
    allowed = every(of, rules)
    result = assigned(of, rules)
    if not allowed:
        assert isinstance(result, Conflict)
        return
    assert isinstance(result, Solution)
    assert kept(of, rules, result.links)
    lightest = min(float(of.load(links).max()) for links in allowed)
    assert result.cap <= lightest / (1 - assignment_solver.CLOSE) + 1e-9
    assert result.cap_bound <= lightest + 1e-9
    program = assignment_solver._Program(of, rules, 0.0)
    under = [program.cost(x) for x in allowed if of.load(x).max() <= result.cap * (1 + 1e-9)]
    assert result.cost <= min(under) * (1 + 1e-3) + 1e-6
    assert result.cost_bound <= min(under) + 1e-6


@settings(max_examples=40, deadline=None, derandomize=True)
@given(matters())
def test_rules_named_as_contradictory_are_the_fewest(given_: tuple[Matter, Rules]) -> None:
    """Together they allow nothing; without any one of them they allow something."""
    of, rules = given_
    result = assigned(of, rules)
    if not isinstance(result, Conflict):
        return
    named = set(result.rules)
    only = rules.without([name for name in rules.active() if name not in named])
    assert not every(of, only)
    for name in named:
        assert every(of, only.without([name]))
    possible = ~of.barred(only)
    assert {unit for unit in range(of.need.size) if not possible[:, unit].any()} == set(
        result.units
    )


def test_two_people_carry_twice_as_much() -> None:
    result = found(matter())
    assert result.links.sum(axis=1).tolist() == [1, 2]
    assert (result.cap, result.cap_gap, result.cost_gap) == (1.0, 0.0, 0.0)


def test_of_equal_loads_the_nearest_is_taken() -> None:
    assert (found(matter()).links == marks("x..", ".xx")).all()


def test_links_of_today_stay_where_changing_them_weighs_more_than_the_way() -> None:
    today = marks("..x", "xx.")
    moved, stayed = matter(today=today), matter(today=today, change_km=40.0)
    assert moved.changes(found(moved).links) > 0
    assert stayed.changes(found(stayed).links) == 0


def test_nobody_is_sent_home_unless_that_rule_is_off() -> None:
    of = matter(home=marks("x..", "..."))
    assert not found(of).links[0, 0]
    assert found(of, Rules(home=False)).links[0, 0]


def test_a_team_of_one_prefecture_stays_in_it_unless_that_rule_is_off() -> None:
    of = matter(outside=marks("x..", "..."))
    assert not found(of).links[0, 0]
    assert found(of, Rules(own_prefecture=False)).links[0, 0]


def test_a_team_may_be_left_idle_only_where_that_is_allowed() -> None:
    of = matter(size=np.array([1.0, 30.0]), home=marks("...", "..."))
    assert found(of).links[0].any()
    assert not found(of, Rules(every_team=False)).links[0].any()


def test_too_few_kilometres_are_named_with_the_units_they_cut_off() -> None:
    result = assigned(matter(), Rules(furthest=15))
    assert isinstance(result, Conflict)
    assert (result.rules, result.units, result.teams) == (("furthest",), (1,), ())


def test_rules_that_only_together_are_too_much_are_both_named() -> None:
    """Two units without a team take two changes; who comes from everywhere can go nowhere."""
    of = matter(today=marks("x..", "..."))
    result = assigned(of, Rules(every_team=False, most_changes=1))
    assert isinstance(result, Conflict)
    assert result.rules == ("most_changes",)
    home = assigned(matter(home=marks("xxx", "...")), Rules(most_units=3))
    assert isinstance(home, Conflict)
    assert (set(home.rules), home.teams) == ({"every_team", "home"}, (0,))


def test_without_time_it_says_that_it_does_not_know() -> None:
    random = np.random.default_rng(3)
    shape = (60, 70)
    of = Matter(
        size=random.integers(1, 5, 60).astype(float),
        need=1 + random.random(70),
        km=random.random(shape) * 300,
        home=np.zeros(shape, dtype=bool),
        outside=np.zeros(shape, dtype=bool),
        today=np.zeros(shape, dtype=bool),
    )
    assert isinstance(assigned(of, Rules(), seconds=0.0), Undecided)


def test_what_could_not_be_told_in_time_is_not_told_as_proven(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A team of one may go nowhere; every try to do without a rule runs out of time."""
    of = matter(home=marks("xxx", "..."))
    monkeypatch.setattr(
        assignment_solver._Program, "feasible", lambda *_: (assignment_solver._NOT_IN_TIME, None)
    )
    result = assigned(of, Rules(own_prefecture=False))
    assert isinstance(result, Conflict)
    assert set(result.rules) == set(result.doubtful) == {"every_team", "home"}
    monkeypatch.undo()
    result = assigned(of, Rules(own_prefecture=False))
    assert isinstance(result, Conflict)
    assert (set(result.rules), result.doubtful) == ({"every_team", "home"}, ())


@pytest.mark.parametrize("excess", [0.0, 300.0])
def test_the_bound_of_the_cost_counts_today_s_links_and_the_excess(
    excess: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assignment_solver, "EXCESS_KM", excess)
    of = matter(today=marks("xxx", "..."), change_km=10.0)
    result = found(of)
    assert result.cost == pytest.approx(result.cost_bound)
    assert result.cost == pytest.approx(
        assignment_solver._Program(of, Rules(), 0.0).cost(result.links)
    )


def test_halving_alone_finds_and_proves_the_cap_where_asking_at_once_stalls() -> None:
    """Begun with a bad assignment and the bound anybody can tell, as when time ran out."""
    random = np.random.default_rng(5)
    of = matter(
        size=np.array([2.0, 3.0]),
        need=1 + random.random(3),
        today=NONE,
    )
    rules = Rules()
    program = assignment_solver._Program(of, rules, monotonic() + 60)
    worst = max(every(of, rules), key=lambda links: float(of.load(links).max()))
    fair = float(of.need.sum() / of.size.sum())
    links, low = assignment_solver._halved(program, worst, fair, monotonic() + 60)
    lightest = min(float(of.load(each).max()) for each in every(of, rules))
    assert float(of.load(links).max()) <= lightest / (1 - assignment_solver.CLOSE)
    assert fair < low <= lightest
    assert lightest - low <= assignment_solver.CLOSE * lightest
