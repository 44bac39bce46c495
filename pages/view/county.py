"""County profile: one county, from its total down to its answers."""

import streamlit as st

from pages.ui import session

t = session.messages()
st.title(t("county.title"))
