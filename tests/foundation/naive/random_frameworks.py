"""Random frameworks and panels, the same for the same seed.

Numbers are few and round on purpose: ties, constant columns and shares that just reach a threshold
then turn up often. What a framework's checks refuse is not made.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from assessment.framework.model import Framework
from tests.foundation.naive.answers import Row, Unit

PERIOD = "2024"
EARLIER = ("2022", "2023")
IGNORED = ("2025", "2023H2", "2024Q1")
"""Later than the one scored, or of another length."""

FIELDS = ("heads", "halls", "funds", "debts", "talks")
PEER_GROUPS = ("city", "county", "zone")
PREFECTURES = ("east", "west", "north")
WEIGHTS = (0, 0.5, 1, 1, 2, 2, 3, 5, 10)
SHARES = (0, 0.25, 0.5, 0.6, 0.75, 0.8, 0.8, 1)
TEXT = {"zh": "测试", "en": "Test"}


@dataclass(frozen=True)
class Case:
    framework: Framework
    rows: list[Row]
    units: list[Unit]
    period: str = PERIOD


def case(seed: int, change: Callable[[dict[str, Any]], None] | None = None) -> Case:
    """`change` may alter the framework, as a file would have it, before it is read."""
    dice = Random(seed)  # noqa: S311 - chosen, not secret
    units = _units(dice)
    maker = _Maker(dice, units)
    written = maker.framework()
    if change is not None:
        change(written)
    framework = Framework.model_validate(written)
    return Case(framework, _rows(dice, units, positive=maker.positive), units)


def _units(dice: Random) -> list[Unit]:
    count = dice.choice((2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 40))
    groups = dice.sample(PEER_GROUPS, dice.randint(1, 3))
    return [Unit(f"u{n:02}", dice.choice(PREFECTURES), dice.choice(groups)) for n in range(count)]


def _rows(dice: Random, units: list[Unit], *, positive: bool) -> list[Row]:
    periods = [PERIOD, *(p for p in EARLIER if dice.random() < 0.6)]
    periods += [p for p in IGNORED if dice.random() < 0.2]
    rows: list[Row] = []
    for field in FIELDS:
        draw = _column(dice, positive=positive)
        absent = dice.choice((0, 0, 0.1, 0.3, 0.7))
        for period in periods:
            for unit in units:
                fate = dice.random()
                if fate >= absent:
                    rows.append((unit.unit, period, field, draw() if fate < 0.97 else None))
    silent = {unit.unit for unit in units if dice.random() < 0.04}
    rows = [row for row in rows if row[0] not in silent]
    for unit in units:
        if dice.random() < 0.2:
            level = dice.choice(("national", "provincial"))
            rows.append((unit.unit, PERIOD, f"honour.{level}", float(dice.randint(1, 4))))
        if dice.random() < 0.1:
            rows.append((unit.unit, PERIOD, "integrity", float(dice.randint(0, 1))))
    return rows


def _column(dice: Random, *, positive: bool) -> Any:
    """How one field's answers fall: the same, few kinds, spread, with outliers, of any sign."""
    constant = dice.choice((1.0, 3.0, 7.0, 0.1))
    low = 1 if positive else 0
    shapes = [
        lambda: constant,
        lambda: float(dice.randint(low, 3)),
        lambda: float(dice.randint(low, 12)),
        lambda: dice.randint(4 * low, 400) / 4,
        lambda: dice.randint(1, 999) / 10,
        lambda: 1000000.0 if dice.random() < 0.1 else float(dice.randint(1, 9)),
        lambda: 2.0 ** dice.randint(0, 20),
    ]
    if not positive:
        shapes += [
            lambda: float(dice.randint(-5, 5)),
            lambda: -65536.0 if dice.random() < 0.1 else dice.randint(-8, 8) / 4,
            lambda: 0.0,
        ]
    return dice.choice(shapes)


class _Maker:
    def __init__(self, dice: Random, units: list[Unit]) -> None:
        self.dice, self.units = dice, units
        self.positive = dice.random() < 0.5
        """Answers above zero and scores that mostly are, so that other means than the arithmetic
        and logarithms mostly exist."""

        self.made = 0

    def code(self, name: str) -> str:
        self.made += 1
        return f"{name}_{self.made}"

    def framework(self) -> dict[str, Any]:
        dice = self.dice
        bonus = {
            "cap": dice.choice((2, 5)),
            "items": [self._named("honour") | {"points": {"national": 2, "provincial": 0.5}}],
        }
        return {
            "title": TEXT,
            "scope": TEXT,
            "aggregation": self._aggregation(),
            "screening": self._some(at_least=SHARES) | self._some(counted=("weight", "indicators")),
            "completeness_threshold": dice.choice(SHARES),
            "smallest_pool": dice.randint(1, 5),
            "peer_groups": [{"code": code, "title": TEXT} for code in PEER_GROUPS],
            "fields": [
                {"code": code, "title": TEXT, "type": "decimal", "strength": "s", "minimum": None}
                for code in FIELDS
            ],
            "strengths": [self._part("strength", 0) for _ in range(dice.randint(1, 3))],
            "veto": {"grade_cap": "low", "items": [self._named("integrity")]},
            **({"bonus": bonus} if dice.random() < 0.7 else {}),
            "grades": [
                {"code": "high", "title": TEXT, "at_least": dice.choice((80, 60))},
                {"code": "middle", "title": TEXT, "at_least": dice.choice((50, 40))},
                {"code": "low", "title": TEXT, "at_least": 0},
            ],
        }

    def _named(self, code: str) -> dict[str, Any]:
        return {"code": code, "title": TEXT, "source": TEXT, "basis": "proposal"}

    def _some(self, **choices: Any) -> dict[str, Any]:
        """Each key with one of its values, or left out."""
        return {k: self.dice.choice(v) for k, v in choices.items() if self.dice.random() < 0.5}

    def _aggregation(self) -> dict[str, Any]:
        dice = self.dice
        rare = 0.45 if self.positive else 0.06
        method = "arithmetic"
        if dice.random() < rare:
            method = dice.choice(("geometric", "harmonic", "generalised"))
        power = {"power": dice.choice((-2, -1, 0.5, 1, 2, 3))} if method == "generalised" else {}
        return (
            {"method": method}
            | power
            | self._some(threshold=SHARES)
            | self._some(counted=("weight", "children"))
        )

    def _part(self, kind: str, depth: int) -> dict[str, Any]:
        dice = self.dice
        part = {
            "code": self.code(kind),
            "title": TEXT,
            "weight": dice.choice(WEIGHTS),
            "aggregation": self._aggregation(),
        }
        if kind == "strength":
            part["short"] = TEXT
        if depth < 3 and dice.random() < 0.4:
            part["groups"] = [self._part("group", depth + 1) for _ in range(dice.randint(1, 2))]
        fewest = 0 if "groups" in part and dice.random() < 0.5 else 1
        part["indicators"] = [self._indicator() for _ in range(dice.randint(fewest, 3))]
        return part

    def _indicator(self) -> dict[str, Any]:
        dice = self.dice
        direction = dice.choice(("up", "down"))
        scoring = self._scoring(direction)
        return {
            "code": self.code("i"),
            "title": TEXT,
            "kind": "count",
            "measure": TEXT,
            "formula": self._formula(),
            **({"not_applicable_when": "talks = 3"} if dice.random() < 0.1 else {}),
            **({"unknown_when": "halls < 1 or halls > 900"} if dice.random() < 0.1 else {}),
            "division_by_zero": dice.choice(("missing", "not_applicable")),
            "direction": "up" if scoring["method"] == "share_of_maximum" else direction,
            "scoring": scoring,
            "pool": self._pool(),
            **self._treatment(scoring["method"]),
            **self._some(
                imputation=(
                    "mean",
                    "median",
                    "peer_mean",
                    "peer_median",
                    "own_mean",
                    "last_period",
                )
            ),
            "weight": dice.choice((*WEIGHTS, {"always": 1, "2024": 3})),
            "evidence": TEXT,
            "source": TEXT,
            "basis": "proposal",
            **({"since": dice.choice(("2023", "2024", "2025"))} if dice.random() < 0.12 else {}),
            **({"until": dice.choice(("2023", "2024"))} if dice.random() < 0.08 else {}),
        }

    def _formula(self) -> str:
        dice = self.dice
        a, b = dice.sample(FIELDS, 2)
        ways = [a, a, a, f"{a} / {b}", f"{a} + {b}", f"max({a}, {b})", f"{a} * 2"]
        ways += [f"coalesce({a}, 1)", f"coalesce({a}, {b})", f"{a} / (1 + abs({b}))"]
        ways += [f"case when {a} > 3 and not {b} = 2 then {a} else 3 end", f"min({a}, 7, {b})"]
        if not self.positive:
            ways += [f"{a} - {b}", f"-{a}", "period_end / 365 - " + a]
        return dice.choice(ways)

    def _pool(self) -> dict[str, Any]:
        return self._some(
            within=("all", "peer_group", "prefecture"),
            smallest=(1, 2, 3, 4, 6),
            fallback=("all", "all", "unknown"),
            periods=("one", "all"),
        )

    def _treatment(self, method: str) -> dict[str, Any]:
        dice = self.dice
        if dice.random() < 0.5:
            return {}
        lower, upper = dice.choice(((5, 95), (0, 90), (10, 100), (25, 75), (0, 50)))
        ways: list[dict[str, Any]] = [
            {"method": "winsorise_percentiles", "lower": lower, "upper": upper},
            {"method": "winsorise_points", "most": dice.randint(1, 5)},
            {"method": "winsorise_points", "skewness": 0.75, "kurtosis": 0.5},
        ]
        if method not in ("bands", "linear") and (self.positive or dice.random() < 0.1):
            ways.append({"method": "log", "offset": dice.choice((0, 1, 0.5))})
        return {"treatment": dice.choice(ways)}

    def _scoring(self, direction: str) -> dict[str, Any]:
        """Of the methods that can fail, fewer; with positive scores wanted, ends above zero."""
        dice = self.dice
        ties = self._some(ties=("min", "mid", "max"))
        beyond = {"beyond": dice.choice(("clipped", "clipped", "open"))}
        ends = dice.sample((1, 2, 4, 5, 10, 12, 60), 2)
        worst, best = sorted(ends, reverse=direction == "down")
        low = {"low": dice.choice((1, 10)), "high": 100} if self.positive else {}
        ways: list[dict[str, Any]] = [
            {"method": "target", "target": best, "floor": worst},
            {"method": "goalposts", "worst": worst, "best": best, **beyond},
            {"method": "goalposts", "worst": worst, "best": {"always": best}, "points": 50},
            {"method": "bands", "bands": self._bands(direction)},
            {"method": "min_max", **low},
            {"method": "z_score", **self._some(mean=(50, 100), deviation=(5, 10))},
            {"method": "percentile", **ties},
            {"method": "percentile_rank", **ties},
            {"method": "rank", **ties},
            {"method": "borda", **ties},
            {"method": "distance_to_best"},
            {"method": "distance_to_target", "target": best, "beyond": "clipped"},
            {
                "method": "linear",
                "factor": dice.choice((1, 2.5, -1)),
                "offset": dice.choice((0, 60)),
            },
        ]
        safe = ("min_max", "z_score", "percentile", "rank", "bands")
        if self.positive and dice.random() < 0.7:
            ways = [way for way in ways if way["method"] in safe]
        if dice.random() < 0.15:
            named = dice.choice([unit.unit for unit in self.units] * 5 + ["nobody"])
            ways = [
                {"method": "distance_to_target", "target": best, "beyond": "open"},
                {"method": "distance_to_reference", "unit": named, **beyond},
                {"method": "share_of_maximum"},
            ]
        return dice.choice(ways)

    def _bands(self, direction: str) -> list[dict[str, Any]]:
        cuts = sorted(self.dice.sample((0.5, 1, 2, 3, 5, 8, 20), 3))
        points = sorted(self.dice.sample((10, 25, 40, 60, 85, 100), 4))
        if direction == "down":
            points.reverse()
        a, b, c = cuts
        first = {"from": a, "to": b, "points": [points[0], points[1]]}
        middle = {"from": b, "to": c, "points": points[2]}
        last = {"from": c, "points": points[3]}
        if self.dice.random() < 0.5:
            return [{"to": a, "points": points[0]}, first, middle, last]
        return [first, {"from": b, "to": c, "points": [points[2], points[3]]}]
