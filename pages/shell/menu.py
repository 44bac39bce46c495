"""The sidebar's menu: the pages this person may open, and nothing of those they may not."""

import streamlit as st

from assessment.errors import NotAllowed
from pages.kit import session, site


def links() -> None:
    """Our own menu: its links carry language and period, into a new tab too."""
    t, actor = session.messages(), session.actor()
    offered = site.offered(actor)
    for folder, pages in offered.items():
        if len(offered) > 1:
            st.caption(t.code("nav.folder", folder))
        for page in pages:
            session.link(page.name, t.code("nav.page", page.name), wide=True)


def person() -> None:
    """Who is signed in, and their way out."""
    t, signed = session.messages(), session.signed()
    account = signed.account
    st.markdown(f"**{session.plain(account.name)}**")
    st.caption(session.plain(f"{account.account} · {t.code('people.role', account.role)}"))
    with st.container(horizontal=True, gap="xsmall"):
        if st.button(t("sign_in.sign_out"), key="sign_out"):
            session.sign_out()
        if not account.demonstration:
            st.link_button(t("sign_in.change_title"), f"{site.BASE}/password?lang={t.lang}")


def viewing() -> None:
    """On every page, whose eyes these are, and the way back to one's own."""
    t, signed = session.messages(), session.signed()
    seen = signed.viewing
    if seen is None:
        return
    with st.container(border=True, key="viewing"):
        said = {
            "name": session.plain(seen.name),
            "account": session.plain(seen.account),
            "role": t.code("people.role", seen.role),
        }
        st.error(t("sign_in.viewing", **said))
        if st.button(t("sign_in.view_own"), key="view_own", type="primary"):
            session.view_own()


def must_open(name: str) -> None:
    """Refuse a page whose address somebody typed. Whoever typed none is taken to where they begin,
    and whoever has one unit from a page over several to their own.

    Raises `NotAllowed`.
    """
    actor = session.actor()
    if site.may_open(actor, name):
        return
    other = site.instead(actor, name)
    if other is not None:
        session.go(other)
    raise NotAllowed(actor=actor.name, verb=site.PAGES[name].verbs[0], subject="*")
