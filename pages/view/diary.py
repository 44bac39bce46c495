"""Field diary 走访日志: what was done, heard and found, by team and by county, to be read."""

import streamlit as st

from pages.ui import diary_pages, session, team_page

st.title(session.messages()("diary.title"))
team, unit = team_page.pick_diary()
diary_pages.of(team, unit)
