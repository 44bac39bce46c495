"""What holds in a county and who says so: problems, teams, visits, findings."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from assessment.services import figures
from assessment.services.county import FieldWork, ProblemsHere
from pages.ui import session, words


def problems(here: ProblemsHere) -> None:
    """What holds, and apart from it what nobody can tell."""
    t, framework = session.messages(), session.framework()
    st.subheader(t("county.problems"))
    if here.hold.empty:
        st.info(t("county.no_problems", count=len(here.absent)))
    else:
        st.table([_problem(row) for row in here.hold.to_dict("records")], hide_index=True)
        st.caption(t("county.absent", count=len(here.absent)))
    if here.unknown:
        with st.expander(t("county.cannot_tell", count=len(here.unknown))):
            st.caption(t("county.cannot_tell_caption"))
            st.markdown(
                "\n".join(
                    f"- {session.plain(t.of(framework.problem_by_code[code].title))}"
                    for code in here.unknown
                )
            )


def _problem(row: dict[Any, Any]) -> dict[str, str]:
    t, framework = session.messages(), session.framework()
    problem = framework.problem_by_code[row["problem"]]
    known_by = []
    if figures.known(row["signal"]):
        known_by.append(t("county.by_signal", signal=t.of(problem.signal_text)))
    if row["findings"]:
        known_by.append(t("county.by_findings", count=row["findings"]))
    return {
        t("county.problem"): session.plain(f"{problem.code} {t.of(problem.title)}"),
        t("county.strength"): t.of(framework.strength_by_code[problem.strength].short),
        t("county.how_known"): session.plain(t("rule.semicolon").join(known_by)),
        t("county.measures"): session.plain(t.of(problem.measures)),
    }


def field_work(work: FieldWork) -> None:
    """Teams first, then what they did and found."""
    t = session.messages()
    st.subheader(t("county.field_work"))
    if work.teams.empty:
        st.warning(f"⚠ {t('county.no_teams')}")
    else:
        st.table([_team(row) for row in work.teams.to_dict("records")], hide_index=True)
    with st.expander(t("county.findings", count=len(work.findings)), expanded=True):
        _listed(map(_finding, work.findings.to_dict("records")), t("county.no_findings"))
    with st.expander(t("county.visits", count=len(work.visits))):
        _listed(map(_visit, work.visits.to_dict("records")), t("county.no_visits"))


def _listed(rows: Iterable[dict[str, str]], otherwise: str) -> None:
    shown = list(rows)
    if shown:
        st.table(shown, hide_index=True)
    else:
        st.caption(otherwise)


def _team(row: dict[Any, Any]) -> dict[str, str]:
    t = session.messages()
    return {
        t("county.team"): session.plain(row["name"]),
        t("county.team_kind"): words.team_kind(row["kind"], t),
        t("county.sending_body"): session.plain(row["sending_body"]),
        t("county.people"): str(row["people"]),
        t("county.since"): _span(row["starts"], row["ends"]),
    }


def _visit(row: dict[Any, Any]) -> dict[str, str]:
    t = session.messages()
    return {
        t("county.visited_on"): _days(row["starts"], row["ends"]),
        t("county.visit_kind"): words.visit_kind(row["kind"], t),
        t("county.team"): session.plain(row["team_name"]),
        t("county.place"): _text(row["place"]),
        t("county.diary"): _text(row["diary"]),
    }


def _finding(row: dict[Any, Any]) -> dict[str, str]:
    t = session.messages()
    problem = session.framework().problem_by_code.get(row["problem"])
    reported_by = t("county.reviewer") if pd.isna(row["team_name"]) else row["team_name"]
    return {
        t("county.found_on"): _day(row["found_on"]),
        t("county.severity"): words.severity(row["severity"], t),
        t("county.description"): session.plain(row["description"]),
        t("county.problem"): figures.BLANK
        if problem is None
        else session.plain(t.of(problem.title)),
        t("county.team"): session.plain(reported_by),
        t("county.state"): words.finding_state(row["state"], t),
    }


def _text(value: Any) -> str:
    return figures.BLANK if pd.isna(value) else session.plain(str(value))


def _day(value: Any) -> str:
    day: date = pd.Timestamp(value).date()
    return day.isoformat()


def _days(starts: Any, ends: Any) -> str:
    """One day as a day, several as a span."""
    return _day(starts) if _day(starts) == _day(ends) else _span(starts, ends)


def _span(starts: Any, ends: Any) -> str:
    t = session.messages()
    if pd.isna(ends):
        return t("county.open_ended", starts=_day(starts))
    return t("county.from_to", starts=_day(starts), ends=_day(ends))
