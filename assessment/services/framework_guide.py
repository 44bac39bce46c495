"""The framework as people read it: weights, rules in words, sources, and what is a proposal."""

import pandas as pd

from assessment.framework.model import Framework, Indicator, Strength, SurveyField
from assessment.i18n import Messages
from assessment.services import figures, rules_in_words
from assessment.services.people import Actor

INDICATOR_COLUMNS = (
    *("indicator", "strength", "title", "measure", "weight", "formula", "rule"),
    *("exceptions", "direction", "evidence", "source", "basis"),
)


def weights(framework: Framework, actor: Actor, period: str, t: Messages) -> pd.DataFrame:
    """Grain strength or indicator, for a sunburst: `code parent title weight basis`.

    An indicator's weight is its part of its strength's, so that parts sum to their parent whatever
    scale the file uses. A strength has no parent and no basis.
    """
    actor.must_somewhere("framework.read")
    rows = []
    for strength in framework.strengths:
        indicators = [i for i in strength.indicators if i.asked_in(period)]
        whole = sum(i.weight.at(period) for i in indicators)
        weight = strength.weight.at(period)
        rows.append((strength.code, "", t.of(strength.title), weight, ""))
        rows += [
            (
                indicator.code,
                strength.code,
                t.of(indicator.title),
                weight * indicator.weight.at(period) / whole if whole else 0.0,
                indicator.basis,
            )
            for indicator in indicators
        ]
    return pd.DataFrame(rows, columns=["code", "parent", "title", "weight", "basis"])


def indicators(
    framework: Framework,
    actor: Actor,
    period: str,
    t: Messages,
    strength: str | None = None,
    basis: str | None = None,
) -> pd.DataFrame:
    """Grain indicator asked in `period`, in the file's order and in one language: `indicator
    strength title measure weight formula rule exceptions direction evidence source basis`.

    Of one strength, and of those with one `basis`, where they are given.
    """
    actor.must_somewhere("framework.read")
    rows = [
        _told(framework, parent, indicator, period, t)
        for parent, indicator in framework.indicators(period)
        if strength in (None, parent.code) and basis in (None, indicator.basis)
    ]
    return pd.DataFrame(rows, columns=list(INDICATOR_COLUMNS))


def _told(
    framework: Framework, parent: Strength, indicator: Indicator, period: str, t: Messages
) -> tuple[object, ...]:
    exceptions = rules_in_words.exceptions(framework, indicator, t)
    up = indicator.direction == "up"
    return (
        indicator.code,
        t.of(parent.title),
        t.of(indicator.title),
        t.of(indicator.measure),
        indicator.weight.at(period),
        rules_in_words.formula_in_names(framework, indicator.formula, t),
        rules_in_words.scoring(framework, indicator, period, t),
        t("rule.sentence_gap").join(exceptions),
        t("rule.more_is_better") if up else t("rule.less_is_better"),
        t.of(indicator.evidence),
        t.of(indicator.source),
        indicator.basis,
    )


def fields(
    framework: Framework, actor: Actor, t: Messages, strength: str | None = None
) -> pd.DataFrame:
    """Grain survey field, in the file's order: `field strength title measure guidance part_of`."""
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
        for field in framework.fields
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
