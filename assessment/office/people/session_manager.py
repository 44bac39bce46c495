"""Signing in, staying so and signing out: the one place that decides who a visitor is.

A session is a row, and a cookie holds nothing but its random token, so that ending the row ends the
session in every tab. Who guesses is slowed down, then locked out; see `failed_sign_ins`. One
`SessionManager` serves a process: it alone knows who was here a minute ago.

One module: it is one class, and whoever checks a way in must see every other way in beside it.
"""

import secrets
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from assessment.errors import AssessmentError, NotAllowed, Place, Problem
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.office.people import accounts, demonstration_accounts, passwords
from assessment.office.people import accounts_table as table
from assessment.office.people.accounts import ACTIVE, DISABLED, INVITED, AccountRejected
from assessment.office.people.accounts_table import Account, Invitation, SessionRow
from assessment.office.people.failed_sign_ins import (
    SLOWEST,
    TRIES,
    TRIES_OF_ADDRESS,
    WINDOW,
    FailedSignIns,
    Locked,
    Refused,
)
from assessment.store.database import Store
from assessment.store.database_errors import DatabaseNotWritten
from assessment.units import setup

__all__ = [
    "SLOWEST",
    "TRIES",
    "TRIES_OF_ADDRESS",
    "WINDOW",
    "InvitationOver",
    "Locked",
    "NobodyHere",
    "NotSignedIn",
    "Refused",
    "SessionManager",
    "Signed",
]

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)

CLOCK_MAY_BE_AHEAD = timedelta(minutes=10)
"""A session that began later than this from now began while the clock was wrong, and is over."""

DEMONSTRATIONS_A_MINUTE = 120
"""Entries by name alone: anybody can cause them, and each is a record."""


class NotSignedIn(AssessmentError):
    """Nobody is signed in here, or not any more."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "never": "sign_in.never",
        "sign_out": "sign_in.left",
        "idle": "sign_in.idle",
        "too_long": "sign_in.too_long",
        "disabled": "sign_in.disabled",
        "reset": "sign_in.reset",
        "password_change": "sign_in.password_change",
        "everywhere": "sign_in.everywhere",
        "replaced": "sign_in.never",
    }

    def __init__(self, *, reason: str = "never") -> None:
        self.key = self.SENTENCES.get(reason, "sign_in.never")
        self.reason = reason
        super().__init__()


class NobodyHere(Refused):
    """Vouched for by somebody else, and unknown here."""

    key = "sign_in.nobody_here"

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name[:120])


class InvitationOver(AssessmentError):
    """The link was used, replaced, has expired, or never was one."""

    key = "sign_in.invitation_over"


@dataclass(frozen=True, slots=True)
class Signed:
    """Who a cookie stands for, now."""

    session: str
    account: Account
    """Who signed in."""

    viewing: Account | None
    """Through whose eyes they look."""

    way: str
    actor: Actor
    """Who asks: the one looked through, marked so, or the one who signed in."""


@dataclass(frozen=True, slots=True)
class _Activity:
    at: datetime


@dataclass(frozen=True, slots=True)
class _Whose:
    account: str


class SessionManager:
    """Lets people in and remembers when each was last active."""

    def __init__(self, store: Store, now: Callable[[], datetime] = clock.now) -> None:
        self._store = store
        self._now = now
        self._seen: dict[str, datetime] = {}
        self._over_unwritten: dict[str, str] = {}
        self._failed = FailedSignIns(store, now)
        self._entered: list[datetime] = []
        # One at a time: of many guesses at once, each has to see the failures before it.
        self._turn = threading.Lock()

    # Ways in. Each returns the token for the cookie.

    def enter(self, account: str, password: str, address: str) -> str:
        """With a password. Raises `Refused` or `Locked`, the same for every reason."""
        wanted = accounts.spelt(account)[:80]
        with self._turn:
            row = self._account(wanted)
            failures = self._failed.must_be_free(row, wanted, address)
            kept = accounts.password_of(self._store, wanted) if row else None
            right = passwords.matches(kept, password)
            if not (row and kept and right and row.state == ACTIVE):
                raise self._failed.count_one(row, wanted, address, failures)
            if passwords.is_outdated(kept):
                self._hash_again(row, kept, password)
            return self._begin(row, "password", address)

    def enter_demonstration(self, account: str, address: str) -> str:
        """By name alone, which made-up people may in made-up data, and nobody anywhere else."""
        wanted = accounts.spelt(account)[:80]
        with self._turn:
            if not setup.is_demonstration(self._store):
                # Anybody can ask for it, and so it leaves no record.
                raise Refused
            self._must_be_few()
            failures = self._failed.must_be_free(None, wanted, address)
            offered = demonstration_accounts.offered(self._store)
            row = next((each for each in offered if each.account == wanted), None)
            if row is None:
                raise self._failed.count_one(None, wanted, address, failures)
        return self._begin(row, "demonstration", address)

    def _must_be_few(self) -> None:
        """Raises `Locked` where more came in by name alone within a minute than people would."""
        now, minute = self._now(), timedelta(minutes=1)
        self._entered = [at for at in self._entered if abs(now - at) < minute]
        if len(self._entered) >= DEMONSTRATIONS_A_MINUTE:
            raise Locked(minutes=1)
        self._entered.append(now)

    def enter_vouched(self, way: str, name: str, address: str) -> str:
        """By the word of a trusted proxy that this is who has the account `name`."""
        row = self._account(accounts.named(name))
        return self._vouched(row, way, name, address)

    def enter_identified(self, issuer: str, subject: str, mail: str | None, address: str) -> str:
        """By the word of an identity provider; `mail` only when it has verified it.

        The first time it is the mail that names the account; from then on the issuer's subject
        does, for a mail address may one day be another person's.
        """
        known = self._store.ask("account_identity", _Whose, issuer=issuer, subject=subject)
        row = self._account(known[0].account if known else accounts.named(mail or ""))
        token = self._vouched(row, "oidc", mail or subject, address)
        if row is not None and not known:
            with self._store.writing(
                actor=row.account,
                action="account.identify",
                subject=row.account,
                facts={"issuer": issuer, "identity": subject},
            ) as cursor:
                table.record_identity(cursor, issuer, subject, row.account)
        return token

    def invited(self, token: str) -> Account:
        """Whom a link invites. Looking changes nothing. Raises `InvitationOver`."""
        for row in self._store.ask("invitation", Invitation, hash=accounts.digest(token)):
            account = self._account(row.account)
            if not row.used and row.expires > self._now() and account and account.state == INVITED:
                return account
        raise InvitationOver

    def accept(self, token: str, password: str, address: str) -> str:
        """Choose the first password, which uses the link up, and be signed in."""
        account, hashed = self.invited(token), accounts.digest(token)
        _must_do(account.account, password)
        kept = passwords.hashed(password)
        with self._store.writing(
            actor=account.account, action="account.accept", subject=account.account, facts={}
        ) as cursor:
            # Again: another press, or an administrator, may have been faster.
            self.invited(token)
            table.record(cursor, [replace(account, state=ACTIVE)])
            table.record_password(cursor, account.account, kept)
            used = Invitation(account.account, hashed, self._now(), used=True)
            table.record_invitation(cursor, used)
        return self._begin(account, "invitation", address)

    # Being in.

    def resume(self, token: str | None, *, active: bool = True) -> Signed:
        """Who the cookie stands for. Raises `NotSignedIn`, and ends what is over.

        Asked at every click; `active` says that it was the person who asked, not their browser.
        """
        row = self._session(token)
        account = self._account(row.account)
        over = self._over(row, account)
        if over is not None or account is None:
            with suppress(DatabaseNotWritten):
                self._end(row, over or "disabled")
            raise NotSignedIn(reason=over or "disabled")
        if active:
            self._seen[row.session] = self._now()
        viewing = self._account(row.viewing) if row.viewing else None
        own = accounts.actor_of(self._store, account)
        if viewing is None or viewing.state == DISABLED or not own.may("people.manage"):
            return Signed(row.session, account, None, row.way, own)
        seen = accounts.actor_of(self._store, viewing)
        looking = replace(seen, viewed_by=account.account)
        return Signed(row.session, account, viewing, row.way, looking)

    def leave(self, token: str | None) -> None:
        """Sign out. Who is not signed in has nothing to leave.

        Raises `DatabaseNotWritten` where the disk does not take it: the session is over, but only
        for as long as this process runs.
        """
        try:
            row = self._session(token)
        except NotSignedIn:
            return
        self._end(row, "sign_out")

    def change_password(self, token: str | None, old: str, new: str, address: str) -> None:
        """One's own, which ends one's other sessions. Raises `Refused` for a wrong old one."""
        signed = self.resume(token)
        row = signed.account
        if signed.viewing is not None or row.demonstration:
            raise NotAllowed(actor=row.account, verb="password.change", subject=row.account)
        with self._turn:
            failures = self._failed.must_be_free(row, row.account, address)
            if not passwords.matches(accounts.password_of(self._store, row.account), old):
                raise self._failed.count_one(row, row.account, address, failures)
        _must_do(row.account, new)
        kept = passwords.hashed(new)
        with self._store.writing(
            actor=row.account, action="password.change", subject=row.account, facts={}
        ) as cursor:
            # Again: a reset takes the password away, and this session with it.
            self._session(token)
            table.record_password(cursor, row.account, kept)
            table.end_sessions(
                cursor, row.account, "password_change", self._now(), but=signed.session
            )

    def view_as(self, token: str | None, account: str) -> None:
        """Look through somebody's eyes until `view_own`; nothing can be changed meanwhile."""
        signed = self.resume(token)
        own = accounts.actor_of(self._store, signed.account)
        own.must("people.manage")
        whose = accounts.found(self._store, own, account)
        if whose.state == DISABLED or whose.account == signed.account.account:
            raise NotAllowed(actor=own.name, verb="session.view_as", subject=whose.account)
        self._look(signed, whose.account, "session.view_as", whose.account)

    def view_own(self, token: str | None) -> None:
        """Be oneself again."""
        signed = self.resume(token)
        row = self._session(token)
        if row.viewing is not None:
            self._look(signed, None, "session.view_own", row.viewing)

    # How it is done.

    def _look(self, signed: Signed, viewing: str | None, action: str, subject: str) -> None:
        row = self._by_hash(signed.session)
        with self._store.writing(
            actor=signed.account.account, action=action, subject=subject, facts={}
        ) as cursor:
            if not table.is_open(cursor, row.session):
                raise NotSignedIn
            table.record_session(cursor, replace(row, viewing=viewing))

    def _account(self, account: str) -> Account | None:
        everyone = self._store.ask("account", Account)
        return next((row for row in everyone if row.account == account), None)

    def _session(self, token: str | None) -> SessionRow:
        if not token:
            raise NotSignedIn
        row = self._by_hash(accounts.digest(token))
        reason = row.reason or self._over_unwritten.get(row.session)
        if reason is not None:
            raise NotSignedIn(reason=reason)
        return row

    def _by_hash(self, session: str) -> SessionRow:
        hour = self._now().replace(minute=0, second=0, microsecond=0)
        since = hour - LONGEST - timedelta(hours=1)
        for row in self._store.ask("session_recent", SessionRow, since=since):
            if row.session == session:
                return row
        raise NotSignedIn

    def _over(self, row: SessionRow, account: Account | None) -> str | None:
        """Why a session is over, if it is."""
        if account is None or account.state != ACTIVE:
            return "disabled"
        if account.demonstration and not setup.is_demonstration(self._store):
            return "disabled"
        if self._now() - row.started_at > LONGEST:
            return "too_long"
        if row.started_at - self._now() > CLOCK_MAY_BE_AHEAD:
            return "too_long"
        if self._now() - self._last_seen(row) > IDLE:
            return "idle"
        return None

    def _last_seen(self, row: SessionRow) -> datetime:
        """After a restart, what the audit knows of the person is the best anybody does."""
        if row.session not in self._seen:
            rows = self._store.ask("session_last_seen", _Activity, account=row.account)
            self._seen[row.session] = max([row.started_at, *(seen.at for seen in rows)])
        # Later than now is a moment at which the clock was ahead.
        self._seen[row.session] = min(self._seen[row.session], self._now())
        return self._seen[row.session]

    def _begin(self, account: Account, way: str, address: str) -> str:
        """Raises `Refused` for who was shut out since they were let in."""
        token = secrets.token_urlsafe(32)
        row = SessionRow(accounts.digest(token), account.account, way, self._now())
        with self._store.writing(
            actor=account.account,
            action="session.start",
            subject=account.account,
            facts={"way": way, "address": address},
        ) as cursor:
            now = self._account(account.account)
            if now is None or now.state != ACTIVE:
                raise Refused
            table.record_session(cursor, row)
        self._seen[row.session] = row.started_at
        return token

    def _end(self, row: SessionRow, reason: str) -> None:
        self._over_unwritten[row.session] = reason
        with self._store.writing(
            actor=row.account,
            action="session.end",
            subject=row.account,
            facts={"way": row.way, "reason": reason},
        ) as cursor:
            if not table.is_open(cursor, row.session):
                self._over_unwritten.pop(row.session, None)
                return
            over = replace(row, ended_at=self._now(), reason=reason)
            table.record_session(cursor, over)
        self._over_unwritten.pop(row.session, None)
        self._seen.pop(row.session, None)

    def _vouched(self, row: Account | None, way: str, name: str, address: str) -> str:
        if row is None or row.demonstration or row.state == DISABLED:
            with self._turn:
                self._failed.put_on_record(row, address, "nobody_here")
            raise NobodyHere(name=name)
        if row.state == INVITED:
            with self._store.writing(
                actor=row.account, action="account.accept", subject=row.account, facts={"way": way}
            ) as cursor:
                if self._account(row.account) != row:
                    raise NobodyHere(name=name)
                table.record(cursor, [replace(row, state=ACTIVE)])
        return self._begin(row, way, address)

    def _hash_again(self, row: Account, before: str, password: str) -> None:
        """With today's parameters, now that the password is at hand. One that was changed or taken
        away since stays so."""
        kept = passwords.hashed(password)
        with self._store.writing(
            actor=row.account, action="password.rehash", subject=row.account, facts={}
        ) as cursor:
            if accounts.password_of(self._store, row.account) == before:
                table.record_password(cursor, row.account, kept)


def _must_do(account: str, password: str) -> None:
    place = Place(account, path="password")
    facts: dict[str, object] = {
        "shortest": passwords.SHORTEST,
        "longest": passwords.LONGEST,
    }
    if found := [Problem(code, place, facts) for code in passwords.weaknesses(account, password)]:
        raise AccountRejected(found)
