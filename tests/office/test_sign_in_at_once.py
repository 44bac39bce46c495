"""Signing in while somebody shuts the person out: what happened first holds."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from assessment.kernel.actors import OPERATOR
from assessment.kernel.clock import now
from assessment.office.people import accounts
from assessment.office.people import accounts_table as table
from assessment.office.people.accounts_table import SessionRow
from assessment.office.people.session_manager import (
    InvitationOver,
    NobodyHere,
    NotSignedIn,
    Refused,
    SessionManager,
)
from assessment.store.database import Store
from tests.kit.province.meanwhile import meanwhile
from tests.kit.province.three_counties import BAISHI
from tests.kit.signed_in import HERE, PASSWORD

OTHER = "a cow, correct"


@pytest.fixture
def door(province: Store) -> SessionManager:
    return SessionManager(province)


def invite(store: Store, account: str = "li", role: str = "county") -> str:
    scope = "province" if role == "administrator" else f"unit:{BAISHI}"
    link = accounts.invite(store, OPERATOR, account, name=account, role=role, scope=scope)
    return link.token


def state(store: Store, account: str = "li") -> str:
    return accounts.found(store, OPERATOR, account).state


def open_sessions(store: Store, account: str = "li") -> list[SessionRow]:
    rows = store.ask("session_recent", SessionRow, since=now() - timedelta(hours=1))
    return [row for row in rows if row.account == account and row.ended_at is None]


Shut = Callable[[Store], object]
SHUT: dict[str, Shut] = {
    "disabled": lambda store: accounts.disable(store, OPERATOR, "li"),
    "reset": lambda store: accounts.reset(store, OPERATOR, "li"),
}


def test_who_is_disabled_while_accepting_stays_out(
    province: Store, door: SessionManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = invite(province)
    meanwhile(province, monkeypatch, lambda: accounts.disable(province, OPERATOR, "li"))
    with pytest.raises(InvitationOver):
        door.accept(token, PASSWORD, HERE)
    assert state(province) == accounts.DISABLED
    assert accounts.password_of(province, "li") is None


def test_of_two_who_use_one_link_the_first_chooses_the_password(
    province: Store, door: SessionManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = invite(province)
    meanwhile(province, monkeypatch, lambda: door.accept(token, PASSWORD, HERE))
    with pytest.raises(InvitationOver):
        door.accept(token, OTHER, HERE)
    assert door.enter("li", PASSWORD, HERE)


def test_a_password_taken_away_is_not_chosen_anew_by_an_old_session(
    province: Store, door: SessionManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = door.accept(invite(province), PASSWORD, HERE)
    meanwhile(province, monkeypatch, lambda: accounts.reset(province, OPERATOR, "li"))
    with pytest.raises(NotSignedIn) as out:
        door.change_password(session, PASSWORD, OTHER, HERE)
    assert out.value.reason == "reset"
    assert accounts.password_of(province, "li") is None


def test_a_password_taken_away_is_not_kept_again_by_hashing_it_anew(
    province: Store, door: SessionManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.accept(invite(province), PASSWORD, HERE)
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with province.writing(actor="t", action="x", subject="*", facts={}) as cursor:
        table.record_password(cursor, "li", weak)
    meanwhile(province, monkeypatch, lambda: accounts.reset(province, OPERATOR, "li"))
    with pytest.raises(Refused):
        door.enter("li", PASSWORD, HERE)
    assert accounts.password_of(province, "li") is None


@pytest.mark.parametrize("shut", SHUT)
def test_no_session_begins_for_who_is_shut_out_at_that_moment(
    province: Store, door: SessionManager, monkeypatch: pytest.MonkeyPatch, shut: str
) -> None:
    door.leave(door.accept(invite(province), PASSWORD, HERE))
    meanwhile(province, monkeypatch, lambda: SHUT[shut](province))
    with pytest.raises(Refused):
        door.enter("li", PASSWORD, HERE)
    assert open_sessions(province) == []


def test_the_word_of_a_proxy_does_not_let_in_who_is_disabled_at_that_moment(
    province: Store, door: SessionManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    invite(province)
    meanwhile(province, monkeypatch, lambda: accounts.disable(province, OPERATOR, "li"))
    with pytest.raises(NobodyHere):
        door.enter_vouched("proxy", "li", HERE)
    assert state(province) == accounts.DISABLED
    assert open_sessions(province) == []


def test_a_session_ends_once_for_the_first_reason(
    province: Store, door: SessionManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = door.accept(invite(province), PASSWORD, HERE)
    everywhere = accounts.sign_out_everywhere
    meanwhile(province, monkeypatch, lambda: everywhere(province, OPERATOR, "li"))
    door.leave(session)
    with pytest.raises(NotSignedIn) as out:
        door.resume(session)
    assert out.value.reason == "everywhere"


def test_nobody_looks_through_another_s_eyes_from_a_session_that_has_ended(
    province: Store, door: SessionManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    invite(province)
    session = door.accept(invite(province, "boss", "administrator"), PASSWORD, HERE)
    everywhere = accounts.sign_out_everywhere
    meanwhile(province, monkeypatch, lambda: everywhere(province, OPERATOR, "boss"))
    with pytest.raises(NotSignedIn):
        door.view_as(session, "li")
    assert open_sessions(province, "boss") == []
