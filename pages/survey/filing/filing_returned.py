"""What was returned, before everything else: what each item asks for, and all the boxes for it."""

from collections.abc import Mapping, Sequence
from typing import get_args

import streamlit as st

from assessment.errors import AssessmentError
from assessment.kernel import clock, codes
from assessment.survey.filing import submit
from assessment.survey.filing.form import Form, Item, Returned
from assessment.survey.filing.rules import ValidationMessage
from assessment.survey.review.verdicts import Reason
from pages.kit import session
from pages.survey.filing import filing_evidence, filing_field, filing_memory

PART = "returned"
"""The part of the form that this is, in the URL."""

REASONS = get_args(Reason)
KINDS = get_args(codes.ReplyKind)


def show(survey_form: Form, by_field: Mapping[str, Sequence[ValidationMessage]]) -> None:
    t = session.messages()
    st.subheader(t("filing.returned.title"))
    st.caption(t("filing.returned.how"))
    if survey_form.submission.note:
        st.markdown(session.plain(survey_form.submission.note))
    for item in survey_form.to_reply:
        with st.container(border=True, gap="xsmall"):
            for each in item.returned:
                _why(each)
            _indicators(item)
            _state(item)
            filing_field.show(survey_form, item, by_field.get(item.question.code, ()))
            if survey_form.is_editable:
                _explanation(survey_form, item)
                filing_evidence.of_question(survey_form, item)


def _why(each: Returned) -> None:
    t = session.messages()
    level = t("review.level.city") if each.level == "city" else t("review.level.province")
    reasons = [t.code("review.reason", code) for code in REASONS if code == each.reason]
    st.markdown(
        t(
            "filing.returned.by",
            level=level,
            when=session.plain(clock.short(each.given_at)),
            reason=session.plain("".join(reasons)),
        )
    )
    if each.request:
        told = t("review.requested", request=t.code("review.request", each.request))
        st.markdown(f"**{session.plain(told)}**")
    if each.note:
        st.markdown(f"> {session.plain(' '.join(each.note.split()))}")


def _state(item: Item) -> None:
    """Whether it is answered, and everything that was done to it."""
    t = session.messages()
    replied = {kind for each in item.returned for kind in item.replies_to(each)}
    told = t("filing.list").join(t.code("review.reply", kind) for kind in KINDS if kind in replied)
    if item.is_replied:
        st.markdown(f"**{t('filing.returned.answered', replies=told)}**")
    elif told:
        st.markdown(f":red[**{t('filing.returned.partly', replies=told)}**]")
    else:
        st.markdown(f":red[**{t('filing.returned.open')}**]")


def _indicators(item: Item) -> None:
    t = session.messages()
    if item.indicators:
        titles = t("filing.list").join(t.of(each.title) for each in item.indicators)
        st.caption(session.plain(t("filing.returned.indicators", indicators=titles)))


def _explanation(survey_form: Form, item: Item) -> None:
    t, code = session.messages(), item.question.code
    name = f"explain_{filing_memory.name_of(survey_form.unit, survey_form.period, code)}"
    box = box_of(filing_memory.name_of(survey_form.unit, survey_form.period, code))
    session.starts_as(box, item.returned[0].explanation or "")
    st.text_area(
        t("filing.returned.explanation"),
        key=box,
        height=68,
        on_change=_keep,
        args=(survey_form.unit, survey_form.period, code, box, name),
    )
    trouble = filing_memory.trouble(name)
    if trouble:
        for sentence in session.reasons(trouble.error):
            st.markdown(f":red[**{t('filing.unsaved')}** {session.plain(sentence)}]")
    elif item.returned[0].explanation:
        st.caption(t("filing.returned.kept"))


def box_of(name: str) -> str:
    """The key of the box in which a returned question is explained."""
    return f"explain_{name}_box"


def _keep(unit: str, period: str, code: str, box: str, name: str) -> None:
    kept = filing_memory.memory()
    try:
        submit.explain(*filing_memory.asked(unit, period), code, session.typed(box, ""))
    except AssessmentError as error:
        kept.troubles[name] = filing_memory.Trouble(error, {})
    else:
        kept.troubles.pop(name, None)
