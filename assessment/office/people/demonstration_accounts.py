"""The accounts of the demonstration: entered without a password, where the data are made up."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.errors import AssessmentError
from assessment.i18n import Messages
from assessment.kernel import clock
from assessment.kernel.actors import ANYONE, Actor
from assessment.kernel.roles import GRANTED, ROLES, GrantedRole
from assessment.office.people import account_scope
from assessment.office.people import accounts_table as table
from assessment.office.people.accounts import ACTIVE
from assessment.office.people.accounts_table import Account
from assessment.store.database import Store
from assessment.units import setup

_INTRODUCED = (
    ("demo-county", "平江县总工会（演示）", "平江县总工会 填报员", "county", "unit:430626"),
    ("demo-county-2", "浏阳市总工会（演示）", "浏阳市总工会 填报员", "county", "unit:430181"),
    ("demo-city", "岳阳市总工会（演示）", "岳阳市总工会 审核员", "city", "prefecture:430600"),
    ("demo-team", "对口联系组（演示）", "省总工会 联系组成员", "team", ""),
    ("demo-reviewer", "省总审核员（演示）", "省总工会 基层工作部", "reviewer", "province"),
    ("demo-publisher", "省总发布员（演示）", "省总工会 办公室", "publisher", "province"),
    ("demo-leader", "省总领导（演示）", "省总工会", "leader", "province"),
    ("demo-administrator", "系统管理员（演示）", "省总工会 信息中心", "administrator", "province"),
)
"""Account, name, body, role, scope; the team's is found, for teams differ between builds."""

_SCOPES = {row[4].partition(":")[0]: row[4] for row in _INTRODUCED if row[4]} | {"team": ""}


def _introduced(role: GrantedRole) -> tuple[str, str, str, str, str]:
    """A person of a role that nobody introduced, under the role's own name."""
    word = Messages("zh").code("people.role", role)
    return f"demo-{role}", f"{word}（演示）", word, role, _SCOPES[ROLES[role].scopes[0]]


DEMONSTRATION = (
    *_INTRODUCED,
    *(_introduced(role) for role in GRANTED if role not in {row[3] for row in _INTRODUCED}),
)
"""The people of the demonstration: one of every role at least."""


class NotADemonstration(AssessmentError):
    """Accounts without a password are for made-up data only."""

    key = "people.not_a_demonstration"


def add(store: Store, actor: Actor) -> tuple[str, ...]:
    """One account a role, to be entered without a password; returns those that were missing.

    Raises `NotADemonstration` for any other database.
    """
    actor.must("people.manage")
    if not setup.is_demonstration(store):
        raise NotADemonstration
    known = {row.account for row in store.ask("account", Account)}
    rows = [row for row in _demonstration(store) if row.account not in known]
    if rows:
        names = [row.account for row in rows]
        with store.writing(
            actor=actor.name, action="account.demonstrate", subject="*", facts={"added": names}
        ) as cursor:
            table.record(cursor, rows)
    return tuple(row.account for row in rows)


def offered(store: Store, actor: Actor = ANYONE) -> list[Account]:
    """The accounts a visitor may try; none where the data are real."""
    actor.must_somewhere("demonstration.read")
    if not setup.is_demonstration(store):
        return []
    order = {row[0]: place for place, row in enumerate(DEMONSTRATION)}
    accounts = [
        row for row in store.ask("account", Account) if row.demonstration and row.state == ACTIVE
    ]
    return sorted(accounts, key=lambda row: (order.get(row.account, len(order)), row.account))


@dataclass(frozen=True, slots=True)
class _Linked:
    unit: str
    team: str
    kind: str


def _demonstration(store: Store) -> Iterator[Account]:
    """Those whose units are there; a team of the county's, or else any that has a link."""
    for account, name, body, role, scope in DEMONSTRATION:
        holds = _a_team(store) if role == "team" else scope
        if account_scope.held(store, holds).units != frozenset():
            yield Account(account, name, body, role, holds, ACTIVE, demonstration=True)


def _a_team(store: Store) -> str:
    links = store.ask("coverage_link", _Linked, day=clock.today())
    counties = {row[4].removeprefix("unit:") for row in DEMONSTRATION if row[3] == "county"}
    ours = [link for link in links if link.unit in counties] or links
    return f"team:{ours[0].team}" if ours else ""
