"""Liaison coverage drawn: the headline, the map, the units and the teams."""

import pandas as pd
import streamlit as st

from assessment.field.coverage import coverage
from assessment.field.coverage.coverage import Coverage
from assessment.framework.values import figures
from pages.kit import badges, session, tables
from pages.kit.drawings import colours, maps

NAMED = 12
"""Units named in the headline; beyond that it says how many."""


def headline(coverage: Coverage) -> None:
    """Covered of all, the names of those that are not, and who carries it."""
    t = session.messages()
    with st.container(horizontal=True):
        for label, number, help_ in (
            (
                t("coverage.headline"),
                t("coverage.covered_of", covered=coverage.covered, total=coverage.total),
                t("coverage.as_of_help"),
            ),
            (t("coverage.teams"), f"{coverage.linked_teams}", None),
            (t("coverage.people"), f"{coverage.people}", t("coverage.people_help")),
            (t("coverage.alone"), f"{len(coverage.alone)}", t("coverage.alone_help")),
            (t("coverage.never"), f"{coverage.never}", t("coverage.never_help")),
        ):
            st.metric(label, number, help=help_, width="content", border=True)
    st.caption(t("coverage.as_of", day=coverage.day.isoformat()))
    if coverage.uncovered.empty:
        st.success(f"✔ {t('coverage.all_covered', total=coverage.total)}")
    else:
        sentence = t(
            "coverage.some_uncovered",
            count=len(coverage.uncovered),
            names=_names(coverage.uncovered),
        )
        st.error(f"✘ {session.plain(sentence)}")


def _names(units: pd.DataFrame) -> str:
    t = session.messages()
    named = t("coverage.list").join(badges.units(units)["said"][:NAMED])
    if len(units) <= NAMED:
        return named
    return t("coverage.more", names=named, count=len(units))


def recency_map(summary: Coverage) -> str | None:
    """Units by days since the last visit; the code of the one clicked."""
    t = session.messages()
    recent, quarter, long, never = (
        # As on the map of scores, what is light is well.
        colours.SCORES[4],
        colours.SCORES[2],
        colours.SCORES[0],
        colours.UNKNOWN,
    )
    classes = [
        maps.MapClass("recent", t("coverage.recent", days=coverage.RECENT), recent),
        maps.MapClass(
            "quarter",
            t("coverage.quarter", low=coverage.RECENT + 1, high=coverage.QUARTER),
            quarter,
        ),
        maps.MapClass("long", t("coverage.long", days=coverage.QUARTER), long),
        maps.MapClass("never", t("coverage.none_on_record"), never),
        maps.MapClass("uncovered", t("coverage.uncovered"), colours.ALERT),
    ]
    present = set(summary.units["recency"])
    units = badges.units(summary.units)
    units = units.assign(
        name=units["said"],
        shown=summary.units["recency"],
        told=[_told(row) for row in _rows(summary.units)],
    )
    return maps.class_map(
        units, [each for each in classes if each.code in present], key="coverage_map"
    )


def _told(row: dict[str, object]) -> str:
    t = session.messages()
    days = figures.known(row["days_since"])
    last = (
        t("coverage.told_never")
        if days is None
        else t("coverage.told_days", days=int(days), day=str(row["last_visit"])[:10])
    )
    return t("coverage.told", teams=row["teams"], people=row["people"], last=last)


def units_listed(coverage: Coverage) -> pd.DataFrame:
    """Every unit in the reader's words, those nobody is linked to first."""
    t = session.messages()
    rows = coverage.units.sort_values(["covered", "unit"], kind="stable").reset_index(drop=True)
    return badges.units(rows).assign(
        status=[
            t("coverage.is_covered") if covered else t("coverage.is_uncovered")
            for covered in rows["covered"]
        ],
    )


def unit_columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "said": tables.unit(t("coverage.unit"), pinned=True),
        "status": tables.text(t("coverage.status")),
        "prefecture_said": tables.prefecture(t("coverage.prefecture")),
        "teams": tables.number(t("coverage.team_count")),
        "people": tables.number(t("coverage.people_count")),
        "last_visit": tables.date(t("coverage.last_visit")),
        "days_since": tables.number(t("coverage.days_since")),
        "visits": tables.number(t("coverage.visits")),
        "findings": tables.number(t("coverage.findings")),
    }


def pick_unit(listed: pd.DataFrame) -> str | None:
    """The list, with units nobody is linked to in red; the code of the row clicked."""
    shown = unit_columns()
    red = listed["covered"].map({True: "", False: f"color: {colours.ALERT}; font-weight: bold"})
    styled = listed[list(shown)].style.apply(lambda column: red, axis=0)
    event = st.dataframe(
        styled,
        key="coverage_units",
        hide_index=True,
        column_config=shown,
        placeholder=figures.BLANK,
        on_select="rerun",
        selection_mode="single-row",
    )
    return next((str(listed["unit"].iloc[place]) for place in event.selection.rows), None)


def teams_listed(coverage: Coverage) -> pd.DataFrame:
    """Every team in the reader's words: those of one person first, then the busiest."""
    t = session.messages()
    rows = coverage.teams.assign(first=coverage.teams["team"].isin(coverage.alone["team"]))
    rows = rows.sort_values(["first", "units", "visits"], ascending=False, kind="stable")
    return rows.reset_index(drop=True).assign(
        kind=[t.code("team.kind", code) for code in rows["kind"]],
        sending_level=[t.code("team.sending_level", code) for code in rows["sending_level"]],
        remark=[_remark(row) for row in _rows(rows)],
    )


def _remark(row: dict[str, object]) -> str:
    t = session.messages()
    if not row["units"]:
        return t("coverage.is_idle")
    return t("coverage.is_alone") if row["alone"] else tables.UNKNOWN


def team_columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "name": tables.text(t("coverage.team")),
        "remark": tables.text(t("coverage.remark")),
        "units": tables.number(t("coverage.load_units")),
        "people": tables.number(t("coverage.load_people")),
        "visits": tables.number(t("coverage.load_visits")),
        "kind": tables.text(t("coverage.kind")),
        "sending_body": tables.text(t("coverage.sending_body")),
        "sending_level": tables.text(t("coverage.level")),
        "batch": tables.text(t("coverage.batch")),
    }


def _rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
