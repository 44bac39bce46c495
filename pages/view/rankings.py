"""Rankings: every county's place, for the total or one strength."""

import streamlit as st

from pages.ui import session

t = session.messages()
st.title(t("rankings.title"))
