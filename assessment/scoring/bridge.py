"""Why a unit's score and rank moved between two periods: the Shapley value of four factors.

own          the unit's answers of the later period instead of the earlier one's
others       the same of every other unit: ranks, and whatever is scored among its peers
framework    the later period's rules instead of the earlier one's: dated numbers, what is asked
corrections  the earlier record as it is now instead of as it stood at a moment, its deadline

v(S) is a run of the engine on mixed answers: who is in S answers as in the later period, everyone
else as in the earlier one, before or after corrections, under the rules of one of the two. A
factor's effect is the mean, over every order in which the factors could come, of what it adds when
it comes. So the effects add up to the change exactly, no order is preferred, a factor that
changes nothing gets 0, and two that do the same get the same.

Answers scored under the other period's rules are carried over with all that came before them: the
same number of periods back stays so, and a date keeps its distance to its period's last day.
Otherwise moving the rules would also make every date a year older. Where both periods have the
same rules, a unit is scored under those of its own answers, and the factor is 0.

Where some mix has no score, factors are taken together until all that is left has one: as few as
will do, and rather a unit's own answers with the rules than with anything else. Their common
effect is then one number. Without a score at the start or the end there is no change to explain.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import chain, combinations
from math import factorial
from typing import Literal

import pandas as pd

from assessment.errors import Unscorable
from assessment.framework.in_force import same_rules
from assessment.framework.model import Framework
from assessment.framework.period import Period
from assessment.scoring.in_memory import score_frames
from assessment.scoring.scores import RANKS, Scores

Factor = Literal["own", "others", "framework", "corrections"]
FACTORS: tuple[Factor, ...] = ("own", "others", "framework", "corrections")

BONUS = "bonus"
"""Stands beside the strengths among the parts of a total."""

TAKEN_TOGETHER: tuple[tuple[Factor, Factor], ...] = (
    ("own", "framework"),
    ("own", "corrections"),
    ("framework", "corrections"),
    ("own", "others"),
    ("others", "framework"),
    ("others", "corrections"),
)
"""Which factors rather than others, where a mix has no score."""

Coalition = frozenset[Factor]
Block = tuple[Factor, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one mix gives the unit."""

    total: float
    places: Mapping[str, int]
    """By the names in `RANKS`."""

    parts: Mapping[str, float]
    """Points of the total by strength, and `BONUS`; a strength without a score adds nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one factor did, or several that can't be told apart."""

    factors: Block
    points: float
    places: Mapping[str, Fraction]
    """Places won (lost where negative), by the names in `RANKS`."""

    parts: Mapping[str, float]
    """`points`, by strength and `BONUS`."""


@dataclass(frozen=True, slots=True)
class Bridge:
    """From one score to another. No steps where either end is unknown."""

    start: Outcome | None
    """As it stood at the moment."""

    end: Outcome | None
    steps: tuple[Step, ...]
    unscored: tuple[Block, ...]
    """Mixes without a score, as the factors that had come; why steps are taken together."""


class Mixes:
    """The mixes of two periods' answers and rules, each scored when first asked for.

    `stood` and `now` are all answers, of the earlier period and before as they stood and as they
    are, with the columns of `in_memory.ANSWER`; later periods are alike in both.
    """

    def __init__(
        self,
        framework: Framework,
        units: pd.DataFrame,
        stood: pd.DataFrame,
        now: pd.DataFrame,
        periods: tuple[str, str],
    ) -> None:
        self._framework = framework
        self._units = units
        self._before, self._after = periods
        self._records = {False: stood, True: now}
        self._whole: dict[tuple[_Source, str], Scores | None] = {}
        self._single: dict[tuple[str, _Source, _Source, str], Outcome | None] = {}

    def bridge(self, unit: str) -> Bridge:
        """The decomposition for one unit."""
        found = {coalition: self._outcome(unit, coalition) for coalition in _coalitions(FACTORS)}
        start, end = found[frozenset()], found[frozenset(FACTORS)]
        unscored = tuple(_in_order(mix) for mix, outcome in found.items() if outcome is None)
        if start is None or end is None:
            return Bridge(start, end, (), unscored)
        known = {mix: outcome for mix, outcome in found.items() if outcome is not None}
        blocks = next(blocks for blocks in _partitions() if known.keys() >= _unions(blocks))
        return Bridge(start, end, tuple(_step(blocks, block, known) for block in blocks), unscored)

    def _outcome(self, unit: str, coalition: Coalition) -> Outcome | None:
        own = self._source("own" in coalition, coalition)
        others = self._source("others" in coalition, coalition)
        label = own.period
        if not self._alike:
            label = self._after if "framework" in coalition else self._before
        if own == others:
            scores = self._everyone(own, label)
            return None if scores is None else _read(scores, unit)
        key = (unit, own, others, label)
        if key not in self._single:
            scores = self._scored(self._mixed(unit, own, others, label), label)
            self._single[key] = None if scores is None else _read(scores, unit)
        return self._single[key]

    def _source(self, later: bool, coalition: Coalition) -> "_Source":
        """Two that cannot differ are the same, so that what they give is run once."""
        alike = later and not self._looks_back
        corrected = "corrections" in coalition or alike or self._uncorrected
        return _Source(self._after if later else self._before, corrected)

    @cached_property
    def _uncorrected(self) -> bool:
        stood, now = (
            record.sort_values(["unit", "period", "field"], ignore_index=True)
            for record in self._records.values()
        )
        return stood.equals(now)

    @cached_property
    def _alike(self) -> bool:
        return same_rules(self._framework, self._before, self._after)

    @cached_property
    def _looks_back(self) -> bool:
        """Whether anything but the period's own answers can matter."""
        return any(
            indicator.imputation == "last_period" or indicator.pool.periods == "all"
            for _, indicator in self._framework.indicators()
        )

    def _everyone(self, source: "_Source", label: str) -> Scores | None:
        key = (source, label)
        if key not in self._whole:
            self._whole[key] = self._scored(self._carried(source, label), label)
        return self._whole[key]

    def _mixed(self, unit: str, own: "_Source", others: "_Source", label: str) -> pd.DataFrame:
        one, rest = self._carried(own, label), self._carried(others, label)
        return pd.concat([one[one["unit"] == unit], rest[rest["unit"] != unit]], ignore_index=True)

    def _scored(self, answers: pd.DataFrame, label: str) -> Scores | None:
        """None where these answers and rules together refuse every score."""
        try:
            return score_frames(self._framework, answers, self._units, label)
        except Unscorable:
            return None

    def _carried(self, source: "_Source", label: str) -> pd.DataFrame:
        """The answers of a period, and what it looks back to, as if it were `label`."""
        record = self._records[source.corrected]
        dates = [field.code for field in self._framework.fields if field.type == "date"]
        parts = [record.iloc[:0]]
        for period, carried in self._back_from(source.period, label, set(record["period"])):
            rows = record[record["period"] == period]
            days = Period.of(carried).last_day - Period.of(period).last_day
            moved = rows["value"].where(~rows["field"].isin(dates), rows["value"] + days)
            parts.append(rows.assign(period=carried, value=moved))
        return pd.concat(parts, ignore_index=True)

    def _back_from(self, period: str, label: str, recorded: set[str]) -> Iterator[tuple[str, str]]:
        """Pairs of a recorded period and what it is carried to, latest first."""
        earliest = min((Period.of(code).start for code in recorded), default=None)
        while earliest is not None and Period.of(period).start >= earliest:
            if period in recorded:
                yield period, label
            if not self._looks_back:
                return
            period, label = Period.of(period).previous, Period.of(label).previous


@dataclass(frozen=True, slots=True)
class _Source:
    """Where answers come from."""

    period: str
    corrected: bool


def _read(scores: Scores, unit: str) -> Outcome | None:
    """None for a unit without a total."""
    (total,) = scores.totals[scores.totals["unit"] == unit].to_dict("records")
    if pd.isna(total["total"]):
        return None
    strengths = scores.strengths[scores.strengths["unit"] == unit]
    points = dict(zip(strengths["strength"], strengths["points"].fillna(0.0), strict=True))
    return Outcome(
        total=float(total["total"]),
        places={name: int(total[name]) for name in RANKS},
        parts={code: float(value) for code, value in points.items()}
        | {BONUS: float(total["bonus"])},
    )


def _step(blocks: tuple[Block, ...], block: Block, known: Mapping[Coalition, Outcome]) -> Step:
    def effect(of: Callable[[Outcome], float]) -> Fraction:
        return shapley(blocks, block, lambda mix: Fraction(of(known[mix])))

    def points(code: str) -> float:
        return float(effect(lambda outcome: outcome.parts.get(code, 0.0)))

    def places(name: str) -> Fraction:
        return -effect(lambda outcome: outcome.places[name])

    codes = dict.fromkeys(chain.from_iterable(outcome.parts for outcome in known.values()))
    return Step(
        factors=block,
        points=float(effect(lambda outcome: outcome.total)),
        places={name: places(name) for name in RANKS},
        parts={code: points(code) for code in codes},
    )


def shapley(
    blocks: Iterable[Block], block: Block, value: Callable[[Coalition], Fraction]
) -> Fraction:
    """What `block` adds, averaged over every order of the blocks; in fractions, so exactly.

    >>> worth = {0: 0, 1: 1, 2: 3}
    >>> shapley([("own",), ("others",)], ("own",), lambda mix: Fraction(worth[len(mix)]))
    Fraction(3, 2)
    """
    others = [each for each in blocks if each != block]
    whole = factorial(len(others) + 1)
    total = Fraction(0)
    for come in _subsets(others):
        orders = Fraction(factorial(len(come)) * factorial(len(others) - len(come)), whole)
        mix: Coalition = frozenset(chain.from_iterable(come))
        total += orders * (value(mix | set(block)) - value(mix))
    return total


def _subsets(blocks: list[Block]) -> Iterator[tuple[Block, ...]]:
    return chain.from_iterable(combinations(blocks, size) for size in range(len(blocks) + 1))


def _coalitions(factors: Iterable[Factor]) -> Iterator[Coalition]:
    every = tuple(factors)
    for size in range(len(every) + 1):
        yield from map(frozenset, combinations(every, size))


def _unions(blocks: tuple[Block, ...]) -> set[Coalition]:
    return {frozenset(chain.from_iterable(come)) for come in _subsets(list(blocks))}


def _in_order(mix: Iterable[Factor]) -> Block:
    chosen = set(mix)
    return tuple(factor for factor in FACTORS if factor in chosen)


def _partitions() -> list[tuple[Block, ...]]:
    """Every way to take factors together, from the finest, in the order of preference.

    >>> len(_partitions()), _partitions()[1]
    (15, (('own', 'framework'), ('others',), ('corrections',)))
    """

    def rank(blocks: tuple[Block, ...]) -> tuple[int, ...]:
        together = (any(set(pair) <= set(block) for block in blocks) for pair in TAKEN_TOGETHER)
        return (-len(blocks), *(not joined for joined in together))

    return sorted(_split(FACTORS), key=rank)


def _split(factors: Block) -> Iterator[tuple[Block, ...]]:
    if not factors:
        yield ()
        return
    first, *rest = factors
    for company in _coalitions(rest):
        left = tuple(factor for factor in rest if factor not in company)
        for blocks in _split(left):
            yield (_in_order({first, *company}), *blocks)
