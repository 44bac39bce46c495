"""Field diary 走访日志: what was done, heard and found, by team and by county, to be read."""

import streamlit as st

from pages.field.team_results import team_page
from pages.field.visits import diary_pages
from pages.kit import actions, session

st.title(session.messages()("diary.title"))
team, unit = team_page.pick_diary()
actions.do(diary_pages.of(team, unit))
