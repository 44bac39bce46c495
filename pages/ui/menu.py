"""The sidebar's menu: the pages this person may open, and nothing of those they may not."""

import streamlit as st

from assessment.errors import NotAllowed
from pages.ui import session, site


def links() -> None:
    """Our own menu: its links carry language and period, into a new tab too."""
    t, actor = session.messages(), session.actor()
    offered = [page for page in site.PAGES.values() if site.may_open(actor, page.name)]
    folders = list(dict.fromkeys(page.folder for page in offered))
    for folder in folders:
        if len(folders) > 1:
            st.caption(site.folder_title(folder, t))
        for page in offered:
            if page.folder == folder:
                session.link(page.name, site.title(page.name, t), wide=True)


def must_open(name: str) -> None:
    """Refuse a page whose address somebody typed. Whoever typed none is taken to where they begin.

    Raises `NotAllowed`.
    """
    actor = session.actor()
    if site.may_open(actor, name):
        return
    if name == site.FIRST and site.home(actor) != name:
        session.go(site.home(actor))
    raise NotAllowed(actor=actor.name, verb=site.PAGES[name].verbs[0], subject="*")
