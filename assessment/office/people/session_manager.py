"""Signing in, staying so and signing out: the one place that decides who a visitor is.

A session is a row, and a cookie holds nothing but its random token, so that ending the row ends the
session in every tab. Who guesses is slowed down, then locked out; what counts is in the audit, so a
restart forgets nothing. One `SessionManager` serves a process: it alone knows who was here a minute
ago.

One module: it is one class, and whoever checks a way in must see every other way in beside it.
"""

import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import ClassVar

from assessment.errors import AssessmentError, NotAllowed, Place, Problem
from assessment.kernel import clock
from assessment.kernel.actors import ANYONE, Actor
from assessment.office.people import accounts, demonstration_accounts, passwords
from assessment.office.people import accounts_table as table
from assessment.office.people.accounts import ACTIVE, DISABLED, INVITED, AccountRejected
from assessment.office.people.accounts_table import Account, Invitation, SessionRow
from assessment.store.database import Store
from assessment.units import setup

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)

TRIES = 5
"""Failures within `WINDOW` after which an account is locked for as long again."""

TRIES_OF_ADDRESS = 30
"""The same for everybody behind one address: an office's proxy is many people."""

WINDOW = timedelta(minutes=15)
SLOWEST = 4.0
"""Seconds the answer to a wrong password is held back at most."""

NAMES_COUNTED = 1000
"""Names nobody has, of which the last failures are known: they are locked like any other."""


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


class Refused(AssessmentError):
    """Not this account with this password: which of the two is nobody's business."""

    key = "sign_in.refused"
    slow = 0.0
    """Seconds to hold the answer back."""


class Locked(Refused):
    """Too many failures: of the account, or from the address."""

    key = "sign_in.locked"
    slow = SLOWEST

    def __init__(self, *, minutes: int) -> None:
        super().__init__(minutes=minutes)


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
class _Failure:
    at: datetime
    of_account: bool
    of_address: bool


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
        self._strangers: dict[str, list[datetime]] = {}
        # One at a time: of many guesses at once, each has to see the failures before it.
        self._turn = threading.Lock()

    # Ways in. Each returns the token for the cookie.

    def enter(self, account: str, password: str, address: str) -> str:
        """With a password. Raises `Refused` or `Locked`, the same for every reason."""
        wanted = accounts.spelt(account)[:80]
        with self._turn:
            row = self._account(wanted)
            failures = self._failures(row, wanted, address)
            kept = accounts.password_of(self._store, wanted) if row else None
            right = passwords.matches(kept, password)
            if not (row and kept and right and row.state == ACTIVE):
                raise self._failed(row, wanted, address, failures)
            if passwords.is_outdated(kept):
                self._hash_again(row, kept, password)
            return self._begin(row, "password", address)

    def enter_demonstration(self, account: str, address: str) -> str:
        """By name alone, which made-up people may in made-up data, and nobody anywhere else."""
        row = self._account(accounts.spelt(account))
        offered = demonstration_accounts.offered(self._store)
        if row is None or row not in offered:
            self._refuse(row, address, "not_a_demonstration")
            raise Refused
        return self._begin(row, "demonstration", address)

    def enter_vouched(self, way: str, name: str, address: str) -> str:
        """By the word of a trusted proxy that this is who has the account `name`."""
        row = self._account(accounts.spelt(name))
        return self._vouched(row, way, name, address)

    def enter_identified(self, issuer: str, subject: str, mail: str | None, address: str) -> str:
        """By the word of an identity provider; `mail` only when it has verified it.

        The first time it is the mail that names the account; from then on the issuer's subject
        does, for a mail address may one day be another person's.
        """
        known = self._store.ask("account_identity", _Whose, issuer=issuer, subject=subject)
        row = self._account(known[0].account if known else accounts.spelt(mail or ""))
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
        """Sign out. Who is not signed in has nothing to leave."""
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
            failures = self._failures(row, row.account, address)
            if not passwords.matches(accounts.password_of(self._store, row.account), old):
                raise self._failed(row, row.account, address, failures)
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
        if row.reason is not None:
            raise NotSignedIn(reason=row.reason)
        return row

    def _by_hash(self, session: str) -> SessionRow:
        for row in self._store.ask("session_recent", SessionRow):
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
        if self._now() - self._last_seen(row) > IDLE:
            return "idle"
        return None

    def _last_seen(self, row: SessionRow) -> datetime:
        """After a restart, what the audit knows of the person is the best anybody does."""
        if row.session not in self._seen:
            rows = self._store.ask("session_last_seen", _Activity, account=row.account)
            self._seen[row.session] = max([row.started_at, *(seen.at for seen in rows)])
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
        with self._store.writing(
            actor=row.account,
            action="session.end",
            subject=row.account,
            facts={"way": row.way, "reason": reason},
        ) as cursor:
            if not table.is_open(cursor, row.session):
                return
            over = replace(row, ended_at=self._now(), reason=reason)
            table.record_session(cursor, over)
        self._seen.pop(row.session, None)

    def _vouched(self, row: Account | None, way: str, name: str, address: str) -> str:
        if row is None or row.demonstration or row.state == DISABLED:
            self._refuse(row, address, "nobody_here")
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

    def _failures(self, row: Account | None, choice: str, address: str) -> int:
        """How often this account failed lately. Raises `Locked`."""
        now = self._now()
        since = (now - 2 * WINDOW).replace(second=0, microsecond=0)
        rows = self._store.ask(
            "session_refused",
            _Failure,
            account=row.account if row else "",
            address=_in_facts(address),
            since=since,
        )
        own = [failure.at for failure in rows if failure.of_account]
        if row is None:
            own = self._strangers.get(choice, [])
        anybodys = [failure.at for failure in rows if failure.of_address]
        locked = [*_locks(own, TRIES), *_locks(anybodys, TRIES_OF_ADDRESS)]
        if locked and max(locked) > now:
            raise Locked(minutes=ceil((max(locked) - now) / timedelta(minutes=1)))
        return sum(now - at <= WINDOW for at in own)

    def _failed(self, row: Account | None, choice: str, address: str, failures: int) -> Refused:
        self._refuse(row, address, "wrong")
        if row is None:
            times = [*self._strangers.pop(choice, []), self._now()][-TRIES:]
            self._strangers[choice] = times
            if len(self._strangers) > NAMES_COUNTED:
                del self._strangers[next(iter(self._strangers))]
        refused = Refused()
        refused.slow = min(SLOWEST, 0.25 * 2**failures)
        return refused

    def _refuse(self, row: Account | None, address: str, reason: str) -> None:
        """A name nobody has is not written down: people type passwords into the wrong field."""
        with self._store.writing(
            actor=ANYONE.name,
            action="session.refused",
            subject=row.account if row else "*",
            facts={"reason": reason, "address": address},
        ):
            pass


def _must_do(account: str, password: str) -> None:
    place = Place(account, path="password")
    facts: dict[str, object] = {
        "shortest": passwords.SHORTEST,
        "longest": passwords.LONGEST,
    }
    if found := [Problem(code, place, facts) for code in passwords.weaknesses(account, password)]:
        raise AccountRejected(found)


def _in_facts(address: str) -> str:
    """How an address stands in a record's facts."""
    return f'"address": "{address}"'


def _locks(failures: list[datetime], tries: int) -> list[datetime]:
    """Until when each run of so many failures within a window locks."""
    return [
        later + WINDOW
        for earlier, later in zip(failures, failures[tries - 1 :], strict=False)
        if later - earlier <= WINDOW
    ]
