"""Signing in where a test is not about that: an account, a session, and the token of its cookie."""

from assessment.kernel.actors import OPERATOR
from assessment.office.people import account_scope, accounts, demonstration_accounts
from assessment.office.people.session_manager import SessionManager
from assessment.store.database import Store
from assessment.units import setup

REVIEWER = "demo-reviewer"
"""Sees the whole province, and what was filed last."""

PASSWORD = "a horse, correct"  # noqa: S105  everybody's, in tests
HERE = "127.0.0.1"

ROLES = {
    account: (role, scope) for account, _, _, role, scope in demonstration_accounts.DEMONSTRATION
}


OPENERS = {
    "survey": "demo-county",
    "periods": "demo-publisher",
    "snapshots": "demo-publisher",
    "people": "demo-administrator",
    "audit": "demo-administrator",
}
"""Who opens a page that is not the reviewer's."""


def opener_of(page: str) -> str:
    return OPENERS.get(page, REVIEWER)


def token(store: Store, account: str = REVIEWER, door: SessionManager | None = None) -> str:
    """Sign in as one of the demonstration's people; where there are none, as one just added."""
    door = door or SessionManager(store)
    if setup.is_demonstration(store):
        demonstration_accounts.add(store, OPERATOR)
        return door.enter_demonstration(account, HERE)
    if account not in {row.account for row in accounts.listed(store, OPERATOR)}:
        role, scope = _held(store, account)
        link = accounts.invite(store, OPERATOR, account, name=account, role=role, scope=scope)
        return door.accept(link.token, PASSWORD, HERE)
    return door.enter(account, PASSWORD, HERE)


def _held(store: Store, account: str) -> tuple[str, str]:
    """Their role and scope, or in a database without that unit another's."""
    role, scope = ROLES[account]
    offered = [offer.code for offer in account_scope.offered(store, OPERATOR, role)]
    if scope == account_scope.PROVINCE or scope in offered:
        return role, scope
    return role, offered[0] if offered else ""
