"""The framework as people read it: weights, rules in words, sources, and what is a proposal."""

import math
from collections.abc import Hashable, Iterable, Iterator
from functools import reduce
from threading import Lock

import pandas as pd
from cachetools import LRUCache, cached

from assessment.framework.model import Framework, Group, Indicator, Part, Strength, SurveyField
from assessment.framework.questions import asked_in
from assessment.framework.values import figures
from assessment.i18n import Messages
from assessment.kernel.actors import Actor
from assessment.scores.framework_guide import framework_scheme, rules_in_words
from assessment.store.memo import Identity

INDICATOR_COLUMNS = (
    *("indicator", "strength", "group", "title", "measure", "weight", "formula"),
    *("treatment", "rule", "imputation", "exceptions", "direction", "control"),
    *("evidence", "source", "basis"),
)


def weights(framework: Framework, actor: Actor, period: str, t: Messages) -> pd.DataFrame:
    """Grain strength, group or indicator, each before what is in it, for a sunburst: `code parent
    strength title weight basis`.

    A weight is its part of the strength's, so that parts sum to their parent whatever scale the
    file uses. A strength has no parent; only an indicator has a basis.
    """
    actor.must_somewhere("framework.read")
    rows = [
        row
        for strength in framework.strengths
        for row in _weights(strength, "", strength.code, strength.weight.at(period), period, t)
    ]
    columns = ["code", "parent", "strength", "title", "weight", "basis"]
    return pd.DataFrame(rows, columns=columns)


def _weights(
    part: Part, parent: str, strength: str, weight: float, period: str, t: Messages
) -> Iterator[tuple[str, str, str, str, float, str]]:
    yield part.code, parent, strength, t.of(part.title), weight, ""
    groups = [group for group in part.groups if any(group.asked(period))]
    asked = [indicator for indicator in part.indicators if indicator.asked_in(period)]
    inside = [group.weight for group in groups] + [indicator.weight for indicator in asked]
    whole = math.fsum(each.at(period) for each in inside)
    share = weight / whole if whole else 0.0
    for group in groups:
        inner = share * group.weight.at(period)
        yield from _weights(group, part.code, strength, inner, period, t)
    for each in asked:
        inner = share * each.weight.at(period)
        yield each.code, part.code, strength, t.of(each.title), inner, each.basis


KEPT = 16
"""Periods whose rules are kept in words, for each framework and language."""


def indicators(
    framework: Framework,
    actor: Actor,
    period: str,
    t: Messages,
    strength: str | None = None,
    basis: str | None = None,
) -> pd.DataFrame:
    """The indicators asked in `period`, in the file's order and in one language, with
    `INDICATOR_COLUMNS`. `group` is the path of groups one stands in, and what a framework does not
    use is empty.

    Of one strength, and of those with one `basis`, where they are given.
    """
    actor.must_somewhere("framework.read")
    rows = [
        told
        for (parent, indicator), told in zip(
            framework.indicators(period), _all_told(framework, period, t), strict=True
        )
        if strength in (None, parent.code) and basis in (None, indicator.basis)
    ]
    return pd.DataFrame(rows, columns=list(INDICATOR_COLUMNS))


def _key(framework: Framework, period: str, t: Messages) -> Hashable:
    return Identity(framework), period, t.lang


@cached(LRUCache(KEPT), key=_key, lock=Lock())
def _all_told(framework: Framework, period: str, t: Messages) -> list[tuple[object, ...]]:
    return [
        _told(framework, parent, indicator, period, t)
        for parent, indicator in framework.indicators(period)
    ]


def _told(
    framework: Framework, parent: Strength, indicator: Indicator, period: str, t: Messages
) -> tuple[object, ...]:
    exceptions = rules_in_words.exceptions(framework, indicator, t)
    up = indicator.direction == "up"
    return (
        indicator.code,
        t.of(parent.title),
        _path(framework_scheme.group_path(parent, indicator.code), t),
        t.of(indicator.title),
        t.of(indicator.measure),
        indicator.weight.at(period),
        rules_in_words.formula_in_names(framework, indicator.formula, t),
        rules_in_words.treatment(framework, indicator, period, t),
        rules_in_words.scale(framework, indicator, period, t),
        rules_in_words.imputation(indicator, t),
        t("rule.sentence_gap").join(exceptions),
        t("rule.more_is_better") if up else t("rule.less_is_better"),
        t("framework.control_others") if indicator.control == "others" else "",
        t.of(indicator.evidence),
        t.of(indicator.source),
        indicator.basis,
    )


def _path(groups: Iterable[Group], t: Messages) -> str:
    titles = [t.of(group.title) for group in groups]
    return reduce(
        lambda outer, inner: t("framework.path", outer=outer, inner=inner), titles or [""]
    )


def fields(
    framework: Framework, actor: Actor, period: str, t: Messages, strength: str | None = None
) -> pd.DataFrame:
    """Grain survey field asked in `period`, in the file's order: `field strength title measure
    guidance part_of`."""
    actor.must_somewhere("framework.read")
    rows = [
        (
            field.code,
            t.of(framework.strength_by_code[field.strength].title),
            t.of(field.title),
            _measure(field, t),
            t.of(field.guidance) if field.guidance else "",
            rules_in_words.name_of(framework, field.part_of, t) if field.part_of else "",
        )
        for field in asked_in(framework, period)
        if strength in (None, field.strength)
    ]
    columns = ["field", "strength", "title", "measure", "guidance", "part_of"]
    return pd.DataFrame(rows, columns=columns)


def _measure(field: SurveyField, t: Messages) -> str:
    """What an answer is: a unit of measure, yes or no, one of the levels, a date."""
    if field.options:
        levels = (f"{level} {t.of(meaning)}" for level, meaning in field.options.items())
        return t("framework.levels", levels=t("rule.semicolon").join(levels))
    if field.measure is not None:
        return t.of(field.measure)
    match field.type:
        case "yes_no":
            return t("framework.yes_no")
        case "date":
            return t("framework.date")
    return figures.BLANK


def grades(framework: Framework, actor: Actor, period: str) -> pd.DataFrame:
    """Grain grade, best first: `grade at_least`."""
    actor.must_somewhere("framework.read")
    rows = [(grade.code, grade.at_least.at(period)) for grade in framework.grades]
    return pd.DataFrame(rows, columns=["grade", "at_least"])


def peer_groups(framework: Framework, actor: Actor, t: Messages) -> pd.DataFrame:
    """Grain peer group: `title note`."""
    actor.must_somewhere("framework.read")
    rows = [
        (t.of(group.title), t.of(group.note) if group.note else "")
        for group in framework.peer_groups
    ]
    return pd.DataFrame(rows, columns=["title", "note"])


def additions(framework: Framework, actor: Actor, period: str, t: Messages) -> pd.DataFrame:
    """Grain bonus item and level: `item title level points source basis`; `level` is a code."""
    actor.must_somewhere("framework.read")
    items = framework.bonus.items if framework.bonus else ()
    rows = [
        (item.code, t.of(item.title), level, points.at(period), t.of(item.source), item.basis)
        for item in items
        for level, points in item.points.items()
    ]
    return pd.DataFrame(rows, columns=["item", "title", "level", "points", "source", "basis"])


def vetoes(framework: Framework, actor: Actor, t: Messages) -> pd.DataFrame:
    """Grain veto item: `title source basis`."""
    actor.must_somewhere("framework.read")
    items = framework.veto.items if framework.veto else ()
    rows = [(t.of(item.title), t.of(item.source), item.basis) for item in items]
    return pd.DataFrame(rows, columns=["title", "source", "basis"])
