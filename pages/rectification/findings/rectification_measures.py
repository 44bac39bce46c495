"""The measures that serve a finding: what is done, who answers for it, and until when."""

from collections.abc import Sequence

import streamlit as st

from assessment.kernel import clock
from assessment.rectification.findings import measures
from assessment.rectification.findings.cases import Case
from assessment.rectification.findings.measures import WORKED, MeasureTold
from pages.kit import inline_forms, session
from pages.rectification.findings import rectification_forms
from pages.rectification.findings.rectification_forms import Action


def show(case: Case, planned: Sequence[MeasureTold]) -> Action | None:
    """The measures; what was asked of them, if anything."""
    t = session.messages()
    serving = [each for each in planned if case.finding in each.findings]
    earlier = [each for each in planned if case.finding in each.earlier]
    worked = case.stage in WORKED and session.actor().may("rectification.answer", case.unit)
    if not serving and not earlier and case.stage not in WORKED:
        return None
    st.subheader(t("rectification.measures", count=len(serving)))
    if not serving:
        st.caption(t("rectification.no_measures"))
    wanted: Action | None = None
    for each in serving:
        removable = worked and len(serving) > 1
        wanted = _measure(case, each, removable=removable) or wanted
    for each in earlier:
        _measure(case, each, removable=False)
    if worked and case.stage != "signed":
        wanted = _another(case, planned) or wanted
    return wanted


def _measure(case: Case, each: MeasureTold, *, removable: bool) -> Action | None:
    t = session.messages()
    with st.container(border=True, gap="xsmall"):
        st.markdown(session.plain(each.text))
        told = [
            t("rectification.leader", who=each.leader),
            t("rectification.department", which=each.department),
            t("rectification.owner", who=each.owner),
            t("rectification.until", day=each.due.isoformat()),
        ]
        if case.finding in each.earlier:
            told.append(t("rectification.of_before"))
        if len(each.findings) > 1:
            told.append(t("rectification.serves", count=len(each.findings)))
        st.caption(session.plain(" · ".join(told)))
        if removable and st.button(
            t("rectification.withdraw_measure"), key=f"withdraw_{each.measure}", type="tertiary"
        ):
            return _withdrawing(case.finding, each.measure)
    return None


def _withdrawing(finding: int, measure: int) -> Action:
    store, actor, t = session.store(), session.actor(), session.messages()

    def act() -> str:
        measures.withdraw(store, actor, finding, measure)
        return t("rectification.did.withdraw_measure")

    return act


def _another(case: Case, planned: Sequence[MeasureTold]) -> Action | None:
    t = session.messages()
    key = f"measure_{case.finding}"
    with st.container(horizontal=True):
        inline_forms.button(key, t("rectification.add_measure"))
    if not inline_forms.is_open(key):
        return None
    today = clock.today()
    with st.form(f"form_{key}"):
        given = rectification_forms.plan(case, planned, key, today)
        pressed = inline_forms.ends(f"now_{key}", t("rectification.add_measure"))
    if not pressed:
        return None
    store, actor = session.store(), session.actor()

    def act() -> str:
        measures.add(store, actor, case.finding, given.planned, given.serves, today=today)
        return t("rectification.did.add_measure")

    return act
