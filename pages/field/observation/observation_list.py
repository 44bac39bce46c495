"""Observation visits as cards, newest first, with what may be told of each question."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from assessment.field.observation import observation
from assessment.field.observation.observation import QuestionState, Visited
from assessment.i18n import Messages
from assessment.kernel import clock
from assessment.units import scopes
from pages.field.observation import observation_forms
from pages.kit import session, tables, url_widgets
from pages.kit.actions import Press

MOST = 30
"""Visits on the page at once."""

TO_FOLLOW = frozenset({"adopting", "near", "overdue"})


def show(visits: Sequence[Visited], place: str) -> Press | None:
    """The cards chosen; what was pressed in one of them, if anything was. `place` is whose visits
    they are, for the file."""
    t, today = session.messages(), clock.today()
    if not visits:
        st.info(t("observation.none"))
        return None
    units = {
        each.unit: each.said_in(t.lang) for each in scopes.units(session.store(), session.actor())
    }
    stages = [each.stage(today) for visit in visits for each in visit.asked]
    titles = {
        "all": t("observation.show.all", count=len(visits)),
        "open": t("observation.show.open", count=sum(stage in TO_FOLLOW for stage in stages)),
        "late": t("observation.show.late", count=stages.count("overdue")),
    }
    part = url_widgets.part(t("observation.which"), titles)
    wanted_stages = {"open": TO_FOLLOW, "late": frozenset({"overdue"})}.get(part)
    chosen = [
        visit
        for visit in visits
        if wanted_stages is None or any(each.stage(today) in wanted_stages for each in visit.asked)
    ]
    if not chosen:
        st.success(t("observation.none_such"))
        return None
    wanted: Press | None = None
    for visit in chosen[:MOST]:
        wanted = _card(visit, units, today) or wanted
    if len(chosen) > MOST:
        st.info(t("observation.more", shown=MOST, count=len(chosen)))
    _download(chosen, units, today, place)
    return wanted


def _card(visit: Visited, units: dict[str, str], today: date) -> Press | None:
    t = session.messages()
    may = session.actor().may(observation.RECORD, visit.unit)
    wanted: Press | None = None
    with st.container(border=True, gap="xsmall"):
        title = t("observation.visit", day=visit.day.isoformat(), host=visit.host)
        st.markdown(f"**{session.plain(title)}**")
        unit = units.get(visit.unit, visit.unit)
        st.caption(
            session.plain(
                t("observation.visitor_uncounted", unit=unit)
                if visit.people is None
                else t("observation.visitor", unit=unit, people=visit.people)
            )
        )
        for asked in visit.asked:
            _question(asked, today, t)
            if may:
                wanted = observation_forms.of_question(asked) or wanted
        if may:
            wanted = observation_forms.withdrawing(visit) or wanted
    return wanted


def _question(question_state: QuestionState, today: date, t: Messages) -> None:
    lines = [
        f"**{session.plain(t('observation.question', text=question_state.brought))}**",
        session.plain(t.code("observation.stage", question_state.stage(today))),
    ]
    if question_state.found is not None:
        lines.append(session.plain(t("observation.found", text=question_state.found)))
    if question_state.adopt is not None:
        lines.append(
            session.plain(t("observation.adopt", text=question_state.adopt, due=question_state.due))
        )
    if question_state.came_of_it is not None:
        told = t(
            "observation.came_of_it", text=question_state.came_of_it, day=question_state.looked_on
        )
        lines.append(session.plain(told))
    st.markdown("  \n".join(lines))


def _download(visits: Sequence[Visited], units: dict[str, str], today: date, place: str) -> None:
    t = session.messages()
    rows = pd.DataFrame(
        [
            {
                "visitor": units.get(visit.unit, visit.unit),
                "day": visit.day.isoformat(),
                "host": visit.host,
                "question": asked.brought,
                "found": asked.found,
                "adopt": asked.adopt,
                "due": asked.due.isoformat() if asked.due else None,
                "came_of_it": asked.came_of_it,
                "stage": t.code("observation.stage", asked.stage(today)),
            }
            for visit in visits
            for asked in visit.asked
        ]
    )
    columns: dict[str, tables.Column] = {
        "visitor": t("observation.column.visitor"),
        "day": t("observation.column.day"),
        "host": t("observation.column.host"),
        "question": t("observation.column.question"),
        "found": t("observation.column.found"),
        "adopt": t("observation.column.adopt"),
        "due": t("observation.column.due"),
        "came_of_it": t("observation.column.came_of_it"),
        "stage": t("observation.column.stage"),
    }
    tables.download(
        {t("observation.sheet"): (rows, columns)},
        title=t("observation.book_title", scope=place),
        file_name=t("observation.file_name", scope=place),
        key="observation_download",
    )
