"""`user`: who may sign in, from the command line of the server; so the first administrator."""

from argparse import Namespace
from pathlib import Path

from assessment.cli import files
from assessment.i18n import Messages
from assessment.kernel import clock
from assessment.kernel.actors import OPERATOR
from assessment.office.people import account_scope, accounts
from assessment.office.people.accounts import AccountListed, Link
from assessment.store.database import Store

WHOLE = ("administrator", "publisher")
"""Roles whose scope need not be said: there is only one."""


def user(options: Namespace, t: Messages) -> int:
    """Do what was asked; `DatabaseBusy` while the application has the file."""
    database: Path = options.database
    with files.writing(database):
        database.parent.mkdir(parents=True, exist_ok=True)
    store = Store(database)
    try:
        _do(store, options, t)
    finally:
        store.close()
    return 0


def _do(store: Store, options: Namespace, t: Messages) -> None:
    if options.what == "list":
        for row in accounts.listed(store, OPERATOR):
            print(_line(row, t))
        return
    if options.what == "add":
        scope = options.scope or (account_scope.PROVINCE if options.role in WHOLE else "")
        link = accounts.invite(
            store,
            OPERATOR,
            options.account,
            name=options.name or options.account,
            role=options.role,
            scope=scope,
            body=options.body,
        )
        _print_link(link, t)
    elif options.what == "reset":
        _print_link(accounts.reset(store, OPERATOR, options.account), t)
    elif options.what == "disable":
        done = accounts.disable(store, OPERATOR, options.account)
        print(t("user.disabled") if done else t("user.nothing_to_do"))
    elif options.what == "enable":
        done = accounts.enable(store, OPERATOR, options.account)
        print(t("user.enabled") if done else t("user.nothing_to_do"))


def _print_link(link: Link, t: Messages) -> None:
    """The path alone: the command line does not know by which name people reach the server."""
    until = clock.minute(link.expires)
    print(t("user.link", account=link.account, until=until))
    print(f"/invite?token={link.token}")


def _line(row: AccountListed, t: Messages) -> str:
    at = row.last_sign_in
    last = clock.minute(at) if at else "-"
    told = (row.account, row.name, t.code("people.role", row.role), row.scope or "-")
    return "\t".join((*told, t.code("people.state", row.state), last))
