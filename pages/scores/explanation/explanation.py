"""A score, opened: a waterfall of strengths, one of a strength's indicators, and for each of these
its rule, formula and answers."""

from collections.abc import Iterator
from datetime import datetime

import pandas as pd
import streamlit as st

from assessment.framework.model import Indicator
from assessment.framework.values import figures
from assessment.kernel import clock
from assessment.kernel.codes import TOTAL
from assessment.kernel.disclosure import SMALLEST_GROUP
from assessment.scores.explanation import explanation as opening
from assessment.scores.explanation import worked_calculation
from assessment.scores.explanation.explanation import Answer, Explanation, Measure, Node, Step, Tree
from assessment.scores.explanation.explanation_tables import DRAWN_IN, IMPUTED, both
from assessment.scores.framework_guide import rules_in_words
from pages.kit import session
from pages.kit.drawings import charts, waterfall_chart

"""Signs of a value that is not what the unit filed, always with a word beside them."""


def heading(opened: Explanation) -> None:
    """What is to be seen here, or that there is no total to be opened."""
    t = session.messages()
    st.subheader(t("county.opened"))
    if opened.steps:
        st.caption(t("county.opened_caption"))
        if session.framework().silence_earns_nothing(opened.tree.period):
            st.caption(t("county.opened_without_points"))
        else:
            st.caption(t("county.opened_reweighted"))
    else:
        st.info(t("county.sums_to_nothing"))


def strengths(opened: Explanation, code: str) -> None:
    """What each strength earned and lost, from 0 to the total; a click opens a strength.

    `code` is the one that is open."""
    t, tree = session.messages(), opened.tree
    steps = opened.steps
    if not steps:
        _without_total(tree)
        return
    titles = {s.code: t.of(s.short) for s in session.framework().strengths}
    charts.show_to_pick(
        waterfall_chart.waterfall(
            _rows(steps, tree.parts, titles), title=t("county.points_axis"), opened=code
        ),
        "opened",
        titles,
        key="steps",
        described=t("county.steps_alt"),
    )
    st.markdown(
        t(
            "county.sums_to",
            parts=len([part for part in tree.parts if part.points is not None]),
            base=_shown(tree.base, 2),
            bonus=_shown(tree.bonus, 2),
            total=_shown(tree.total, 2),
            lost=_shown(opened.points_lost, 2),
        )
    )


def _without_total(tree: Tree) -> None:
    """The strengths that do have a score; no waterfall, because nothing adds up to a total."""
    t = session.messages()
    titles = session.framework().strength_by_code
    rows = pd.DataFrame(
        {
            "label": [t.of(titles[part.code].short) for part in tree.parts],
            "value": [part.score for part in tree.parts],
        }
    )
    if rows["value"].notna().any():
        bars = charts.bars(rows.astype({"value": float}), title=t("county.score"))
        charts.show(bars, key="steps", described=t("county.steps_alt"))


def _rows(steps: list[Step], nodes: tuple[Node, ...], titles: dict[str, str]) -> pd.DataFrame:
    t = session.messages()
    shares = {node.code: node.share for node in nodes}
    named = {
        opening.BASE: t("county.base"),
        opening.BONUS: t("county.bonus"),
        TOTAL: t("county.total"),
    }
    told = [_told(step, shares.get(step.code)) for step in steps]
    labels = [(named | titles)[step.code] for step in steps]
    return pd.DataFrame(
        {
            "code": [step.code for step in steps],
            "label": labels,
            "kind": [step.kind for step in steps],
            "start": [step.start for step in steps],
            "points": [step.points for step in steps],
            "lost": [step.lost for step in steps],
            "text": told,
        }
    ).astype({"start": float, "points": float, "lost": float})


def _told(step: Step, share: float | None) -> str:
    t = session.messages()
    if step.points is None:
        return t("county.step_unknown")
    if step.kind == "total":
        return _shown(step.points)
    if step.kind == "bonus" or share is None:
        return f"+{_shown(step.points)}"
    return t("county.step_of", points=_shown(step.points), share=_shown(share))


def strength(opened: Explanation, code: str) -> None:
    """What each indicator of a strength earned and lost."""
    t, framework = session.messages(), session.framework()
    node = opened.tree.strength(code)
    if node is None:
        st.info(t("county.not_asked"))
        return
    st.markdown(session.plain(_line_of(node)))
    steps = opened.steps_of(code)
    if steps:
        titles = {code: t.of(each.title) for code, each in framework.indicator_by_code.items()}
        titles[code] = t("county.sum")
        rows = _rows(steps, tuple(node.indicators()), titles)
        chart = waterfall_chart.waterfall(rows, title=t("county.points_axis"))
        charts.show(chart, key="steps_of", described=t("county.steps_of_alt"))


def indicators(opened: Explanation, strength: str, period: str) -> None:
    """Every indicator of a strength, closed; opened it shows all that its score rests on."""
    node = opened.tree.strength(strength)
    if node is not None:
        st.caption(session.messages()("county.open_indicator"))
        _listed(node, opened.tree, period)


def _listed(node: Node, tree: Tree, period: str) -> None:
    """Its indicators, those of a group under the group's name."""
    groups = opening.group_titles(session.framework())
    for part in node.parts:
        if part.level == "indicator":
            _indicator(part, tree, period)
        else:
            title = session.messages().of(groups[part.code].title)
            st.markdown(f"**{session.plain(title)}** {session.plain(_line_of(part))}")
            _listed(part, tree, period)


def _line_of(node: Node) -> str:
    """A strength or group in a line: score, rank, points of its share, how much was answered."""
    t = session.messages()
    if node.score is None and node.threshold is not None and node.scored is not None:
        told = {"scored": figures.percent(node.scored), "needed": figures.percent(node.threshold)}
        return t("county.line_unscored", **told)
    said = [t("county.line_score", score=_shown(node.score))]
    if node.rank is not None:
        scope = t.of(session.framework().scope)
        said.append(t("county.line_rank", scope=scope, rank=node.rank))
    if node.points is not None:
        said.append(
            t(
                "county.line_points",
                share=_shown(node.share, 2),
                points=_shown(node.points, 2),
                lost=_shown(node.lost, 2),
            )
        )
    if node.completeness is not None:
        said.append(t("county.line_complete", complete=figures.percent(node.completeness)))
    said += [words for words in (_split(node),) if words]
    return t("county.gap").join(said)


def _split(node: Node) -> str:
    """How the loss is divided among the parts, where it is not by their own shortfall."""
    t = session.messages()
    match node.split:
        case "log":
            return t("county.split_log")
        case "reciprocal":
            return t("county.split_reciprocal")
        case "power":
            return t("county.split_power")
    return ""


def _indicator(node: Node, tree: Tree, period: str) -> None:
    indicator = session.framework().indicator_by_code[node.code]
    if node.measure is None:
        return
    with st.expander(session.plain(_line(indicator, node, node.measure))):
        for label, said in _facts(indicator, node, node.measure, tree, period):
            if said:
                st.markdown(f"**{session.plain(label)}** {session.plain(said)}")
        st.table([_answer(answer) for answer in node.measure.answers], hide_index=True)
        asked = session.messages().of(indicator.evidence)
        said = session.messages()("county.evidence_asked", evidence=asked)
        st.caption(session.plain(said))


def _line(indicator: Indicator, node: Node, measure: Measure) -> str:
    t = session.messages()
    title = t.of(indicator.title)
    if node.score is None:
        not_applicable = node.state == "not_applicable"
        state = t("county.state_not_applicable") if not_applicable else t("county.state_missing")
        if node.is_silent:
            state = t("county.state_without_points")
        return t("county.line_unknown", title=title, state=state)
    value = figures.of_indicator(session.framework(), indicator, measure.value, t)
    said = [title, value, t("county.line_score", score=_shown(node.score))]
    if node.points is not None:
        said.append(
            t("county.line_earned", points=_shown(node.points, 2), lost=_shown(node.lost, 2))
        )
    return t("county.gap").join([*said, *flags(measure)])


def flags(measure: Measure) -> list[str]:
    """Signs and words for a value that is not quite what the unit filed."""
    t = session.messages()
    said = [f"{IMPUTED} {t('county.imputed')}"] if measure.imputed is not None else []
    return [*said, f"{DRAWN_IN} {t('county.drawn_in')}"] if measure.drawn_in else said


def _facts(
    indicator: Indicator, node: Node, measure: Measure, tree: Tree, period: str
) -> Iterator[tuple[str, str]]:
    t, framework = session.messages(), session.framework()
    if node.is_silent:
        yield t("county.why"), rules_in_words.why_silent(measure.reason, t)
    elif measure.imputed is None:
        yield t("county.why"), rules_in_words.why_unknown(measure.reason, t)
    else:
        yield t("county.why_imputed"), rules_in_words.why_imputed(measure.reason, t)
    if indicator.formula not in framework.field_by_code:
        yield t("county.formula"), rules_in_words.formula_in_names(framework, indicator.formula, t)
        yield t("county.numbers"), _with_numbers(indicator, measure, period)
    yield t("county.rule"), rules_in_words.scoring(framework, indicator, period, t)
    yield t("county.worked"), worked_calculation.score(framework, node, period, t)
    yield t("county.standing"), _peers(indicator, measure)
    exceptions = rules_in_words.exceptions(framework, indicator, t)
    yield t("county.exceptions"), t("rule.sentence_gap").join(exceptions)
    yield t("county.points"), _points(node, tree)
    basis = rules_in_words.basis(indicator, t)
    yield (
        t("county.source"),
        t("county.source_and_basis", source=t.of(indicator.source), basis=basis),
    )


def _peers(indicator: Indicator, measure: Measure) -> str:
    """Among whom it is compared, and what is in the middle there."""
    t, peers = session.messages(), measure.peers
    if peers is None:
        return ""
    ranked = rules_in_words.pool(indicator, peers.pool, peers.size, t)
    if peers.median is None:
        few = t("county.withheld", smallest=SMALLEST_GROUP) if peers.withheld else ""
        return t("rule.sentence_gap").join(part for part in (ranked, few) if part)
    middle = measure.in_units(peers.median)
    value = figures.of_indicator(session.framework(), indicator, middle, t)
    if ranked:
        return t("rule.sentence_gap").join((ranked, t("county.median", value=value)))
    match peers.pool:
        case "peer_group":
            return t("county.median_peers", size=peers.size, value=value)
        case "prefecture":
            return t("county.median_prefecture", size=peers.size, value=value)
    return t("county.median_all", size=peers.size, value=value)


def _points(node: Node, tree: Tree) -> str:
    """Score × share of the total = points; empty where there is no total to be part of."""
    t = session.messages()
    if node.share is None or node.points is None:
        return ""
    facts = {"weight": f"{node.share:.2f}", "points": _shown(node.points, 2)}
    if not tree.is_plain_down_to(node.code):
        return t("county.earned_divided", lost=_shown(node.lost, 2), **facts)
    score = _shown(node.score, 2)
    if f"{node.nominal:.2f}" != f"{node.share:.2f}":
        return t("county.earned_more", score=score, nominal=f"{node.nominal:.2f}", **facts)
    return t("county.earned", score=score, **facts)


def _with_numbers(indicator: Indicator, measure: Measure, period: str) -> str:
    """The formula with this county's numbers, and what it comes to."""
    t, framework = session.messages(), session.framework()
    answers = {answer.field: answer for answer in measure.answers}

    def says(code: str) -> str:
        if code not in answers:
            return rules_in_words.last_day(period)
        value = answers[code].value
        if value is None:
            return t("county.blank")
        return figures.bare(framework.field_by_code[code], value)

    comes_to = figures.of_indicator(framework, indicator, measure.value, t)
    return f"{rules_in_words.formula(indicator.formula, says, t)} = {comes_to}"


def _answer(answer: Answer) -> dict[str, str]:
    t = session.messages()
    field = session.framework().field_by_code[answer.field]
    return {
        t("county.field"): session.plain(t.of(field.title)),
        t("county.answer"): _said(answer.state, answer.value, field.code),
        t("county.verification"): session.plain(both(session.framework(), answer, t)),
        t("county.previous"): _said(answer.previous_state, answer.previous_value, field.code),
        t("county.filing"): session.plain(_filed(answer)),
    }


def _said(state: str, value: float | None, code: str) -> str:
    t = session.messages()
    if state == "not_applicable":
        return t("county.said_not_applicable")
    if state == "unavailable":
        return t("county.said_unavailable")
    if state == "missing":
        return t("county.said_missing")
    return figures.of_field(session.framework().field_by_code[code], value, t)


def _filed(answer: Answer) -> str:
    if answer.filed_at is None:
        return session.messages()("county.nobody_filed")
    day = _day(answer.filed_at)
    said = (answer.filed_by, day, answer.file_name, answer.evidence, answer.note)
    return " · ".join(part for part in said if part)


def _day(moment: datetime) -> str:
    """The store keeps UTC; people read the day where the server stands."""
    return clock.local_day(moment).isoformat()


def _shown(number: float | None, digits: int = 1) -> str:
    return figures.BLANK if number is None else f"{number:.{digits}f}"
