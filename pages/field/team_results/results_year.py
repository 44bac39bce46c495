"""The year's ledger: month by month, and team by team; a dash is not told, which is not 0."""

import pandas as pd
import streamlit as st

from assessment.field.team_results import results
from assessment.field.team_results.results import Ledger
from assessment.kernel import clock
from pages.kit import pickers, session, tables, url_widgets

YEARS_BACK = 5
ALL = "all"


def show() -> None:
    t = session.messages()
    store, actor = session.store(), session.actor()
    with st.container(horizontal=True):
        this_year = clock.today().year
        years = {str(year): str(year) for year in range(this_year, this_year - YEARS_BACK, -1)}
        year = int(url_widgets.pick("year", t("results.year"), years, keep=session.show))
        scope, place = pickers.own_scope()
        with session.explaining():
            everyone = results.ledger(store, actor, year, scope)
        names = dict(zip(everyone.teams["team"], everyone.teams["name"], strict=True))
        titles = {ALL: t("results.every_team")} | names
        team = url_widgets.pick("team", t("results.team"), titles, ALL, keep=session.show)
    if everyone.teams.empty:
        st.info(t("results.nothing_told", year=year))
        return
    st.caption(t("results.year_lead"))
    with session.explaining():
        found = everyone if team == ALL else results.ledger(store, actor, year, scope, team=team)
    _tables(found, place if team == ALL else f"{place} · {names[team]}", one=team != ALL)


def _tables(ledger: Ledger, scope: str, *, one: bool) -> None:
    t = session.messages()
    titles = t.codes("results.figure")
    months = [f"{month:%m}" for month in ledger.whole["month"]]
    by_month: dict[str, tables.Column] = {
        "said": tables.text(t("results.figure_of"), width="medium", pinned=True),
        **{month: tables.number(month) for month in months},
        "sum": tables.number(t("results.total")),
    }
    by_team: dict[str, tables.Column] = {
        "name": tables.text(t("results.team"), width="medium", pinned=True),
        "months": tables.number(t("results.months_told")),
        **{code: tables.number(title) for code, title in titles.items()},
    }
    rows = _lying(ledger, months, one=one)
    sheets = {t("results.by_month"): (rows, by_month)}
    st.subheader(t("results.by_month"))
    tables.show(rows, by_month, key="results_months", tallest=len(rows))
    if not one:
        sheets[t("results.by_team")] = (ledger.teams, by_team)
        st.subheader(t("results.by_team"))
        tables.show(ledger.teams, by_team, key="results_teams")
    tables.download(
        sheets,
        title=t("results.book_title", year=ledger.year, scope=scope),
        file_name=t("results.file_name", year=ledger.year, scope=scope),
        key="results_download",
    )


def _lying(ledger: Ledger, months: list[str], *, one: bool) -> pd.DataFrame:
    """A row a figure and a column a month, as such a table hangs in an office."""
    t, sums = session.messages(), results.summed(ledger.whole)
    rows = [
        {"said": title, **dict(zip(months, ledger.whole[code], strict=True)), "sum": sums[code]}
        for code, title in t.codes("results.figure").items()
    ]
    if not one:
        told = dict(zip(months, ledger.whole["teams"], strict=True))
        rows.append({"said": t("results.teams_told"), **told, "sum": len(ledger.teams)})
    return pd.DataFrame(rows).astype(dict.fromkeys([*months, "sum"], "Int64"))
