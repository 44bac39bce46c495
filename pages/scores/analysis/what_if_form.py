"""Trying other answers and other weights. Nothing typed here is kept: it is a trial."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from assessment.framework.model import SurveyField
from assessment.framework.values import figures
from assessment.framework.values.field_values import as_date, as_number
from assessment.scores.analysis import what_if
from assessment.scores.analysis.what_if import Trial, TrialAnswer, TrialStanding
from pages.kit import badges, session, tables
from pages.scores.analysis.improvements import places

COLUMNS = 3
"""Of inputs beside each other; on a phone they stand below each other."""


@session.fragment
def answers(unit: str, period: str) -> None:
    """Questions of one strength with what was said, and what other answers would come to."""
    t, framework = session.messages(), session.framework()
    asked = (session.data_source(), session.actor(), unit, period)
    with session.explaining():
        said = what_if.questions(*asked)
    st.caption(t("what_if.answers_caption"))
    results = st.container()
    name = f"said_{unit}_{period}"
    shown = _strength()
    fields = [framework.field_by_code[code] for code in said]
    _questions([field for field in fields if field.strength == shown], said, name)
    changed = {
        field.code: now
        for field in fields
        if (now := _typed(field, said[field.code], name)) != said[field.code]
    }
    _reset(name)
    with results, session.explaining():
        trial = what_if.trial(*asked, answers=changed)
        _result(trial, changed)
    _ranking(trial.ranking)


@session.fragment
def weights(unit: str, period: str) -> None:
    """Weights of the strengths and of one strength's indicators, and the ranking under others."""
    t, framework = session.messages(), session.framework()
    st.caption(t("what_if.weights_caption"))
    results = st.container()
    name = f"weight_{period}"
    strengths = {s.code: (t.of(s.title), s.weight.at(period)) for s in framework.strengths}
    st.subheader(t("what_if.weights_of_strengths"))
    _weights(strengths, name)
    shown = _strength()
    part = framework.strength_by_code[shown]
    inner = {i.code: (t.of(i.title), i.weight.at(period)) for i in part.asked(period)}
    st.subheader(t("what_if.weights_of_indicators", strength=t.of(part.title)))
    _weights(inner, name)
    usual = {code: weight for code, (_, weight) in strengths.items()} | {
        i.code: i.weight.at(period) for _, i in framework.indicators(period)
    }
    changed = {
        code: now
        for code, weight in usual.items()
        if (now := session.typed(_key(name, code), weight)) != weight
    }
    _reset(name)
    with results, session.explaining():
        trial = what_if.trial(session.data_source(), session.actor(), unit, period, weights=changed)
        _result(trial, changed)
    _ranking(trial.ranking)


def _strength() -> str:
    t = session.messages()
    titles = {each.code: t.of(each.title) for each in session.framework().strengths}
    code: str = st.selectbox(
        t("what_if.strength"), list(titles), format_func=titles.__getitem__, key="trial_strength"
    )
    return code


def _key(name: str, code: str) -> str:
    """A widget's: another county's or another turn's numbers must not wait in it."""
    return f"{name}_{code}_{session.turn(name)}"


def _reset(name: str) -> None:
    st.button(
        session.messages()("what_if.reset"),
        key=f"reset_{name}",
        on_click=session.begin_anew,
        args=(name,),
    )


def _questions(
    fields: list[SurveyField], trial_answers: Mapping[str, TrialAnswer], name: str
) -> None:
    t = session.messages()
    titles = {field.code: t.of(field.title) for field in fields}
    key = _key(name, f"not_applicable_{fields[0].strength}") if fields else ""
    excused: list[str] = st.multiselect(
        t("what_if.not_applicable"),
        list(titles),
        [code for code in titles if trial_answers[code].state == "not_applicable"],
        format_func=titles.__getitem__,
        key=key,
        placeholder=t("what_if.none"),
        persist_state="session",
    )
    for first in range(0, len(fields), COLUMNS):
        for column, field in zip(
            st.columns(COLUMNS), fields[first : first + COLUMNS], strict=False
        ):
            with column:
                _question(
                    field, trial_answers[field.code], _key(name, field.code), field.code in excused
                )


def _question(field: SurveyField, trial_answer: TrialAnswer, key: str, excused: bool) -> None:
    t = session.messages()
    title = t.of(field.title)
    if field.measure:
        title = t("what_if.measured", title=title, measure=t.of(field.measure))
    common: dict[str, Any] = {
        "label": session.plain(title),
        "key": key,
        "disabled": excused,
        "persist_state": "session",
    }
    if field.type == "date":
        session.starts_as(key, None if trial_answer.value is None else as_date(trial_answer.value))
        st.date_input(value=None, format="YYYY-MM-DD", min_value=date(1949, 10, 1), **common)
    elif field.type in ("yes_no", "level"):
        session.starts_as(key, None if trial_answer.value is None else int(trial_answer.value))
        st.selectbox(
            options=list(field.options or (1, 0)),
            index=None,
            format_func=lambda choice: figures.of_field(field, choice, t),
            placeholder=t("what_if.blank"),
            **common,
        )
    else:
        kind = int if _is_whole(field, trial_answer.value) else float
        session.starts_as(key, None if trial_answer.value is None else kind(trial_answer.value))
        st.number_input(
            **_number(field, trial_answer.value), placeholder=t("what_if.blank"), **common
        )


def _number(field: SurveyField, value: float | None) -> dict[str, Any]:
    """Whole numbers stay whole; limits as the survey's, unless what was said is beyond them."""
    whole = _is_whole(field, value)
    kind = int if whole else float
    low, high = field.minimum, field.maximum
    if value is not None:
        low = None if low is None or value < low else low
        high = None if high is None or value > high else high
    return {
        "value": None,
        "min_value": None if low is None else kind(low),
        "max_value": None if high is None else kind(high),
        "step": kind(1),
        "format": "%d" if whole else "%.0f" if value is None or value.is_integer() else "%.2f",
    }


def _is_whole(field: SurveyField, value: float | None) -> bool:
    return field.type == "integer" and (value is None or value.is_integer())


def _typed(field: SurveyField, trial_answer: TrialAnswer, name: str) -> TrialAnswer:
    """What the form holds for a question, also while another strength's are shown."""
    excused = session.typed(_key(name, f"not_applicable_{field.strength}"), None)
    if excused is not None and field.code in excused:
        return TrialAnswer("not_applicable")
    key = _key(name, field.code)
    raw = session.typed(key, trial_answer.value)
    if isinstance(raw, date):
        raw = as_number(raw)
    if raw is not None:
        return TrialAnswer("value", float(raw))
    untouched = excused is None and trial_answer.state == "not_applicable"
    return trial_answer if untouched else TrialAnswer("missing")


def _weights(parts: Mapping[str, tuple[str, float]], name: str) -> None:
    codes = list(parts)
    for first in range(0, len(codes), COLUMNS):
        for column, code in zip(st.columns(COLUMNS), codes[first : first + COLUMNS], strict=False):
            title, weight = parts[code]
            with column:
                st.number_input(
                    session.plain(title),
                    min_value=0.0,
                    max_value=float(what_if.LARGEST_WEIGHT),
                    value=float(weight),
                    step=1.0,
                    format="%g",
                    key=_key(name, code),
                    persist_state="session",
                )


def _result(trial: Trial, changed: Iterable[str]) -> None:
    t = session.messages()
    count = len(list(changed))
    st.markdown(
        f"**{t('what_if.trial_mark')}** "
        + (t("what_if.changed", count=count) if count else t("what_if.nothing_changed"))
    )
    _standing(trial.before, trial.after)
    _strengths(trial.strengths)


def _standing(before: TrialStanding, after: TrialStanding) -> None:
    t = session.messages()
    numbers = {
        t("what_if.total"): (_points(before.total), _points(after.total)),
        t("what_if.rank"): (_rank(before), _rank(after)),
        t("what_if.grade"): (_grade(before), _grade(after)),
        t("what_if.completeness"): (_share(before.completeness), _share(after.completeness)),
    }
    with st.container(horizontal=True):
        for label, (old, new) in numbers.items():
            said = old if old == new else t("what_if.before_after", before=old, after=new)
            st.metric(label, said, width="content", border=True)


def _points(points: object) -> str:
    number = figures.known(points)
    return figures.BLANK if number is None else f"{number:.2f}"


def _rank(standing: TrialStanding) -> str:
    place = figures.BLANK if standing.rank is None else standing.rank
    return f"{place} / {standing.ranked}"


def _grade(standing: TrialStanding) -> str:
    return figures.BLANK if standing.grade is None else badges.grade(standing.grade)


def _share(share: float | None) -> str:
    return figures.BLANK if share is None else figures.percent(share)


def _strengths(moved: pd.DataFrame) -> None:
    t, framework = session.messages(), session.framework()
    changed = moved[moved["before"].map(_points) != moved["after"].map(_points)]
    if changed.empty:
        return
    said = (
        t(
            "what_if.strength_moved",
            strength=t.of(framework.strength_by_code[row["strength"]].short),
            before=_points(row["before"]),
            after=_points(row["after"]),
        )
        for row in changed.to_dict("records")
    )
    line = t("what_if.list").join(said)
    st.markdown(session.plain(t("what_if.strengths_moved", strengths=line)))


def _ranking(rows: pd.DataFrame) -> None:
    """Who moves, or everybody."""
    t = session.messages()
    st.subheader(t("what_if.ranking_moved"))
    risen = rows["risen"]
    st.caption(
        t(
            "what_if.movers",
            risen=int((risen > 0).sum()),
            fallen=int((risen < 0).sum()),
            same=int((risen == 0).sum()),
        )
    )
    if session.actor().units is not None:
        st.caption(t("what_if.only_own"))
    titles = {"moved": t("what_if.only_moved"), "all": t("what_if.everybody")}
    shown = st.segmented_control(
        t("what_if.ranking_moved"),
        list(titles),
        format_func=titles.__getitem__,
        default="moved",
        required=True,
        key="trial_rows",
        label_visibility="collapsed",
    )
    if shown == "moved":
        before, after = rows["rank_before"].isna(), rows["rank_after"].isna()
        rows = rows[risen.ne(0).fillna(before != after)].reset_index(drop=True)
    if rows.empty:
        st.info(t("what_if.nobody_moves"))
        return
    said = badges.units(rows).assign(moved=[places(each) for each in rows["risen"]])
    tables.show(
        said,
        {
            "rank_after": tables.rank(t("what_if.after_rank")),
            "said": tables.unit(t("what_if.unit")),
            "moved": tables.text(t("what_if.moved")),
            "rank_before": tables.number(t("what_if.before_rank")),
            "total_after": tables.score(t("what_if.after_total")),
            "total_before": tables.score(t("what_if.before_total")),
        },
        key="trial_ranking",
    )
