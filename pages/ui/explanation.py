"""A score, opened: strengths, the indicators of one, and for each its rule, formula and answers."""

from collections.abc import Iterator
from datetime import UTC
from typing import Any

import pandas as pd
import streamlit as st

from assessment.framework.model import Indicator
from assessment.services import figures, rules_in_words
from assessment.services.county import Standing
from assessment.services.explanation import Explanation, fields_of
from pages.ui import session

Row = dict[str, Any]
"""A frame's row, by column."""


def strengths(opened: Explanation, standing: Standing) -> None:
    """What each strength earned, and that the indicators' points add up to the base score."""
    t = session.messages()
    st.subheader(t("county.opened"))
    st.caption(t("county.opened_caption"))
    rows = [_strength(row) for row in _rows(opened.strengths)]
    st.table([*rows, _sum(opened)], hide_index=True)
    if opened.base is None or standing.total is None:
        st.info(t("county.sums_to_nothing"))
        return
    st.markdown(
        t(
            "county.sums_to",
            indicators=int(opened.indicators["points"].notna().sum()),
            points=_shown(opened.points, 2),
            base=_shown(opened.base, 2),
            bonus=_shown(standing.bonus, 2),
            total=_shown(standing.total, 2),
        )
    )


def _strength(row: Row) -> dict[str, str]:
    t = session.messages()
    completeness = figures.known(row["completeness"])
    return {
        t("county.strength"): t.of(session.framework().strength_by_code[row["strength"]].short),
        t("county.score_and_rank"): _ranked(row),
        t("county.weight"): figures.plain(row["weight"]),
        t("county.points"): _shown(row["points"], 2),
        t("county.complete"): figures.BLANK
        if completeness is None
        else figures.percent(completeness),
    }


def _ranked(row: Row) -> str:
    place = figures.known(row["rank_all"])
    score = _shown(row["score"])
    return score if place is None else f"{score} ({place:.0f})"


def _sum(opened: Explanation) -> dict[str, str]:
    t = session.messages()
    return {
        t("county.strength"): t("county.sum"),
        t("county.score_and_rank"): "",
        t("county.weight"): figures.plain(opened.strengths["weight"].sum()),
        t("county.points"): _shown(opened.points, 2),
        t("county.complete"): "",
    }


def indicators(opened: Explanation, strength: str, period: str) -> None:
    """Every indicator of a strength, closed; opened it shows all that its score rests on."""
    answers = {row["field"]: row for row in _rows(opened.answers)}
    rows = opened.indicators[opened.indicators["strength"] == strength]
    for row in _rows(rows):
        indicator = session.framework().indicator_by_code[row["indicator"]]
        with st.expander(session.plain(_line(indicator, row))):
            _opened(indicator, row, answers, period)


def _line(indicator: Indicator, row: Row) -> str:
    t = session.messages()
    title = t.of(indicator.title)
    if figures.known(row["score"]) is None:
        state = (
            t("county.state_not_applicable")
            if row["state"] == "not_applicable"
            else t("county.state_missing")
        )
        return t("county.line_unknown", title=title, state=state)
    value = figures.of_indicator(session.framework(), indicator, row["value"], t)
    score = _shown(row["score"])
    if figures.known(row["points"]) is None:
        return t("county.line_without_points", title=title, value=value, score=score)
    return t(
        "county.line",
        title=title,
        value=value,
        score=score,
        points=_shown(row["points"], 2),
        lost=_shown(row["lost"], 2),
    )


def _opened(indicator: Indicator, row: Row, answers: dict[str, Row], period: str) -> None:
    t = session.messages()
    for label, said in _facts(indicator, row, answers, period):
        if said:
            st.markdown(f"**{session.plain(label)}** {session.plain(said)}")
    fields = [code for code in fields_of(session.framework(), indicator) if code in answers]
    st.table([_answer(answers[code]) for code in fields], hide_index=True)
    st.caption(session.plain(t("county.evidence_asked", evidence=t.of(indicator.evidence))))


def _facts(
    indicator: Indicator, row: Row, answers: dict[str, Row], period: str
) -> Iterator[tuple[str, str]]:
    t, framework = session.messages(), session.framework()
    yield t("county.why"), rules_in_words.why_unknown(row["reason"], t)
    if indicator.formula not in framework.field_by_code:
        yield t("county.formula"), rules_in_words.formula_in_names(framework, indicator.formula, t)
        yield t("county.numbers"), _with_numbers(indicator, row, answers, period)
    yield t("county.rule"), rules_in_words.scoring(framework, indicator, period, t)
    yield t("county.standing"), rules_in_words.pool(indicator, row["pool"], row["pool_size"], t)
    exceptions = rules_in_words.exceptions(framework, indicator, t)
    yield t("county.exceptions"), t("rule.sentence_gap").join(exceptions)
    yield t("county.points"), _points(row)
    basis = rules_in_words.basis(indicator, t)
    yield (
        t("county.source"),
        t("county.source_and_basis", source=t.of(indicator.source), basis=basis),
    )


def _points(row: Row) -> str:
    """Score × share of the total = points; empty where there is no total to be part of."""
    weight = figures.known(row["effective_weight"])
    if weight is None:
        return ""
    return session.messages()(
        "county.earned",
        score=_shown(row["score"]),
        weight=f"{weight:.2f}",
        points=_shown(row["points"], 2),
    )


def _with_numbers(indicator: Indicator, row: Row, answers: dict[str, Row], period: str) -> str:
    """The formula with this county's numbers, and what it comes to."""
    t, framework = session.messages(), session.framework()

    def says(code: str) -> str:
        if code not in answers:
            return rules_in_words.last_day(period)
        value = figures.known(answers[code]["value"])
        if value is None:
            return t("county.blank")
        return figures.bare(framework.field_by_code[code], value)

    comes_to = figures.of_indicator(framework, indicator, row["value"], t)
    return f"{rules_in_words.formula(indicator.formula, says, t)} = {comes_to}"


def _answer(row: Row) -> dict[str, str]:
    t = session.messages()
    field = session.framework().field_by_code[row["field"]]
    return {
        t("county.field"): session.plain(t.of(field.title)),
        t("county.answer"): _said(row["state"], row["value"], field.code),
        t("county.previous"): _said(row["previous_state"], row["previous_value"], field.code),
        t("county.filing"): session.plain(_filed(row)),
    }


def _said(state: str, value: Any, code: str) -> str:
    t = session.messages()
    if state == "not_applicable":
        return t("county.said_not_applicable")
    if state == "missing":
        return t("county.said_missing")
    return figures.of_field(session.framework().field_by_code[code], value, t)


def _filed(row: Row) -> str:
    if pd.isna(row["filed_at"]):
        return session.messages()("county.nobody_filed")
    said = (row["filed_by"], _day(row["filed_at"]), row["file_name"], row["evidence"], row["note"])
    return " · ".join(str(part) for part in said if not pd.isna(part))


def _day(moment: pd.Timestamp) -> str:
    """The store keeps UTC; people read the day where the server stands."""
    return moment.to_pydatetime().replace(tzinfo=UTC).astimezone().date().isoformat()


def _shown(value: Any, digits: int = 1) -> str:
    number = figures.known(value)
    return figures.BLANK if number is None else f"{number:.{digits}f}"


def _rows(frame: pd.DataFrame) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
