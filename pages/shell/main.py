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
    "problems": t("nav.problems"),
    "coverage": t("nav.coverage"),
    "framework": t("nav.framework"),
}
opened = st.navigation(
    [
        st.Page(session.file_of(name), title=title, url_path=name, default=name == session.FIRST)
        for name, title in titles.items()
    ],
    expanded=True,
)
st.set_page_config(
    page_title=t("app.title_of_page", page=opened.title), page_icon=session.ICON, layout="wide"
)
st.logo(session.ICON, size="large")
with st.sidebar:
    pickers.language()
    st.markdown(t("app.name"))

with session.explaining():
    session.framework()
    if session.is_demonstration():
        st.warning(t("app.demonstration"))

opened.run()
