"""The main script: every click of every visitor runs it first, and then the page.

To add a page, write `pages/view/<name>.py` and add a line here; its words go to
`assessment/i18n/*/<name>.yaml`.
"""

import streamlit as st

from pages.ui import pickers, session

t = session.messages()
titles = {
    "overview": t("nav.overview"),
    "rankings": t("nav.rankings"),
    "county": t("nav.county"),
    "compare": t("nav.compare"),
    "what_if": t("nav.what_if"),
    "problems": t("nav.problems"),
    "coverage": t("nav.coverage"),
    "robustness": t("nav.robustness"),
    "health": t("nav.health"),
    "framework": t("nav.framework"),
}
opened = st.navigation(
    [
        st.Page(session.file_of(name), title=title, url_path=name, default=name == session.FIRST)
        for name, title in titles.items()
    ],
    position="hidden",
)
st.set_page_config(
    page_title=t("app.title_of_page", page=opened.title), page_icon=session.ICON, layout="wide"
)
st.logo(session.ICON, size="large")
with st.sidebar:
    # Our own menu: its links carry language and period, into a new tab too.
    menu = st.container(gap="xsmall")
    st.divider()
    pickers.language()
    st.markdown(t("app.name"))
with menu:
    for name, title in titles.items():
        session.link(name, title, wide=True)

with session.explaining():
    session.framework()
    if session.is_demonstration():
        st.warning(t("app.demonstration"))

opened.run()
