"""Failed sign-ins: how they lock, how they slow, and what is written down of them.

Who guesses is locked out by account *and* address, so that a stranger who knows a name keeps nobody
out. Two wider limits stop guessing at one account from many addresses, and at many accounts from
one; they do not hold for who has signed in from there before. Failures of real accounts are in the
audit, so a restart forgets none. What anybody can cause without an account is counted in memory and
written at most once a minute.
"""

import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from assessment.errors import AssessmentError
from assessment.kernel.actors import ANYONE
from assessment.office.people.accounts_table import Account
from assessment.store.database import Store

TRIES = 5
"""Failures with one account from one address within `WINDOW` that lock both for as long again."""

TRIES_OF_ACCOUNT = 30
"""The same with one account from anywhere; not for addresses its owner has signed in from."""

TRIES_OF_ADDRESS = 30
"""The same with any account from one address; not for accounts that have signed in from there."""

WINDOW = timedelta(minutes=15)

SLOWEST = 4.0
"""Seconds the answer to a wrong password is held back at most."""

AT_HOME = timedelta(days=30)
"""How long an address counts as one that an account signs in from."""

COUNTED = 1000
"""Names nobody has, and addresses, of which the last failures are known."""

MINUTE = timedelta(minutes=1)

WRONG = "wrong"


class Refused(AssessmentError):
    """Not this account with this password: which of the two is nobody's business."""

    key = "sign_in.refused"
    slow = 0.0
    """Seconds to hold the answer back."""


class Locked(Refused):
    """Too many failures: with the account from the address, or with either."""

    key = "sign_in.locked"
    slow = SLOWEST

    def __init__(self, *, minutes: int) -> None:
        super().__init__(minutes=minutes)


@dataclass(frozen=True, slots=True)
class _Failure:
    at: datetime
    of_account: bool
    of_address: bool


@dataclass(frozen=True, slots=True)
class _Starts:
    starts: int


class FailedSignIns:
    """Of one process; its methods are called by one thread at a time."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._strangers: dict[tuple[str, str], list[datetime]] = {}
        self._unwritten: dict[tuple[str, str], int] = {}
        self._written: dict[tuple[str, str], datetime] = {}

    def must_be_free(self, account: Account | None, name: str, address: str) -> int:
        """How often the name failed lately, from anywhere. Raises `Locked`."""
        own, here, anybodys = self._lately(account, name, address)
        locks = _locks(here, TRIES)
        wider = _locks(own, TRIES_OF_ACCOUNT)
        if not _is_everybodys(address):
            wider += _locks(anybodys, TRIES_OF_ADDRESS)
        now = self._now()
        if any(until > now for until in wider) and not self._at_home(account, address):
            locks += wider
        if locks and max(locks) > now:
            raise Locked(minutes=ceil((max(locks) - now) / MINUTE))
        return sum(now - at <= WINDOW for at in own)

    def count_one(self, account: Account | None, name: str, address: str, failures: int) -> Refused:
        """Count one more after `failures`, and say how it is refused."""
        if account is None:
            times = self._strangers.pop((name, address), [])
            self._strangers[name, address] = [*times, self._now()][-TRIES:]
            if len(self._strangers) > COUNTED:
                del self._strangers[next(iter(self._strangers))]
            self.put_on_record(None, address, WRONG)
        else:
            self._record(account.account, {"reason": WRONG, "address": address})
        refused = Refused()
        refused.slow = min(SLOWEST, 0.25 * 2 ** min(failures, TRIES))
        return refused

    def put_on_record(self, account: Account | None, address: str, reason: str) -> None:
        """Put a refusal on record: the first at once, and those of each minute after it in one
        record with their number and the last one's address.

        A name nobody has is not written down: people type passwords into the wrong field.
        """
        subject = account.account if account else "*"
        kind = (reason, subject)
        self._unwritten[kind] = self._unwritten.get(kind, 0) + 1
        now, last = self._now(), self._written.get(kind)
        if last is not None and timedelta() <= now - last < MINUTE:
            return
        self._written[kind] = now
        count = self._unwritten.pop(kind)
        self._record(subject, {"reason": reason, "address": address, "count": count})

    def _record(self, subject: str, facts: dict[str, object]) -> None:
        with self._store.writing(
            actor=ANYONE.name, action="session.refused", subject=subject, facts=facts
        ):
            pass

    def _lately(
        self, account: Account | None, name: str, address: str
    ) -> tuple[Sequence[datetime], Sequence[datetime], Sequence[datetime]]:
        """When the name failed, when it did from the address, and when anybody did from there.

        What happened later than now was written while the clock was ahead, and counts for nothing.
        """
        now = self._now().replace(second=0, microsecond=0)
        rows = self._store.ask(
            "session_refused",
            _Failure,
            account=account.account if account else "",
            address=_in_facts(address),
            since=now - 2 * WINDOW,
            until=now + 2 * MINUTE,
        )
        strangers = [
            (who, where, at)
            for (who, where), times in self._strangers.items()
            for at in times
            if at <= now + 2 * MINUTE
        ]
        own = [row.at for row in rows if row.of_account]
        here = [row.at for row in rows if row.of_account and row.of_address]
        if account is None:
            own = sorted(at for who, _, at in strangers if who == name)
            here = sorted(at for who, where, at in strangers if (who, where) == (name, address))
        anybodys = [row.at for row in rows if row.of_address]
        anybodys += [at for _, where, at in strangers if where == address]
        return own, here, sorted(anybodys)

    def _at_home(self, account: Account | None, address: str) -> bool:
        """Whether an account has signed in from an address lately."""
        if account is None:
            return False
        since = (self._now() - AT_HOME).replace(hour=0, minute=0, second=0, microsecond=0)
        (known,) = self._store.ask(
            "session_starts",
            _Starts,
            account=account.account,
            address=_in_facts(address),
            since=since,
        )
        return known.starts > 0


def _is_everybodys(address: str) -> bool:
    """Whether an address is this machine's: behind a proxy that we do not ask, everybody's is."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _in_facts(address: str) -> str:
    """How an address stands in a record's facts."""
    return f'"address": "{address}"'


def _locks(failures: Sequence[datetime], tries: int) -> list[datetime]:
    """Until when each run of so many failures within a window locks."""
    return [
        later + WINDOW
        for earlier, later in zip(failures, failures[tries - 1 :], strict=False)
        if later - earlier <= WINDOW
    ]
