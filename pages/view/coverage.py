"""Liaison coverage: which counties have a team, and which have none."""

import streamlit as st

from pages.ui import session

t = session.messages()
st.title(t("coverage.title"))
