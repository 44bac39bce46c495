"""Snapshots: publish a period as it stands, look at what was published, and check it again."""

import streamlit as st

from assessment.survey.publishing import snapshots
from pages.kit import actions, pickers, session
from pages.survey.publishing import snapshot_list

t = session.messages()
st.title(t("snapshots.title"))
st.markdown(t("snapshots.lead"))
notice = st.container()

who = (session.store(), session.actor())
with session.explaining():
    listed = snapshots.listed(*who)

publish = None
if session.actor().has(snapshots.PUBLISH):
    period = pickers.any_period()
    with session.explaining():
        missing = snapshots.missing(*who, period)
        approved = snapshots.approved(*who, period)
    publish = snapshot_list.publishing(period, missing, approved)

if publish:
    done = actions.attempt(publish, notice)
    session.show("snapshot", str(done.snapshot))
    st.rerun()

st.header(t("snapshots.listed"))
if not listed:
    st.info(t("snapshots.none_yet"))
else:
    snapshot_list.table(listed)
    number = snapshot_list.pick(listed)
    with session.explaining():
        opened = snapshots.opened(*who, number)
        before, moved = snapshots.moved_since(*who, number)
    snapshot_list.head(opened)
    if st.button(t("snapshots.verify"), key="verify"):
        with session.explaining():
            snapshot_list.verified(snapshots.verified(*who, number))
    snapshot_list.moved(opened.head, before, moved)
    snapshot_list.missing(opened.missing)
    snapshot_list.downloads(opened)
