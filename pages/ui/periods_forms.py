"""What whoever manages periods may do: open, extend, lock, change; each in a dialog of its own."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

import streamlit as st

from assessment.errors import Rejected
from assessment.i18n import Messages
from assessment.services import periods, periods_in_words, setup
from assessment.services.periods import COUNTS, LEVELS, MANAGE, OTHERS, Opening, PeriodRun
from pages.ui import session

Code = TypeVar("Code", bound=str)

USUAL_EXTENSION = 14
"""Days a deadline is mostly put off by."""


def open_button(runs: Sequence[PeriodRun]) -> None:
    t = session.messages()
    if session.actor().has(MANAGE) and st.button(
        t("periods.do.open"), key="open_period", type="secondary" if runs else "primary"
    ):
        _open_dialog(t("periods.open_title"), [run.period for run in runs])


def buttons(run: PeriodRun) -> None:
    """Only what this person may do to the period as it is."""
    t = session.messages()
    if not session.actor().has(MANAGE):
        return
    with st.container(horizontal=True):
        if st.button(t("periods.do.extend"), key="extend"):
            _extend_dialog(t("periods.extend_title", period=run.period), run)
        if run.locked:
            if st.button(t("periods.do.unlock"), key="unlock"):
                _lock_dialog(t("periods.unlock_title", period=run.period), run)
        elif st.button(t("periods.do.lock"), key="lock"):
            _lock_dialog(t("periods.lock_title", period=run.period), run)
        if st.button(t("periods.do.change"), key="change"):
            _change_dialog(t("periods.change_title", period=run.period), run)


def _open_dialog(title: str, known: Sequence[str]) -> None:
    @st.dialog(title, width="large")
    def ask() -> None:
        t, framework = session.messages(), session.framework()
        session.starts_as("new_period", _next(known))
        code = st.text_input(t("periods.code"), key="new_period", help=t("periods.code_help"))
        deadline = st.date_input(
            t("periods.deadline"),
            value=_usual(code),
            format="YYYY-MM-DD",
            key=f"new_deadline_{code}",
        )
        levels = _radio(t("periods.levels_label"), LEVELS, periods_in_words.levels, "new_levels")
        counts = _radio(
            t("periods.counts_label"), COUNTS[::-1], periods_in_words.counts, "new_counts"
        )
        strengths = st.multiselect(
            t("periods.asked_label"),
            list(framework.strength_by_code),
            format_func=lambda each: t.of(framework.strength_by_code[each].title),
            key="new_asked",
            placeholder=t("periods.asked_all"),
        )
        others = _radio(t("periods.others_label"), OTHERS, periods_in_words.others, "new_others")
        st.caption(t("periods.pinned", fingerprint=session.fingerprint()[:12]))
        if st.button(t("periods.do.open_now"), key="open_now", type="primary"):
            opening = Opening(code.strip(), deadline, levels, counts, strengths, others)
            with session.explaining():
                periods.open_period(
                    session.store(), session.actor(), opening, session.framework_text()
                )
            session.choose("period", opening.period)
            st.rerun()

    ask()


def _next(known: Sequence[str]) -> str:
    """The year after the newest one that was opened, or this one."""
    years = [int(code) for code in known if code.isdigit()]
    return str(max(years) + 1 if years else datetime.now().astimezone().year)


def _usual(code: str) -> date:
    """A month after the period ends; while the code is no period yet, a month from now."""
    try:
        return setup.usual_deadline(code.strip())
    except Rejected:
        return datetime.now().astimezone().date() + timedelta(days=31)


def _radio(
    label: str, codes: Sequence[Code], say: Callable[[Code, Messages], str], key: str
) -> Code:
    t = session.messages()
    return st.radio(label, codes, format_func=lambda code: say(code, t), key=key)


def _extend_dialog(title: str, run: PeriodRun) -> None:
    @st.dialog(title)
    def ask() -> None:
        t = session.messages()
        today = datetime.now().astimezone().date()
        st.markdown(session.plain(t("periods.deadline_now", day=run.deadline.isoformat())))
        deadline = st.date_input(
            t("periods.new_deadline"),
            value=max(run.deadline, today) + timedelta(days=USUAL_EXTENSION),
            format="YYYY-MM-DD",
            key=f"extend_to_{run.period}",
        )
        reason = st.text_area(t("periods.reason"), key=f"extend_reason_{run.period}")
        if st.button(t("periods.do.extend_now"), key="extend_now", type="primary"):
            with session.explaining():
                periods.extend(session.store(), session.actor(), run.period, deadline, reason)
            st.rerun()

    ask()


def _lock_dialog(title: str, run: PeriodRun) -> None:
    @st.dialog(title)
    def ask() -> None:
        t = session.messages()
        st.markdown(t("periods.unlock_told") if run.locked else t("periods.lock_told"))
        reason = st.text_area(t("periods.reason"), key=f"lock_reason_{run.period}")
        label = t("periods.do.unlock_now") if run.locked else t("periods.do.lock_now")
        if st.button(label, key="lock_now", type="primary"):
            act = periods.unlock if run.locked else periods.lock
            with session.explaining():
                act(session.store(), session.actor(), run.period, reason)
            st.rerun()

    ask()


def _change_dialog(title: str, run: PeriodRun) -> None:
    @st.dialog(title, width="medium")
    def ask() -> None:
        t, key = session.messages(), run.period
        for name, code in (("levels", run.levels), ("counts", run.counts), ("others", run.others)):
            session.starts_as(f"{name}_{key}", code)
        levels = _radio(t("periods.levels_label"), LEVELS, periods_in_words.levels, f"levels_{key}")
        counts = _radio(
            t("periods.counts_label"), COUNTS[::-1], periods_in_words.counts, f"counts_{key}"
        )
        others = _radio(t("periods.others_label"), OTHERS, periods_in_words.others, f"others_{key}")
        if st.button(t("periods.do.change_now"), key="change_now", type="primary"):
            with session.explaining():
                periods.change(
                    session.store(),
                    session.actor(),
                    run.period,
                    levels=levels,
                    counts=counts,
                    others=others,
                )
            st.rerun()

    ask()
