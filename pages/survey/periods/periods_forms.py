"""What whoever manages periods may do: open, extend, lock, change; each in a form of its own."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

import streamlit as st

from assessment.errors import Rejected
from assessment.framework.loader import fingerprint as loader_fingerprint
from assessment.kernel import clock
from assessment.office.documents.exporting import FINGERPRINT_SHOWN
from assessment.survey.periods import period_opening, periods
from assessment.survey.periods.periods import COUNTS, LEVELS, MANAGE, OTHERS, Opening, PeriodRun
from assessment.units import directory
from pages.kit import inline_forms, refusals, session

Code = TypeVar("Code", bound=str)

OPENING = "opening"
"""What was given for a period that is not open yet."""

USUAL_EXTENSION = 14
"""Days a deadline is mostly put off by."""


Action = Callable[[], object]
"""What a button that was pressed asks for; done when the page is drawn."""


def opening(runs: Sequence[PeriodRun]) -> Action | None:
    """The button that opens a period, its form, and the last look before it is open."""
    t = session.messages()
    if not session.actor().has(MANAGE):
        return None
    inline_forms.button("open_period", t("periods.do.open"), primary=not runs)
    if inline_forms.is_open("open_sure"):
        wanted: Opening | None = session.typed(OPENING, None)
        return _sure_form(wanted, runs) if wanted else None
    return _open_form(runs) if inline_forms.is_open("open_period") else None


def buttons(run: PeriodRun) -> Action | None:
    """Only what this person may do to the period as it is."""
    t = session.messages()
    if not session.actor().has(MANAGE):
        return None
    lock = "unlock" if run.locked else "lock"
    is_unused = periods.is_unused(session.store(), session.actor(), run.period)
    with st.container(horizontal=True):
        inline_forms.button("extend", t("periods.do.extend"))
        inline_forms.button(lock, t("periods.do.unlock") if run.locked else t("periods.do.lock"))
        inline_forms.button("change", t("periods.do.change"))
        if is_unused:
            inline_forms.button("withdraw", t("periods.do.withdraw"))
    if is_unused and inline_forms.is_open("withdraw"):
        return _withdraw_form(run)
    if inline_forms.is_open("extend"):
        return _extend_form(run)
    if inline_forms.is_open(lock):
        return _lock_form(run)
    return _change_form(run) if inline_forms.is_open("change") else None


def _open_form(runs: Sequence[PeriodRun]) -> Action | None:
    """What is not asked anew each year begins as in the last period."""
    t, framework = session.messages(), session.framework()
    last = runs[0] if runs else None
    before: Opening | None = session.typed(OPENING, None)
    first = before.period if before else _next([run.period for run in runs])
    for key, value in _beginnings(before, last).items():
        session.starts_as(key, value)
    session.starts_as("new_period", first)
    # Outside the form, so that the deadline follows.
    code = st.text_input(t("periods.code"), key="new_period", help=t("periods.code_help")).strip()
    refusals.below("setup.bad_period", "period.exists")
    with st.form("open_form"):
        st.subheader(t("periods.open_title"))
        deadline = st.date_input(
            t("periods.deadline"),
            value=before.deadline if before and before.period == code else _deadline(code, last),
            format="YYYY-MM-DD",
            key=f"new_deadline_{code}",
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
    wanted = Opening(code, deadline, levels, counts, strengths, others)
    store, actor = session.store(), session.actor()

    def act() -> None:
        periods.check_opening(store, actor, wanted, text)
        session.retype(OPENING, wanted)
        inline_forms.open_next("open_sure")

    return act


def _beginnings(before: Opening | None, last: PeriodRun | None) -> Mapping[str, object]:
    """What the boxes hold at first: what was given before the last look, or how the last period is
    run. What is asked is not taken over: mostly it is everything."""
    given = before or last
    if given is None:
        return {}
    return {
        "new_levels": given.levels,
        "new_counts": given.counts,
        "new_asked": list(before.strengths) if before else [],
        "new_others": given.others,
    }


def _deadline(code: str, last: PeriodRun | None) -> date:
    """As long after the period's end as last time, and a month from now at least."""
    try:
        usual = period_opening.usual_deadline(code)
        if last is not None:
            usual = period_opening.spelt(code).end + (last.deadline - last.ends)
    except (Rejected, OverflowError):
        usual = _in_a_month()
    return max(usual, _in_a_month())


def _sure_form(plan: Opening, runs: Sequence[PeriodRun]) -> Action | None:
    """What everybody will see once the period is open."""
    t, framework, span = (
        session.messages(),
        session.framework(),
        period_opening.spelt(plan.period),
    )
    text = session.framework_text()
    strengths = [framework.strength_by_code[code] for code in plan.strengths]
    what = t("periods.comma").join(t.of(each.title) for each in strengths)
    others = [run.period for run in runs if not run.locked]
    count = len(directory.units(session.store(), session.actor()))
    sentences = [
        t(
            "periods.sure.units",
            count=count,
            period=plan.period,
            deadline=plan.deadline.isoformat(),
        ),
        t("periods.sure.span", starts=span.start.isoformat(), ends=span.end.isoformat()),
        t("periods.sure.asks", what=what or t("periods.asks_all")),
        t(
            "periods.sure.levels",
            levels=t.code("periods.levels", plan.levels),
            counts=t.code("periods.counts", plan.counts),
            others=t.code("periods.others", plan.others),
        ),
        t("periods.pinned", fingerprint=loader_fingerprint(text)[:FINGERPRINT_SHOWN]),
    ]
    if others:
        sentences.append(t("periods.sure.still_open", periods=t("periods.comma").join(others)))
    sentences.append(t("periods.sure.back"))
    with st.form("sure_form"):
        st.subheader(session.plain(t("periods.sure_title", period=plan.period)))
        st.markdown("\n".join(f"- {session.plain(each)}" for each in sentences))
        pressed = inline_forms.ends("open_sure_now", t("periods.do.open_sure"))
    st.button(
        t("periods.do.look_again"),
        key="look_again",
        on_click=session.show,
        args=(inline_forms.NAME, "open_period"),
    )
    if not pressed:
        return None
    store, actor = session.store(), session.actor()

    def act() -> None:
        periods.open_period(store, actor, plan, text)
        session.retype(OPENING, None)
        session.choose("period", plan.period)

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


def _withdraw_form(run: PeriodRun) -> Action | None:
    t = session.messages()
    with st.form("withdraw_form"):
        st.subheader(session.plain(t("periods.withdraw_title", period=run.period)))
        st.markdown(t("periods.withdraw_told"))
        reason = _reason(f"withdraw_reason_{run.period}")
        pressed = inline_forms.ends("withdraw_now", t("periods.do.withdraw_now"))
    if not pressed:
        return None
    store, actor = session.store(), session.actor()

    def act() -> None:
        periods.withdraw(store, actor, run.period, reason)
        session.choose("period", "")

    return act


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
