"""Signing in: what is refused, in which words, and when a session is over."""

import importlib.util
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher

from assessment.errors import NotAllowed
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel import clock as kernel_clock
from assessment.kernel.actors import OPERATOR, Actor
from assessment.kernel.clock import now
from assessment.office.people import (
    accounts,
    demonstration_accounts,
    failed_sign_ins,
    passwords,
    session_manager,
)
from assessment.office.people import accounts_table as table
from assessment.office.people.accounts import AccountRejected
from assessment.office.people.session_manager import (
    InvitationOver,
    Locked,
    NotSignedIn,
    Refused,
    SessionManager,
)
from assessment.store.database import Store
from assessment.units import setup
from tests.kit.province.three_counties import BAISHI, NORTH, QINGXI
from tests.kit.signed_in import HERE, PASSWORD

BOSS = Actor("boss", "administrator")
ELSEWHERE = "10.0.0.9"


@dataclass
class Clock:
    """The time it is, moved by hand."""

    later: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return now() + self.later

    def pass_(self, time: timedelta) -> None:
        self.later += time


@dataclass(frozen=True, slots=True)
class Audited:
    audit: int
    at: object
    actor: str
    action: str
    subject: str
    facts: str


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(province: Store, clock: Clock) -> Iterator[SessionManager]:
    """A door to a province where Li files for a county, and Boss administrates."""
    made = SessionManager(province, clock)
    for account, role, scope in (
        ("li", "county", f"unit:{BAISHI}"),
        ("boss", "administrator", "province"),
    ):
        link = accounts.invite(province, OPERATOR, account, name=account, role=role, scope=scope)
        made.leave(made.accept(link.token, PASSWORD, HERE))
    return made


def fail(door: SessionManager, account: str = "li", address: str = HERE) -> Refused:
    with pytest.raises(Refused) as refused:
        door.enter(account, "not the password", address)
    return refused.value


def audited(store: Store, action: str) -> list[Audited]:
    return [row for row in store.ask("audit", Audited, limit=500) if row.action == action]


def test_the_right_password_lets_in_and_is_audited(province: Store, door: SessionManager) -> None:
    token = door.enter(" LI ", PASSWORD, HERE)
    signed = door.resume(token)
    assert (signed.actor.name, signed.actor.role, signed.actor.units) == ("li", "county", {BAISHI})
    record = audited(province, "session.start")[0]
    assert (record.actor, record.subject) == ("li", "li")
    assert HERE in record.facts


def test_every_failure_has_the_same_words(province: Store, door: SessionManager) -> None:
    accounts.invite(province, OPERATOR, "new", name="n", role="leader", scope="province")
    accounts.invite(province, OPERATOR, "out", name="n", role="leader", scope="province")
    accounts.disable(province, OPERATOR, "out")
    told = {(type(error), error.key, str(error)) for error in map(fail_of(door), WHO)}
    assert len(told) == 1


WHO = ("li", "nobody", "new", "out", "", "' or 1=1 --", "x" * 5000)


def fail_of(door: SessionManager):
    return lambda account: fail(door, account)


def test_the_right_password_of_a_disabled_account_opens_nothing(
    province: Store, door: SessionManager
) -> None:
    accounts.disable(province, OPERATOR, "li")
    with pytest.raises(Refused):
        door.enter("li", PASSWORD, HERE)
    assert audited(province, "session.refused")


def test_a_password_typed_as_the_name_is_not_written_down(
    province: Store, door: SessionManager
) -> None:
    fail(door, "my secret password")
    assert "my secret password" not in str(province.ask("audit", Audited, limit=5))
    assert audited(province, "session.refused")[0].subject == "*"


@pytest.mark.parametrize("account", ["li", "nobody"])
def test_five_failures_lock_for_a_quarter_of_an_hour_whoever_it_is(
    door: SessionManager, clock: Clock, account: str
) -> None:
    for _ in range(session_manager.TRIES):
        assert not isinstance(fail(door, account), Locked)
    assert fail(door, account).facts == {"minutes": 15}
    with pytest.raises(Locked):
        door.enter(account, PASSWORD, HERE)
    clock.pass_(session_manager.WINDOW + timedelta(minutes=1))
    assert not isinstance(fail(door, account), Locked)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentences_name_the_limits_there_are(lang: str) -> None:
    def numbers(key: str) -> list[int]:
        return [int(number) for number in re.findall(r"\d+", Messages(lang)(key))]

    minute, hour = timedelta(minutes=1), timedelta(hours=1)
    assert numbers("sign_in.refused") == [session_manager.TRIES, session_manager.WINDOW // minute]
    assert numbers("sign_in.idle") == [session_manager.IDLE // minute]
    assert numbers("sign_in.too_long") == [session_manager.LONGEST // hour]


def test_the_right_password_does_not_open_a_locked_account(
    door: SessionManager, clock: Clock
) -> None:
    for _ in range(session_manager.TRIES):
        fail(door, address=ELSEWHERE)
    with pytest.raises(Locked):
        door.enter("li", PASSWORD, ELSEWHERE)
    clock.pass_(session_manager.WINDOW + timedelta(minutes=1))
    assert door.enter("li", PASSWORD, ELSEWHERE)


def test_a_stranger_elsewhere_keeps_nobody_out_but_is_answered_later(door: SessionManager) -> None:
    for _ in range(session_manager.TRIES):
        fail(door, "boss", ELSEWHERE)
    assert fail(door, "boss", ELSEWHERE).facts == {"minutes": 15}
    assert fail(door, "boss", "10.0.0.10").slow == session_manager.SLOWEST
    assert door.enter("boss", PASSWORD, HERE)


def test_guessing_at_one_account_from_many_addresses_is_stopped_and_its_owner_comes_in(
    province: Store, door: SessionManager, clock: Clock
) -> None:
    tries = failed_sign_ins.TRIES_OF_ACCOUNT
    for number in range(tries):
        assert not isinstance(fail(door, "boss", f"10.0.1.{number}"), Locked)
    for manager in (door, SessionManager(province, clock)):
        with pytest.raises(Locked):
            manager.enter("boss", PASSWORD, "10.0.2.1")
        assert isinstance(fail(manager, "boss", "10.0.2.1"), Locked)
    assert len(audited(province, "session.refused")) == tries
    assert door.enter("boss", PASSWORD, HERE), "where its owner has signed in before"


@pytest.mark.parametrize("here", [HERE, "::1", "127.8.8.8"])
def test_where_a_proxy_hides_addresses_one_person_s_failures_lock_nobody_else(
    door: SessionManager, here: str
) -> None:
    """Everybody is at this machine's own address then."""
    for number in range(4 * session_manager.TRIES_OF_ADDRESS):
        fail(door, f"name{number}", here)
    assert door.enter("li", PASSWORD, here)


def test_who_has_signed_in_from_an_address_is_not_locked_by_others_there(
    door: SessionManager,
) -> None:
    door.leave(door.enter("li", PASSWORD, ELSEWHERE))
    for number in range(session_manager.TRIES_OF_ADDRESS):
        fail(door, f"name{number}", ELSEWHERE)
    assert door.enter("li", PASSWORD, ELSEWHERE)
    with pytest.raises(Locked):
        door.enter("boss", PASSWORD, ELSEWHERE)


# What anybody can cause leaves no record each.


def test_refusals_nobody_has_an_account_for_are_recorded_once_a_minute_with_their_number(
    province: Store, door: SessionManager, clock: Clock
) -> None:
    for number in range(200):
        fail(door, f"name{number}", f"10.1.{number}.1")
    assert counts(province) == [1]
    clock.pass_(timedelta(minutes=1))
    fail(door, "another", ELSEWHERE)
    assert counts(province) == [1, 200]


def counts(store: Store) -> list[int]:
    refusals = [row for row in audited(store, "session.refused") if row.subject == "*"]
    return [json.loads(row.facts)["count"] for row in reversed(refusals)]


def test_asking_a_real_database_for_a_demonstration_leaves_no_record(
    province: Store, door: SessionManager
) -> None:
    before = province.revision
    for account in ("x", "li", "demo-leader", "demo-administrator") * 50:
        with pytest.raises(Refused):
            door.enter_demonstration(account, ELSEWHERE)
    assert province.revision == before


def test_asking_a_demonstration_for_nobody_is_counted_like_a_wrong_password(
    province: Store, door: SessionManager
) -> None:
    setup.mark_demonstration(province, OPERATOR)
    demonstration_accounts.add(province, OPERATOR)
    before = province.revision
    errors = []
    for number in range(200):
        with pytest.raises(Refused) as refused:
            door.enter_demonstration(f"x{number}", ELSEWHERE)
        errors.append(refused.value)
    assert province.revision == before + 1
    locked = [isinstance(error, Locked) for error in errors]
    assert locked.index(True) == session_manager.TRIES_OF_ADDRESS
    assert all(error.slow > 0 for error in errors)


def test_entries_by_name_alone_are_bounded(province: Store, door: SessionManager) -> None:
    setup.mark_demonstration(province, OPERATOR)
    demonstration_accounts.add(province, OPERATOR)
    most = session_manager.DEMONSTRATIONS_A_MINUTE
    before = province.revision
    for _ in range(most):
        door.enter_demonstration("demo-leader", ELSEWHERE)
    for _ in range(most):
        with pytest.raises(Locked):
            door.enter_demonstration("demo-leader", ELSEWHERE)
    assert province.revision == before + most


@pytest.mark.parametrize("way", ["proxy", "oidc"])
def test_who_is_vouched_for_and_unknown_leaves_a_record_a_minute(
    province: Store, door: SessionManager, way: str
) -> None:
    before = province.revision
    for number in range(100):
        with pytest.raises(Refused):
            door.enter_vouched(way, f"nobody{number}", HERE)
    assert province.revision == before + 1


# A clock that was wrong.


@pytest.mark.parametrize("ahead", [timedelta(hours=14), timedelta(days=2), timedelta(days=4000)])
@pytest.mark.parametrize("restarted", [False, True])
def test_who_signed_in_while_the_clock_was_ahead_shuts_nobody_out(
    province: Store, door: SessionManager, clock: Clock, ahead: timedelta, restarted: bool
) -> None:
    before = door.enter("li", PASSWORD, HERE)
    clock.pass_(ahead)
    early = door.enter("boss", PASSWORD, HERE)
    clock.pass_(-ahead)
    manager = SessionManager(province, clock) if restarted else door
    assert manager.resume(before)
    assert manager.resume(manager.enter("li", PASSWORD, HERE))
    assert manager.resume(manager.enter("boss", PASSWORD, HERE))
    with pytest.raises(NotSignedIn) as out:
        manager.resume(early)
    assert out.value.reason == "too_long", "or it would last until the clock has caught up"


@pytest.mark.parametrize("account", ["li", "nobody"])
def test_failures_while_the_clock_was_ahead_lock_nobody(
    province: Store, door: SessionManager, clock: Clock, account: str
) -> None:
    ahead = timedelta(days=2)
    clock.pass_(ahead)
    with kernel_clock.at(clock()):
        for _ in range(session_manager.TRIES):
            fail(door, account)
    clock.pass_(-ahead)
    assert not isinstance(fail(door, account), Locked)
    assert door.enter("li", PASSWORD, HERE)


def test_activity_while_the_clock_was_ahead_keeps_nobody_signed_in(
    door: SessionManager, clock: Clock
) -> None:
    token = door.enter("li", PASSWORD, HERE)
    clock.pass_(timedelta(hours=3))
    door._seen = dict.fromkeys(door._seen, clock())
    clock.pass_(-timedelta(hours=3))
    assert door.resume(token, active=False)
    clock.pass_(session_manager.IDLE + timedelta(minutes=1))
    with pytest.raises(NotSignedIn) as out:
        door.resume(token)
    assert out.value.reason == "idle"


def test_a_restart_forgets_no_failure(province: Store, door: SessionManager, clock: Clock) -> None:
    for _ in range(session_manager.TRIES):
        fail(door)
    assert isinstance(fail(SessionManager(province, clock)), Locked)


def test_getting_in_clears_the_failures_before(door: SessionManager) -> None:
    for _ in range(3):
        for _ in range(session_manager.TRIES - 1):
            fail(door)
        door.enter("li", PASSWORD, HERE)


def test_failures_come_ever_later(door: SessionManager) -> None:
    waits = [fail(door).slow for _ in range(session_manager.TRIES)]
    assert waits == sorted(waits)
    assert 0 < waits[0] < waits[-1] <= session_manager.SLOWEST


def test_guessing_at_many_names_from_one_address_is_stopped(door: SessionManager) -> None:
    for number in range(session_manager.TRIES_OF_ADDRESS):
        fail(door, f"name{number}", ELSEWHERE)
    with pytest.raises(Locked):
        door.enter("li", PASSWORD, ELSEWHERE)
    assert door.enter("li", PASSWORD, HERE), "and only from there"


def test_many_guesses_at_once_are_counted_one_by_one(door: SessionManager) -> None:
    with ThreadPoolExecutor(8) as guesses:
        errors = list(guesses.map(lambda _: fail(door), range(16)))
    assert sum(not isinstance(error, Locked) for error in errors) == session_manager.TRIES


def test_a_session_ends_on_sign_out(door: SessionManager) -> None:
    token, other = (door.enter("li", PASSWORD, HERE) for _ in range(2))
    door.leave(token)
    door.leave(token)
    with pytest.raises(NotSignedIn) as out:
        door.resume(token)
    assert out.value.reason == "sign_out"
    assert door.resume(other)


def test_a_session_ends_when_nothing_is_done(door: SessionManager, clock: Clock) -> None:
    token = door.enter("li", PASSWORD, HERE)
    for _ in range(3):
        clock.pass_(session_manager.IDLE - timedelta(minutes=1))
        door.resume(token)
    clock.pass_(session_manager.IDLE - timedelta(minutes=1))
    door.resume(token, active=False)
    clock.pass_(timedelta(minutes=2))
    with pytest.raises(NotSignedIn) as out:
        door.resume(token)
    assert out.value.reason == "idle"


def test_a_session_ends_after_a_day_s_work_however_busy(door: SessionManager, clock: Clock) -> None:
    token = door.enter("li", PASSWORD, HERE)
    for _ in range(25):
        clock.pass_(timedelta(minutes=28))
        door.resume(token)
    clock.pass_(timedelta(minutes=28))
    with pytest.raises(NotSignedIn) as out:
        door.resume(token)
    assert out.value.reason == "too_long"


def test_after_a_restart_the_last_act_known_counts(
    province: Store, door: SessionManager, clock: Clock
) -> None:
    token = door.enter("li", PASSWORD, HERE)
    assert SessionManager(province, clock).resume(token)
    clock.pass_(session_manager.IDLE + timedelta(minutes=1))
    with pytest.raises(NotSignedIn) as out:
        SessionManager(province, clock).resume(token)
    assert out.value.reason == "idle"


@pytest.mark.parametrize("token", [None, "", "x", "0" * 43, "\x00", "é" * 500])
def test_a_cookie_of_one_s_own_making_is_nobody(door: SessionManager, token: str | None) -> None:
    with pytest.raises(NotSignedIn):
        door.resume(token)
    door.leave(token)


def test_the_hash_kept_of_a_token_opens_nothing(door: SessionManager) -> None:
    token = door.enter("li", PASSWORD, HERE)
    with pytest.raises(NotSignedIn):
        door.resume(accounts.digest(token))


def test_an_end_is_audited_once_with_its_reason(province: Store, door: SessionManager) -> None:
    door.leave(door.enter("li", PASSWORD, HERE))
    record = audited(province, "session.end")[0]
    assert (record.actor, record.subject) == ("li", "li")
    assert '"reason": "sign_out"' in record.facts


def test_a_link_works_once(province: Store, door: SessionManager) -> None:
    link = accounts.invite(province, OPERATOR, "new", name="n", role="leader", scope="province")
    assert door.resume(door.accept(link.token, PASSWORD, HERE)).actor.role == "leader"
    with pytest.raises(InvitationOver):
        door.accept(link.token, "another long one", HERE)


def test_a_link_expires(province: Store, door: SessionManager, clock: Clock) -> None:
    link = accounts.invite(province, OPERATOR, "new", name="n", role="leader", scope="province")
    clock.pass_(accounts.INVITED_FOR + timedelta(hours=1))
    with pytest.raises(InvitationOver):
        door.invited(link.token)


def test_who_was_disabled_before_accepting_stays_out(province: Store, door: SessionManager) -> None:
    link = accounts.invite(province, OPERATOR, "new", name="n", role="leader", scope="province")
    accounts.disable(province, OPERATOR, "new")
    with pytest.raises(InvitationOver):
        door.accept(link.token, PASSWORD, HERE)


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("short", "people.password_short"),
        ("1234567890", "people.password_common"),
        ("aaaaaaaaaaaa", "people.password_common"),
        ("demo-county1", "people.password_is_account"),
        ("x1y2" * 100, "people.password_long"),
    ],
)
def test_a_poor_password_is_refused_with_what_would_do(password: str, problem: str) -> None:
    assert problem in set(passwords.weaknesses("demo-county", password))


def test_a_poor_password_leaves_the_link_unused(province: Store, door: SessionManager) -> None:
    link = accounts.invite(province, OPERATOR, "new", name="n", role="leader", scope="province")
    with pytest.raises(AccountRejected):
        door.accept(link.token, "1234567890", HERE)
    assert door.accept(link.token, PASSWORD, HERE)


def test_changing_one_s_password_ends_one_s_other_sessions(door: SessionManager) -> None:
    here, there = (door.enter("li", PASSWORD, HERE) for _ in range(2))
    door.change_password(here, PASSWORD, "quite another one", HERE)
    assert door.resume(here)
    with pytest.raises(NotSignedIn) as out:
        door.resume(there)
    assert out.value.reason == "password_change"
    assert door.enter("li", "quite another one", HERE)
    fail(door)


def test_a_stolen_session_does_not_guess_the_password_forever(door: SessionManager) -> None:
    token = door.enter("li", PASSWORD, HERE)
    for _ in range(session_manager.TRIES):
        with pytest.raises(Refused):
            door.change_password(token, "a guess", "quite another one", HERE)
    with pytest.raises(Locked):
        door.change_password(token, PASSWORD, "quite another one", HERE)


def test_a_password_hashed_more_weakly_is_hashed_anew_on_entry(
    province: Store, door: SessionManager
) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with province.writing(actor="t", action="x", subject="*", facts={}) as cursor:
        table.record_password(cursor, "li", weak)
    door.enter("li", PASSWORD, HERE)
    kept = accounts.password_of(province, "li")
    assert kept is not None
    assert kept.startswith("$argon2id$")
    assert kept != weak
    assert not passwords.is_outdated(kept)
    assert door.enter("li", PASSWORD, HERE)


def test_full_width_digits_are_the_digits_they_look_like(door: SessionManager) -> None:
    token = door.enter("li", PASSWORD, HERE)
    door.change_password(token, PASSWORD, "gong hui 2026", HERE)
    assert door.enter("li", "gong hui ２０２６", HERE)


# Looking through somebody's eyes.


def test_who_looks_through_another_s_eyes_sees_what_they_see_and_changes_nothing(
    province: Store, door: SessionManager
) -> None:
    token = door.enter("boss", PASSWORD, HERE)
    door.view_as(token, "li")
    seen = door.resume(token).actor
    assert (seen.name, seen.role, seen.units, seen.viewed_by) == ("li", "county", {BAISHI}, "boss")
    assert seen.may("survey.read", BAISHI)
    assert not seen.has("survey.file")
    door.view_own(token)
    assert door.resume(token).actor.viewed_by is None
    begun, ended = audited(province, "session.view_as"), audited(province, "session.view_own")
    assert [(row.actor, row.subject) for row in (*begun, *ended)] == [("boss", "li")] * 2


def test_nobody_else_looks_through_another_s_eyes(door: SessionManager) -> None:
    token = door.enter("li", PASSWORD, HERE)
    with pytest.raises(NotAllowed):
        door.view_as(token, "boss")
    boss = door.enter("boss", PASSWORD, HERE)
    with pytest.raises(NotAllowed):
        door.view_as(boss, "boss")


def test_a_view_ends_with_the_right_to_it_and_with_whom_it_is_of(
    province: Store, door: SessionManager
) -> None:
    token = door.enter("boss", PASSWORD, HERE)
    door.view_as(token, "li")
    accounts.change(province, OPERATOR, "li", scope=f"unit:{QINGXI}")
    assert door.resume(token).actor.units == {QINGXI}
    accounts.disable(province, OPERATOR, "li")
    assert door.resume(token).actor.name == "boss"
    accounts.enable(province, OPERATOR, "li")
    accounts.change(province, OPERATOR, "boss", role="leader")
    assert door.resume(token).actor == Actor("boss", "leader", None)


# Demonstration, proxy, identity provider.


def test_a_demonstration_account_opens_nothing_where_the_data_are_real(
    province: Store, door: SessionManager
) -> None:
    row = table.Account("demo-leader", "x", "", "leader", "province", "active", demonstration=True)
    with province.writing(actor="t", action="x", subject="*", facts={}) as cursor:
        table.record(cursor, [row])
    with pytest.raises(Refused):
        door.enter_demonstration("demo-leader", HERE)
    fail(door, "demo-leader")
    with pytest.raises(Refused):
        door.enter_vouched("proxy", "demo-leader", HERE)
    setup.mark_demonstration(province, OPERATOR)
    assert door.enter_demonstration("demo-leader", HERE)
    with pytest.raises(Refused):
        door.enter_demonstration("li", HERE)


def test_who_is_vouched_for_and_known_comes_in_and_nobody_else(
    province: Store, door: SessionManager
) -> None:
    accounts.invite(province, OPERATOR, "new", name="n", role="leader", scope="province")
    assert door.resume(door.enter_vouched("proxy", "NEW", HERE)).account.state == accounts.ACTIVE
    accounts.disable(province, OPERATOR, "new")
    for name in ("new", "stranger"):
        with pytest.raises(Refused):
            door.enter_vouched("proxy", name, HERE)


def test_an_identity_is_known_by_its_subject_once_it_has_been_seen(
    province: Store, door: SessionManager
) -> None:
    accounts.invite(
        province,
        OPERATOR,
        "wang@union.example",
        name="王",
        role="city",
        scope=f"prefecture:{NORTH}",
    )
    asked = ("https://id.example", "sub-1")
    with pytest.raises(Refused):
        door.enter_identified(*asked, None, HERE)
    door.enter_identified(*asked, "Wang@union.example", HERE)
    again = door.resume(door.enter_identified(*asked, "new@union.example", HERE))
    assert again.account.account == "wang@union.example"
    with pytest.raises(Refused):
        door.enter_identified("https://other.example", "sub-1", None, HERE)


def test_passwords_are_hashed_as_the_library_recommends() -> None:
    """The module as it is shipped: in tests another hasher stands in for its own."""
    spec = importlib.util.find_spec("assessment.office.people.passwords")
    assert spec is not None
    assert spec.loader is not None
    shipped = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(shipped)
    recommended = PasswordHasher()
    assert not recommended.check_needs_rehash(shipped.hashed(PASSWORD))
    assert not recommended.check_needs_rehash(shipped._NOBODYS), "an account that is not there"


@pytest.mark.parametrize(
    "name", ["ｂｏｓｓ", "bo\u017f\u017f", "bos\u02e2", "boss ", "bo\u00adss", "ß"]
)
def test_a_name_vouched_for_is_nobody_s_that_only_looks_like_it(
    door: SessionManager, name: str
) -> None:
    with pytest.raises(Refused):
        door.enter_vouched("proxy", name, HERE)
    with pytest.raises(Refused):
        door.enter_identified("https://id.example", "7", name, HERE)
    assert door.enter_vouched("proxy", "BOSS", HERE)
