"""The main script: every click of every visitor runs it first, and then the page.

The pages there are, and who may open them, are in `pages/kit/site.py`.
"""

import streamlit as st

from pages.kit import basis_line, menu_pages, pickers, session, site
from pages.shell import menu

t = session.messages()
opened = st.navigation(menu_pages.of_run(t.lang), position="hidden")
st.set_page_config(
    page_title=t("app.title_of_page", page=opened.title), page_icon=session.ICON, layout="wide"
)
session.arrived(opened.url_path or site.FIRST)
st.logo(session.ICON, size="large")
with st.sidebar:
    links = st.container(gap="xsmall")
    st.divider()
    person = st.container(gap="xsmall")
    pickers.language()
    st.markdown(t("app.name"))

with session.explaining():
    with links:
        menu.links()
    with person:
        menu.person()
    menu.viewing()
    session.framework()
    if session.is_demonstration():
        st.warning(t("app.demonstration"))
    menu.must_open(opened.url_path or site.FIRST)
    basis_line.head(opened.url_path or site.FIRST)

with session.explaining():
    # Whoever is signed out, or closes the page, in the midst of its run.
    opened.run()
