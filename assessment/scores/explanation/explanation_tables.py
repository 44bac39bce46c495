"""An explanation as tables, for who wants to check it in a spreadsheet: every number at full
precision, and null where nothing is known."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pandas as pd

from assessment.framework.model import Framework
from assessment.framework.values import figures
from assessment.i18n import Messages
from assessment.kernel import clock
from assessment.scores.basis import basis_in_words
from assessment.scores.explanation import worked_calculation
from assessment.scores.explanation.compare import Comparison, Pair
from assessment.scores.explanation.explanation import Explanation, group_titles
from assessment.scores.framework_guide import rules_in_words
from assessment.scoring.explanation_tree import Answer, Node, Tree

IMPUTED, DRAWN_IN = "◇", "⇥"
"""Signs of a value that is not quite what the unit filed; a word stands beside each."""


def parts(framework: Framework, opened: Explanation, t: Messages) -> pd.DataFrame:
    """The parts of a score as rows, each before what is in it. Columns `strength group indicator
    weight share score points lost value value_said noted rule worked`, after a row for the base
    score."""
    tree = opened.tree
    whole = {"strength": t("explained.base"), "share": None, "score": tree.base}
    if tree.base is not None:
        whole |= {"share": 100.0, "points": tree.base, "lost": opened.points_lost}
    rows = [whole, *_parts(framework, tree, t)]
    if tree.bonus is not None:
        rows.append({"strength": t("explained.bonus"), "points": tree.bonus})
        rows.append({"strength": t("explained.total"), "points": tree.total})
    columns = ("strength", "group", "indicator", "weight", "share", "score", "points", "lost")
    more = ("value", "value_said", "noted", "rule", "worked")
    return pd.DataFrame(rows, columns=[*columns, *more])


def _parts(framework: Framework, tree: Tree, t: Messages) -> Iterator[dict[str, Any]]:
    groups = group_titles(framework)
    for strength in tree.parts:
        title = t.of(framework.strength_by_code[strength.code].title)
        above = ""
        for node in strength.nodes():
            row: dict[str, Any] = {"strength": title, **_numbers(node)}
            if node.level == "group":
                above = t.of(groups[node.code].title)
            if node.level == "indicator":
                row |= _measured(framework, node, tree.period, t)
            yield row | ({"group": above} if node.level != "strength" else {})


def _numbers(node: Node) -> dict[str, Any]:
    return {
        "weight": node.weight,
        "share": node.share,
        "score": node.score,
        "points": node.points,
        "lost": node.lost,
    }


def _measured(framework: Framework, node: Node, period: str, t: Messages) -> dict[str, Any]:
    indicator, measure = framework.indicator_by_code[node.code], node.measure
    row: dict[str, Any] = {"indicator": t.of(indicator.title)}
    if measure is None:
        return row
    why = rules_in_words.why_unknown if measure.imputed is None else rules_in_words.why_imputed
    if node.is_silent:
        why = rules_in_words.why_silent
    notes = [why(measure.reason, t), *flags(node, t)]
    return row | {
        "value": measure.value,
        "value_said": figures.of_indicator(framework, indicator, measure.value, t),
        "noted": t("rule.semicolon").join(note for note in notes if note),
        "rule": rules_in_words.scoring(framework, indicator, period, t),
        "worked": worked_calculation.score(framework, node, period, t),
    }


def flags(node: Node, t: Messages) -> list[str]:
    """Signs and words for a value that is not quite what the unit filed."""
    measure = node.measure
    if measure is None:
        return []
    said = []
    if measure.imputed is not None:
        how = t("explained.imputed", how=worked_calculation.imputed(measure.imputed, t))
        said.append(f"{IMPUTED} {how}")
    return [*said, f"{DRAWN_IN} {t('explained.drawn_in')}"] if measure.drawn_in else said


def answers(framework: Framework, opened: Explanation, t: Messages) -> pd.DataFrame:
    """Grain indicator × field: `indicator field answer said reported reported_said
    verification verified_by verified_at verdict_note previous_said filed_by filed_at file_name
    evidence note`."""
    rows = []
    for node in opened.tree.indicators():
        title = t.of(framework.indicator_by_code[node.code].title)
        for answer in node.measure.answers if node.measure is not None else ():
            field = framework.field_by_code[answer.field]
            rows.append(
                {
                    "indicator": title,
                    "field": t.of(field.title),
                    "answer": answer.value,
                    "said": said(framework, answer.field, answer.state, answer.value, t),
                    "reported": answer.reported_value,
                    "reported_said": said(
                        framework, answer.field, answer.reported_state, answer.reported_value, t
                    ),
                    "verification": verification(answer, t),
                    "verified_by": answer.verified_by,
                    "verified_at": _on_the_wall(answer.verified_at),
                    "verdict_note": answer.verdict_note,
                    "previous_said": said(
                        framework, answer.field, answer.previous_state, answer.previous_value, t
                    ),
                    "filed_by": answer.filed_by,
                    "filed_at": _on_the_wall(answer.filed_at),
                    "file_name": answer.file_name,
                    "evidence": answer.evidence,
                    "note": answer.note,
                }
            )
    return pd.DataFrame(rows)


def _on_the_wall(moment: datetime | None) -> datetime | None:
    """A moment of the database as the office's clock shows it: a workbook knows no zones."""
    return None if moment is None else clock.local(moment).replace(tzinfo=None)


def verification(answer: Answer, t: Messages) -> str:
    """Whether a reviewer verified the answer, and if not whether it counts. Empty where nothing was
    said that could be verified."""
    match answer.verdict:
        case "accepted":
            return t("explained.verified")
        case "corrected":
            return t("explained.verified_otherwise")
        case "not_counted":
            return t("explained.not_verified_not_counted")
    return "" if answer.state == "missing" else t("explained.not_verified")


def both(framework: Framework, answer: Answer, t: Messages) -> str:
    """`verification`, with the reported value beside the verified one where they differ, and who
    verified it, when and why."""
    told = [verification(answer, t)]
    if answer.verdict in ("corrected", "not_counted"):
        reported = said(framework, answer.field, answer.reported_state, answer.reported_value, t)
        told.append(t("explained.reported_was", reported=reported))
    if answer.verdict == "corrected":
        counts = said(framework, answer.field, answer.state, answer.value, t)
        told.append(t("explained.verified_as", verified=counts))
    if answer.verified_by is not None and answer.verified_at is not None:
        told += [answer.verified_by, basis_in_words.day(answer.verified_at)]
    if answer.verdict_note:
        told.append(answer.verdict_note)
    return " · ".join(part for part in told if part)


def said(framework: Framework, field: str, state: str, value: float | None, t: Messages) -> str:
    """One answer in words; that there is none, or that it does not apply, is said."""
    if state == "not_applicable":
        return t("explained.not_applicable")
    if state == "unavailable":
        return t("explained.unavailable")
    if state == "missing":
        return t("explained.missing")
    return figures.of_field(framework.field_by_code[field], value, t)


def compared(framework: Framework, comparison: Comparison, t: Messages) -> pd.DataFrame:
    """Grain strength or indicator, what explains most first: `strength indicator first_value
    second_value first_score second_score first_points second_points difference noted`."""
    rows = []
    for strength in comparison.beside.strengths:
        title = t.of(framework.strength_by_code[strength.code].title)
        rows.append({"strength": title, **_pair(strength, t)})
        for pair in strength.parts:
            indicator = framework.indicator_by_code[pair.code]
            rows.append({"strength": title, "indicator": t.of(indicator.title), **_pair(pair, t)})
    beside = comparison.beside
    first, second = beside.first, beside.second
    for name, ours, theirs, difference in (
        (t("explained.bonus"), first.bonus, second.bonus, beside.bonus),
        (t("compare.reweighted"), None, None, beside.reweighted),
        (t("explained.total"), first.total, second.total, beside.difference),
    ):
        points = {"first_points": ours, "second_points": theirs, "difference": difference}
        rows.append({"strength": name, **points})
    return pd.DataFrame(rows)


def _pair(pair: Pair, t: Messages) -> dict[str, Any]:
    row: dict[str, Any] = {"difference": pair.own, "noted": why_one_side(pair, t)}
    for name, node in (("first", pair.first), ("second", pair.second)):
        row[f"{name}_score"] = None if node is None else node.score
        row[f"{name}_points"] = None if node is None else node.points
        measure = None if node is None else node.measure
        row[f"{name}_value"] = None if measure is None else measure.value
    return row


def why_one_side(pair: Pair, t: Messages) -> str:
    """Why only one side counts it; empty where both do."""
    match pair.missing:
        case "not_asked":
            return t("explained.not_asked")
        case "uncounted":
            return t("explained.uncounted")
    return ""
