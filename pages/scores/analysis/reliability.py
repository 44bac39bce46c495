"""How far the data behind a score can be relied on: in a county's profile, and by county."""

import pandas as pd
import streamlit as st

from assessment.framework.values import figures
from assessment.kernel.codes import TOTAL
from assessment.scores.analysis.data_health import reliability
from assessment.scores.analysis.data_health.reliability import CLASSES
from assessment.units import scopes
from pages.kit import badges, session, tables


def of_county(unit: str, period: str) -> None:
    """One county's figure, opened into what lowered it; to stand under its total."""
    t, framework = session.messages(), session.framework()
    with session.explaining():
        told = reliability.of_unit(session.data_source(), session.actor(), unit, period)
    if told.reliability is None:
        st.caption(t("health.of_unit_unknown"))
        return
    figure = figures.percent(told.reliability)
    if not told.weak:
        st.caption(t("health.of_unit_sound", reliability=figure))
        return
    with st.expander(t("health.of_unit", reliability=figure)):
        st.caption(t("health.of_unit_sum"))
        if not told.reviewed:
            st.caption(t("health.of_unit_not_reviewed"))
        rows = pd.DataFrame(
            {
                "indicator": [
                    t.of(framework.indicator_by_code[weak.indicator].title) for weak in told.weak
                ],
                "why": [t.code("health.class", weak.why) for weak in told.weak],
                "weight": [weak.weight for weak in told.weak],
                "cost": [weak.cost for weak in told.weak],
                "strength": [
                    t.of(framework.strength_by_code[weak.strength].short) for weak in told.weak
                ],
            }
        )
        columns = {
            "indicator": tables.text(t("health.indicator"), width="medium"),
            "why": t("health.why"),
            "cost": tables.percent(t("health.cost")),
            "weight": tables.percent(t("health.weight")),
            "strength": t("health.strength"),
        }
        tables.show(rows, columns, key="reliability_weak")


def by_county(shares: pd.DataFrame, scope: str) -> pd.DataFrame:
    """The counties of a scope, the least reliable first. `marks.units` with the total's reliability
    and classes, and each strength's reliability by its code."""
    units = scopes.described(session.store(), session.actor(), scope)
    total = shares[shares["what"] == TOTAL].drop(columns="what")
    parts = shares[shares["what"] != TOTAL].pivot(
        index="unit", columns="what", values="reliability"
    )
    parts = parts.reindex(columns=list(session.framework().strength_by_code)).reset_index()
    rows = badges.units(units).merge(total, on="unit").merge(parts, on="unit", how="left")
    return rows.sort_values(["reliability", "unit"], na_position="last", ignore_index=True)


def columns() -> dict[str, tables.Column]:
    t, framework = session.messages(), session.framework()
    named: dict[str, tables.Column] = {
        "said": tables.unit(t("health.unit"), pinned=True),
        "reliability": tables.percent(t("health.reliability")),
    }
    for name in CLASSES:
        named[name] = tables.percent(t.code("health.class", name))
    for strength in framework.strengths:
        named[strength.code] = tables.percent(t.of(strength.short))
    return named | {"prefecture_said": t("health.prefecture")}
