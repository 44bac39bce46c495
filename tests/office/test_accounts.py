"""Who may sign in: what an administrator can do, and what nobody can."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from assessment.errors import NotAllowed
from assessment.field.teams import teams_table
from assessment.i18n import Messages
from assessment.kernel import clock
from assessment.kernel.actors import OPERATOR, Actor
from assessment.kernel.roles import GRANTED, ROLES, GrantedRole
from assessment.office.people import account_scope, accounts, demonstration_accounts
from assessment.office.people.accounts import AccountRejected, LastAdministrator, UnknownAccount
from assessment.office.people.session_manager import InvitationOver, NotSignedIn, SessionManager
from assessment.store.database import Store
from assessment.units import setup
from tests.kit.province.meanwhile import meanwhile
from tests.kit.province.three_counties import BAISHI, NORTH, QINGXI, YUNLU
from tests.kit.signed_in import HERE, PASSWORD

BOSS = Actor("boss", "administrator")

Act = Callable[[Store], object]


@dataclass(frozen=True, slots=True)
class Audited:
    audit: int
    at: object
    actor: str
    action: str
    subject: str
    facts: str


def invite(store: Store, account: str, role: str = "county", scope: str = f"unit:{BAISHI}") -> str:
    return accounts.invite(store, BOSS, account, name="李明", role=role, scope=scope).token


def active(store: Store, account: str, role: str = "county", scope: str = f"unit:{BAISHI}") -> str:
    """An account with a password, and the token of its first session."""
    return SessionManager(store).accept(invite(store, account, role, scope), PASSWORD, HERE)


def problems(error: AccountRejected) -> set[str]:
    return {problem.code for problem in error.problems}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("张　三", "张 三"),
        ("张\u00a0三", "张 三"),
        (" 李 强\u3000", "李 强"),
        ("李\U0003158e", "李\U0003158e"),
    ],
)
def test_a_name_is_taken_however_it_is_spaced(province: Store, typed: str, kept: str) -> None:
    accounts.invite(
        province, BOSS, "zhang", name=typed, body=typed, role="county", scope=f"unit:{BAISHI}"
    )
    (row,) = accounts.listed(province, BOSS)
    assert (row.name, row.body) == (kept, kept)


@pytest.mark.parametrize("typed", ["张\u202e三", "张\x07三", "张\ud800三"])
def test_a_name_with_signs_nobody_sees_is_refused(province: Store, typed: str) -> None:
    with pytest.raises(AccountRejected) as refused:
        accounts.invite(province, BOSS, "zhang", name=typed, role="county", scope=f"unit:{BAISHI}")
    assert "people.bad_text" in problems(refused.value)


def test_an_invitation_is_a_link_and_nobody_has_a_password(province: Store) -> None:
    token = invite(province, "li.ming")
    (row,) = accounts.listed(province, BOSS)
    assert (row.account, row.state, row.last_sign_in) == ("li.ming", accounts.INVITED, None)
    assert accounts.password_of(province, "li.ming") is None
    assert SessionManager(province).invited(token).name == "李明"


def test_neither_token_nor_password_is_in_the_database(province: Store) -> None:
    token = invite(province, "li.ming")
    session = SessionManager(province).accept(token, PASSWORD, HERE)
    with province.reading() as cursor:
        tables = cursor.execute("select table_name from duckdb_tables()").fetchall()
        for (table,) in tables:
            text = str(cursor.execute(f'select * from "{table}"').fetchall())
            assert not [secret for secret in (token, session, PASSWORD) if secret in text], table


def test_who_would_see_nothing_is_not_invited_without_a_word(province: Store) -> None:
    for role in ("county", "city", "team", "reviewer", "leader"):
        with pytest.raises(AccountRejected) as refused:
            accounts.invite(province, BOSS, "zhang", name="张", role=role, scope=" ")
        assert problems(refused.value) == {"people.scope_missing"}


def test_every_problem_of_an_account_is_told_at_once(province: Store) -> None:
    with pytest.raises(AccountRejected) as refused:
        accounts.invite(province, BOSS, "李", name=" ", role="king", scope="unit:000000 galaxy")
    assert problems(refused.value) == {
        "people.bad_account",
        "people.no_name",
        "people.unknown_role",
        "people.scope_unknown",
    }
    assert len(refused.value.problems) == 5
    assert accounts.listed(province, BOSS) == []


def test_a_name_is_one_person_s_however_it_is_written(province: Store) -> None:
    invite(province, "li.ming")
    with pytest.raises(AccountRejected) as refused:
        invite(province, " ＬＩ.Ming ")
    assert problems(refused.value) == {"people.account_taken"}


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("county", "province"),
        ("county", f"prefecture:{NORTH}"),
        ("city", f"unit:{BAISHI}"),
        ("team", f"unit:{BAISHI}"),
        ("publisher", f"prefecture:{NORTH}"),
        ("leader", "team:new"),
    ],
)
def test_a_role_holds_only_where_it_makes_sense(province: Store, role: str, scope: str) -> None:
    link(province, BAISHI, clock.today(), None)
    with pytest.raises(AccountRejected) as refused:
        invite(province, "somebody", role, scope)
    assert problems(refused.value) == {"people.scope_of_other_role"}


def test_every_role_has_scopes_to_choose_from(province: Store) -> None:
    for role in GRANTED:
        offers = {offer.code for offer in account_scope.offered(province, BOSS, role)}
        assert offers or ROLES[role].scopes == ("province",)


def test_a_scope_is_its_units_and_an_empty_one_nothing(province: Store) -> None:
    held = {
        scope: account_scope.held(province, scope).units
        for scope in ("", "province", f"prefecture:{NORTH}", f"unit:{YUNLU} unit:{BAISHI}")
    }
    assert held == {
        "": frozenset(),
        "province": None,
        f"prefecture:{NORTH}": {BAISHI, QINGXI},
        f"unit:{YUNLU} unit:{BAISHI}": {YUNLU, BAISHI},
    }


def test_a_team_sees_the_units_it_is_linked_to_today(province: Store) -> None:
    day = clock.today()
    link(province, BAISHI, day, None)
    link(province, QINGXI, date(2020, 1, 1), day - timedelta(days=1))
    link(province, YUNLU, day + timedelta(days=1), None)
    held = account_scope.held(province, "team:new")
    assert (held.units, held.teams) == ({BAISHI}, {"new"})


def link(store: Store, unit: str, starts: date, ends: date | None) -> None:
    with store.writing(actor="test", action="team.assign", subject=unit, facts={}) as cursor:
        teams_table.record(
            cursor, [teams_table.Team("new", "新组", "liaison", "省总工会", "province", "2026")]
        )
        teams_table.record_assignments(
            cursor, [teams_table.Assignment("new", unit, "liaison", starts, ends)]
        )


def test_a_changed_scope_holds_from_the_next_question_on(province: Store) -> None:
    token, door = active(province, "li.ming"), SessionManager(province)
    assert door.resume(token).actor.units == {BAISHI}
    assert accounts.change(province, BOSS, "li.ming", scope=f"unit:{QINGXI}")
    assert door.resume(token).actor.units == {QINGXI}
    assert not accounts.change(province, BOSS, "li.ming", scope=f"unit:{QINGXI}")


def test_a_disabled_person_is_out_at_once_and_comes_back_with_the_old_password(
    province: Store,
) -> None:
    token, door = active(province, "li.ming"), SessionManager(province)
    not_asked_of = door.enter("li.ming", PASSWORD, HERE)
    assert accounts.disable(province, BOSS, "li.ming")
    with pytest.raises(NotSignedIn) as out:
        door.resume(token)
    assert out.value.reason == "disabled"
    assert accounts.enable(province, BOSS, "li.ming")
    for ended in (token, not_asked_of):
        with pytest.raises(NotSignedIn):
            door.resume(ended)
    assert door.resume(door.enter("li.ming", PASSWORD, HERE)).account.state == accounts.ACTIVE


def test_a_reset_takes_password_sessions_and_the_earlier_link(province: Store) -> None:
    token, door = active(province, "li.ming"), SessionManager(province)
    first = accounts.reset(province, BOSS, "li.ming")
    second = accounts.reset(province, BOSS, "li.ming")
    with pytest.raises(NotSignedIn) as out:
        door.resume(token)
    assert out.value.reason == "reset"
    assert accounts.password_of(province, "li.ming") is None
    with pytest.raises(InvitationOver):
        door.invited(first.token)
    assert door.invited(second.token).account == "li.ming"


def test_who_is_signed_out_everywhere_may_sign_in_again(province: Store) -> None:
    active(province, "li.ming")
    door = SessionManager(province)
    door.enter("li.ming", PASSWORD, HERE)
    assert accounts.sign_out_everywhere(province, BOSS, "li.ming") == 2
    assert door.resume(door.enter("li.ming", PASSWORD, HERE))


def test_the_last_administrator_cannot_be_removed_by_an_administrator(province: Store) -> None:
    active(province, "boss", "administrator", "province")
    for act in (accounts.disable, accounts.reset):
        with pytest.raises(LastAdministrator):
            act(province, BOSS, "boss")
    with pytest.raises(LastAdministrator):
        accounts.change(province, BOSS, "boss", role="leader")
    invite(province, "second", "administrator", "province")
    with pytest.raises(LastAdministrator):
        accounts.disable(province, BOSS, "boss")
    assert accounts.disable(province, OPERATOR, "boss"), "who runs the server can add another"


def test_one_of_two_administrators_can_go(province: Store) -> None:
    active(province, "boss", "administrator", "province")
    active(province, "second", "administrator", "province")
    assert accounts.disable(province, BOSS, "second")


@pytest.mark.parametrize(
    "act",
    [
        lambda store: accounts.disable(store, BOSS, "second"),
        lambda store: accounts.reset(store, BOSS, "second"),
        lambda store: accounts.change(store, BOSS, "second", role="leader"),
    ],
    ids=["disable", "reset", "change"],
)
def test_of_two_administrators_who_remove_each_other_one_stays(
    province: Store, monkeypatch: pytest.MonkeyPatch, act: Act
) -> None:
    active(province, "boss", "administrator", "province")
    active(province, "second", "administrator", "province")
    second = Actor("second", "administrator")
    meanwhile(province, monkeypatch, lambda: accounts.disable(province, second, "boss"))
    with pytest.raises(LastAdministrator):
        act(province)
    assert accounts.found(province, OPERATOR, "second").role == "administrator"
    assert accounts.found(province, OPERATOR, "second").state == accounts.ACTIVE


def test_of_two_who_invite_under_one_name_the_second_is_told(
    province: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(province, monkeypatch, lambda: invite(province, "li.ming", "leader", "province"))
    with pytest.raises(AccountRejected) as refused:
        invite(province, "li.ming")
    assert problems(refused.value) == {"people.account_taken"}
    assert accounts.found(province, BOSS, "li.ming").role == "leader"


@pytest.mark.parametrize(
    "act",
    [
        lambda store: accounts.change(store, BOSS, "li.ming", name="李大明"),
        lambda store: accounts.disable(store, BOSS, "li.ming"),
        lambda store: accounts.reset(store, BOSS, "li.ming"),
        lambda store: accounts.enable(store, BOSS, "out"),
    ],
    ids=["change", "disable", "reset", "enable"],
)
def test_what_another_administrator_did_just_now_is_not_undone(
    province: Store, monkeypatch: pytest.MonkeyPatch, act: Act
) -> None:
    for account in ("li.ming", "out"):
        active(province, account)
    accounts.disable(province, BOSS, "out")

    def narrowed() -> None:
        for account in ("li.ming", "out"):
            accounts.change(province, BOSS, account, scope=f"unit:{QINGXI}")

    meanwhile(province, monkeypatch, narrowed)
    with pytest.raises(AccountRejected) as refused:
        act(province)
    assert problems(refused.value) == {"people.overtaken"}
    for account, state in (("li.ming", accounts.ACTIVE), ("out", accounts.DISABLED)):
        row = accounts.found(province, BOSS, account)
        assert (row.scope, row.name, row.state) == (f"unit:{QINGXI}", "李明", state)


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"administrator", "operator"}))
def test_nobody_else_manages_people(province: Store, role: str) -> None:
    active(province, "li.ming")
    somebody, before = Actor("x", role), province.revision
    for act in (
        lambda: accounts.listed(province, somebody),
        lambda: accounts.found(province, somebody, "li.ming"),
        lambda: accounts.invite(province, somebody, "y", name="y", role="leader", scope=""),
        lambda: accounts.change(province, somebody, "li.ming", role="administrator"),
        lambda: accounts.disable(province, somebody, "li.ming"),
        lambda: accounts.enable(province, somebody, "li.ming"),
        lambda: accounts.reset(province, somebody, "li.ming"),
        lambda: accounts.sign_out_everywhere(province, somebody, "li.ming"),
        lambda: demonstration_accounts.add(province, somebody),
        lambda: account_scope.offered(province, somebody, "leader"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert province.revision == before


def test_a_name_nobody_has_is_said_to_be_unknown(province: Store) -> None:
    with pytest.raises(UnknownAccount):
        accounts.disable(province, BOSS, "nobody")


def test_every_change_is_in_the_audit_with_before_and_after(province: Store) -> None:
    active(province, "li.ming")
    accounts.change(province, BOSS, "li.ming", name="李大明")
    (record,) = province.ask("audit", Audited, limit=1)
    told = json.loads(record.facts)
    assert (record.actor, record.action, record.subject) == ("boss", "account.change", "li.ming")
    assert (told["before"]["name"], told["after"]["name"]) == ("李明", "李大明")


def test_a_real_database_gets_no_demonstration_accounts(province: Store) -> None:
    with pytest.raises(demonstration_accounts.NotADemonstration):
        demonstration_accounts.add(province, OPERATOR)
    assert demonstration_accounts.offered(province) == []


def test_a_demonstration_offers_somebody_of_every_role(province: Store) -> None:
    """Whose units are there: three counties have no Pingjiang, and so nobody of it."""
    setup.mark_demonstration(province, OPERATOR)
    demonstration_accounts.add(province, OPERATOR)
    assert demonstration_accounts.add(province, OPERATOR) == ()
    offered = demonstration_accounts.offered(province)
    assert {row.role for row in offered} >= {"reviewer", "publisher", "leader", "administrator"}
    assert all(row.demonstration for row in offered)
    assert {row[3] for row in demonstration_accounts.DEMONSTRATION} == set(GRANTED)


@pytest.mark.parametrize("role", GRANTED)
def test_a_role_that_nobody_introduces_has_somebody_all_the_same(role: GrantedRole) -> None:
    account, name, _, held, scope = demonstration_accounts._introduced(role)
    assert (account, held) == (f"demo-{role}", role)
    assert Messages("zh").code("people.role", role) in name
    assert (scope.partition(":")[0] or "team") == ROLES[role].scopes[0]
