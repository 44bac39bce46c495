"""What would lift one county most: every indicator it can move, by the points that would bring."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from assessment.framework.values import figures
from assessment.kernel.disclosure import SMALLEST_GROUP
from assessment.scores.analysis import goals, what_if
from pages.kit import session, tables


@session.fragment
def lifts(unit: str, period: str) -> None:
    """The list for one goal, most points first."""
    t = session.messages()
    with session.explaining():
        asked = (session.data_source(), session.actor(), unit, period)
        told = what_if.lifts(*asked, interval=what_if.uncertainty(*asked))
    st.markdown(session.plain(_now(told.now)))
    goal = _goal()
    rows = told.rows[told.rows["goal"] == goal].reset_index(drop=True)
    if rows.empty:
        st.info(t("what_if.no_lifts"))
    else:
        _table(rows, told.now)
    st.caption(t("what_if.lifts_caption"))
    st.caption(t("what_if.open_answers"))
    if told.withheld:
        st.caption(t("what_if.withheld", smallest=SMALLEST_GROUP))
    if rows["inside"].notna().any():
        st.caption(t("what_if.inside_caption"))
    if told.left_to_others:
        indicators = session.framework().indicator_by_code
        titles = (t.of(indicators[code].title) for code in told.left_to_others)
        said = t("what_if.others", indicators=t("what_if.list").join(titles))
        st.caption(session.plain(said))


def _now(now: what_if.TrialStanding) -> str:
    t = session.messages()
    if now.total is None:
        complete = figures.BLANK if now.completeness is None else figures.percent(now.completeness)
        return t("what_if.now_unknown", completeness=complete)
    return t("what_if.now", total=f"{now.total:.2f}", rank=now.rank, ranked=now.ranked)


def _goal() -> goals.Goal:
    t = session.messages()
    titles: dict[goals.Goal, str] = {
        "step": t("what_if.goal_step"),
        "median": t("what_if.goal_median"),
        "target": t("what_if.goal_target"),
    }
    goal: goals.Goal = st.segmented_control(
        t("what_if.goal"),
        list(titles),
        format_func=titles.__getitem__,
        default="target",
        required=True,
        key="goal",
    )
    help_of: dict[goals.Goal, str] = {
        "step": t("what_if.goal_step_help"),
        "median": t("what_if.goal_median_help"),
        "target": t("what_if.goal_target_help"),
    }
    st.caption(help_of[goal])
    return goal


def _table(rows: pd.DataFrame, now: what_if.TrialStanding) -> None:
    t, framework = session.messages(), session.framework()
    indicators = [framework.indicator_by_code[code] for code in rows["indicator"]]
    said = pd.DataFrame(
        {
            "title": [t.of(indicator.title) for indicator in indicators],
            "gain": rows["gain"],
            "rank": [_ranks(now.rank, rank) for rank in rows["rank"]],
            "places": [places(risen) for risen in rows["places"]],
            "from": [_value(*pair) for pair in zip(rows["indicator"], rows["now"], strict=True)],
            "to": [_value(*pair) for pair in zip(rows["indicator"], rows["to"], strict=True)],
            "needs": [_needs(row) for row in rows.to_dict("records")],
            "inside": [_inside(inside) for inside in rows["inside"]],
        }
    )
    columns = {
        "title": tables.text(t("what_if.indicator"), width="medium", pinned=True),
        "gain": tables.number(t("what_if.gain"), digits=2),
        "rank": tables.text(t("what_if.rank_from_to")),
        "places": tables.text(t("what_if.places")),
        "inside": tables.text(t("what_if.inside")),
        "from": tables.text(t("what_if.from_value")),
        "to": tables.text(t("what_if.to_value")),
        "needs": tables.text(t("what_if.needs")),
    }
    if rows["inside"].isna().all():
        del columns["inside"]
    tables.show(said, columns, key="lifts", tallest=15)


def _ranks(before: int | None, after: object) -> str:
    t, then = session.messages(), figures.known(after)
    if before is None and then is None:
        return figures.BLANK
    return t(
        "what_if.rank_change",
        before=t("what_if.unranked") if before is None else before,
        after=t("what_if.unranked") if then is None else int(then),
    )


def places(risen: object) -> str:
    """Places up or down, as a sign and a word; a dash where either rank is unknown."""
    t, number = session.messages(), figures.known(risen)
    if number is None:
        return figures.BLANK
    if number == 0:
        return t("what_if.places_same")
    if number > 0:
        return t("what_if.places_up", places=int(number))
    return t("what_if.places_down", places=int(-number))


def _value(code: str, value: object) -> str:
    t, framework = session.messages(), session.framework()
    if figures.known(value) is None:
        return t("what_if.unknown_value")
    return figures.of_indicator(framework, framework.indicator_by_code[code], value, t)


def _needs(row: Mapping[Any, Any]) -> str:
    """From which answer to which; the question is the indicator's own."""
    t, field = session.messages(), row["field"]
    if not isinstance(field, str):
        return t("what_if.no_single_answer")
    question = session.framework().field_by_code[field]
    known = figures.known(row["asked"]) is not None
    asked = figures.of_field(question, row["asked"], t) if known else t("what_if.asked_blank")
    answer = figures.of_field(question, row["answer"], t)
    change = t("what_if.from_to_count", asked=asked, answer=answer)
    return t("what_if.answer_of", question=t.of(question.title), change=change)


def _inside(inside: Any) -> str:
    t = session.messages()
    if pd.isna(inside):
        return t("what_if.inside_unknown")
    return t("what_if.inside_yes") if inside else t("what_if.inside_no")
