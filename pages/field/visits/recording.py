"""The field log as its team sees it: two forms, and what is on record.

All of it is one fragment: what is typed is saved without the rest of the page.
"""

import streamlit as st

from assessment.field.visits import visit_log
from pages.field.visits import diary_pages, field_note, field_visit
from pages.kit import session, url_widgets

NOTE, VISIT, SENT = "note", "visit", "sent"


@session.fragment
def show() -> None:
    t = session.messages()
    with session.explaining():
        places = visit_log.places(session.store(), session.actor())
    if not places:
        st.info(t("visit.no_place"))
        return
    titles = {NOTE: t("visit.part_note"), VISIT: t("visit.part_visit"), SENT: t("visit.part_sent")}
    part = url_widgets.part(t("visit.parts"), titles)
    if part in (NOTE, VISIT):
        # What is typed here is saved while it is typed: `connection.js`.
        with st.container(key="autosave"):
            if part == NOTE:
                field_note.show(places)
            else:
                field_visit.show(places)
    else:
        diary_pages.own(sorted({place.team for place in places}))
