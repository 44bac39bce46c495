"""The last look before a form is submitted: how far each sheet is, and everything in the way."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from assessment.errors import AssessmentError
from assessment.survey.filing import rules, submit
from assessment.survey.filing.form import FILE, Form, Item
from assessment.survey.filing.rules import ValidationMessage
from assessment.survey.periods import submissions
from pages.kit import refusals, session, tables, url_widgets, way_to
from pages.survey.filing import filing_memory, filing_proofs, filing_returned


def show(survey_form: Form, blocking: Sequence[ValidationMessage]) -> None:
    """`blocking` is all that needs attention."""
    t, actor = session.messages(), session.actor()
    st.subheader(t("filing.submit.title"))
    _sheets(survey_form, blocking)
    filing_proofs.show(survey_form)
    offered = submissions.actions(actor, survey_form.submission)
    _refused(survey_form)
    if actor.may(FILE, survey_form.unit) and survey_form.is_editable:
        _ready(survey_form, blocking, may_submit="submit" in offered)
    if "withdraw" in offered:
        st.info(t("filing.submit.may_withdraw"))
        st.button(
            t("filing.submit.withdraw"),
            key=f"withdraw_{survey_form.unit}_{survey_form.period}",
            on_click=_withdraw,
            args=(survey_form.unit, survey_form.period),
        )


def _sheets(survey_form: Form, blocking: Sequence[ValidationMessage]) -> None:
    t = session.messages()
    rows = []
    for sheet in survey_form.sheets:
        told = rules.progress(sheet.items, blocking)
        rows.append(
            (
                t.of(sheet.strength.title),
                told.answered,
                told.not_applicable,
                told.unavailable,
                told.open,
                told.blocked,
            )
        )
    names = ["strength", "answered", "not_applicable", "unavailable", "open", "blocked"]
    tables.show(
        pd.DataFrame(rows, columns=names),
        {
            "strength": tables.text(t("filing.submit.strength"), pinned=True),
            "answered": tables.number(t("filing.submit.answered")),
            "not_applicable": tables.number(t("filing.submit.not_applicable")),
            "unavailable": tables.number(t("filing.submit.unavailable")),
            "open": tables.number(t("filing.submit.open")),
            "blocked": tables.number(t("filing.submit.blocked")),
        },
        key="filing_sheets",
    )


def _ready(survey_form: Form, blocking: Sequence[ValidationMessage], *, may_submit: bool) -> None:
    t = session.messages()
    if blocking:
        count = len({finding.field for finding in blocking})
        st.error(t("filing.submit.blocked_by", count=count))
        for number, finding in enumerate(blocking):
            _blocker(survey_form, finding, number)
    told = rules.progress(survey_form.items.values(), blocking)
    agreed = True
    if told.open and not blocking:
        agreed = st.checkbox(
            t("filing.submit.leave_open", count=told.open),
            key=f"leave_open_{survey_form.unit}_{survey_form.period}",
        )
    st.button(
        t("filing.submit.submit"),
        type="primary",
        key=f"submit_{survey_form.unit}_{survey_form.period}",
        disabled=bool(blocking) or not agreed or not may_submit,
        on_click=_submit,
        args=(survey_form.unit, survey_form.period),
    )
    st.caption(t("filing.submit.what_then"))


def _blocker(survey_form: Form, finding: ValidationMessage, number: int) -> None:
    """What is wrong, and the way to it."""
    t = session.messages()
    with st.container(border=True, gap="xxsmall"):
        st.markdown(session.plain(t(finding.problem.key, **finding.problem.facts)))
        item = survey_form.items.get(finding.field)
        if item:
            returned = finding.problem.code in submit.NOT_REPLIED.values()
            strength = session.framework().strength_by_code.get(item.question.strength)
            title = t.of(strength.short) if strength else item.question.strength
            label = t("filing.submit.go_to", strength=title)
            st.button(
                t("filing.submit.go_to_returned") if returned else label,
                key=f"go_to_{number}_{finding.field}",
                type="tertiary",
                on_click=_go_to,
                args=(survey_form, item, finding),
            )


def _go_to(survey_form: Form, item: Item, finding: ValidationMessage) -> None:
    """To the box that is wrong: of a return nobody answered, that for what to say of it."""
    code = item.question.code
    name = filing_memory.name_of(survey_form.unit, survey_form.period, code)
    if finding.problem.code in submit.NOT_REPLIED.values():
        url_widgets.open_part(filing_returned.PART)
        way_to.turn_to(filing_returned.box_of(name))
    else:
        url_widgets.open_part(item.question.strength)
        way_to.turn_to(filing_memory.key(name, "value"))


def _submit(unit: str, period: str) -> None:
    kept, name = filing_memory.memory(), filing_memory.name_of(unit, period, "submit")
    try:
        submit.submit(*filing_memory.asked(unit, period))
    except AssessmentError as error:
        kept.troubles[name] = filing_memory.Trouble(error, {})
    else:
        kept.troubles.pop(name, None)


def _withdraw(unit: str, period: str) -> None:
    kept, name = filing_memory.memory(), filing_memory.name_of(unit, period, "submit")
    store, _, actor, *_ = filing_memory.asked(unit, period)
    try:
        submit.withdraw(store, actor, unit, period)
    except AssessmentError as error:
        kept.troubles[name] = filing_memory.Trouble(error, {})
    else:
        kept.troubles.pop(name, None)


def _refused(survey_form: Form) -> None:
    """What became of the last press of a button, where nothing did."""
    name = filing_memory.name_of(survey_form.unit, survey_form.period, "submit")
    trouble = filing_memory.memory().troubles.pop(name, None)
    if trouble:
        refusals.tell(trouble.error)
