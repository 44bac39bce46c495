"""A form as its county sees it: where it stands, what was returned, a sheet a strength, submitting.

All of it is one fragment: what is typed is saved and checked without the rest of the page.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import streamlit as st

from assessment.framework.values import figures
from assessment.kernel import clock
from assessment.survey.filing import drafts, form, provisional_score, rules
from assessment.survey.filing.form import FILE, Form, Sheet
from assessment.survey.filing.rules import Progress, ValidationMessage
from pages.kit import session, url_widgets, way_to, words
from pages.survey.filing import (
    filing_elsewhere,
    filing_evidence,
    filing_field,
    filing_memory,
    filing_returned,
    filing_submit,
    filing_workbook,
)

STATE_SIGNS = {
    "not_started": "○",
    "filling": "◔",
    "submitted": "◑",
    "in_review": "◑",
    "city_reviewed": "◕",
    "approved": "●",
    "published": "●",
    "returned": "↩",
}

RETURNED, WORKBOOK, SUBMIT = filing_returned.PART, "workbook", "submit"

TO_THE_TOP = (
    "<script>/* {times} */ document.querySelector('.st-key-part')?.scrollIntoView();</script>"
)

MessagesByField = Mapping[str, Sequence[ValidationMessage]]
"""By question, what is said of it."""


@session.fragment
def show(unit: str, period: str) -> None:
    with session.explaining():
        asked = filing_memory.asked(unit, period)
        store, framework, actor, *_ = asked
        seen = form.of(*asked)
        findings = rules.check(framework, seen, rules.ranges(store, actor, unit, period))
    blocking = filing_memory.attention(seen, findings)
    by_field: dict[str, list[ValidationMessage]] = defaultdict(list)
    for finding in findings:
        by_field[finding.field].append(finding)
    _head(seen, blocking)
    tried = st.empty()
    _to_the_top()
    way_to.sign()
    titles = _titles(seen, blocking)
    part = url_widgets.part(session.messages()("filing.parts"), titles)
    if part == RETURNED:
        filing_returned.show(seen, by_field)
    elif part == WORKBOOK:
        filing_workbook.show(seen)
    elif part == SUBMIT:
        filing_submit.show(seen, blocking)
    else:
        (sheet,) = (each for each in seen.sheets if each.strength.code == part)
        _sheet(seen, sheet, by_field)
    _onward(part, titles)
    if actor.may(FILE, unit):
        # Last, for it may take a moment: the form is there meanwhile.
        with tried, session.explaining():
            _provisional(seen)


def _head(survey_form: Form, findings: Sequence[ValidationMessage]) -> None:
    """Where it stands, until when, and how far it is: three lines."""
    t, submission = session.messages(), survey_form.submission
    state = t.code("lifecycle.state", submission.state)
    line = [f"**{STATE_SIGNS[submission.state]} {state}**", _until(survey_form)]
    if submission.submitted_at and submission.state != "filling":
        when = clock.short(submission.submitted_at)
        who = session.plain(submission.submitted_by or "—")
        line.append(t("filing.submitted_by", when=when.replace(":", "\\:"), who=who))
    if submission.locked:
        line.append(t("filing.locked"))
    st.markdown(t("filing.gap").join(line))
    whole = rules.progress(survey_form.items.values(), findings)
    st.progress(whole.done / max(whole.asked, 1), text=_counted(whole))
    if not survey_form.is_editable:
        st.info(_why_not(survey_form))
    if survey_form.unasked:
        st.warning(session.plain(_unasked(survey_form)))
    filing_elsewhere.show(survey_form)


def _until(survey_form: Form) -> str:
    t = session.messages()
    days = (survey_form.due - clock.today()).days
    if survey_form.submission.state not in ("not_started", "filling", "returned"):
        return t("filing.due", due=survey_form.due)
    if days < 0:
        return f":red[**{t('filing.overdue', due=survey_form.due, days=-days)}**]"
    return t("filing.due_in", due=survey_form.due, days=days)


def _why_not(survey_form: Form) -> str:
    t = session.messages()
    if not session.actor().may(FILE, survey_form.unit):
        return t("filing.only_looking")
    if survey_form.submission.locked:
        return t("lifecycle.period_locked", period=survey_form.period)
    return t("filing.frozen", period=survey_form.period)


def _unasked(survey_form: Form) -> str:
    t = session.messages()
    framework = filing_memory.asked(survey_form.unit, survey_form.period)[1]
    names = words.of_questions(framework, [said.field for said in survey_form.unasked], t)
    return t("filing.unasked", period=survey_form.period, questions=names)


def _counted(progress: Progress) -> str:
    return session.messages()(
        "filing.progress",
        done=progress.done,
        asked=progress.asked,
        answered=progress.answered,
        not_applicable=progress.not_applicable,
        unavailable=progress.unavailable,
        open=progress.open,
        blocked=progress.blocked,
    )


def _titles(survey_form: Form, findings: Sequence[ValidationMessage]) -> dict[str, str]:
    """The parts there are: what was returned first, then a strength each, then the two ways out."""
    t = session.messages()
    titles: dict[str, str] = {}
    if survey_form.to_reply:
        titles[RETURNED] = t("filing.part.returned", count=len(survey_form.to_reply))
    for sheet in survey_form.sheets:
        told = rules.progress(sheet.items, findings)
        mark = " ✖" if told.blocked else " ✓" if told.open == 0 else ""
        titles[sheet.strength.code] = t(
            "filing.part.strength",
            strength=t.of(sheet.strength.short),
            done=told.done,
            asked=told.asked,
            mark=mark,
        )
    titles[WORKBOOK] = t("filing.part.workbook")
    titles[SUBMIT] = t("filing.part.submit")
    return titles


def _onward(part: str, titles: Mapping[str, str]) -> None:
    """At the end of a sheet the way to the next one: whoever came down here need not go back up.

    Whoever has answered what was returned is led to submitting: the rest was found right.
    """
    order = [code for code in titles if code != WORKBOOK]
    if part not in order[:-1]:
        return
    onward = SUBMIT if part == RETURNED else order[order.index(part) + 1]
    with st.container(horizontal=True, horizontal_alignment="right"):
        st.button(
            session.messages()("filing.onward", part=titles[onward]),
            key=f"onward_{part}",
            on_click=_go_on,
            args=(onward,),
        )


def _go_on(part: str) -> None:
    url_widgets.open_part(part)
    session.begin_anew("onward")


def _to_the_top() -> None:
    """Streamlit leaves a page scrolled where it was: at the end of the next sheet, unread."""
    place, times = st.empty(), session.turn("onward")
    if times:
        # A constant and a count, and nothing anybody wrote: run again where the count differs.
        place.html(TO_THE_TOP.format(times=times), unsafe_allow_javascript=True)


def _sheet(survey_form: Form, sheet: Sheet, by_field: MessagesByField) -> None:
    t = session.messages()
    st.subheader(session.plain(t.of(sheet.strength.title)))
    if survey_form.is_editable:
        _as_before(survey_form, sheet)
    for item in sheet.items:
        filing_field.show(survey_form, item, by_field.get(item.question.code, ()))
    filing_evidence.show(survey_form, sheet)


def _as_before(survey_form: Form, sheet: Sheet) -> None:
    """What mostly stays can be confirmed at once."""
    t = session.messages()
    code = sheet.strength.code
    with session.explaining():
        codes = drafts.stays(*filing_memory.asked(survey_form.unit, survey_form.period), code)
    if codes:
        st.button(
            t("filing.all_as_before", count=len(codes)),
            key=f"as_before_{survey_form.unit}_{survey_form.period}_{code}",
            help=t("filing.all_as_before_help"),
            on_click=filing_memory.as_before,
            args=(survey_form.unit, survey_form.period, codes),
        )


def _provisional(survey_form: Form) -> None:
    t = session.messages()
    store, framework, actor, *_ = filing_memory.asked(survey_form.unit, survey_form.period)
    told = provisional_score.score(store, framework, actor, survey_form)
    strengths = t("filing.gap").join(
        t(
            "filing.score_of",
            strength=t.of(sheet.strength.short),
            score=_points(told.strengths[code]),
        )
        for sheet in survey_form.sheets
        if (code := sheet.strength.code) in told.strengths
    )
    completeness = (
        figures.BLANK if told.completeness is None else figures.percent(told.completeness)
    )
    facts = {
        "total": _points(told.total),
        "completeness": completeness,
        "strengths": strengths,
    }
    if framework.silence_earns_nothing(survey_form.period):
        st.caption(t("filing.provisional_without_points", **facts))
    else:
        st.caption(t("filing.provisional", **facts))


def _points(points: float | None) -> str:
    return figures.BLANK if points is None else f"{points:.1f}"
