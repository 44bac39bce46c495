"""What would come of other answers or other weights, and what would lift a county most.

A trial is never an official score: nothing is written, and the scores everyone sees stay what they
are. Everything is computed by the engine, on a copy in memory. Who sees one unit only sees that
unit's row and places; the places are among all.

One module: a trial and a lift are the same computation on the same copy, asked for one or for all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from assessment.errors import Place, Problem, Rejected, Unscorable
from assessment.framework.formula import parse_number
from assessment.framework.model import Dated, Framework, Indicator, Part, SurveyField
from assessment.framework.questions import asked_in
from assessment.framework.values import field_values, figures
from assessment.framework.values.field_values import Breach, as_date
from assessment.kernel import codes
from assessment.kernel.actors import Actor
from assessment.scores.analysis import answer_needed, goals, robustness
from assessment.scores.basis import refusals
from assessment.scores.basis.basis import Basis, DataSource
from assessment.scoring import engine
from assessment.scoring.what_if.copied import Copy, Move
from assessment.store.memo import Identity, Memo
from assessment.units import directory, scopes

KEPT = 3
"""Copies kept for each store; each is a whole period in memory."""

SAME = 1e-9
"""Points within which two scores are one."""

FINE = 2**14
"""Steps into which the way to a goal is cut where nothing is counted in whole numbers."""

LARGEST_WEIGHT = 1_000_000
"""As in the framework's file."""


class TrialRefused(Rejected):
    """Answers or weights that no one could give. All that is wrong with them is told at once."""

    key = "what_if.refused"


@dataclass(frozen=True, slots=True)
class TrialAnswer:
    """An answer as it would be."""

    state: codes.AnswerState
    value: float | None = None


@dataclass(frozen=True, slots=True)
class TrialStanding:
    """A unit's place. None is unknown: no total, no grade, no rank."""

    total: float | None
    rank: int | None
    grade: str | None
    completeness: float | None
    ranked: int
    """How many units have a rank."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a change would do."""

    before: TrialStanding
    after: TrialStanding
    ranking: pd.DataFrame
    """Grain unit in the actor's scope, in the order after the change, unranked ones last: `unit
    total_before total_after rank_before rank_after risen` and the columns of `scopes.described`.
    `risen` is places up, null where either rank is unknown."""

    strengths: pd.DataFrame
    """Grain strength, of the unit: `strength before after`."""


@dataclass(frozen=True, slots=True)
class Lifts:
    """What a unit could do, indicator by indicator."""

    now: TrialStanding
    rows: pd.DataFrame
    """Grain indicator × goal ahead of it, most points first: `indicator strength goal now to field
    answer asked gain total rank places inside`.

    `now` is null where the value is unknown. `field` and `answer` are the one answer that brings
    the value to `to`, null where no single one does; `asked` is what it is today. `gain` is in
    points of the total, null where there is no total now or then. `places` is places up. `inside`
    says that the new rank still lies in the present one's interval; null without one."""

    left_to_others: tuple[str, ...]
    """Indicators that apply and that others decide, in the framework's order."""

    withheld: int = 0
    """Rows left out because a single other unit's value could be told from them."""


Interval = tuple[float, float]
"""The ranks between which a unit's own lies nine times in ten."""

_copies: Memo[Copy] = Memo(KEPT)
_lifts: WeakKeyDictionary[Copy, dict[str, pd.DataFrame]] = WeakKeyDictionary()


def trial(
    source: DataSource,
    actor: Actor,
    unit: str,
    period: str,
    *,
    answers: Mapping[str, TrialAnswer] | None = None,
    weights: Mapping[str, float] | None = None,
) -> Trial:
    """What these answers of the unit, and these weights, would come to; the rest stays as it is.

    `weights` are of strengths, groups and indicators, by code, relative to their fellows. Raises
    `NotAllowed` out of scope, `Unknown`, `TrialRefused`, and `Unscorable`.
    """
    actor.must("score.read", unit)
    here = source.at(actor, period)
    directory.must_be_period(source.live_store, actor, period)
    scopes.named(here.store, actor, unit)
    copy = _copy(source, actor, period)
    framework = copy.framework
    answers, weights = answers or {}, weights or {}
    said = _said(copy, unit)
    problems = [*_bad_answers(framework, unit, said, answers), *_bad_weights(framework, weights)]
    if problems:
        raise TrialRefused(problems)
    changed = pd.DataFrame(
        [(unit, field, now.state, now.value) for field, now in answers.items()],
        columns=["unit", "field", "state", "value"],
    ).astype({"value": float})
    try:
        then = copy.tried(unit, changed, _reweighted(framework, weights) if weights else None)
    except Unscorable as refused:
        raise refusals.told(source.live_store, actor, refused) from refused
    before = copy.scores
    return Trial(
        before=_standing(before.totals, unit),
        after=_standing(then.totals, unit),
        ranking=_ranking(here, actor, before.totals, then.totals),
        strengths=_strengths(before.strengths, then.strengths, unit),
    )


def lifts(
    source: DataSource,
    actor: Actor,
    unit: str,
    period: str,
    *,
    interval: Interval | None = None,
) -> Lifts:
    """What each indicator that the county itself can move would bring, most points first.

    `interval` is the uncertainty of its present rank. Raises `NotAllowed` out of scope, `Unknown`.
    """
    actor.must("score.read", unit)
    here = source.at(actor, period)
    directory.must_be_period(source.live_store, actor, period)
    scopes.named(here.store, actor, unit)
    copy = _copy(source, actor, period)
    kept = _lifts.setdefault(copy, {})
    if unit not in kept:
        kept[unit] = lifted(copy, unit)
    now = _standing(copy.scores.totals, unit)
    rows = kept[unit]
    if actor.units is not None:
        rows = rows[_told_outside(copy, unit, rows)].reset_index(drop=True)
    withheld = len(kept[unit]) - len(rows)
    inside = None if interval is None else rows["rank"].between(*interval)
    return Lifts(now, rows.assign(inside=inside), tuple(_others(copy, unit)), withheld)


def uncertainty(source: DataSource, actor: Actor, unit: str, period: str) -> Interval | None:
    """Between which places the unit's present rank lies when it is drawn again in the usual way.

    None for a unit without a rank.
    """
    actor.must("score.read", unit)
    question = robustness.Question(period)
    drawn = robustness.intervals(source, actor, question)
    for low, high in drawn.loc[drawn["unit"] == unit, ["low", "high"]].to_numpy(dtype=float):
        return float(low), float(high)
    return None


def questions(source: DataSource, actor: Actor, unit: str, period: str) -> dict[str, TrialAnswer]:
    """What the unit said to every question of the period, by field, in the framework's order."""
    actor.must("score.read", unit)
    here = source.at(actor, period)
    directory.must_be_period(source.live_store, actor, period)
    scopes.named(here.store, actor, unit)
    return _said(_copy(source, actor, period), unit)


def _copy(source: DataSource, actor: Actor, period: str) -> Copy:
    """The copy of the store as it is now; made when first asked for after a change."""
    here = source.at(actor, period)

    def made() -> Copy:
        with here.store.reading(*engine.READ) as cursor:
            return Copy(here.framework, period, cursor)

    try:
        return _copies.get(here.store, (Identity(here.framework), period), made)
    except Unscorable as refused:
        raise refusals.told(here.store, actor, refused) from refused


def _asked(copy: Copy) -> dict[str, SurveyField]:
    return {field.code: field for field in asked_in(copy.framework, copy.period)}


def _said(copy: Copy, unit: str) -> dict[str, TrialAnswer]:
    given = copy.answers(unit)
    said = {}
    for field in _asked(copy):
        if field not in given:
            said[field] = TrialAnswer("missing")
        elif given[field] is None:
            said[field] = TrialAnswer("not_applicable")
        else:
            said[field] = TrialAnswer("value", given[field])
    return said


def _bad_answers(
    framework: Framework,
    unit: str,
    trial_answers: Mapping[str, TrialAnswer],
    changed: Mapping[str, TrialAnswer],
) -> Iterator[Problem]:
    """What the survey would refuse, in its words."""
    good: dict[str, float] = {}
    for code, now in changed.items():
        place = Place(unit, path=code)
        question = framework.field_by_code.get(code) if code in trial_answers else None
        if question is None:
            yield Problem("what_if.unknown_field", place, {"code": code})
        elif now.state == "value":
            raw = now.value
            # What is tried may well lie ahead.
            question = question.model_copy(update={"future": "allowed"})
            value = (
                field_values.read(question, as_date(raw) if question.type == "date" else raw)
                if raw is not None
                else Breach("cell.not_a_number", {"title": question.title, "found": ""})
            )
            if isinstance(value, Breach):
                yield Problem(value.code, place, value.facts)
            else:
                good[code] = value
    values = {
        code: now.value
        for code, now in {**trial_answers, **changed}.items()
        if now.value is not None
    }
    for code, breach in field_values.parts_over_whole(framework, values | good):
        if code in changed or framework.field_by_code[code].part_of in changed:
            yield Problem(breach.code, Place(unit, path=code), breach.facts)


def _bad_weights(framework: Framework, weights: Mapping[str, float]) -> Iterator[Problem]:
    parts = _parts(framework)
    for code, weight in weights.items():
        place = Place(code)
        if code not in parts:
            yield Problem("what_if.unknown_part", place, {"code": code})
        elif not isfinite(weight) or not 0 <= weight <= LARGEST_WEIGHT:
            facts = {"title": parts[code].title, "weight": weight, "largest": LARGEST_WEIGHT}
            yield Problem("what_if.bad_weight", place, facts)


def _parts(framework: Framework) -> dict[str, Part | Indicator]:
    """Everything that has a weight, by code."""
    found: dict[str, Part | Indicator] = {}
    ahead: list[Part | Indicator] = list(framework.strengths)
    for part in ahead:
        found[part.code] = part
        if isinstance(part, Part):
            ahead += [*part.groups, *part.indicators]
    return found


def _reweighted(framework: Framework, weights: Mapping[str, float]) -> Framework:
    """The framework with other weights; they need not add up to anything."""

    def weighed(part: Any) -> Any:
        changes: dict[str, object] = {}
        if part.code in weights:
            changes["weight"] = Dated[float](weights[part.code])
        if isinstance(part, Part):
            changes["groups"] = tuple(weighed(group) for group in part.groups)
            changes["indicators"] = tuple(weighed(indicator) for indicator in part.indicators)
        return part.model_copy(update=changes)

    said = {name: getattr(framework, name) for name in Framework.model_fields}
    said["strengths"] = tuple(weighed(strength) for strength in framework.strengths)
    # Not `model_copy`, which would take along what the framework remembers of its old weights.
    return Framework.model_construct(**said | {"weights_sum": None})


def _standing(totals: pd.DataFrame, unit: str) -> TrialStanding:
    own = totals[totals["unit"] == unit].iloc[0]
    rank = figures.known(own["rank_all"])
    return TrialStanding(
        total=figures.known(own["total"]),
        rank=None if rank is None else int(rank),
        grade=None if pd.isna(own["grade"]) else str(own["grade"]),
        completeness=figures.known(own["completeness"]),
        ranked=int(totals["rank_all"].notna().sum()),
    )


def _ranking(here: Basis, actor: Actor, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    rows = scopes.described(here.store, actor)
    for totals, when in ((before, "before"), (after, "after")):
        # Looked up rather than merged: it is done at every click, and a merge costs more.
        place = pd.Index(totals["unit"]).get_indexer(rows["unit"])
        rows[f"total_{when}"] = totals["total"].to_numpy()[place]
        rows[f"rank_{when}"] = totals["rank_all"].astype("Int64").array[place]
    vetoed = before.loc[before["vetoed"].eq(True), "unit"]
    rows["vetoed"] = rows["unit"].isin(vetoed)
    rows["risen"] = rows["rank_before"] - rows["rank_after"]
    return rows.sort_values(["rank_after", "unit"], na_position="last", ignore_index=True)


def _strengths(before: pd.DataFrame, after: pd.DataFrame, unit: str) -> pd.DataFrame:
    then = before[before["unit"] == unit].set_index("strength")["score"]
    now = after.set_index("strength")["score"]
    return pd.DataFrame({"before": then, "after": now}).reindex(then.index).reset_index()


def _applicable(copy: Copy, unit: str) -> pd.DataFrame:
    """The unit's rows of indicators that apply, in the framework's order."""
    rows = copy.scores.indicators
    own = rows[(rows["unit"] == unit) & (rows["state"] != "not_applicable")]
    order = {code: place for place, code in enumerate(copy.framework.indicator_by_code)}
    return own.sort_values("indicator", key=lambda codes: codes.map(order))


def _others(copy: Copy, unit: str) -> Iterator[str]:
    for code in _applicable(copy, unit)["indicator"]:
        if copy.framework.indicator_by_code[code].control == "others":
            yield str(code)


def _told_outside(copy: Copy, unit: str, rows: pd.DataFrame) -> np.ndarray:
    """Which lifts betray nobody to who sees some units only."""
    told = [
        goals.told_outside(
            copy.framework.indicator_by_code[code], goal, len(copy.compared_with(unit, code))
        )
        for code, goal in zip(rows["indicator"], rows["goal"], strict=True)
    ]
    return np.array(told, dtype=bool)


LIFT = [
    "indicator",
    "strength",
    "goal",
    "now",
    "to",
    "field",
    "answer",
    "asked",
    "gain",
    "total",
    "rank",
    "places",
]


def lifted(copy: Copy, unit: str) -> pd.DataFrame:
    """Every lift of a unit in a copy: the rows of `Lifts`, but for `inside`."""
    moves = [least for move in _moves(copy, unit) if (least := _least(copy, unit, move))]
    now = _standing(copy.scores.totals, unit)
    told = pd.DataFrame(
        [(m.indicator, m.goal, m.field, m.answer) for m in moves],
        columns=["indicator", "goal", "field", "answer"],
    )
    rows = copy.outcomes(unit, moves).merge(told, on=["indicator", "goal"])
    rows = rows.rename(columns={"rank_all": "rank", "value": "to"}).astype({"rank": "Int64"})
    own = _applicable(copy, unit).set_index("indicator")
    asked = {code: said.value for code, said in _said(copy, unit).items()}
    rows["strength"] = rows["indicator"].map(own["strength"])
    rows["now"] = rows["indicator"].map(own["value"])
    rows["asked"] = rows["field"].map(asked).astype(float)
    rows["gain"] = rows["total"] - (float("nan") if now.total is None else now.total)
    rows["places"] = pd.NA if now.rank is None else now.rank - rows["rank"]
    # An array, for an empty list would choose no columns where there is nothing left to gain.
    is_ahead = [_is_ahead(copy, *row) for row in rows[["indicator", "now", "to"]].to_numpy()]
    ahead = rows[np.array(is_ahead, dtype=bool)]
    return ahead.sort_values(["gain", "indicator"], ascending=[False, True], ignore_index=True)[
        LIFT
    ]


def _is_ahead(copy: Copy, code: str, now: object, to: object) -> bool:
    """Whether what the answer comes to is any better: it may be no more than its whole."""
    start, there = figures.known(now), figures.known(to)
    indicator = copy.framework.indicator_by_code[code]
    return there is not None and (start is None or goals.better(indicator, there, start))


def _moves(copy: Copy, unit: str) -> Iterator[Move]:
    """Every goal ahead of every indicator the county can move, by an answer where one will do."""
    framework, period = copy.framework, copy.period
    answers = {code: said.value for code, said in _said(copy, unit).items()}
    values = {code: value for code, value in answers.items() if value is not None}
    for row in _applicable(copy, unit).to_dict("records"):
        indicator = framework.indicator_by_code[row["indicator"]]
        if indicator.control == "others":
            continue
        now = figures.known(row["value"])
        for goal, value in goals.of(
            indicator, period, now, copy.compared_with(unit, indicator.code)
        ):
            if goal != "target" and _is_about_days(framework, indicator):
                continue
            by = answer_needed.needed(framework, indicator, period, values, value)
            if by is None:
                yield Move(indicator.code, goal, value)
            elif values.get(by.field) != by.answer:
                yield Move(indicator.code, goal, None, by.field, by.answer)


def _least(copy: Copy, unit: str, move: Move) -> Move | None:
    """The smallest move with the same score: what goes further than a rule counts, or than a
    treatment leaves, earns nothing. None where what is there has that score already."""
    indicator = copy.framework.indicator_by_code[move.indicator]
    own = _applicable(copy, unit).set_index("indicator").loc[move.indicator]
    reached = copy.score_after(unit, move)
    if reached is None:
        return move
    if move.field is None:
        there, now, is_whole = move.value, figures.known(own["value"]), goals.is_whole(indicator)
    else:
        question = copy.framework.field_by_code[move.field]
        now = copy.answers(unit).get(move.field)
        if now is None:
            now = question.minimum if indicator.direction == "up" else question.maximum
        there, is_whole = move.answer, question.type != "decimal"
    if there is None or now is None or now == there:
        return move

    def moved(number: float) -> Move:
        if move.field is None:
            return replace(move, value=number)
        return replace(move, answer=number)

    def holds(number: float) -> bool:
        score = copy.score_after(unit, moved(number))
        return score is not None and score > reached - SAME

    step = 1.0 if is_whole else abs(there - now) / FINE
    found = answer_needed.nearest(now, there, step, holds)
    return None if found is None else moved(found)


def _is_about_days(framework: Framework, indicator: Indicator) -> bool:
    """Days that have passed are not brought back one by one: it is done, or it is not."""
    names = parse_number(indicator.formula).names
    return any(framework.field_by_code[name].type == "date" for name in names)
