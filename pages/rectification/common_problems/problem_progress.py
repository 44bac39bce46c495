"""Where one common problem stands: how far its units are, who is late, how it came about."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from assessment.framework.values import figures
from assessment.kernel import clock
from assessment.rectification.common_problems import candidates, common_problem_words, progress
from assessment.rectification.common_problems.candidates import Reach
from assessment.rectification.common_problems.progress import Concerned, ProblemProgress
from pages.kit import session, tables


def tally(problem_progress: ProblemProgress) -> None:
    """The second layer as one line. 已销号 a / 核查中 b / 整改中 c / 超期 d / 共 n 县."""
    t = session.messages()
    state = t.code("common.state", problem_progress.decided.state)
    line = common_problem_words.tally(problem_progress, t)
    st.markdown(f"**{session.plain(state)}** {session.plain(line)}")
    if problem_progress.merged:
        st.caption(session.plain(t("common.merged_here", codes=" ".join(problem_progress.merged))))


def trend(past: Sequence[Reach], *, scope: str) -> None:
    """Since when, and whether it shrinks, in a line or two."""
    t = session.messages()
    if not past:
        return
    told = t("problems.list").join(
        t("common.trend_one", period=row.period, units=row.units, with_data=row.with_data)
        for row in past
    )
    lines = [t("common.trend", scope=scope, told=told), _since(past), _moved(past)]
    st.markdown(session.plain(" ".join(filter(None, lines))))


def _since(past: Sequence[Reach]) -> str:
    """Whether it is common in the last of the periods, and since when."""
    t = session.messages()
    if past[-1].common is None:
        return t("common.since_unknown")
    since = candidates.since(past)
    return t("common.since", period=since) if since else t("common.since_none")


def _moved(past: Sequence[Reach]) -> str:
    t, moved = session.messages(), candidates.moved(past)
    if moved is None:
        return ""
    if moved.way == "same":
        return t("common.steady", period=moved.since)
    points = figures.plain(round(moved.points, 1))
    if moved.way == "down":
        return t("common.shrinking", period=moved.since, points=points)
    return t("common.growing", period=moved.since, points=points)


def late(problem_progress: ProblemProgress) -> None:
    """Who is overdue, the latest first."""
    t = session.messages()
    if not problem_progress.late:
        if problem_progress.total:
            st.caption(t("common.nobody_late"))
        return
    st.subheader(t("common.late_title"))
    for each in problem_progress.late:
        due = each.next_day.isoformat() if each.next_day else tables.UNKNOWN
        line = t(
            "common.late_told", name=t.of(each.unit), days=each.days_late, due=due, who=_who(each)
        )
        st.markdown(f"- {session.plain(line)}")


def _who(each: Concerned) -> str:
    t = session.messages()
    if not each.measures:
        return t("common.late_nobody")
    first = each.measures[0]
    return t("common.late_who", owner=first.owner, department=first.department, leader=first.leader)


def units(problem_progress: ProblemProgress) -> None:
    """Every unit concerned, the worst first."""
    t = session.messages()
    st.subheader(t("common.units_title"))
    if not problem_progress.concerned:
        st.info(t("common.no_units"))
        return
    order = sorted(
        problem_progress.concerned,
        key=lambda each: (
            progress.STATUSES.index(each.status),
            -each.days_late,
            each.unit.unit,
        ),
    )
    rows = pd.DataFrame(
        [
            {
                "name": t.of(each.unit),
                "status": t.code("common.status", each.status),
                "stage": t.code("course.stage", each.case.stage),
                "due": each.next_day,
                "days_late": each.days_late or None,
                "owner": t("problems.list").join(measure.owner for measure in each.measures)
                or tables.UNKNOWN,
                "measures": t("problems.list").join(measure.text for measure in each.measures)
                or tables.UNKNOWN,
            }
            for each in order
        ]
    )
    columns: dict[str, tables.Column] = {
        "name": tables.unit(t("common.column.unit"), pinned=True),
        "status": tables.text(t("common.column.status")),
        "stage": tables.text(t("common.column.stage")),
        "due": tables.date(t("common.column.due")),
        "days_late": tables.number(t("common.column.days_late")),
        "owner": tables.text(t("common.column.owner")),
        "measures": tables.text(t("common.column.measures")),
    }
    rows["days_late"] = rows["days_late"].astype("Int64")
    tables.show(rows, columns, key="common_units", tallest=12)


def history(problem_progress: ProblemProgress) -> None:
    """Every decision and every sweep; for who sees the whole scope."""
    t, common = session.messages(), problem_progress.decided.common
    with session.explaining():
        decided = progress.history(session.store(), session.actor(), common)
        swept = progress.sweeps(session.store(), session.actor(), common)
    if not decided:
        return
    with st.expander(t("common.history")):
        for row in decided:
            line = t(
                "common.history_told",
                day=clock.local_day(row.decided_at).isoformat(),
                state=t.code("common.state", row.state),
                by=row.decided_by,
                size=common_problem_words.size(row, t),
                reason=row.reason or "",
            )
            st.markdown(f"- {session.plain(line)}")
        for sweep in swept:
            line = t(
                "common.sweep_told",
                day=clock.local_day(sweep.swept_at).isoformat(),
                period=sweep.period,
                units=sweep.units,
                holding=sweep.holding,
                unknown=sweep.without_data,
                taken=sweep.taken,
                by=sweep.swept_by,
            )
            st.markdown(f"- {session.plain(line)}")
