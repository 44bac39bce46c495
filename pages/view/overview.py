"""Overview: what a leader asks first."""

import streamlit as st

from pages.ui import session

t = session.messages()
st.title(t("overview.title"))
