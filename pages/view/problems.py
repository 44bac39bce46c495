"""Common problems: what is wrong in many counties of a scope."""

import streamlit as st

from pages.ui import session

t = session.messages()
st.title(t("problems.title"))
