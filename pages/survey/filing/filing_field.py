"""One question of a form: what is asked, its boxes, whether it is saved, and what is wrong."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from assessment.framework.model import SurveyField
from assessment.framework.values import figures
from assessment.kernel import clock
from assessment.kernel.answers import MISSING, SILENT, UNAVAILABLE
from assessment.survey.filing.drafts import EditedMeanwhile
from assessment.survey.filing.form import CurrentAnswer, Form, Item
from assessment.survey.filing.rules import ValidationMessage
from pages.kit import session
from pages.survey.filing import filing_memory

SIGNS = {"error": ":red[✖ {}]", "note": ":orange[✎ {}]", "warn": ":blue[△ {}]"}


def show(form: Form, item: Item, findings: Sequence[ValidationMessage]) -> None:
    with st.container(border=True, gap="xsmall"):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _question(form, item)
        with right:
            if form.is_editable:
                _boxes(form, item, any(finding.severity == "note" for finding in findings))
            else:
                _told(item)
        t = session.messages()
        for finding in findings:
            said = session.plain(t(finding.problem.key, **finding.problem.facts))
            st.markdown(SIGNS[finding.severity].format(said))


def _question(form: Form, item: Item) -> None:
    t, question = session.messages(), item.question
    title = session.plain(t.of(question.title))
    measure = f"（{session.plain(t.of(question.measure))}）" if question.measure else ""
    st.markdown(f"**{title}**{measure if t.lang == 'zh' else _bracketed(question)}")
    lines = [t.of(question.guidance)] if question.guidance else []
    if item.whole:
        lines.append(t("filing.part_of", whole=t.of(item.whole.title)))
    if item.also_in:
        strengths = t("filing.list").join(t.of(each.title) for each in item.also_in)
        lines.append(t("filing.also_in", strengths=strengths))
    if lines:
        st.caption("  \n".join(session.plain(line) for line in lines))
    _before(form, item)


def _bracketed(question: SurveyField) -> str:
    if question.measure is None:
        return ""
    return f" ({session.plain(session.messages().of(question.measure))})"


def _before(form: Form, item: Item) -> None:
    """Last period's answer, and a button that gives it again."""
    t, previous = session.messages(), item.previous
    if previous.state == MISSING:
        return
    said = figures.of_answer(item.question, previous.state, previous.value, t)
    if not form.is_editable or item.said.state != MISSING or previous.state in SILENT:
        st.caption(t("filing.before", said=session.plain(said)))
        return
    st.button(
        t("filing.same_as_before", said=session.plain(said)),
        key=f"same_{filing_memory.name_of(form.unit, form.period, item.question.code)}",
        on_click=filing_memory.as_before,
        args=(form.unit, form.period, (item.question.code,)),
    )


def _boxes(form: Form, item: Item, wants_note: bool) -> None:
    t, said = session.messages(), item.said
    name = filing_memory.follow(form, said)
    excused_key = filing_memory.starts_as(name, "not_applicable", said.state == "not_applicable")
    declared_key = filing_memory.starts_as(name, "unavailable", said.state == UNAVAILABLE)
    declared = bool(session.typed(declared_key, False))
    not_applicable = bool(session.typed(excused_key, False)) and not declared
    excused = declared or not_applicable
    _value(form, item, name, excused)
    with st.container(horizontal=True, vertical_alignment="center"):
        _mark(form, item, excused_key, t("filing.not_applicable"), disabled=declared)
        if form.blanks == "refused" or declared:
            _mark(form, item, declared_key, t("filing.unavailable"), disabled=not_applicable)
        _saved(form, item, name)
    if excused:
        label = t("filing.reason_unavailable") if declared else t("filing.reason")
        _remark(form, item, name, "note", label)
    remarked = bool(said.evidence or (said.note and not excused))
    title = t("filing.remarked") if remarked else t("filing.remarks")
    with st.expander(title, expanded=wants_note, key=f"remarks_{name}"):
        if not excused:
            _remark(form, item, name, "note", t("filing.note"))
        _remark(form, item, name, "evidence", t("filing.evidence_words"))


def _mark(form: Form, item: Item, key: str, label: str, *, disabled: bool) -> None:
    """A tick in place of an answer; it cannot stand beside another."""
    st.checkbox(
        label,
        key=key,
        disabled=disabled,
        on_change=filing_memory.mark,
        args=(form.unit, form.period, item.question),
    )


def _value(form: Form, item: Item, name: str, excused: bool) -> None:
    t, question, value = session.messages(), item.question, item.said.value
    title = session.plain(t.of(question.title))
    if question.type in ("yes_no", "level"):
        _choices(form, item, name, excused)
        return
    box = filing_memory.starts_as(name, "value", "" if value is None else _written(question, value))
    st.text_input(
        title,
        key=box,
        # A telephone's keys are digits, which is what most answers are.
        type="default" if question.type == "date" else "phone",
        icon="",
        autocomplete="off",
        placeholder=t("filing.date_like") if question.type == "date" else "",
        disabled=excused,
        label_visibility="collapsed",
        on_change=filing_memory.keep,
        args=(form.unit, form.period, question),
    )


def _choices(form: Form, item: Item, name: str, excused: bool) -> None:
    """Yes or no beside each other; levels below each other, for their words are long."""
    t, question, value = session.messages(), item.question, item.said.value
    common: dict[str, Any] = {
        "label": session.plain(t.of(question.title)),
        "format_func": lambda choice: session.plain(figures.of_field(question, choice, t)),
        "key": filing_memory.starts_as(name, "value", None if value is None else int(value)),
        "disabled": excused,
        "label_visibility": "collapsed",
        "on_change": filing_memory.keep,
        "args": (form.unit, form.period, question),
    }
    if question.type == "yes_no":
        st.pills(options=[1, 0], **common)
        return
    st.radio(options=list(question.options or ()), index=None, **common)
    if value is not None and not excused:
        st.button(
            t("filing.clear"),
            key=f"clear_{name}",
            type="tertiary",
            on_click=filing_memory.clear,
            args=(form.unit, form.period, question),
        )


def _remark(form: Form, item: Item, name: str, part: str, label: str) -> None:
    held = item.said.note if part == "note" else item.said.evidence
    st.text_input(
        label,
        key=filing_memory.starts_as(name, part, held or ""),
        autocomplete="off",
        on_change=filing_memory.keep,
        args=(form.unit, form.period, item.question),
    )


def _written(question: SurveyField, value: float) -> str:
    """A number as one would type it again."""
    return figures.bare(question, value) if question.type == "date" else figures.exact(value)


def _saved(form: Form, item: Item, name: str) -> None:
    """What is so, in a sign and words: never “saved” before it is."""
    t, trouble = session.messages(), filing_memory.trouble(name)
    if trouble is None:
        st.caption(session.plain(state_in_words(item.said)))
        return
    with st.container(gap="xxsmall"):
        for sentence in session.reasons(trouble.error):
            st.markdown(f":red[**{t('filing.unsaved')}** {session.plain(sentence)}]")
        if isinstance(trouble.error, EditedMeanwhile):
            _choice(form, item.question, trouble.error)


def _choice(form: Form, question: SurveyField, error: EditedMeanwhile) -> None:
    t = session.messages()
    name = filing_memory.name_of(form.unit, form.period, question.code)
    offers = {
        "mine": (t("filing.keep_mine", said=_said(question, error.mine.value)), "insist"),
        "theirs": (t("filing.keep_theirs", said=_said(question, error.theirs.value)), "give_way"),
    }
    for which, (label, _) in offers.items():
        st.button(
            session.plain(label),
            key=f"{which}_{name}",
            on_click=filing_memory.insist if which == "mine" else filing_memory.give_way,
            args=(form.unit, form.period, question),
        )


def _said(question: SurveyField, value: float | None) -> str:
    return figures.of_field(question, value, session.messages())


def state_in_words(current_answer: CurrentAnswer) -> str:
    t = session.messages()
    words = {
        "value": t("filing.state.value"),
        "not_applicable": t("filing.state.not_applicable"),
        "unavailable": t("filing.state.unavailable"),
        "missing": t("filing.state.missing"),
    }[current_answer.state]
    if current_answer.saved_at is None:
        return words
    facts = {
        "state": words,
        "when": clock.short(current_answer.saved_at),
        "who": current_answer.saved_by or "—",
    }
    return t("filing.saved", **facts) if current_answer.is_draft else t("filing.submitted", **facts)


def _told(item: Item) -> None:
    """The same, to be read only."""
    t, said = session.messages(), item.said
    if said.state == "value":
        st.markdown(f"**{session.plain(_said(item.question, said.value))}**")
    st.caption(session.plain(state_in_words(said)))
    if said.note:
        label = {
            "not_applicable": t("filing.reason"),
            "unavailable": t("filing.reason_unavailable"),
        }.get(said.state, t("filing.note"))
        st.caption(
            session.plain(f"{label}：{said.note}" if t.lang == "zh" else f"{label}: {said.note}")
        )
    if said.evidence:
        st.caption(session.plain(t("filing.evidence_said", evidence=said.evidence)))
