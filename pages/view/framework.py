"""Framework: the indicators as people read them."""

import streamlit as st

from pages.ui import session

t = session.messages()
st.title(t("framework.title"))
