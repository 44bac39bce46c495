"""The list of people: searched, and one of them chosen."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import pandas as pd
import streamlit as st

from assessment.i18n import Messages
from assessment.kernel import clock
from assessment.office.people import account_scope
from assessment.office.people.accounts import AccountListed
from pages.kit import session, tables, url_widgets

TALLEST = 12


def chosen(everybody: Sequence[AccountListed]) -> AccountListed | None:
    """The list, and who was clicked in it or picked below it."""
    t = session.messages()
    wanted = url_widgets.search(t("people.search"), t("people.search_hint")).casefold().split()
    names = names_of_scopes(t)
    said = {row.account: _row(row, names, t) for row in everybody}
    shown = [row for row in everybody if _matches(row, said[row.account], wanted)]
    st.caption(t("people.counted", shown=len(shown), all=len(everybody)))
    if not shown:
        st.info(t("people.nobody_found"))
        return None
    codes = [row.account for row in shown]
    columns = {
        "name": tables.text(t("people.name"), pinned=True),
        "account": t("people.account"),
        "role": t("people.role_title"),
        "scope": t("people.scope"),
        "state": t("people.state_title"),
        "last": t("people.last_sign_in"),
        "body": t("people.body"),
    }
    st.dataframe(
        pd.DataFrame([said[row.account] for row in shown], columns=list(columns)),
        key="people",
        hide_index=True,
        column_config=columns,
        height=38 + 35 * min(len(shown), TALLEST),
        on_select=lambda: url_widgets.row_picks("person", codes, key="people"),
        selection_mode="single-row",
    )
    titles = {row.account: f"{row.name} ({row.account})" for row in shown}
    # A search that leaves out who was picked before has picked somebody else.
    if session.chosen("person") not in titles:
        session.choose("person", codes[0])
    picked = url_widgets.pick("person", t("people.person"), titles)
    return next(row for row in shown if row.account == picked)


def moment(at: datetime | None, t: Messages) -> str:
    """A time as the clock on the wall shows it."""
    if at is None:
        return t("people.never")
    return clock.minute(at)


def names_of_scopes(t: Messages) -> Mapping[str, str]:
    """What every code of a scope is called."""
    offers = [
        offer
        for role in ("leader", "team")
        for offer in account_scope.offered(session.store(), session.actor(), role)
    ]
    province = {account_scope.PROVINCE: t("people.province")}
    return province | {offer.code: t.of(offer) for offer in offers}


def scope_said(scope: str, names: Mapping[str, str], t: Messages) -> str:
    """A scope in words. What is named by a code no register has is a code still."""
    said = t("county.list").join(names.get(code, code) for code in scope.split())
    return said or t("people.scope_empty")


def _row(row: AccountListed, names: Mapping[str, str], t: Messages) -> dict[str, str]:
    return {
        "name": row.name,
        "account": row.account,
        "role": t.code("people.role", row.role),
        "scope": scope_said(row.scope, names, t),
        "state": state_said(row, t),
        "last": moment(row.last_sign_in, t),
        "body": row.body,
    }


def state_said(row: AccountListed, t: Messages) -> str:
    state = t.code("people.state", row.state)
    return t("people.state_demonstration", state=state) if row.demonstration else state


def _matches(row: AccountListed, texts: Mapping[str, str], choices: Sequence[str]) -> bool:
    text = " ".join((*texts.values(), row.scope)).casefold()
    return all(word in text for word in choices)
