"""The results ledger 工作成效台账: what a team achieved, per unit and month, figure by figure.

A figure nobody told is not known, and is not a zero: sums are of what was told, and say of how many
months. What is told may be corrected or taken back; the record of it stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import pandas as pd

from assessment.errors import NotAllowed, Place, Problem, Rejected
from assessment.field.team_results import results_table as table
from assessment.field.team_results.results_table import Result
from assessment.field.teams import team_offers
from assessment.field.teams.team_offers import TeamOffer
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.units import scopes

READ: Final = "coverage.read"
RECORD: Final = "field_work.record"

FIGURES = (
    *("new_unions", "firms_covered", "new_members"),
    *("unions_put_in_order", "systems_made", "trainings", "competitions", "lectures"),
    *("consultations", "disputes_settled", "workers_visited", "hardship_helped", "legal_aid"),
)
"""What a team reports, in the order of its form; domain.md, 5.1."""

MOST = 1_000_000
"""No team achieves more of anything in a month."""


class ResultsRefused(Rejected):
    """What is told of a month will not do, with everything that is wrong with it."""

    key = "results.refused"


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """One figure as it stands."""

    figure: str
    value: int | None
    entry: int
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class MonthTold:
    """What a team told of one month in one unit."""

    team: str
    unit: str
    month: date
    told: tuple[FigureEntry, ...]

    @property
    def seen(self) -> int:
        """The last entry, for whoever edits it to say what they saw; 0 for none."""
        return max((each.entry for each in self.told), default=0)

    @property
    def last(self) -> FigureEntry | None:
        return max(self.told, key=lambda each: each.entry, default=None)

    @property
    def values(self) -> dict[str, int | None]:
        known = {each.figure: each.value for each in self.told}
        return {figure: known.get(figure) for figure in FIGURES}


@dataclass(frozen=True, slots=True)
class Ledger:
    """The figures of a year, of the units somebody sees."""

    year: int

    months: pd.DataFrame
    """Grain team × month told of: `team name month` and `FIGURES`, null where nobody told."""

    teams: pd.DataFrame
    """Grain team: `team name months` (how many were told of) and the sums of `FIGURES`."""

    whole: pd.DataFrame
    """Grain month of the year, all twelve: `month teams` and the sums of `FIGURES`."""


def first_of(day: date) -> date:
    return day.replace(day=1)


def offered(store: Store, actor: Actor, month: date) -> list[TeamOffer]:
    """The teams somebody may speak for and the units they were linked to in the month."""
    first = first_of(month)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return team_offers.between(store, actor, first, last)


def of_month(store: Store, actor: Actor, team: str, unit: str, month: date) -> MonthTold:
    """Raises `NotAllowed` out of scope."""
    actor.must(READ, unit)
    first = first_of(month)
    told = store.ask("result_month", FigureEntry, team=team, unit=unit, month=first)
    return MonthTold(team, unit, first, tuple(told))


def save(
    store: Store,
    actor: Actor,
    team: str,
    unit: str,
    month: date,
    values: Mapping[str, float | None],
    revision: int,
) -> int:
    """Record the figures of a month that are not as recorded, and return how many.

    None takes a figure back; a figure is whole, and refused rather than cut. `revision` is the
    entry the editor saw. Raises `NotAllowed`, and `ResultsRefused` with all problems: also where
    somebody else told something meanwhile.
    """
    actor.must(RECORD, unit)
    if not actor.speaks_for(team):
        raise NotAllowed(actor=actor.name, verb=RECORD, subject=team)
    first = first_of(month)
    if problems := list(_problems(store, actor, team, unit, first, values)):
        raise ResultsRefused(problems)
    before = of_month(store, actor, team, unit, first).values
    whole = {code: None if value is None else int(value) for code, value in values.items()}
    changed = {code: value for code, value in whole.items() if value != before[code]}
    if not changed:
        return 0
    facts = {
        "team": team,
        "month": first,
        "before": {code: before[code] for code in changed},
        "after": changed,
    }
    with store.writing(
        actor=actor.name, action="result.record", subject=unit, facts=facts
    ) as cursor:
        # Again, now that nobody else writes.
        if problems := list(_problems(store, actor, team, unit, first, values)):
            raise ResultsRefused(problems)
        if table.newest(cursor, team, unit, first) != revision:
            raise ResultsRefused([_problem(team, first, "results.changed_meanwhile")])
        table.record(
            cursor, [Result(team, unit, first, code, value) for code, value in changed.items()]
        )
    return len(changed)


def ledger(
    store: Store, actor: Actor, year: int, scope: str = scopes.PROVINCE, *, team: str | None = None
) -> Ledger:
    """The year's figures in a scope, within the actor's; of one team, where it is named."""
    actor.must_somewhere(READ)
    units = scopes.described(store, actor, scope)["unit"]
    starts, ends = date(year, 1, 1), date(year, 12, 1)
    told = store.frame("result_of_months", starts=starts, ends=ends)
    told = told[told["unit"].isin(units) & told["figure"].isin(FIGURES)]
    if team is not None:
        told = told[told["team"] == team]
    told = told.assign(month=pd.to_datetime(told["month"]), name=told["name"].fillna(told["team"]))
    months = _wide(told, ["team", "name", "month"])
    teams = _wide(told, ["team", "name"])
    counted = months.groupby("team")["month"].nunique()
    teams.insert(2, "months", teams["team"].map(counted).fillna(0).astype(int))
    every = pd.DataFrame({"month": pd.date_range(starts, periods=12, freq="MS")})
    whole = every.merge(_wide(told, ["month"]), on="month", how="left")
    of_month = months.groupby("month")["team"].nunique()
    whole.insert(1, "teams", whole["month"].map(of_month).fillna(0).astype(int))
    return Ledger(year, months, teams, whole)


def summed(rows: pd.DataFrame) -> dict[str, int | None]:
    """The sum of each figure over what was told; None where nobody told anything."""
    sums = rows[list(FIGURES)].sum(min_count=1)
    return {code: None if pd.isna(sums[code]) else int(sums[code]) for code in FIGURES}


def _wide(frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """A column a figure, summed over the rest; null where nobody told."""
    sums = frame.groupby([*keys, "figure"])["value"].sum().unstack("figure")
    wide = sums.reindex(columns=list(FIGURES)).astype("Int64").reset_index()
    wide.columns.name = None
    return wide


def _problems(
    store: Store,
    actor: Actor,
    team: str,
    unit: str,
    month: date,
    values: Mapping[str, float | None],
) -> Iterator[Problem]:
    today = clock.today()
    if month > today:
        yield _problem(team, month, "results.future", month=f"{month:%Y-%m}", today=today)
    elif not any((row.team, row.unit) == (team, unit) for row in offered(store, actor, month)):
        facts = {"team": team, "unit": unit, "month": f"{month:%Y-%m}"}
        yield _problem(team, month, "results.not_linked", **facts)
    for code, value in values.items():
        if code not in FIGURES:
            yield _problem(team, month, "results.no_figure", code=code)
        elif value is not None and not (0 <= value <= MOST and float(value).is_integer()):
            place = Place(f"{team} {month:%Y-%m}", path=code)
            yield Problem("results.out_of_range", place, {"value": value, "most": MOST})


def _problem(team: str, month: date, code: str, /, **facts: object) -> Problem:
    return Problem(code, Place(f"{team} {month:%Y-%m}"), facts)
