"""The framework as objects: closed to unknown keys, frozen once read.

This is the only declaration of what `indicators.yaml` may say. How a file becomes these
objects is in `loader`; rules that no single entry can break alone are in `checks`.

One module: it is the whole vocabulary of the file, and its classes hold one another.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    model_validator,
)

from assessment.framework.period import PATTERN, Period, is_between
from assessment.kernel import codes

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
"""Never reused and never translated: the key in the database, the value in a URL."""


def _as_text(year: object) -> object:
    """YAML reads `2024` as a number; as a period it is a code like any other."""
    return str(year) if type(year) is int else year


PeriodCode = Annotated[str, BeforeValidator(_as_text), StringConstraints(pattern=PATTERN)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Formula = Words
"""Arithmetic over field codes; see `formula` for what may stand in it."""

Points = Annotated[float, Field(ge=0, le=1_000_000)]
"""A weight or points: no more than can be added up and multiplied without losing digits."""

MorePoints = Annotated[float, Field(gt=0, le=1_000_000)]
"""Points for the best: with none there would be nothing to tell."""

ALWAYS = "always"
"""Key of the value that holds before the first date, and of the only one of an undated number."""

Share = Annotated[float, Field(ge=0, le=1)]

UnitCode = Annotated[str, BeforeValidator(_as_text), StringConstraints(min_length=1)]

Beyond = Literal["clipped", "open"]
"""What becomes of a value outside the scale's ends: the end's points, or the line going on."""

Ties = Literal["min", "mid", "max"]
"""Which of the places they take up equal values share, counted from the worst."""

Blanks = Literal["allowed", "refused"]
"""Whether a form may be submitted with questions nobody said anything about."""

Proof = Literal["required", "asked", "none"]
"""Whether a form may be submitted without a file that proves an indicator's value."""

Unanswered = Literal["reweight", "no_points"]
"""What a missing value earns: its weight goes to the others, or it keeps it and earns nothing."""

TotalNeeds = Literal["threshold", "all_strengths"]
"""Whether a total stands on enough strengths, or only on all that apply."""

WholeDays = Annotated[int, Field(ge=0, le=366)]

Level = codes.HonourLevel
Basis = Literal["document", "proposal"]
"""Whether the threshold rests on a document (D) or is our proposal (P)."""

T = TypeVar("T")


class Entry(BaseModel):
    """A mapping in the file: closed to unknown keys, and frozen once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Entry):
    """The same words in every language we speak."""

    zh: Words
    en: Words

    def said_in(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


class Dated(RootModel[dict[str, T]], Generic[T]):
    """A number that may change: `1`, or `{always: 1, 2025: 2}`, each from that period on.

    Without `always` it has no value before its first date, so it must not be asked for then.
    """

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _always(cls, entry: object) -> object:
        if isinstance(entry, dict) and entry and all(is_date(key) for key in entry):
            return {str(key): value for key, value in entry.items()}
        return {ALWAYS: entry}

    def in_force(self, period: str) -> T | None:
        """The value that holds in `period`; None before the first one starts."""
        start = Period.of(period).start
        begun = [
            (Period.of(code).start, value)
            for code, value in self.root.items()
            if code != ALWAYS and Period.of(code).start <= start
        ]
        return max(begun, key=lambda pair: pair[0])[1] if begun else self.root.get(ALWAYS)

    def at(self, period: str) -> T:
        """`in_force`, where `checks` has made sure that there is one."""
        value = self.in_force(period)
        if value is None:
            raise LookupError(period)
        return value


def is_date(key: object) -> bool:
    """Whether this may be a key of a dated number."""
    if key == ALWAYS:
        return True
    try:
        Period.of(str(key))
    except ValueError:
        return False
    return True


class Kind(Entry):
    """A kind of unit, such as 市辖区."""

    code: Code
    title: Text


class PeerGroup(Entry):
    """Units compared with each other."""

    code: Code
    title: Text
    note: Text | None = None


class Jump(Entry):
    """From which change since the period before a number needs a reason: by share and by size."""

    share: Annotated[float, Field(gt=0)] = 0.5
    """Of the value before. Both have to be passed, or one meeting more would need a reason."""

    least: Annotated[float, Field(ge=0)] = 5
    """In the field's own unit."""

    def is_passed(self, before: float, now: float) -> bool:
        """Whether a change needs a reason. From zero nothing is a share.

        >>> Jump().is_passed(1, 2), Jump().is_passed(10, 15), Jump().is_passed(10, 16)
        (False, False, True)
        """
        change = abs(now - before)
        return before != 0 and change > self.share * abs(before) and change >= self.least


AMOUNTS: frozenset[str] = frozenset({"integer", "decimal", "money"})
"""Types of field that say how much."""


class SurveyField(Entry):
    """One survey question."""

    code: Code
    title: Text
    type: Literal["integer", "decimal", "money", "yes_no", "level", "date"]
    """Stored as a number: money in yuan, yes/no as 1/0, a date as days since 1970-01-01."""

    measure: Text | None = None
    """Unit of measure."""

    strength: Code
    """The survey sheet it stands on."""

    guidance: Text | None = None
    options: dict[int, Text] | None = None
    """What each level means; for type `level` only."""

    minimum: float | None = 0
    maximum: float | None = None
    part_of: Code | None = None
    """The field this one is a part of, and so may not exceed."""

    future: Literal["allowed", "refused"] = "allowed"
    """A date after the day on which it is filled in."""

    jump: Jump | None = None
    """For amounts only; None: the usual one."""

    asked: Literal["when_read", "always"] = "when_read"
    """In which periods from `since` to `until`: those in which a rule reads it, or all of them.
    `questions` says which these are."""

    since: PeriodCode | None = None
    until: PeriodCode | None = None
    """The last period it may be asked in. A field with answers is never deleted."""

    def may_be_asked_in(self, period: str) -> bool:
        return is_between(period, self.since, self.until)

    def jumps(self, before: float | None, now: float | None) -> bool:
        """Whether the answer is so far from the period before that it needs a reason."""
        if self.type not in AMOUNTS or before is None or now is None:
            return False
        return (self.jump or Jump()).is_passed(before, now)


class Band(Entry):
    """Values in `[from, to)`. One number for a step, two for a straight line between the ends."""

    from_: Annotated[float | None, Field(alias="from")] = None
    to: float | None = None
    points: float | tuple[float, float]

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Target(Entry):
    """100 × (value − floor) ÷ (target − floor), clipped to 0–100."""

    method: Literal["target"]
    floor: Dated[float] = Dated[float](0)
    target: Dated[float]


class Goalposts(Entry):
    """A straight line from `worst` (0 points) to `best` (`points`), clipped there or going on."""

    method: Literal["goalposts"]
    worst: Dated[float]
    best: Dated[float]
    points: Dated[MorePoints] = Dated[MorePoints](100)
    beyond: Beyond = "clipped"


class Bands(Entry):
    """A table. Outside the first and last band the nearest end's points hold."""

    method: Literal["bands"]
    bands: Dated[tuple[Band, ...]]


class MinMax(Entry):
    """A straight line from the pool's worst (`low`) to its best (`high`)."""

    method: Literal["min_max"]
    low: Dated[float] = Dated[float](0)
    high: Dated[float] = Dated[float](100)


class ZScore(Entry):
    """The distance from the pool's mean in its standard deviations (n − 1), rescaled."""

    method: Literal["z_score"]
    mean: Dated[float] = Dated[float](50)
    deviation: Dated[Annotated[float, Field(gt=0)]] = Dated[Annotated[float, Field(gt=0)]](10)


class Percentile(Entry):
    """100 × (below + t · equal) ÷ n, t being 0, ½ or 1 as `ties` say."""

    method: Literal["percentile"]
    ties: Ties = "mid"


class PercentileRank(Entry):
    """100 × (r − 1) ÷ (n − 1), r counted from the worst."""

    method: Literal["percentile_rank"]
    ties: Ties = "mid"


class Rank(Entry):
    """The rank itself, 1 for the worst."""

    method: Literal["rank"]
    ties: Ties = "mid"


class Borda(Entry):
    """How many are beaten: the rank less one."""

    method: Literal["borda"]
    ties: Ties = "mid"


class DistanceToTarget(Entry):
    """100 at the target, 0 at the pool's worst."""

    method: Literal["distance_to_target"]
    target: Dated[float]
    beyond: Beyond = "clipped"


class DistanceToBest(Entry):
    """100 at the pool's best, 0 at its worst."""

    method: Literal["distance_to_best"]


class DistanceToReference(Entry):
    """100 at the value of one unit, 0 at the pool's worst."""

    method: Literal["distance_to_reference"]
    unit: UnitCode
    beyond: Beyond = "clipped"


class ShareOfMaximum(Entry):
    """100 × value ÷ the pool's largest; where more is better only."""

    method: Literal["share_of_maximum"]


class Linear(Entry):
    """factor × value + offset, never clipped."""

    method: Literal["linear"]
    factor: Dated[float]
    offset: Dated[float] = Dated[float](0)


Scoring = Annotated[
    Target
    | Goalposts
    | Bands
    | MinMax
    | ZScore
    | Percentile
    | PercentileRank
    | Rank
    | Borda
    | DistanceToTarget
    | DistanceToBest
    | DistanceToReference
    | ShareOfMaximum
    | Linear,
    Field(discriminator="method"),
]


class WinsorisePercentiles(Entry):
    """Values beyond these percentiles of the pool (0–100) are drawn in to them."""

    method: Literal["winsorise_percentiles"]
    lower: Annotated[float, Field(ge=0, le=100)] = 0
    upper: Annotated[float, Field(ge=0, le=100)] = 100


class WinsorisePoints(Entry):
    """As few of the most extreme values as needed, `most` at most, take their neighbour's value."""

    method: Literal["winsorise_points"]
    most: Annotated[int, Field(ge=1, le=20)] = 5
    skewness: Annotated[float, Field(ge=0)] = 2
    kurtosis: float = 3.5
    """Treated while |skewness| and excess kurtosis both reach these; bias-corrected."""


class Log(Entry):
    """The natural logarithm of the value plus `offset`."""

    method: Literal["log"]
    offset: float = 0


Treatment = Annotated[WinsorisePercentiles | WinsorisePoints | Log, Field(discriminator="method")]


class Pool(Entry):
    """Among whom a value is compared."""

    within: Literal["all", "peer_group", "prefecture"] = "peer_group"
    smallest: Annotated[int, Field(ge=1)] | None = None
    """With fewer real values, `fallback` holds. None: the framework's `smallest_pool`."""

    fallback: Literal["all", "unknown"] = "all"
    periods: Literal["one", "all"] = "one"
    """`all`: this period and every earlier one of its length."""


Imputation = Literal["mean", "median", "peer_mean", "peer_median", "own_mean", "last_period"]
"""What stands in for a missing value; see docs/methods.md. It is flagged wherever it is shown."""


class Indicator(Entry):
    """A scored measure: a formula over fields, a scoring rule, a weight, a source."""

    code: Code
    title: Text
    kind: Literal["count", "ratio", "ordinal", "yes_no", "money"]
    measure: Text
    shown_as: Literal["number", "percent"] = "number"
    """How the value is written; a percent is kept as a share, 0.63 for 63 %."""

    formula: Formula
    not_applicable_when: Formula | None = None
    """Where this holds the indicator is not applicable, and its weight is shared out."""

    unknown_when: Formula | None = None
    """Where this holds the answers are too thin to score; the indicator counts as missing."""

    division_by_zero: Literal["missing", "not_applicable"] = "missing"
    direction: Literal["up", "down"]
    scoring: Scoring
    pool: Pool = Pool()
    treatment: Treatment | None = None
    imputation: Imputation | None = None
    weight: Dated[Points]
    evidence: Text
    evidence_rule: Dated[Proof] = Dated[Proof]("asked")
    """Where it is `required`, a form is refused without a file; `asked` is told and not refused."""

    source: Text
    basis: Basis
    control: Literal["county", "others"] = "county"
    """Who can move it. What is in others' hands is never proposed to a county as a way to rise."""

    since: PeriodCode | None = None
    until: PeriodCode | None = None
    """The last period it is asked in. An indicator is never deleted."""

    def asked_in(self, period: str) -> bool:
        return is_between(period, self.since, self.until)


class Aggregation(Entry):
    """How one level's scores become the next one's, and how many it takes."""

    method: Literal["arithmetic", "geometric", "harmonic", "generalised"] = "arithmetic"
    power: Annotated[float, Field(ge=-10, le=10)] | None = None
    """Of a generalised mean only."""

    threshold: Dated[Share] | None = None
    """Share of the applicable parts that must have a score. None: `completeness_threshold`."""

    counted: Literal["weight", "children"] = "weight"


class Screening(Entry):
    """The data a unit needs for a total, over all its indicators. Equality passes."""

    at_least: Dated[Share] | None = None
    """None: `completeness_threshold`."""

    counted: Literal["weight", "indicators"] = "weight"


class Part(Entry):
    """What has parts of its own: groups, indicators or both, their weights relative in it."""

    code: Code
    title: Text
    weight: Dated[Points]
    aggregation: Aggregation = Aggregation()
    groups: tuple["Group", ...] = ()
    indicators: tuple[Indicator, ...] = ()

    def asked(self, period: str | None = None) -> Iterator[Indicator]:
        """Every indicator in it, at any depth, in the file's order; those asked in `period`."""
        for group in self.groups:
            yield from group.asked(period)
        for indicator in self.indicators:
            if period is None or indicator.asked_in(period):
                yield indicator


class Group(Part):
    """A level between a strength and its indicators; any number of them."""


class Strength(Part):
    """One of the goals; for us, of the six."""

    short: Text
    """Two to four characters or one word, for a crowded chart."""


class CommonProblem(Entry):
    """A catalogue entry that may hold in many units."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]+-\d{2}$")]
    title: Text
    strength: Code
    indicators: tuple[Code, ...]
    signal: Formula | None = None
    """A condition over indicators and fields; None where only a team's finding can tell."""

    signal_text: Text
    """The signal as people read it."""

    measures: Text
    """What usually puts it right."""

    basis: Literal["text", "inferred"]
    """Whether a public text names the problem, or it is inferred from a rule being missed."""

    source: Text


class Threshold(Entry):
    """From when a problem is called common in a scope: any number suffices, with two units."""

    units: Annotated[int, Field(ge=1)]
    share: Annotated[float, Field(gt=0, le=1)]
    """Of the units with data, never of all units."""

    findings: Annotated[int, Field(ge=2)] | None = None
    """Open findings that carry the problem's code; None: however many, they do not decide."""


class CommonWhen(Threshold):
    """The thresholds of the province, and those of smaller scopes where they differ."""

    prefecture: Threshold | None = None
    peer_group: Threshold | None = None

    def within(self, scope: str) -> Threshold:
        """What holds in a scope as a link names it, such as `prefecture:431200`."""
        kind = scope.partition(":")[0]
        narrower = {"prefecture": self.prefecture, "peer_group": self.peer_group}.get(kind)
        return self if narrower is None else narrower


class DaysAtBase(Entry):
    """Days a year each member of a team is to spend at the base, by who sends the team."""

    national: Dated[WholeDays] | None = None
    province: Dated[WholeDays] | None = None
    prefecture: Dated[WholeDays] | None = None


class LiaisonRules(Entry):
    """What is asked of liaison teams, and from when something is pointed out. No score hangs on it.

    The numbers in force are those of the year in which the day lies that is looked at.
    """

    days_at_base: DaysAtBase
    unvisited_days: Dated[WholeDays]
    """A unit nobody came to for longer than this is pointed out."""

    low_score: Dated[Annotated[float, Field(ge=0)]]
    """A unit with a total under this should be visited more often …"""

    few_visits: Dated[Annotated[int, Field(ge=1, le=366)]]
    """… and is pointed out with fewer visits than this in a year, in proportion to its days."""

    most_units: Dated[Annotated[int, Field(ge=1, le=1000)]]
    """A team with more units is overloaded …"""

    most_units_per_person: Dated[Annotated[float, Field(gt=0, le=1000)]]
    """… and so is one with more units for each of its people."""

    source: Text
    basis: Basis


class VetoItem(Entry):
    code: Code
    title: Text
    source: Text
    basis: Basis


class Veto(Entry):
    """One declared item keeps the total, caps the grade and takes the unit off the honour list."""

    grade_cap: Code
    items: tuple[VetoItem, ...]


class BonusItem(Entry):
    """An achievement by level. In the relation `answer` its count is the field `code.level`."""

    code: Code
    title: Text
    points: dict[Level, Dated[Points]]
    source: Text
    basis: Basis


class Bonus(Entry):
    cap: Dated[Points]
    """Points added to the total at most, whatever was earned."""

    items: tuple[BonusItem, ...]


class Grade(Entry):
    code: Code
    title: Text
    at_least: Dated[Annotated[float, Field(ge=0)]]


class Framework(Entry):
    """Everything `indicators.yaml` says. Grades run from best to worst."""

    title: Text
    scope: Text
    """What the units together are, such as 湖南省."""

    aggregation: Aggregation = Aggregation()
    """Of the strengths to the total."""

    screening: Screening = Screening()
    blanks: Dated[Blanks] = Dated[Blanks]("allowed")
    unanswered: Dated[Unanswered] = Dated[Unanswered]("reweight")
    """Where it is `no_points`, what is missing is still no value: it is in no pool, and not 0."""

    total_needs: Dated[TotalNeeds] = Dated[TotalNeeds]("threshold")

    weights_sum: Annotated[float, Field(gt=0)] | None = None
    """What strengths' weights add up to, and a strength's indicators to its own; None: relative."""

    completeness_threshold: Dated[Share]
    """Weight answered ÷ weight applicable under which a score is unknown. Equality passes."""

    smallest_pool: Dated[Annotated[int, Field(ge=1)]]
    """A peer group with fewer values than this is compared with all units instead."""

    kinds: tuple[Kind, ...] = ()
    peer_groups: tuple[PeerGroup, ...] = ()
    fields: tuple[SurveyField, ...]
    strengths: tuple[Strength, ...]
    common_when: CommonWhen | None = None
    problems: tuple[CommonProblem, ...] = ()
    liaison: LiaisonRules | None = None
    veto: Veto | None = None
    bonus: Bonus | None = None
    grades: tuple[Grade, ...]

    @cached_property
    def field_by_code(self) -> dict[str, SurveyField]:
        return {field.code: field for field in self.fields}

    @cached_property
    def strength_by_code(self) -> dict[str, Strength]:
        return {strength.code: strength for strength in self.strengths}

    @cached_property
    def indicator_by_code(self) -> dict[str, Indicator]:
        return {indicator.code: indicator for _, indicator in self.indicators()}

    @cached_property
    def titles(self) -> dict[str, Text]:
        """Of everything that has a score: strengths, groups and indicators, by code."""
        found: dict[str, Text] = {}
        parts: list[Part] = list(self.strengths)
        while parts:
            part = parts.pop()
            found[part.code] = part.title
            found |= {indicator.code: indicator.title for indicator in part.indicators}
            parts += part.groups
        return found

    @cached_property
    def problem_by_code(self) -> dict[str, CommonProblem]:
        return {problem.code: problem for problem in self.problems}

    def silence_earns_nothing(self, period: str) -> bool:
        """Whether what is missing in `period` keeps its weight and earns no points."""
        return self.unanswered.at(period) == "no_points"

    def indicators(self, period: str | None = None) -> Iterator[tuple[Strength, Indicator]]:
        """Every indicator with its strength, in the file's order; those asked in `period`."""
        for strength in self.strengths:
            for indicator in strength.asked(period):
                yield strength, indicator
