"""What is proved by files and what is not, before a form is submitted."""

import streamlit as st

from assessment.survey.filing import proofs
from assessment.survey.filing.form import Form
from assessment.survey.filing.proofs import IndicatorProof
from pages.kit import session, url_widgets, way_to
from pages.survey.filing import filing_evidence


def show(survey_form: Form) -> None:
    """佐证 n/m, and every indicator that lacks it with the way to its box."""
    t, needed = session.messages(), proofs.of_form(survey_form)
    if not needed:
        return
    lacking = [each for each in needed if each.is_lacking]
    proved = len(needed) - len(lacking)
    st.markdown(f"**{t('filing.proofs.count', proved=proved, needed=len(needed))}**")
    if not lacking:
        return
    with st.expander(t("filing.proofs.lacking", count=len(lacking))):
        for each in sorted(lacking, key=lambda each: each.rule != "required"):
            _row(survey_form, each)


def _row(survey_form: Form, each: IndicatorProof) -> None:
    t, indicator = session.messages(), each.indicator
    strength = each.question.question.strength
    with st.container(horizontal=True, vertical_alignment="center"):
        mark = t("filing.proofs.required") if each.rule == "required" else t("filing.proofs.asked")
        facts = {"title": t.of(indicator.title), "what": t.of(indicator.evidence), "mark": mark}
        st.markdown(session.plain(t("filing.proofs.row", **facts)), width="stretch")
        if survey_form.is_editable:
            st.button(
                t("filing.proofs.go"),
                key=f"prove_{indicator.code}",
                type="tertiary",
                on_click=_go_to,
                args=(survey_form, strength, indicator.code),
            )


def _go_to(survey_form: Form, strength: str, indicator: str) -> None:
    """To the box for files, with the indicator chosen."""
    box = filing_evidence.choice_of(survey_form, strength)
    url_widgets.open_part(strength)
    session.retype(box, indicator)
    way_to.turn_to(box)
