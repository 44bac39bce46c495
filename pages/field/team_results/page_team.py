"""A team's page: who is in it, where it goes, what it found and what has become of that."""

import streamlit as st

from assessment.field.team_results import team
from pages.field.team_results import team_page
from pages.field.visits import diary_pages
from pages.kit import session

st.title(session.messages()("team.title"))
code = team_page.pick()
with session.explaining():
    seen = team.of(session.store(), session.actor(), code)

team_page.head(seen)
left, right = st.columns(2, gap="large")
with left:
    team_page.members(seen)
with right:
    team_page.links(seen)
team_page.outcomes(seen)
team_page.findings(seen)
diary_pages.of_team(seen.team.team)
