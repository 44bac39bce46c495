"""What may be done to a common problem: confirm, merge, dismiss; assign, sweep again, close.

Each button opens a form in its place. A form gives back what was asked for, and the page does it
where its refusal can be read.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import streamlit as st

from assessment.services import common_in_words, course_in_words, problems
from assessment.services.common import decide, standing, sweep
from assessment.services.common.candidates import Candidate
from assessment.services.common.decide import About
from assessment.services.common.standing import Standing
from assessment.services.common.sweep import Sweep
from assessment.services.rectification import cases, rules, steps
from pages.ui import panels, session

Wanted = Callable[[], str]
"""What a button that was pressed asks for; does it, and says what was done."""

USUAL = timedelta(days=60)
"""A due date that is mostly given."""


def before(found: Candidate) -> None:
    """What was decided of it earlier."""
    t = session.messages()
    if (earlier := found.before) is None:
        return
    line = t(
        "common.before",
        when=cases.local_day(earlier.decided_at).isoformat(),
        state=common_in_words.state(earlier.state, t),
        size=t("common.then_size", units=earlier.units, with_data=earlier.with_data),
        reason=earlier.reason or t("common.no_reason_given"),
    )
    st.info(session.plain(line))


def candidate(
    found: Candidate, standings: Sequence[Standing], about: About, scope: str
) -> Wanted | None:
    """The three ways to decide on a candidate."""
    t = session.messages()
    with st.container(horizontal=True):
        panels.button("confirm", t("common.do.confirm"), primary=True)
        panels.button("merge", t("common.do.merge"))
        panels.button("dismiss", t("common.do.dismiss"))
    if panels.is_open("confirm"):
        return _confirm(found, about, scope)
    if panels.is_open("merge"):
        return _merge(about, standings)
    return _dismiss(found, about) if panels.is_open("dismiss") else None


def confirmed(told: Standing, about: About) -> Wanted | None:
    """What can be done to one that is confirmed."""
    t = session.messages()
    waiting = [each for each in told.concerned if _assignable(each.case)]
    with st.container(horizontal=True):
        if waiting:
            panels.button("assign", t("common.do.assign"), primary=True)
        panels.button("sweep", t("common.do.sweep"))
        panels.button("merge", t("common.do.merge"))
        panels.button("close", t("common.do.close"))
    if waiting and panels.is_open("assign"):
        return _assign(waiting)
    if panels.is_open("sweep"):
        return _sweep(told, about)
    if panels.is_open("merge"):
        with session.explaining():
            others = standing.standings(session.store(), session.actor(), _today(), about.scope)
        return _merge(about, others)
    return _close(about) if panels.is_open("close") else None


def _assignable(case: cases.Case) -> bool:
    return steps.may(session.actor(), case, "assign", _today())


def _confirm(found: Candidate, about: About, scope: str) -> Wanted | None:
    t = session.messages()
    looked = _look(about, [about.problem])
    with st.form("confirm_form"):
        st.subheader(session.plain(t("common.confirm_title", code=about.problem, scope=scope)))
        st.markdown(
            t(
                "common.confirm_told",
                units=len(looked.looks),
                proposed=len(looked.proposed),
                on_record=len(looked.on_record),
                overtaken=sum(each.found == "overtaken" for each in looked.looks),
                unknown=len(looked.unknown),
            )
        )
        units = _units(looked, f"confirm_units_{about.scope}_{about.problem}")
        note = st.text_area(t("common.note"), key=f"confirm_note_{about.scope}_{about.problem}")
        pressed = _ends("confirm_now", t("common.do.confirm_now"))
    if not pressed:
        return None
    store, framework, actor = session.store(), session.framework(), session.actor()

    def act() -> str:
        decide.confirm(store, framework, actor, about, units, note)
        return t("common.done.confirm", code=about.problem, count=len(units))

    return act


def _units(looked: Sweep, key: str) -> list[str]:
    """Those a sweep proposes, all of them until somebody takes one out."""
    t = session.messages()
    titles = {each.unit.unit: t.of(each.unit) for each in looked.proposed}
    if not titles:
        return []
    session.starts_as(key, list(titles))
    chosen: list[str] = st.multiselect(
        t("common.confirm_take"),
        list(titles),
        format_func=titles.__getitem__,
        key=key,
        placeholder=t("common.nothing_chosen"),
        help=t("common.confirm_after"),
    )
    return chosen


def _merge(about: About, standings: Sequence[Standing]) -> Wanted | None:
    t, framework = session.messages(), session.framework()
    titles = {
        each.decided.common: f"{each.decided.problem} "
        + t.of(problems.problem_named(framework, each.decided.problem).title)
        for each in standings
        if each.decided.state == "confirmed" and each.decided.problem != about.problem
    }
    with st.form("merge_form"):
        st.subheader(session.plain(t("common.merge_title", code=about.problem)))
        st.markdown(t("common.merge_told"))
        if not titles:
            st.info(t("common.merge_none"))
            panels.cancel("merge_now")
            return None
        into = st.selectbox(
            t("common.into"),
            list(titles),
            format_func=titles.__getitem__,
            key=f"merge_into_{about.scope}_{about.problem}",
        )
        reason = st.text_area(t("common.reason"), key=f"merge_reason_{about.scope}_{about.problem}")
        pressed = _ends("merge_now", t("common.do.merge_now"))
    if not pressed:
        return None
    store, actor = session.store(), session.actor()

    def act() -> str:
        decide.merge(store, framework, actor, about, into, reason)
        return t("common.done.merge", code=about.problem)

    return act


def _dismiss(found: Candidate, about: About) -> Wanted | None:
    t = session.messages()
    with st.form("dismiss_form"):
        st.subheader(session.plain(t("common.dismiss_title", code=about.problem)))
        size = t("common.then_size", units=found.now.units, with_data=found.now.with_data)
        st.markdown(t("common.dismiss_told", size=size, findings=found.now.findings))
        reason = st.text_area(
            t("common.reason"), key=f"dismiss_reason_{about.scope}_{about.problem}"
        )
        pressed = _ends("dismiss_now", t("common.do.dismiss_now"))
    if not pressed:
        return None
    store, framework, actor = session.store(), session.framework(), session.actor()

    def act() -> str:
        decide.dismiss(store, framework, actor, about, reason)
        return t("common.done.dismiss", code=about.problem)

    return act


def _assign(waiting: Sequence[standing.Concerned]) -> Wanted | None:
    t = session.messages()
    names = t("problems.list").join(dict.fromkeys(t.of(each.unit) for each in waiting))
    with st.form("assign_form"):
        st.subheader(t("common.assign_title", count=len(waiting)))
        st.markdown(session.plain(t("common.assign_told", names=names)))
        kind = st.radio(
            t("common.kind"),
            rules.KINDS,
            index=1,
            format_func=lambda code: course_in_words.kind(code, t),
            key="common_assign_kind",
            horizontal=True,
        )
        due = st.date_input(
            t("common.due"), value=_today() + USUAL, format="YYYY-MM-DD", key="common_assign_due"
        )
        note = st.text_area(t("common.note"), key="common_assign_note")
        pressed = _ends("assign_now", t("common.do.assign_now"))
    if not pressed:
        return None
    store, framework, actor = session.store(), session.framework(), session.actor()
    seen = {each.case.finding: each.case.entry for each in waiting}

    def act() -> str:
        given = rules.Given(note=note, kind=kind, due=due)
        steps.take(store, framework, actor, seen, "assign", given)
        return t("common.done.assign", count=len({each.unit.unit for each in waiting}))

    return act


def _sweep(told: Standing, about: About) -> Wanted | None:
    t = session.messages()
    with session.explaining():
        codes = standing.merged_into(session.store(), session.actor(), told.decided)
    looked = _look(about, codes)
    with st.form("sweep_form"):
        st.subheader(session.plain(t("common.sweep_title", code=" ".join(codes))))
        if not looked.proposed:
            st.markdown(t("common.sweep_nothing", period=about.period))
        units = _units(looked, f"sweep_units_{about.scope}_{about.problem}_{about.seen}")
        pressed = _ends("sweep_now", t("common.do.sweep_now"))
    if not pressed:
        return None
    store, framework, actor = session.store(), session.framework(), session.actor()

    def act() -> str:
        count = decide.sweep_again(store, framework, actor, about, units)
        return t("common.done.sweep", count=count)

    return act


def _close(about: About) -> Wanted | None:
    t = session.messages()
    with st.form("close_form"):
        st.subheader(session.plain(t("common.close_title", code=about.problem)))
        st.markdown(t("common.close_told", period=about.period))
        note = st.text_area(t("common.note"), key=f"close_note_{about.scope}_{about.problem}")
        pressed = _ends("close_now", t("common.do.close_now"))
    if not pressed:
        return None
    store, framework, actor = session.store(), session.framework(), session.actor()

    def act() -> str:
        decide.close(store, framework, actor, about, note)
        return t("common.done.close", code=about.problem)

    return act


def _look(about: About, codes: Sequence[str]) -> Sweep:
    with session.explaining():
        return sweep.look(
            session.store(), session.framework(), session.actor(), about.period, about.scope, codes
        )


def _ends(key: str, label: str) -> bool:
    """The two buttons a form ends with; whether the first was pressed."""
    with st.container(horizontal=True):
        pressed = st.form_submit_button(label, key=key, type="primary")
        panels.cancel(key)
    return pressed


def _today() -> date:
    return datetime.now().astimezone().date()
