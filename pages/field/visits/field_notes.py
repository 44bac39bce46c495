"""What holds in a county and who says so: problems, teams, visits, findings."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from assessment.framework.values import figures
from assessment.scores.profiles.county import FieldWork, ProblemsHere
from pages.field.visits import diary_pages
from pages.kit import session

Row = dict[Any, Any]
"""A frame's row, by column."""

MOST = 20
"""Findings, or visits, that are shown as cards."""


def problems(here: ProblemsHere) -> None:
    """What holds, and apart from it what nobody can tell."""
    t, framework = session.messages(), session.framework()
    st.subheader(t("county.problems"))
    if here.hold.empty and not here.absent:
        st.info(t("county.no_problem_known"))
    elif here.hold.empty:
        st.info(t("county.no_problems", count=len(here.absent)))
    else:
        _cards([_problem(row) for row in here.hold.to_dict("records")])
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


def _problem(row: Row) -> Iterator[str]:
    t, framework = session.messages(), session.framework()
    problem = framework.problem_by_code[row["problem"]]
    yield f"**{session.plain(f'{problem.code} {t.of(problem.title)}')}**"
    if figures.known(row["signal"]):
        yield session.plain(t("county.by_signal", signal=t.of(problem.signal_text)))
    if row["findings"]:
        yield session.plain(t("county.by_findings", count=row["findings"]))
    yield session.plain(t("county.measures", measures=t.of(problem.measures)))


def field_work(work: FieldWork, unit: str) -> None:
    """Teams first, then what they did and found; the latest of it whatever the period."""
    t = session.messages()
    st.subheader(t("county.field_work"))
    if work.teams.empty:
        st.warning(f"⚠ {t('county.no_teams')}")
    else:
        st.table([_team(row) for row in work.teams.to_dict("records")], hide_index=True)
    diary_pages.latest(unit)
    with st.expander(t("county.findings", count=len(work.findings)), expanded=True):
        _listed(work.findings, _finding, t("county.no_findings"))
        if len(work.findings) > MOST:
            session.link("rectification", t("county.all_findings"), part="all", where=unit)
    with st.expander(t("county.visits", count=len(work.visits))):
        _listed(work.visits, _visit, t("county.no_visits"))


def _listed(rows: pd.DataFrame, lines_of: Callable[[Row], Iterable[str]], otherwise: str) -> None:
    """The newest `MOST`; what there is besides is told, and read elsewhere."""
    if rows.empty:
        st.caption(otherwise)
        return
    _cards([lines_of(row) for row in rows.head(MOST).to_dict("records")])
    if len(rows) > MOST:
        st.caption(session.messages()("county.latest", shown=MOST, count=len(rows)))


def _cards(cards: Sequence[Iterable[str]]) -> None:
    """Two beside each other, one on a phone; a table of so many words has columns of one word."""
    for first in range(0, len(cards), 2):
        for column, lines in zip(st.columns(2), cards[first : first + 2], strict=False):
            with column.container(border=True, height="stretch"):
                st.markdown("  \n".join(lines))


def _team(row: Row) -> dict[str, str]:
    t = session.messages()
    return {
        t("county.team"): session.plain(row["name"]),
        t("county.team_kind"): t.code("team.kind", row["kind"]),
        t("county.sending_body"): session.plain(row["sending_body"]),
        t("county.people"): str(row["people"]),
        t("county.since"): span(row["starts"], row["ends"]),
    }


def _visit(row: Row) -> Iterator[str]:
    t = session.messages()
    days = span(row["starts"], row["ends"], day_alone=True)
    place: list[str] = [session.plain(row["place"])] if not pd.isna(row["place"]) else []
    yield " · ".join([f"**{days}**", t.code("visit.kind", row["kind"]), *place])
    if not pd.isna(row["diary"]):
        yield session.plain(row["diary"])
    yield session.plain(row["team_name"])


def _finding(row: Row) -> Iterator[str]:
    t = session.messages()
    yield " · ".join(
        [
            f"**{_day(row['found_on'])}**",
            t.code("finding.severity", row["severity"]),
            t.code("course.stage", row["stage"]),
        ]
    )
    yield session.plain(row["description"])
    problem = session.framework().problem_by_code.get(row["problem"])
    if problem is not None:
        yield session.plain(f"{problem.code} {t.of(problem.title)}")
    yield session.plain(t("county.reviewer") if pd.isna(row["team_name"]) else row["team_name"])


def _day(value: Any) -> str:
    day: date = pd.Timestamp(value).date()
    return day.isoformat()


def span(starts: Any, ends: Any, *, day_alone: bool = False) -> str:
    """From a day to a day, or since one; `day_alone` where one day is said as that day."""
    t = session.messages()
    if pd.isna(ends):
        return t("county.open_ended", starts=_day(starts))
    if day_alone and _day(starts) == _day(ends):
        return _day(starts)
    return t("county.from_to", starts=_day(starts), ends=_day(ends))
