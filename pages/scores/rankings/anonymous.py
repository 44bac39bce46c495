"""Where one stands among others one may not see: a distribution that names nobody."""

import streamlit as st

from assessment.scores.basis.basis import names_others
from assessment.scores.rankings.distribution import distribution
from pages.kit import session, tables


def spread(period: str, what: str) -> None:
    """For who sees some units only; nothing for who sees them all."""
    t, actor = session.messages(), session.actor()
    if actor.units is None:
        return
    with session.explaining():
        rows = distribution(session.data_source(), actor, period, what)
    if rows.empty:
        return
    st.subheader(t("rankings.distribution"))
    with session.explaining():
        named = names_others(session.store(), actor, period)
    st.caption(t("basis.spread_beside_names") if named else t("basis.others_hidden"))
    told = rows.assign(
        said=[f"{low}–{high}" for low, high in zip(rows["low"], rows["high"], strict=True)]
    )
    columns = {
        "said": tables.text(t("rankings.score")),
        "units": tables.number(t("rankings.distribution_units")),
    }
    tables.show(told, columns, key="distribution", tallest=12)
