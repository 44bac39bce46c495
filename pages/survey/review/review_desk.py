"""The reviewer's desk as a table: what this person can take on first, longest waiting on top."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from assessment.survey.review.review_queue import WAITING, Waiting
from pages.kit import session, tables, url_widgets

ALL = "all"

COUNTS = ("changed", "flagged", "returned_before", "undecided", "decided", "answered")
"""Of what was submitted; where the form lies with its county they are not known, which is no 0."""


def queue(waiting: Sequence[Waiting]) -> str | None:
    """The unit whose submission was chosen, or None."""
    t = session.messages()
    if not waiting:
        st.info(t("review.nobody"))
        return None
    mine = [row for row in waiting if row.is_mine]
    _lead(waiting, mine)
    which, where = st.columns([3, 1], vertical_alignment="bottom")
    with which:
        part = url_widgets.part(
            t("review.part"),
            {
                "mine": t("review.part_mine", count=len(mine)),
                "waiting": t("review.part_waiting", count=_waiting(waiting)),
                "all": t("review.part_all", count=len(waiting)),
            },
        )
    shown = {
        "mine": mine,
        "waiting": [row for row in waiting if row.submission.state in WAITING],
        "all": list(waiting),
    }[part]
    with where:
        city = _city(shown)
    shown = [row for row in shown if city in (ALL, row.unit.prefecture)]
    if not shown:
        st.success(t("review.nothing_waits"))
        return None
    st.caption(t("review.open_hint"))
    return tables.pick_row(_rows(shown), _columns(), key=f"review_queue_{part}", tallest=15)


def _waiting(waiting: Sequence[Waiting]) -> int:
    return sum(row.submission.state in WAITING for row in waiting)


def _lead(waiting: Sequence[Waiting], mine: Sequence[Waiting]) -> None:
    t = session.messages()
    longest = max((row.days or 0 for row in mine), default=0)
    done = sum(row.submission.state in ("approved", "published") for row in waiting)
    with st.container(horizontal=True, gap="large"):
        st.metric(t("review.waits_for_me"), len(mine), width="content")
        if mine:
            st.metric(t("review.longest"), t("review.days", days=longest), width="content")
        st.metric(t("review.approved"), f"{done} / {len(waiting)}", width="content")


def _city(waitings: Sequence[Waiting]) -> str:
    """Cities by how much waits there, each with its number."""
    t = session.messages()
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    for row in waitings:
        code = row.unit.prefecture
        counts[code] = counts.get(code, 0) + 1
        names[code] = row.unit.prefecture_said_in(t.lang)
    titles = {ALL: t("review.all_cities")} | {
        code: t("review.city_counted", city=names[code], count=counts[code])
        for code in sorted(counts)
    }
    wanted = session.in_link("city")
    if wanted and wanted not in titles:
        session.show("city", "")
    return url_widgets.pick("city", t("review.city"), titles, ALL, keep=session.show)


def _rows(waitings: Sequence[Waiting]) -> pd.DataFrame:
    t = session.messages()
    return pd.DataFrame(
        [
            {
                "unit": row.submission.unit,
                "name": row.unit.said_in(t.lang),
                "city": row.unit.prefecture_said_in(t.lang),
                "state": t.code("lifecycle.state", row.submission.state),
                "turn": t.code("review.turn", row.turn),
                "days": row.days,
                **{name: getattr(row.counts, name, None) for name in COUNTS},
            }
            for row in waitings
        ]
    ).astype(dict.fromkeys(("days", *COUNTS), "Int64"))


def _columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "name": tables.unit(t("review.column.unit"), pinned=True),
        "city": tables.prefecture(t("review.column.city")),
        "state": tables.text(t("review.column.state"), width="small"),
        "turn": tables.text(t("review.column.turn"), width="small"),
        "days": tables.number(t("review.column.days")),
        "undecided": tables.number(t("review.column.undecided")),
        "changed": tables.number(t("review.column.changed")),
        "flagged": tables.number(t("review.column.flagged")),
        "returned_before": tables.number(t("review.column.returned_before")),
        "decided": tables.number(t("review.column.decided")),
        "answered": tables.number(t("review.column.answered")),
    }
