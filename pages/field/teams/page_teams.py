"""Teams and links: what is amiss, who is linked to whom, handovers, and the register of teams."""

import streamlit as st

from assessment.field.teams.register import reading, watch
from assessment.units import directory
from pages.field.teams import teams_import, teams_links, teams_people, teams_rules
from pages.kit import actions, pickers, session, url_widgets

t = session.messages()
st.title(t("teams.title"))
st.caption(t("teams.about"))
teams_links.news()
notice = st.container()

if not directory.units(session.store(), session.actor()):
    pickers.no_unit()

part = url_widgets.part(
    t("teams.part"),
    {
        "rules": t("teams.part_rules"),
        "links": t("teams.part_links"),
        "teams": t("teams.part_teams"),
        "import": t("teams.part_import"),
    },
)
wanted = None
with session.explaining():
    register = reading.of(session.store(), session.actor())
    if part == "rules":
        day = url_widgets.day(t("teams.day"), t("teams.day_help"))
        teams_rules.show(register, watch.watched(session.store(), session.actor(), day), day)
    elif part == "links":
        wanted = teams_links.show(register)
    elif part == "teams":
        wanted = teams_people.show(register)
    else:
        teams_import.show()

if wanted:
    session.leave_word(teams_links.NEWS, actions.attempt(wanted, notice))
