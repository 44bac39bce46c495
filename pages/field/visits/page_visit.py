"""Field log 走访日志: note a finding in a minute, or write a visit's diary; phone first."""

import streamlit as st

from pages.field.visits import recording
from pages.kit import session

st.title(session.messages()("visit.title"))
recording.show()
