"""Who may sign in: inviting people, changing what they hold, and shutting them out.

Nobody but the person ever knows a password: who invites gets a link that works once. Whatever is
changed here holds from the person's next click on, because who somebody is gets asked every time.
"""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from assessment.errors import AssessmentError, Place, Problem, Rejected
from assessment.kernel import clock, full_width
from assessment.kernel.actors import ANYONE, Actor
from assessment.kernel.roles import GRANTED, granted
from assessment.office.people import account_scope
from assessment.office.people import accounts_table as table
from assessment.office.people.accounts_table import Account, Invitation
from assessment.store.batch import Cursor
from assessment.store.database import Store

Change = Literal["account.change", "account.disable", "account.enable", "account.reset"]
"""What may be done to an account that is there."""

ACTIVE, INVITED, DISABLED = "active", "invited", "disabled"

INVITED_FOR = timedelta(days=7)
LONGEST_NAME, LONGEST_BODY = 60, 120

_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,63}")


class AccountRejected(Rejected):
    """What was typed of an account will not do; every problem is listed and nothing was saved."""

    key = "people.rejected"


class UnknownAccount(AssessmentError):
    """There is no account of that name."""

    key = "people.unknown_account"

    def __init__(self, *, account: str) -> None:
        super().__init__(account=account[:80])


class LastAdministrator(AssessmentError):
    """Nobody would be left who can let people in."""

    key = "people.last_administrator"

    def __init__(self, *, account: str) -> None:
        super().__init__(account=account)


class DemonstrationAccount(AssessmentError):
    """Such an account has no password, and so nothing to invite to."""

    key = "people.demonstration_account"

    def __init__(self, *, account: str) -> None:
        super().__init__(account=account)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountListed(Account):
    """One account as the page of people shows it."""

    last_sign_in: datetime | None
    open_sessions: int
    invited_until: datetime | None


@dataclass(frozen=True, slots=True)
class Link:
    """An invitation's secret, which exists here and in the link, and nowhere in the database."""

    account: str
    token: str
    expires: datetime


def digest(token: str) -> str:
    """What is kept of a token: it is random and long, so a plain hash tells nothing of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def spelt(account: str) -> str:
    """An account's name however somebody typed it.

    >>> spelt(" ＬＩ.ming ")
    'li.ming'
    """
    return unicodedata.normalize("NFKC", account).strip().casefold()


def named(name: str) -> str:
    """An account's name as a proxy or an identity provider gives it: its letters a to z made small,
    and no other character taken for one of them.

    >>> named("Li.Ming"), named("w.\xaadmin"), named("\u212aim")
    ('li.ming', 'w.\xaadmin', '\u212aim')
    """
    return "".join(letter.lower() if letter.isascii() else letter for letter in name)


def listed(store: Store, actor: Actor) -> list[AccountListed]:
    """Everybody, in the order of their account names."""
    actor.must("people.manage")
    since = (clock.now() - timedelta(hours=12)).replace(minute=0, second=0, microsecond=0)
    return store.ask("account_listed", AccountListed, since=since)


def found(store: Store, actor: Actor, account: str) -> Account:
    """Raises `UnknownAccount`."""
    actor.must("people.manage")
    return _found(store, account)


def actor_of(store: Store, account: Account, actor: Actor = ANYONE) -> Actor:
    """Who an account is today. Asked at every click, never kept: scopes change, links end."""
    actor.must_somewhere("session.open")
    held = account_scope.held(store, account.scope)
    return Actor(account.account, granted(account.role), held.units, held.teams)


def invite(
    store: Store, actor: Actor, account: str, *, name: str, role: str, scope: str, body: str = ""
) -> Link:
    """Add somebody and return the link to choose a password with; it works once, for a week.

    Raises `AccountRejected`.
    """
    actor.must("people.manage")
    row = _tidied(Account(account, name, body, role, scope, INVITED))
    if problems := [*_problems(store, actor, row), *_taken(store, row.account)]:
        raise AccountRejected(problems)
    with store.writing(
        actor=actor.name, action="account.invite", subject=row.account, facts=_told(after=row)
    ) as cursor:
        if table.exists(cursor, row.account):  # Somebody was faster.
            raise AccountRejected(list(_is_taken(row.account)))
        table.record(cursor, [row])
        return _invited(cursor, row.account)


def change(
    store: Store,
    actor: Actor,
    account: str,
    *,
    role: str | None = None,
    scope: str | None = None,
    name: str | None = None,
    body: str | None = None,
) -> bool:
    """Say anew what is given; False where all of it is so already."""
    actor.must("people.manage")
    before = _found(store, account)
    after = _tidied(
        replace(
            before,
            role=before.role if role is None else role,
            scope=before.scope if scope is None else scope,
            name=before.name if name is None else name,
            body=before.body if body is None else body,
        )
    )
    if after == before:
        return False
    if problems := list(_problems(store, actor, after)):
        raise AccountRejected(problems)
    with _changing(store, actor, "account.change", before, after):
        return True


def disable(store: Store, actor: Actor, account: str) -> bool:
    """Shut somebody out, at once and everywhere; False where they are already."""
    actor.must("people.manage")
    before = _found(store, account)
    if before.state == DISABLED:
        return False
    after = replace(before, state=DISABLED)
    with _changing(store, actor, "account.disable", before, after) as cursor:
        table.end_sessions(cursor, before.account, "disabled", clock.now())
    return True


def enable(store: Store, actor: Actor, account: str) -> bool:
    """Let somebody in again: with the password they had, or else as invited."""
    actor.must("people.manage")
    before = _found(store, account)
    if before.state != DISABLED:
        return False
    able = before.demonstration or password_of(store, before.account, actor) is not None
    after = replace(before, state=ACTIVE if able else INVITED)
    with _changing(store, actor, "account.enable", before, after):
        return True


def reset(store: Store, actor: Actor, account: str) -> Link:
    """Take the password away, end every session, and return a new link."""
    actor.must("people.manage")
    before = _found(store, account)
    if before.demonstration:
        raise DemonstrationAccount(account=before.account)
    after = replace(before, state=INVITED)
    with _changing(store, actor, "account.reset", before, after) as cursor:
        table.record_password(cursor, before.account, None)
        table.end_sessions(cursor, before.account, "reset", clock.now())
        return _invited(cursor, before.account)


def sign_out_everywhere(store: Store, actor: Actor, account: str) -> int:
    """End every session of somebody, and return how many there were."""
    actor.must("people.manage")
    row = _found(store, account)
    with store.writing(
        actor=actor.name, action="account.sign_out", subject=row.account, facts={}
    ) as cursor:
        return table.end_sessions(cursor, row.account, "everywhere", clock.now())


def password_of(store: Store, account: str, actor: Actor = ANYONE) -> str | None:
    """The hash of somebody's password; None where there is none."""
    if actor == ANYONE:
        actor.must_somewhere("session.open")
    else:
        actor.must("people.manage")
    return next(
        (row.hash for row in store.ask("account_password", _Password, account=account)), None
    )


@dataclass(frozen=True, slots=True)
class _Password:
    hash: str | None


def _found(store: Store, account: str) -> Account:
    wanted = spelt(account)
    for row in store.ask("account", Account):
        if row.account == wanted:
            return row
    raise UnknownAccount(account=account)


def _tidied(account: Account) -> Account:
    return replace(
        account,
        account=spelt(account.account),
        name=full_width.name(account.name),
        body=full_width.name(account.body),
        scope=account_scope.tidy(account.scope),
    )


def _problems(store: Store, actor: Actor, row: Account) -> Iterator[Problem]:
    if not _ACCOUNT.fullmatch(row.account):
        yield Problem("people.bad_account", Place(row.account[:80], path="account"))
    if not row.name:
        yield Problem("people.no_name", Place(row.account[:80], path="name"))
    limits = (("name", row.name, LONGEST_NAME), ("body", row.body, LONGEST_BODY))
    for path, text, limit in limits:
        if len(text) > limit or not full_width.is_line(text):
            place = Place(row.account[:80], path=path)
            yield Problem("people.bad_text", place, {"limit": limit})
    if row.role not in GRANTED:
        facts = {"role": row.role[:80], "offered": ", ".join(GRANTED)}
        yield Problem("people.unknown_role", Place(row.account[:80], path="role"), facts)
    yield from account_scope.problems(store, actor, row.role, row.scope, row.account[:80])


def _taken(store: Store, account: str) -> Iterator[Problem]:
    if any(row.account == account for row in store.ask("account", Account)):
        yield from _is_taken(account)


def _is_taken(account: str) -> Iterable[Problem]:
    return [Problem("people.account_taken", Place(account[:80], path="account"))]


@contextmanager
def _changing(
    store: Store, actor: Actor, action: Change, before: Account, after: Account
) -> Iterator[Cursor]:
    """Record an account anew, and in the same transaction whatever else comes of it."""
    facts = _told(before=before, after=after)
    with store.writing(
        actor=actor.name, action=action, subject=before.account, facts=facts
    ) as cursor:
        _must_be_as_seen(store, before)
        if after.role != "administrator" or after.state != ACTIVE:
            _must_leave_an_administrator(cursor, actor, before)
        table.record(cursor, [after])
        yield cursor


def _must_be_as_seen(store: Store, before: Account) -> None:
    """Under the write lock: a whole row is written, and would undo what somebody did just now."""
    if _found(store, before.account) != before:
        raise AccountRejected([Problem("people.overtaken", Place(before.account, path="account"))])


def _must_leave_an_administrator(cursor: Cursor, actor: Actor, before: Account) -> None:
    """Under the write lock, so that two cannot remove each other. The operator can add another."""
    last = before.role == "administrator" and before.state == ACTIVE
    if last and actor.role != "operator" and not table.other_administrators(cursor, before.account):
        raise LastAdministrator(account=before.account)


def _invited(cursor: Cursor, account: str) -> Link:
    link = Link(account, secrets.token_urlsafe(32), clock.now() + INVITED_FOR)
    table.record_invitation(cursor, Invitation(account, digest(link.token), link.expires))
    return link


def _told(**rows: Account) -> dict[str, object]:
    """Before and after, for the audit: an account's row holds no secret."""
    return {when: asdict(row) for when, row in rows.items()}
