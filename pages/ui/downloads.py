"""Buttons for Excel files that a service writes; the file is made when the button is pressed."""

import streamlit as st

from assessment.services import rankings, scopes
from pages.ui import marks, session

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def ranking(view: rankings.View) -> None:
    """What the rankings page shows, at full precision."""
    t = session.messages()
    # Asked for now: the file is made outside a run, where nobody knows whose session it is.
    store, framework, actor = session.store(), session.framework(), session.actor()
    fingerprint = session.fingerprint()
    st.download_button(
        t("rankings.download"),
        lambda: rankings.workbook(store, framework, actor, view, fingerprint, t),
        file_name=t(
            "rankings.file_name",
            period=view.period,
            scope=scopes.title(store, framework, actor, view.scope, t),
            what=marks.ranked_by(view.what),
        ),
        mime=XLSX,
        key="download_ranking",
        on_click="ignore",
    )
