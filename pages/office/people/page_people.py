"""People: who may sign in, as what and for where; inviting them and shutting them out."""

import streamlit as st

from assessment.office.people import accounts
from pages.kit import session, url_widgets
from pages.office.people import people_forms, people_list

t = session.messages()
st.title(t("people.title"))
st.caption(t("people.about"))
people_forms.news()

with session.explaining():
    everybody = accounts.listed(session.store(), session.actor())
    part = url_widgets.part(
        t("people.part"), {"list": t("people.part_list"), "invite": t("people.part_invite")}
    )
    if part == "invite":
        people_forms.invite()
    elif not everybody:
        st.info(t("people.nobody"))
    elif chosen := people_list.chosen(everybody):
        people_forms.person(chosen)
