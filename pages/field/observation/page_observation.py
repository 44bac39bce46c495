"""Observation visits 观摩“家家到”: questions brought, answers found, what came of them at home."""

import streamlit as st

from assessment.field.observation import observation
from pages.field.observation import observation_forms, observation_list
from pages.kit import actions, pickers, session

t = session.messages()
st.title(t("observation.title"))
st.caption(t("observation.lead"))
wanted = observation_forms.new() if session.actor().has(observation.RECORD) else None
scope, place = pickers.own_scope()
with session.explaining():
    visits = observation.listed(session.store(), session.actor(), scope)
actions.do(observation_list.show(visits, place) or wanted)
