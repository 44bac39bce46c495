"""Files that prove a sheet's indicators: which there are, another one, and taking one back."""

from collections.abc import Callable

import streamlit as st

from assessment.errors import AssessmentError
from assessment.framework.model import Indicator
from assessment.survey.evidence import evidence
from assessment.survey.evidence.evidence import EvidenceShown
from assessment.survey.filing.form import Form, Item, Sheet
from pages.kit import session
from pages.survey.filing import filing_memory

LARGEST = 10
"""Megabytes of one file, as the server takes them."""


def show(survey_form: Form, sheet: Sheet) -> None:
    t = session.messages()
    indicators = list(sheet.strength.asked(survey_form.period))
    if not indicators:
        return
    with session.explaining():
        files = evidence.of_unit(
            session.store(), session.actor(), survey_form.unit, survey_form.period
        )
    own = [file for file in files if file.indicator in {each.code for each in indicators}]
    st.subheader(t("filing.evidence.title", count=len(own)))
    st.caption(t("filing.evidence.how", megabytes=LARGEST))
    by_code = {each.code: each for each in indicators}
    for file in own:
        _file(survey_form, file, by_code[file.indicator])
    if survey_form.is_editable:
        _another(survey_form, sheet, by_code)


def _file(survey_form: Form, file: EvidenceShown, indicator: Indicator) -> None:
    t, store, actor = session.messages(), session.store(), session.actor()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            t(
                "filing.evidence.file",
                indicator=session.plain(t.of(indicator.title)),
                name=session.plain(file.file_name),
                kilobytes=max(1, file.size // 1024),
                who=session.plain(file.added_by),
            ),
            width="stretch",
        )
        st.download_button(
            t("filing.evidence.download"),
            session.later(lambda: evidence.content(store, actor, file.evidence)[2]),
            file_name=file.file_name,
            mime=evidence.MIME[file.kind],
            key=f"evidence_{file.evidence}",
            on_click="ignore",
        )
        if survey_form.is_editable:
            st.button(
                t("filing.evidence.withdraw"),
                key=f"withdraw_evidence_{file.evidence}",
                on_click=_withdraw,
                args=(survey_form.unit, survey_form.period, file.evidence),
            )


def _another(survey_form: Form, sheet: Sheet, by_code: dict[str, Indicator]) -> None:
    t = session.messages()
    name = _name(survey_form, sheet.strength.code)
    code = st.selectbox(
        t("filing.evidence.indicator"),
        list(by_code),
        format_func=lambda code: t.of(by_code[code].title),
        key=choice_of(survey_form, sheet.strength.code),
    )
    st.caption(t("filing.evidence.wanted", wanted=session.plain(t.of(by_code[code].evidence))))
    _trouble(name)
    _upload(survey_form, name, evidence.attach, code)


def of_question(survey_form: Form, item: Item) -> None:
    """The files put under one question, and a box for another."""
    if not item.indicators:
        return
    t, code = session.messages(), item.question.code
    with session.explaining():
        files = evidence.of_unit(
            session.store(), session.actor(), survey_form.unit, survey_form.period
        )
    st.caption(t("filing.returned.files"))
    by_code = {each.code: each for each in item.indicators}
    for file in files:
        if file.field == code and file.indicator in by_code:
            _file(survey_form, file, by_code[file.indicator])
    name = f"prove_{filing_memory.name_of(survey_form.unit, survey_form.period, code)}"
    _trouble(name)
    _upload(survey_form, name, evidence.attach_to_question, code)


def _trouble(name: str) -> None:
    """What files that were just given were refused for, each by itself."""
    troubles = filing_memory.memory().troubles
    for key in [each for each in troubles if each.startswith(f"{name}#")]:
        for sentence in session.reasons(troubles.pop(key).error):
            st.error(session.plain(sentence))


def _upload(survey_form: Form, name: str, keep: Callable[..., int], code: str) -> None:
    """A box for a file, which `keep` takes as proof of the indicator or question `code`."""
    box = f"{name}_{session.turn(name)}"
    st.file_uploader(
        session.messages()("filing.evidence.upload"),
        type=["jpg", "jpeg", "png", "pdf", "docx", "xlsx", "pptx", "ofd"],
        key=box,
        max_upload_size=LARGEST,
        accept_multiple_files=True,
        on_change=_attach,
        args=(survey_form.unit, survey_form.period, name, box, keep, code),
    )


def _name(survey_form: Form, strength: str) -> str:
    return f"prove_{survey_form.unit}_{survey_form.period}_{strength}"


def choice_of(survey_form: Form, strength: str) -> str:
    """The key of the box in which the indicator is chosen that a file proves."""
    return f"{_name(survey_form, strength)}_indicator"


def _attach(
    unit: str, period: str, name: str, box: str, keep: Callable[..., int], code: str
) -> None:
    given = session.typed(box, None) or []
    asked = filing_memory.asked(unit, period)
    for number, each in enumerate(given):
        try:
            keep(*asked, code, each.name, each.getvalue())
        except AssessmentError as error:
            filing_memory.memory().troubles[f"{name}#{number}"] = filing_memory.Trouble(error, {})
    session.begin_anew(name)


def _withdraw(unit: str, period: str, number: int) -> None:
    store, framework, actor, *_ = filing_memory.asked(unit, period)
    try:
        evidence.withdraw(store, framework, actor, number)
    except AssessmentError as error:
        name = filing_memory.name_of(unit, period, "submit")
        filing_memory.memory().troubles[name] = filing_memory.Trouble(error, {})
