"""Accounts, their passwords' hashes, invitations, sessions and identities elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assessment.store import batch


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in."""

    account: str
    """The login name, in small letters."""

    name: str
    body: str
    """Where they work, and as what."""

    role: str
    scope: str
    """Codes apart by blanks; empty sees nothing. See `office/people/account_scope.py`."""

    state: str
    """`invited`, `active` or `disabled`."""

    demonstration: bool = False
    """Signs in without a password, and in a demonstration only."""


@dataclass(frozen=True, slots=True)
class Invitation:
    account: str
    hash: str
    expires: datetime
    used: bool = False


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One sign-in, until it ends. `session` is the hash of what the cookie holds."""

    session: str
    account: str
    way: str
    started_at: datetime
    viewing: str | None = None
    ended_at: datetime | None = None
    reason: str | None = None


def record(cursor: batch.Cursor, accounts: Sequence[Account]) -> None:
    batch.insert(cursor, "account_entry", accounts)


def record_password(cursor: batch.Cursor, account: str, password_hash: str | None) -> None:
    """None takes the password away."""
    cursor.execute(
        "insert into password_entry (account, hash) values ($account, $hash)",
        {"account": account, "hash": password_hash},
    )


def record_invitation(cursor: batch.Cursor, invitation: Invitation) -> None:
    batch.insert(cursor, "invitation_entry", [invitation])


def record_session(cursor: batch.Cursor, session: SessionRow) -> None:
    batch.insert(cursor, "session_entry", [session])


def end_sessions(
    cursor: batch.Cursor, account: str, reason: str, at: datetime, but: str | None = None
) -> int:
    """End every open session of an account, but for one, and return how many there were."""
    ended = batch.write(
        cursor,
        """
        insert into session_entry (
            session, account, way, started_at, viewing, ended_at, reason
        )
        select session, account, way, started_at, viewing, $at::timestamp, $reason
        from session
        where account = $account and ended_at is null and session is distinct from $but
        returning session
        """,
        {"account": account, "reason": reason, "at": at, "but": but},
    ).fetchall()
    return len(ended)


def record_identity(cursor: batch.Cursor, issuer: str, subject: str, account: str) -> None:
    cursor.execute(
        """
        insert into identity_entry (issuer, subject, account)
        values ($issuer, $subject, $account)
        """,
        {"issuer": issuer, "subject": subject, "account": account},
    )


def exists(cursor: batch.Cursor, account: str) -> bool:
    """Whether the name is taken, as the transaction sees it."""
    found = cursor.execute(
        "select 1 from account where account = $account", {"account": account}
    ).fetchall()
    return bool(found)


def other_administrators(cursor: batch.Cursor, account: str) -> int:
    """How many active administrators there are besides `account`, as the transaction sees it."""
    found = cursor.execute(
        """
        select count(*)
        from account
        where role = 'administrator' and state = 'active' and account <> $account
        """,
        {"account": account},
    ).fetchall()
    return int(found[0][0])


def is_open(cursor: batch.Cursor, session: str) -> bool:
    """Whether a session has not ended, as the transaction sees it."""
    found = cursor.execute(
        "select 1 from session where session = $session and ended_at is null",
        {"session": session},
    ).fetchall()
    return bool(found)
