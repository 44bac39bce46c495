"""What an administrator does to accounts. Whatever shuts somebody out is asked twice."""

from collections.abc import Callable

import streamlit as st

from assessment.kernel.roles import GRANTED, ROLES, granted
from assessment.office.people import account_scope, accounts
from assessment.office.people.accounts import AccountListed, Link
from pages.kit import inline_forms, refusals, session
from pages.office.people import people_list

NEWS, LINK = "people", "people_link"


def news() -> None:
    """What the last click did; a link is shown here once and nowhere else."""
    t = session.messages()
    said, link = session.word_left(NEWS), session.word_left(LINK)
    if said:
        st.success(session.plain(str(said)))
    if isinstance(link, Link):
        with st.container(border=True):
            until = people_list.moment(link.expires, t)
            account = session.plain(link.account)
            st.markdown(t("people.link", account=account, until=until))
            st.code(f"{session.address()}/invite?token={link.token}", language=None)
            st.caption(t("people.link_once"))


def invite() -> None:
    """A new account: name, role and scope, and the link that comes of it."""
    t = session.messages()
    role = _role("invite", GRANTED[1])
    # Emptied once it has been taken, and not where it was refused.
    form = f"invite:{session.turn('invite')}"
    with st.form(form, border=True):
        left, right = st.columns(2)
        account = left.text_input(
            t("people.account"), key=f"account:{form}", help=t("people.account_help")
        )
        with left:
            refusals.below("people.bad_account", "people.account_taken")
        name = right.text_input(t("people.name"), key=f"name:{form}")
        with right:
            refusals.below("people.no_name", "people.bad_text", about="name")
        body = st.text_input(t("people.body"), key=f"body:{form}", help=t("people.body_help"))
        refusals.below("people.bad_text", about="body")
        scope = _scope(form, role, "")
        sent = inline_forms.ends("invite_now", t("people.invite"), may_cancel=False)
    if sent:
        with refusals.explaining():
            link = accounts.invite(
                session.store(),
                session.actor(),
                account,
                name=name,
                role=role,
                scope=scope,
                body=body,
            )
        session.begin_anew("invite")
        session.leave_word(LINK, link)


def person(row: AccountListed) -> None:
    """One account: what it holds, and everything that can be done to it."""
    t = session.messages()
    with st.container(border=True):
        st.subheader(session.plain(f"{row.name} · {row.account}"))
        _facts(row)
        with st.container(horizontal=True):
            _deeds(row)
    with st.expander(t("people.change")):
        _change(row)


def _facts(row: AccountListed) -> None:
    t = session.messages()
    said = [
        people_list.state_said(row, t),
        t.code("people.role", row.role),
        people_list.scope_said(row.scope, people_list.names_of_scopes(t), t),
        t("people.last_seen", when=people_list.moment(row.last_sign_in, t)),
        t("people.sessions", count=row.open_sessions),
    ]
    if row.state == accounts.INVITED and row.invited_until:
        said.append(t("people.invited_until", when=people_list.moment(row.invited_until, t)))
    st.markdown(session.plain(" · ".join(said)))


def _deeds(row: AccountListed) -> None:
    t, own = session.messages(), session.actor().name
    who = (session.store(), session.actor(), row.account)
    if row.state == accounts.DISABLED:
        if st.button(t("people.enable"), key=f"enable:{row.account}"):
            with session.explaining():
                accounts.enable(*who)
            session.leave_word(NEWS, t("people.enabled", account=row.account))
        return
    if row.account != own and st.button(t("people.view_as"), key=f"view_as:{row.account}"):
        with session.explaining():
            session.view_as(row.account)
    if _confirmed("sign_out", t("people.sign_out"), t("people.sign_out_sure", name=row.name)):
        with session.explaining():
            ended = accounts.sign_out_everywhere(*who)
        session.leave_word(NEWS, t("people.signed_out", account=row.account, count=ended))
    if not row.demonstration and _confirmed(
        "reset", t("people.reset"), t("people.reset_sure", name=row.name)
    ):
        with session.explaining():
            link = accounts.reset(*who)
        session.leave_word(LINK, link)
    if _confirmed("disable", t("people.disable"), t("people.disable_sure", name=row.name)):
        with session.explaining():
            accounts.disable(*who)
        session.leave_word(NEWS, t("people.disabled", account=row.account))


def _confirmed(deed: str, title: str, sentence: str) -> bool:
    """A button that says what will happen and asks again."""
    t = session.messages()
    with st.popover(title):
        st.markdown(session.plain(sentence))
        return st.button(t("people.sure", deed=title), key=f"sure:{deed}", type="primary")


def _change(row: AccountListed) -> None:
    t = session.messages()
    role = _role(f"change:{row.account}", row.role)
    with st.form(f"change:{row.account}", border=False):
        left, right = st.columns(2)
        name = left.text_input(t("people.name"), row.name)
        with left:
            refusals.below("people.no_name", "people.bad_text", about="name")
        body = right.text_input(t("people.body"), row.body)
        with right:
            refusals.below("people.bad_text", about="body")
        scope = _scope(f"change:{row.account}", role, row.scope)
        sent = inline_forms.ends("change_now", t("people.save"), may_cancel=False)
    if sent:
        with refusals.explaining():
            changed = accounts.change(
                session.store(),
                session.actor(),
                row.account,
                role=role,
                scope=scope,
                name=name,
                body=body,
            )
        said = t("people.changed", account=row.account)
        session.leave_word(NEWS, said if changed else t("people.unchanged"))


def _role(form: str, first: str) -> str:
    """Outside its form, for the scopes there are to choose from depend on it."""
    t = session.messages()
    named: Callable[[str], str] = lambda role: t.code("people.role", role)  # noqa: E731
    return str(
        st.selectbox(
            t("people.role_title"),
            GRANTED,
            index=GRANTED.index(first),
            format_func=named,
            key=f"role:{form}",
        )
    )


def _scope(form: str, role: str, now: str) -> str:
    """Where the role holds, as codes; a role of the whole province has nothing to choose."""
    t = session.messages()
    kinds = ROLES[granted(role)].scopes
    if kinds == (account_scope.PROVINCE,):
        st.markdown(t("people.scope_province"))
        return account_scope.PROVINCE
    offers = account_scope.offered(session.store(), session.actor(), role)
    names = {offer.code: t.of(offer) for offer in offers}
    if account_scope.PROVINCE in kinds:
        names = {account_scope.PROVINCE: t("people.province")} | names
    picked = st.multiselect(
        t("people.scope"),
        list(names),
        [code for code in now.split() if code in names],
        format_func=names.__getitem__,
        key=f"scope:{form}:{role}",
        placeholder=t("people.scope_hint"),
        help=t("people.scope_help"),
    )
    refusals.below(
        "people.scope_unknown", "people.scope_of_other_role", "people.scope_of_administrator"
    )
    return " ".join(picked)
