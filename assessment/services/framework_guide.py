"""The framework as people read it: weights, rules in words, sources, and what is a proposal."""

import pandas as pd

from assessment.framework.model import Framework
from assessment.i18n import Messages
from assessment.services import figures, rules_in_words
from assessment.services.people import Actor


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
    framework: Framework, actor: Actor, period: str, t: Messages, strength: str | None = None
) -> pd.DataFrame:
    """Grain indicator asked in `period`, in the file's order and in one language: `indicator
    strength title measure weight formula rule exceptions direction evidence source basis`."""
    actor.must_somewhere("framework.read")
    rows = [
        {
            "indicator": indicator.code,
            "strength": t.of(parent.title),
            "title": t.of(indicator.title),
            "measure": t.of(indicator.measure),
            "weight": indicator.weight.at(period),
            "formula": rules_in_words.formula_in_names(framework, indicator.formula, t),
            "rule": rules_in_words.scoring(framework, indicator, period, t),
            "exceptions": t("rule.sentence_gap").join(
                rules_in_words.exceptions(framework, indicator, t)
            ),
            "direction": t("rule.more_is_better")
            if indicator.direction == "up"
            else t("rule.less_is_better"),
            "evidence": t.of(indicator.evidence),
            "source": t.of(indicator.source),
            "basis": indicator.basis,
            "basis_said": rules_in_words.basis(indicator, t),
        }
        for parent, indicator in framework.indicators(period)
        if strength in (None, parent.code)
    ]
    return pd.DataFrame(rows)


def fields(framework: Framework, actor: Actor, t: Messages) -> pd.DataFrame:
    """Grain survey field, in the file's order: `field strength title measure guidance part_of`."""
    actor.must_somewhere("framework.read")
    return pd.DataFrame(
        [
            {
                "field": field.code,
                "strength": t.of(framework.strength_by_code[field.strength].title),
                "title": t.of(field.title),
                "measure": t.of(field.measure) if field.measure else figures.BLANK,
                "guidance": t.of(field.guidance) if field.guidance else "",
                "part_of": rules_in_words.name_of(framework, field.part_of, t)
                if field.part_of
                else "",
            }
            for field in framework.fields
        ]
    )


def additions(framework: Framework, actor: Actor, period: str, t: Messages) -> pd.DataFrame:
    """Grain bonus item and level: `title level points source basis_said`."""
    actor.must_somewhere("framework.read")
    items = framework.bonus.items if framework.bonus else ()
    return pd.DataFrame(
        [
            {
                "title": t.of(item.title),
                "level": level_name(level, t),
                "points": points.at(period),
                "source": t.of(item.source),
                "basis_said": _basis(item.basis, t),
            }
            for item in items
            for level, points in item.points.items()
        ]
    )


def vetoes(framework: Framework, actor: Actor, t: Messages) -> pd.DataFrame:
    """Grain veto item: `title source basis_said`."""
    actor.must_somewhere("framework.read")
    items = framework.veto.items if framework.veto else ()
    return pd.DataFrame(
        [
            {
                "title": t.of(item.title),
                "source": t.of(item.source),
                "basis_said": _basis(item.basis, t),
            }
            for item in items
        ]
    )


def grades(framework: Framework, actor: Actor, period: str, t: Messages) -> pd.DataFrame:
    """Grain grade, best first: `title at_least`."""
    actor.must_somewhere("framework.read")
    rows = [(t.of(grade.title), grade.at_least.at(period)) for grade in framework.grades]
    return pd.DataFrame(rows, columns=["title", "at_least"])


def level_name(level: str, t: Messages) -> str:
    """The level of an honour, in words."""
    match level:
        case "national":
            return t("framework.level_national")
        case "provincial":
            return t("framework.level_provincial")
    return t("framework.level_municipal")


def _basis(basis: str, t: Messages) -> str:
    return t("rule.basis_document") if basis == "document" else t("rule.basis_proposal")
