"""Two scores side by side: how far apart they are, and what explains it."""

import pandas as pd
import streamlit as st

from assessment.framework.values import figures
from assessment.scores.explanation import explanation_tables
from assessment.scores.explanation.compare import Comparison, Pair, Side
from assessment.scores.explanation.explanation import Node
from pages.kit import session, tables
from pages.kit.drawings import charts

SHOWN = 0.005
"""Points below which a bar would say 0.00."""


def names(compared: Comparison) -> tuple[str, str]:
    """What tells the sides apart: the unit, or of one unit the period."""
    t = session.messages()
    if compared.of_one_unit:
        return compared.first.period, compared.second.period
    names = [t.of(side.unit) for side in (compared.first, compared.second)]
    if compared.first.period != compared.second.period:
        names = [
            f"{name} {side.period}"
            for name, side in zip(names, (compared.first, compared.second), strict=True)
        ]
    return names[0], names[1]


def heading(compared: Comparison) -> None:
    """Who is compared with whom."""
    t = session.messages()
    first, second = names(compared)
    if compared.of_one_unit:
        unit = t.of(compared.first.unit)
        st.header(session.plain(t("compare.periods", unit=unit, first=first, second=second)))
    else:
        st.header(session.plain(t("compare.units", first=first, second=second)))
        st.caption(compared.first.period)


def totals(compared: Comparison) -> None:
    """Both totals and the difference; a sentence where there is none."""
    t, beside = session.messages(), compared.beside
    first, second = names(compared)
    with st.container(horizontal=True):
        for side, name in ((compared.first, first), (compared.second, second)):
            label = t("compare.total_of", side=name)
            if side.opened.tree.vetoed:
                label += t("mark.vetoed_name")
            total = tables.UNKNOWN if side.opened.tree.total is None else _shown(side)
            st.metric(session.plain(label), total, width="content", border=True)
        if beside.difference is not None:
            st.metric(
                t("compare.difference"), signed(beside.difference), width="content", border=True
            )
    silent = [
        name
        for side, name in ((compared.first, first), (compared.second, second))
        if side.opened.tree.total is None
    ]
    if silent:
        st.info(session.plain(t("compare.no_total", sides=t("county.list").join(silent))))


def _shown(side: Side) -> str:
    return f"{side.opened.tree.total:.2f}"


def explained(compared: Comparison) -> None:
    """How far each strength's score moved; then what bonus and sharing out did to the total."""
    t, beside = session.messages(), compared.beside
    if beside.difference is None or beside.bonus is None or beside.reweighted is None:
        return
    titles = session.framework().strength_by_code
    rows = [
        (t.of(titles[pair.code].short), pair.change, signed(pair.change))
        for pair in beside.strengths
        if pair.change is not None
    ]
    rows.sort(key=lambda row: -abs(row[1]))
    rows += [
        (label, points, t("compare.of_total", points=signed(points)))
        for label, points in (
            (t("compare.reweighted"), beside.reweighted),
            (t("county.bonus"), beside.bonus),
        )
        if abs(points) >= SHOWN
    ]
    if not rows:
        return
    first, second = names(compared)
    charts.show(
        charts.differences(
            pd.DataFrame(rows, columns=["label", "value", "text"]),
            title=t("compare.axis", first=first, second=second),
        ),
        key="differences",
        described=t("compare.alt"),
    )
    sums = t(
        "compare.sums",
        difference=signed(beside.difference),
        own=signed(beside.difference - beside.bonus - beside.reweighted),
        bonus=signed(beside.bonus),
        reweighted=signed(beside.reweighted),
        first=first,
        second=second,
    )
    st.caption(session.plain(sums))
    one_sided = [t.of(titles[pair.code].short) for pair in beside.strengths if _is_one_sided(pair)]
    if one_sided:
        told = t("compare.one_side", strengths=t("county.list").join(one_sided))
        st.caption(session.plain(told))


def _is_one_sided(pair: Pair) -> bool:
    """Whether only one side has a score: no bar, for there is nothing to differ from."""
    scored = [node is not None and node.score is not None for node in (pair.first, pair.second)]
    return any(scored) and not all(scored)


def signed(difference: float) -> str:
    """With a sign people can see; what rounds to nothing has none.

    >>> signed(1.234), signed(-0.5), signed(-0.0001)
    ('+1.23', '−0.50', '0.00')
    """
    size = f"{abs(difference):.2f}"
    if float(size) == 0:
        return size
    return f"+{size}" if difference > 0 else f"−{size}"


def strengths(compared: Comparison) -> None:
    """Strength by strength, each with its indicators beside each other."""
    t = session.messages()
    st.subheader(t("compare.by_strength"))
    if compared.beside.difference is None:
        st.caption(t("compare.caption_scores"))
    else:
        st.caption(t("compare.caption"))
    for place, pair in enumerate(compared.beside.strengths):
        label = session.plain(_line(pair, compared))
        with st.expander(label, expanded=place == 0):
            st.table([_row(each, compared) for each in pair.parts], hide_index=True)


def _line(pair: Pair, compared: Comparison) -> str:
    """A strength: its scores here and there, and how far they are apart."""
    t = session.messages()
    title = t.of(session.framework().strength_by_code[pair.code].title)
    sides = zip(names(compared), (pair.first, pair.second), strict=True)
    said = [title, *(f"{side} {_score(node)}" for side, node in sides)]
    if pair.change is not None:
        said.append(t("compare.differ", difference=signed(pair.change)))
    elif why := explanation_tables.why_one_side(pair, t):
        said.append(why)
    return t("county.gap").join(said)


def _row(pair: Pair, compared: Comparison) -> dict[str, str]:
    t, first_second = session.messages(), names(compared)
    indicator = session.framework().indicator_by_code[pair.code]
    row = {t("compare.indicator"): session.plain(t.of(indicator.title))}
    for name, node in zip(first_second, (pair.first, pair.second), strict=True):
        row[session.plain(name)] = session.plain(_cell(node, pair.difference is not None))
    if pair.difference is not None:
        change = figures.BLANK if pair.change is None else signed(pair.change)
        row[t("compare.change")] = explanation_tables.why_one_side(pair, t) or change
    return row


def _cell(node: Node | None, comparable: bool) -> str:
    """Value, score and points on one side; or in words why there are none."""
    t = session.messages()
    if node is None or node.measure is None:
        return t("compare.not_asked")
    if node.score is None:
        if node.is_silent:
            return t("county.state_without_points")
        not_applicable = node.state == "not_applicable"
        return t("county.state_not_applicable") if not_applicable else t("county.state_missing")
    framework = session.framework()
    indicator = framework.indicator_by_code[node.code]
    value = figures.of_indicator(framework, indicator, node.measure.value, t)
    said = [value, _score(node)]
    if comparable and node.points is not None:
        said.append(t("compare.earned", points=_earned(node)))
    return t("county.gap").join([*said, *explanation_tables.flags(node, t)])


def _score(node: Node | None) -> str:
    t = session.messages()
    if node is None or node.score is None:
        return t("compare.no_score")
    return t("county.line_score", score=f"{node.score:.1f}")


def _earned(node: Node | None) -> str:
    return figures.BLANK if node is None or node.points is None else f"{node.points:.2f}"
