"""The audit: who did what and when, searched, verified and exported."""

import streamlit as st

from assessment.office.audit_trail import audit
from pages.kit import session
from pages.office.audit_trail import audit_list
from pages.office.backups import backup_state

t = session.messages()
st.title(t("audit.title"))
st.caption(t("audit.about"))

with session.explaining():
    offered = audit.offered(session.store(), session.actor())
    wanted = audit_list.wanted(offered)
    total = audit.search(session.store(), session.actor(), wanted).total

    if total:
        page = audit_list.page(wanted, total)
        found = audit.search(session.store(), session.actor(), wanted, page)
        st.caption(t("audit.found", total=f"{found.total:,}", page=found.page, pages=found.pages))
        picked = audit_list.pick(found)
        if picked:
            audit_list.opened(picked)
    else:
        st.info(t("audit.nothing"))

    st.divider()
    audit_list.verifying()
    audit_list.download(wanted)

    st.divider()
    backup_state.section()
