"""How often what teams saw agrees with what counties reported: by county, indicator and both."""

import pandas as pd
import streamlit as st

from assessment.field.spot_checks import agreement
from assessment.framework.model import Framework
from assessment.framework.values import figures
from assessment.kernel.disclosure import SMALLEST_GROUP
from pages.kit import badges, pickers, session, tables


def show(framework: Framework, period: str) -> None:
    t = session.messages()
    scope, scope_title = pickers.own_scope()
    with session.explaining():
        found = agreement.agreement(session.store(), framework, session.actor(), period, scope)
    st.caption(t("spot_check.rates_lead", fewest=SMALLEST_GROUP))
    if not found.looks:
        st.info(t("spot_check.nobody_looked"))
        return
    counted = {name: int(found.units[name].sum()) for name in agreement.COUNTS}
    rate = figures.BLANK if found.rate is None else figures.percent(found.rate)
    st.markdown(session.plain(t("spot_check.rate_of_all", rate=rate, **counted)))
    looked = found.units[found.units[list(agreement.COUNTS)].sum(axis="columns") > 0]
    units = badges.units(looked).sort_values(["rate", "unit"], na_position="last")
    indicators = _titled(framework, found.indicators)
    cells = _titled(framework, found.cells)
    cells["said"] = cells["name_en" if t.lang == "en" else "name"]
    cells = cells.sort_values(["rate", "unit"], na_position="last", ignore_index=True)
    by_unit = {"said": tables.unit(t("health.unit"), pinned=True)} | _columns()
    by_unit["prefecture_said"] = tables.prefecture(t("health.prefecture"))
    by_indicator = {"title": tables.text(t("health.indicator"), width="medium")} | _columns()
    by_indicator["strength_said"] = t("health.strength")
    by_cell = {"said": tables.unit(t("health.unit"), pinned=True)} | by_indicator
    sheets = {
        t("spot_check.by_unit"): (units, by_unit),
        t("spot_check.by_indicator"): (indicators, by_indicator),
        t("spot_check.by_cell"): (cells, by_cell),
    }
    for place, (title, (rows, columns)) in enumerate(sheets.items()):
        st.subheader(title)
        tables.show(rows, columns, key=f"spot_check_rates_{place}")
    tables.download(
        sheets,
        title=t("spot_check.book_title", period=period, scope=scope_title),
        file_name=t("spot_check.file_name", period=period, scope=scope_title),
        key="spot_check_download",
    )


def of_county(unit: str, period: str) -> None:
    """How often it agreed in one county, in a line; for whoever may see what it reported."""
    t, actor = session.messages(), session.actor()
    if not actor.may("survey.read", unit):
        return
    with session.explaining():
        found = agreement.agreement(session.store(), session.framework(), actor, period).units
    (row,) = found[found["unit"] == unit].to_dict("records")
    counted = {name: int(row[name]) for name in agreement.COUNTS}
    if not any(counted.values()):
        told = t("spot_check.county_nobody_looked")
    elif figures.known(row["rate"]) is None:
        told = t("spot_check.county_too_few", fewest=SMALLEST_GROUP, **counted)
    else:
        told = t("spot_check.county_rate", rate=figures.percent(row["rate"]), **counted)
    st.caption(session.plain(told))


def _titled(framework: Framework, rows: pd.DataFrame) -> pd.DataFrame:
    t = session.messages()
    return rows.assign(
        title=[t.of(framework.indicator_by_code[code].title) for code in rows["indicator"]],
        strength_said=[t.of(framework.strength_by_code[code].short) for code in rows["strength"]],
    )


def _columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "rate": tables.percent(
            t("spot_check.rate"), help=t("spot_check.rate_help", fewest=SMALLEST_GROUP)
        ),
        "agree": tables.number(t("spot_check.count_agree")),
        "differ": tables.number(t("spot_check.count_differ")),
        "could_not": tables.number(t("spot_check.count_could_not")),
    }
