"""What whoever manages periods may do: open, extend, lock, change; each in a form of its own."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TypeVar

import streamlit as st

from assessment.framework.loader import fingerprint as loader_fingerprint
from assessment.kernel import clock
from assessment.office.documents.exporting import FINGERPRINT_SHOWN
from assessment.survey.periods import period_opening, periods
from assessment.survey.periods.periods import COUNTS, LEVELS, MANAGE, OTHERS, Opening, PeriodRun
from pages.kit import inline_forms, refusals, session

Code = TypeVar("Code", bound=str)

USUAL_EXTENSION = 14
"""Days a deadline is mostly put off by."""


Action = Callable[[], object]
"""What a button that was pressed asks for; done when the page is drawn."""


def opening(runs: Sequence[PeriodRun]) -> Action | None:
    """The button that opens a period, and its form."""
    t = session.messages()
    if not session.actor().has(MANAGE):
        return None
    inline_forms.button("open_period", t("periods.do.open"), primary=not runs)
    return _open_form([run.period for run in runs]) if inline_forms.is_open("open_period") else None


def buttons(run: PeriodRun) -> Action | None:
    """Only what this person may do to the period as it is."""
    t = session.messages()
    if not session.actor().has(MANAGE):
        return None
    lock = "unlock" if run.locked else "lock"
    with st.container(horizontal=True):
        inline_forms.button("extend", t("periods.do.extend"))
        inline_forms.button(lock, t("periods.do.unlock") if run.locked else t("periods.do.lock"))
        inline_forms.button("change", t("periods.do.change"))
    if inline_forms.is_open("extend"):
        return _extend_form(run)
    if inline_forms.is_open(lock):
        return _lock_form(run)
    return _change_form(run) if inline_forms.is_open("change") else None


def _open_form(known: Sequence[str]) -> Action | None:
    t, framework = session.messages(), session.framework()
    with st.form("open_form"):
        st.subheader(t("periods.open_title"))
        first = _next(known)
        code = st.text_input(
            t("periods.code"), value=first, key="new_period", help=t("periods.code_help")
        )
        refusals.below("setup.bad_period", "period.exists")
        deadline = st.date_input(
            t("periods.deadline"),
            value=max(period_opening.usual_deadline(first), _in_a_month()),
            format="YYYY-MM-DD",
            key="new_deadline",
        )
        refusals.below("setup.deadline_too_early")
        levels = _radio(t("periods.levels_label"), LEVELS, "periods.levels", "new_levels")
        counts = _radio(t("periods.counts_label"), COUNTS[::-1], "periods.counts", "new_counts")
        strengths = st.multiselect(
            t("periods.asked_label"),
            list(framework.strength_by_code),
            format_func=lambda each: t.of(framework.strength_by_code[each].title),
            key="new_asked",
            placeholder=t("periods.asked_all"),
        )
        others = _radio(t("periods.others_label"), OTHERS, "periods.others", "new_others")
        text = session.framework_text()
        shown = loader_fingerprint(text)[:FINGERPRINT_SHOWN]
        st.caption(t("periods.pinned", fingerprint=shown))
        pressed = inline_forms.ends("open_now", t("periods.do.open_now"))
    if not pressed:
        return None
    wanted = Opening(code.strip(), deadline, levels, counts, strengths, others)
    store, actor = session.store(), session.actor()

    def act() -> None:
        periods.open_period(store, actor, wanted, text)
        session.choose("period", wanted.period)

    return act


def _in_a_month() -> date:
    """A period that ended long ago still takes some time to file for."""
    return clock.today() + timedelta(days=31)


def _next(known: Sequence[str]) -> str:
    """The year after the newest one that was opened, or this one."""
    years = [int(code) for code in known if code.isdigit()]
    return str(max(years) + 1 if years else clock.today().year)


def _radio(label: str, codes: Sequence[Code], kind: str, key: str) -> Code:
    t = session.messages()
    return st.radio(label, codes, format_func=lambda code: t.code(kind, code), key=key)


def _reason(key: str) -> str:
    reason = st.text_area(session.messages()("periods.reason"), key=key)
    refusals.below("period.no_reason", "period.reason_too_long")
    return reason


def _extend_form(run: PeriodRun) -> Action | None:
    t = session.messages()
    today = clock.today()
    with st.form("extend_form"):
        st.subheader(t("periods.extend_title", period=run.period))
        st.markdown(session.plain(t("periods.deadline_now", day=run.deadline.isoformat())))
        deadline = st.date_input(
            t("periods.new_deadline"),
            value=max(run.deadline, today) + timedelta(days=USUAL_EXTENSION),
            format="YYYY-MM-DD",
            key=f"extend_to_{run.period}",
        )
        refusals.below("period.not_later")
        reason = _reason(f"extend_reason_{run.period}")
        pressed = inline_forms.ends("extend_now", t("periods.do.extend_now"))
    if not pressed:
        return None
    store, actor = session.store(), session.actor()
    return lambda: periods.extend(store, actor, run.period, deadline, reason)


def _lock_form(run: PeriodRun) -> Action | None:
    t = session.messages()
    with st.form("lock_form"):
        if run.locked:
            st.subheader(t("periods.unlock_title", period=run.period))
            st.markdown(t("periods.unlock_told"))
        else:
            st.subheader(t("periods.lock_title", period=run.period))
            st.markdown(t("periods.lock_told"))
        reason = _reason(f"lock_reason_{run.period}")
        label = t("periods.do.unlock_now") if run.locked else t("periods.do.lock_now")
        pressed = inline_forms.ends("lock_now", label)
    if not pressed:
        return None
    act = periods.unlock if run.locked else periods.lock
    store, actor = session.store(), session.actor()
    return lambda: act(store, actor, run.period, reason)


def _change_form(run: PeriodRun) -> Action | None:
    t, key = session.messages(), run.period
    for name, code in (("levels", run.levels), ("counts", run.counts), ("others", run.others)):
        session.starts_as(f"{name}_{key}", code)
    with st.form("change_form"):
        st.subheader(t("periods.change_title", period=run.period))
        levels = _radio(t("periods.levels_label"), LEVELS, "periods.levels", f"levels_{key}")
        counts = _radio(t("periods.counts_label"), COUNTS[::-1], "periods.counts", f"counts_{key}")
        others = _radio(t("periods.others_label"), OTHERS, "periods.others", f"others_{key}")
        pressed = inline_forms.ends("change_now", t("periods.do.change_now"))
    if not pressed:
        return None
    store, actor = session.store(), session.actor()
    return lambda: periods.change(
        store, actor, run.period, levels=levels, counts=counts, others=others
    )
