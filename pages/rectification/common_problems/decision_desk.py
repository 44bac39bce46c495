"""The desk of whoever decides on common problems: what waits, is confirmed, is settled."""

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from assessment.kernel import clock
from assessment.rectification.common_problems import common_problem_words, decision_scope
from assessment.rectification.common_problems.candidates import Candidate
from assessment.rectification.common_problems.progress import ProblemProgress, State
from assessment.units import scopes
from pages.kit import pickers, session, tables, url_widgets

WAITING, CONFIRMED, REST = "waiting", "confirmed", "rest"


def scope() -> str:
    """One of the scopes this person decides in; a sentence where there is none."""
    t, framework = session.messages(), session.framework()
    store, actor = session.store(), session.actor()
    with session.explaining():
        units = scopes.units(store, actor)
        codes = [
            pickers.PROVINCE,
            *(f"prefecture:{code}" for code in dict.fromkeys(unit.prefecture for unit in units)),
            *(f"peer_group:{group.code}" for group in framework.peer_groups),
        ]
        titles = {
            code: scopes.title(store, framework, actor, code, t)
            for code in codes
            if decision_scope.may_decide(store, actor, code)
        }
    if not titles:
        st.info(t("common.no_scope"))
        st.stop()
    return url_widgets.pick("scope", t("common.scope"), titles)


def lead(
    waiting: Sequence[Candidate], standings: Sequence[ProblemProgress], *, scope: str, period: str
) -> None:
    t = session.messages()
    confirmed = [each for each in standings if each.decided.state == "confirmed"]
    st.markdown(
        session.plain(
            t(
                "common.lead",
                scope=scope,
                period=period,
                waiting=len(waiting),
                confirmed=len(confirmed),
                late=sum(bool(each.late) for each in confirmed),
            )
        )
    )


def part(waiting: Sequence[Candidate], standings: Sequence[ProblemProgress]) -> str:
    t = session.messages()
    confirmed = sum(each.decided.state == "confirmed" for each in standings)
    return url_widgets.part(
        t("common.part"),
        {
            WAITING: t("common.part_waiting", count=len(waiting)),
            CONFIRMED: t("common.part_confirmed", count=confirmed),
            REST: t("common.part_rest", count=len(standings) - confirmed),
        },
    )


def offered(
    part: str, waiting: Sequence[Candidate], standings: Sequence[ProblemProgress]
) -> frozenset[str]:
    """The problems there are in a part, by code."""
    if part == WAITING:
        return frozenset(each.problem for each in waiting)
    return frozenset(e.decided.problem for e in standings if e.decided.state == "confirmed")


def waiting(candidates: Sequence[Candidate]) -> Candidate | None:
    """What waits, the heaviest first; the one that is open."""
    t = session.messages()
    if not candidates:
        st.success(t("common.nothing_waits"))
        return None
    st.caption(t("common.waiting_hint"))
    rows = pd.DataFrame(
        [
            {
                "problem": each.problem,
                "title": _title(each.problem),
                "why": t.code("common.why", each.why),
                "units": each.now.units,
                "with_data": each.now.with_data,
                "share": each.now.share,
                "findings": each.now.findings,
                "weight": each.weight,
                "shortfall": each.shortfall,
                "pressure": each.pressure,
                "since": each.since or tables.UNKNOWN,
            }
            for each in candidates
        ]
    )
    unknown_too = ("share", "shortfall", "pressure")
    rows = rows.astype(dict.fromkeys(unknown_too, "Float64"))
    columns: dict[str, tables.Column] = {
        "problem": tables.text(t("common.column.code"), pinned=True),
        "title": st.column_config.TextColumn(t("common.column.problem"), width=300),
        "pressure": tables.score(t("common.column.pressure")),
        "units": tables.number(t("common.column.units")),
        "with_data": tables.number(t("common.column.with_data")),
        "share": tables.percent(t("common.column.share")),
        "findings": tables.number(t("common.column.findings")),
        "since": tables.text(t("common.column.since"), width="small"),
        "why": tables.text(t("common.column.why"), width="small"),
        "weight": tables.score(t("common.column.weight")),
        "shortfall": tables.percent(t("common.column.shortfall")),
    }
    codes = [each.problem for each in candidates]
    _choose(rows, columns, codes, WAITING)
    titles = {code: title(code) for code in codes}
    _settled(codes)
    picked = url_widgets.pick("candidate", t("common.pick_waiting"), titles)
    return next(each for each in candidates if each.problem == picked)


def confirmed(
    standings: Sequence[ProblemProgress], since: Mapping[str, str | None]
) -> ProblemProgress | None:
    """What is confirmed, those with somebody late first; the one that is open."""
    t = session.messages()
    found = [each for each in standings if each.decided.state == "confirmed"]
    if not found:
        st.info(t("common.none_confirmed"))
        return None
    found.sort(key=lambda each: (-len(each.late), each.decided.problem))
    rows = pd.DataFrame(
        [
            {
                "problem": each.decided.problem,
                "title": _title(each.decided.problem),
                "progress": common_problem_words.tally(each, t),
                "late": len({row.unit.unit for row in each.late}),
                "since": since.get(each.decided.problem) or tables.UNKNOWN,
            }
            for each in found
        ]
    )
    columns: dict[str, tables.Column] = {
        "problem": tables.text(t("common.column.code"), pinned=True),
        "title": st.column_config.TextColumn(t("common.column.problem"), width=300),
        "progress": st.column_config.TextColumn(t("common.column.progress"), width=470),
        "late": tables.number(t("common.column.late")),
        "since": tables.text(t("common.column.since"), width="small"),
    }
    codes = [each.decided.problem for each in found]
    _choose(rows, columns, codes, CONFIRMED)
    titles = {code: title(code) for code in codes}
    _settled(codes)
    picked = url_widgets.pick("candidate", t("common.pick_confirmed"), titles)
    return next(each for each in found if each.decided.problem == picked)


def _settled(codes: Sequence[str]) -> None:
    """A decision takes what the link names off the list; that is nothing to warn of."""
    if session.in_link("candidate") not in (None, *codes):
        session.show("candidate", "")


def rest(standings: Sequence[ProblemProgress]) -> None:
    """What was closed, merged or dismissed, with the reason and the size it had then."""
    t = session.messages()
    found = [each.decided for each in standings if each.decided.state != "confirmed"]
    if not found:
        st.info(t("common.none_rest"))
        return
    by_number = {each.decided.common: each.decided.problem for each in standings}
    rows = pd.DataFrame(
        [
            {
                "problem": row.problem,
                "title": _title(row.problem),
                "state": _state(row.state, by_number.get(row.target or 0)),
                "size": common_problem_words.size(row, t),
                "reason": row.reason or tables.UNKNOWN,
                "decided_at": clock.local_day(row.decided_at),
                "decided_by": row.decided_by,
                "period": row.period,
            }
            for row in found
        ]
    )
    columns: dict[str, tables.Column] = {
        "problem": tables.text(t("common.column.code"), pinned=True),
        "title": st.column_config.TextColumn(t("common.column.problem"), width=300),
        "state": tables.text(t("common.column.state")),
        "reason": st.column_config.TextColumn(t("common.column.reason"), width=300),
        "size": tables.text(t("common.column.size")),
        "period": tables.text(t("common.column.period"), width="small"),
        "decided_at": tables.date(t("common.column.decided_at")),
        "decided_by": tables.text(t("common.column.decided_by")),
    }
    tables.show(rows, columns, key="common_rest", tallest=15)


def _state(state: State, target: str | None) -> str:
    t = session.messages()
    if state == "merged" and target is not None:
        return t("common.merged_to", code=target)
    return t.code("common.state", state)


def _choose(
    rows: pd.DataFrame, columns: Mapping[str, tables.Column], codes: list[str], part: str
) -> None:
    key = f"common_{part}"
    st.dataframe(
        tables.shown(rows, columns),
        key=key,
        hide_index=True,
        column_config=dict(columns),
        column_order=list(columns),
        placeholder=tables.UNKNOWN,
        height="content" if len(rows) <= 12 else 13 * tables.ROW_HEIGHT,
        on_select=partial(url_widgets.row_picks, "candidate", codes, key=key),
        selection_mode="single-row",
    )


def title(code: str) -> str:
    """As a heading has it: the code and the name."""
    name = _title(code)
    return code if name == code else f"{code} {name}"


def _title(code: str) -> str:
    """The name; the code where the framework of the period picked does not have it."""
    problem = session.framework().problem_by_code.get(code)
    return code if problem is None else session.messages().of(problem.title)
