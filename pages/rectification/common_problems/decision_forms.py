"""What may be done to a common problem: confirm, merge, dismiss; assign, sweep again, close.

Each button opens a form in its place. A form gives back what was asked for, and the page does it
where its refusal can be read. A form belongs to one problem in one scope and period, and to what
had been decided when it was opened: its name in the URL says all four, and so do its buttons.

One module: its forms share the button, the name in the URL and the look at what is on record.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import timedelta

import streamlit as st

from assessment.kernel import clock
from assessment.rectification.common_problems import (
    common_problem_words,
    decisions,
    progress,
    sweep,
)
from assessment.rectification.common_problems.candidates import Candidate
from assessment.rectification.common_problems.decisions import About
from assessment.rectification.common_problems.progress import ProblemProgress
from assessment.rectification.common_problems.sweep import Sweep
from assessment.rectification.findings import cases, rules, transitions
from pages.kit import inline_forms, refusals, session
from pages.rectification.common_problems import decision_desk

Action = Callable[[], str]
"""What a button that was pressed asks for; does it, and says what was done."""

USUAL = timedelta(days=60)
"""A due date that is mostly given."""

DOINGS = {
    decision_desk.WAITING: ("confirm", "merge", "dismiss"),
    decision_desk.CONFIRMED: ("assign", "sweep", "join", "close", "withdraw"),
}
"""What is done to the problems of each part."""


def still_there(part: str, period: str, scope: str, codes: Collection[str]) -> None:
    """End the run where an open form is about a problem no longer in this part. A press on that
    form must not reach another one."""
    t, doings = session.messages(), "|".join(DOINGS.get(part, ()))
    name = rf"(?:{doings})_{re.escape(f'{period}_{scope}_')}(.+)_\d+"
    opened = re.fullmatch(name, session.in_link(inline_forms.NAME) or "")
    if not doings or opened is None or opened[1] in codes:
        return
    inline_forms.close()
    st.error(session.plain(t("common.gone", code=opened[1])))
    st.button(t("common.look_now"), key="common_look_now")
    st.stop()


def _named(doing: str, about: About) -> str:
    """What the name of a form begins with; it ends in the entry that was seen."""
    return f"{doing}_{about.period}_{about.scope}_{about.problem}_"


def _button(doing: str, label: str, about: About, *, primary: bool = False) -> None:
    inline_forms.button(f"{_named(doing, about)}{about.seen}", label, primary=primary)


def _opened(doing: str, about: About) -> About | None:
    """What an open form is about: by what had been decided when it was opened."""
    seen = inline_forms.opened(_named(doing, about))
    return None if seen is None else replace(about, seen=seen)


def _key(name: str, about: About) -> str:
    """Of something typed: it stays when the form is opened anew, and goes to no other problem."""
    return f"{name}_{about.period}_{about.scope}_{about.problem}"


def _ends(doing: str, label: str, about: About) -> bool:
    return inline_forms.ends(f"{_named(doing, about)}{about.seen}_now", label)


def _words(label: str, key: str) -> str:
    text = st.text_area(label, key=key)
    refusals.below("common.no_reason", "common.reason_too_long", "rectification.no_note")
    return text


def before(candidate: Candidate) -> None:
    """What was decided of it earlier."""
    t = session.messages()
    if (earlier := candidate.before) is None:
        return
    line = t(
        "common.before",
        when=clock.local_day(earlier.decided_at).isoformat(),
        state=t.code("common.state", earlier.state),
        size=common_problem_words.size(earlier, t),
        reason=earlier.reason or t("common.no_reason_given"),
    )
    st.info(session.plain(line))


def candidate(
    candidate: Candidate, standings: Sequence[ProblemProgress], about: About, scope: str
) -> Action | None:
    """The three ways to decide on a candidate."""
    t = session.messages()
    with st.container(horizontal=True):
        _button("confirm", t("common.do.confirm"), about, primary=True)
        _button("merge", t("common.do.merge"), about)
        _button("dismiss", t("common.do.dismiss"), about)
    if (opened := _opened("confirm", about)) is not None:
        return _confirm(opened, scope)
    if (opened := _opened("merge", about)) is not None:
        return _merge("merge", opened, standings)
    if (opened := _opened("dismiss", about)) is not None:
        return _dismiss(candidate, opened)
    return None


def confirmed(
    problem_progress: ProblemProgress, standings: Sequence[ProblemProgress], about: About
) -> Action | None:
    """What can be done to one that is confirmed."""
    t = session.messages()
    waiting = [each for each in problem_progress.concerned if _assignable(each.case)]
    newest = replace(about, seen=max((each.case.entry for each in waiting), default=0))
    with st.container(horizontal=True):
        if waiting:
            _button("assign", t("common.do.assign"), newest, primary=True)
        _button("sweep", t("common.do.sweep"), about)
        _button("join", t("common.do.merge"), about)
        _button("close", t("common.do.close"), about)
        _button("withdraw", t("common.do.withdraw"), about)
    if waiting and (opened := _opened("assign", about)) is not None:
        return _assign(waiting, opened)
    if (opened := _opened("sweep", about)) is not None:
        return _sweep(problem_progress, opened)
    if (opened := _opened("join", about)) is not None:
        return _merge("join", opened, standings)
    if (opened := _opened("close", about)) is not None:
        return _close(problem_progress, opened)
    if (opened := _opened("withdraw", about)) is not None:
        return _withdraw(problem_progress, opened)
    return None


def _assignable(case: cases.Case) -> bool:
    return transitions.may(session.actor(), case, "assign", clock.today())


def _confirm(about: About, scope: str) -> Action | None:
    t = session.messages()
    looked = _look(about, [about.problem])
    with st.form(_key("confirm_form", about)):
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
        units = _units(looked, f"{_key('confirm_units', about)}_{about.seen}")
        note = _words(t("common.note"), _key("confirm_note", about))
        pressed = _ends("confirm", t("common.do.confirm_now"), about)
    if not pressed:
        return None
    source, actor = session.data_source(), session.actor()

    def act() -> str:
        decisions.confirm(source, actor, about, units, note)
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


def _merge(doing: str, about: About, standings: Sequence[ProblemProgress]) -> Action | None:
    t = session.messages()
    titles = {
        each.decided.common: decision_desk.title(each.decided.problem)
        for each in standings
        if each.decided.state == "confirmed" and each.decided.problem != about.problem
    }
    with st.form(_key("merge_form", about)):
        st.subheader(session.plain(t("common.merge_title", code=about.problem)))
        st.markdown(t("common.merge_told"))
        if not titles:
            st.info(t("common.merge_none"))
            inline_forms.cancel(_named(doing, about))
            return None
        into = st.selectbox(
            t("common.into"),
            list(titles),
            format_func=titles.__getitem__,
            key=f"{_key('merge_into', about)}_{about.seen}",
        )
        reason = _words(t("common.reason"), _key("merge_reason", about))
        pressed = _ends(doing, t("common.do.merge_now"), about)
    if not pressed:
        return None
    source, actor = session.data_source(), session.actor()

    def act() -> str:
        decisions.merge(source, actor, about, into, reason)
        return t("common.done.merge", code=about.problem)

    return act


def _dismiss(candidate: Candidate, about: About) -> Action | None:
    t = session.messages()
    with st.form(_key("dismiss_form", about)):
        st.subheader(session.plain(t("common.dismiss_title", code=about.problem)))
        size = t("common.then_size", units=candidate.now.units, with_data=candidate.now.with_data)
        st.markdown(t("common.dismiss_told", size=size, findings=candidate.now.findings))
        reason = _words(t("common.reason"), _key("dismiss_reason", about))
        pressed = _ends("dismiss", t("common.do.dismiss_now"), about)
    if not pressed:
        return None
    source, actor = session.data_source(), session.actor()

    def act() -> str:
        decisions.dismiss(source, actor, about, reason)
        return t("common.done.dismiss", code=about.problem)

    return act


def _assign(waiting: Sequence[progress.Concerned], about: About) -> Action | None:
    """`about.seen` is the newest event of those that waited when the form was opened."""
    t = session.messages()
    names = t("problems.list").join(dict.fromkeys(t.of(each.unit) for each in waiting))
    with st.form(_key("assign_form", about)):
        st.subheader(t("common.assign_title", count=len(waiting)))
        st.markdown(session.plain(t("common.assign_told", names=names)))
        kind = st.radio(
            t("common.kind"),
            rules.KINDS,
            index=1,
            format_func=lambda code: t.code("course.kind", code),
            key=_key("assign_kind", about),
            horizontal=True,
        )
        due = st.date_input(
            t("common.due"),
            value=clock.today() + USUAL,
            format="YYYY-MM-DD",
            key=_key("assign_due", about),
        )
        refusals.below("rectification.no_due", "rectification.due_passed")
        note = _words(t("common.note"), _key("assign_note", about))
        pressed = _ends("assign", t("common.do.assign_now"), about)
    if not pressed:
        return None
    store, framework, actor = session.store(), session.framework(), session.actor()
    # What was done since is newer than anything that was seen, and refused by that.
    seen = {each.case.finding: min(each.case.entry, about.seen) for each in waiting}

    def act() -> str:
        given = rules.EventForm(note=note, kind=kind, due=due)
        transitions.take(store, framework, actor, seen, "assign", given)
        return t("common.done.assign", count=len({each.unit.unit for each in waiting}))

    return act


def _sweep(problem_progress: ProblemProgress, about: About) -> Action | None:
    t = session.messages()
    with session.explaining():
        codes = progress.merged_into(session.store(), session.actor(), problem_progress.decided)
    looked = _look(about, codes)
    with st.form(_key("sweep_form", about)):
        st.subheader(session.plain(t("common.sweep_title", code=" ".join(codes))))
        if not looked.proposed:
            st.markdown(t("common.sweep_nothing", period=about.period))
        units = _units(looked, f"{_key('sweep_units', about)}_{about.seen}")
        pressed = _ends("sweep", t("common.do.sweep_now"), about)
    if not pressed:
        return None
    source, actor = session.data_source(), session.actor()

    def act() -> str:
        count = decisions.sweep_again(source, actor, about, units)
        return t("common.done.sweep", count=count)

    return act


def _close(problem_progress: ProblemProgress, about: About) -> Action | None:
    t = session.messages()
    with session.explaining():
        codes = progress.merged_into(session.store(), session.actor(), problem_progress.decided)
    unknown = _look(about, codes).unknown
    with st.form(_key("close_form", about)):
        st.subheader(session.plain(t("common.close_title", code=about.problem)))
        st.markdown(t("common.close_told", period=about.period))
        if unknown:
            names = t("problems.list").join(map(t.of, unknown))
            st.warning(session.plain(t("common.close_unknown", count=len(unknown), names=names)))
        note = _words(t("common.note"), _key("close_note", about))
        pressed = _ends("close", t("common.do.close_now"), about)
    if not pressed:
        return None
    source, actor = session.data_source(), session.actor()

    def act() -> str:
        decisions.close(source, actor, about, note)
        return t("common.done.close", code=about.problem)

    return act


def _withdraw(problem_progress: ProblemProgress, about: About) -> Action | None:
    t, together = session.messages(), False
    with st.form(_key("withdraw_form", about)):
        st.subheader(session.plain(t("common.withdraw_title", code=about.problem)))
        st.markdown(t("common.withdraw_told"))
        if problem_progress.merged:
            codes = " ".join(problem_progress.merged)
            together = st.checkbox(
                session.plain(t("common.withdraw_together", codes=codes)),
                key=f"{_key('withdraw_together', about)}_{about.seen}",
            )
        reason = _words(t("common.reason"), _key("withdraw_reason", about))
        pressed = _ends("withdraw", t("common.do.withdraw_now"), about)
    if not pressed:
        return None
    store, actor = session.store(), session.actor()

    def act() -> str:
        decisions.withdraw(store, actor, about, reason, together=together)
        return t("common.done.withdraw", code=about.problem)

    return act


def _look(about: About, codes: Sequence[str]) -> Sweep:
    with session.explaining():
        return sweep.look(session.data_source(), session.actor(), about.period, about.scope, codes)
