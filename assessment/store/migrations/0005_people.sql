-- 0005_people: who may sign in, with what, what they may see, and who is signed in.
--
-- No secret is kept: of a password its argon2 hash, of an invitation's link and a session's cookie
-- the SHA-256 of a random token. The latest entry holds, as everywhere.

create table account_entry (
    entry         bigint not null default nextval('entry_number'),
    audit         bigint not null default (getvariable('audit')::bigint),
    account       varchar not null,   -- the login name, in small letters
    name          varchar not null,
    body          varchar not null,   -- where they work, and as what
    role          varchar not null check (role in (
        'leader', 'county', 'city', 'team', 'reviewer', 'publisher', 'administrator'
    )),
    scope         varchar not null,   -- codes apart by blanks; empty: nothing
    state         varchar not null check (state in ('invited', 'active', 'disabled')),
    demonstration boolean not null    -- signs in without a password, in a demonstration only
);

create view account as
select account, name, body, role, scope, state, demonstration
from account_entry
qualify row_number() over (partition by account order by entry desc) = 1;

create table password_entry (
    entry   bigint not null default nextval('entry_number'),
    audit   bigint not null default (getvariable('audit')::bigint),
    account varchar not null,
    hash    varchar               -- argon2; null: taken away, an invitation is under way
);

create view "password" as
select account, hash
from password_entry
qualify row_number() over (partition by account order by entry desc) = 1;

-- One link an account: a later one puts the earlier out of use.
create table invitation_entry (
    entry   bigint not null default nextval('entry_number'),
    audit   bigint not null default (getvariable('audit')::bigint),
    account varchar not null,
    hash    varchar not null,     -- SHA-256 of the token in the link
    expires timestamp not null,
    used    boolean not null
);

create view invitation as
select account, hash, expires, used
from invitation_entry
qualify row_number() over (partition by account order by entry desc) = 1;

create table session_entry (
    entry      bigint not null default nextval('entry_number'),
    audit      bigint not null default (getvariable('audit')::bigint),
    session    varchar not null,  -- SHA-256 of the token in the cookie
    account    varchar not null,
    way        varchar not null check (way in ('password', 'invitation', 'demonstration', 'oidc',
                                               'proxy')),
    started_at timestamp not null,
    viewing    varchar,           -- the account through whose eyes an administrator looks
    ended_at   timestamp,
    reason     varchar check (reason in ('sign_out', 'idle', 'too_long', 'disabled', 'reset',
                                         'password_change', 'everywhere', 'replaced')),
    check ((ended_at is null) = (reason is null))
);

create view session as
select session, account, way, started_at, viewing, ended_at, reason
from session_entry
qualify row_number() over (partition by session order by entry desc) = 1;

-- Whom an identity provider's person is here.
create table identity_entry (
    entry   bigint not null default nextval('entry_number'),
    audit   bigint not null default (getvariable('audit')::bigint),
    issuer  varchar not null,
    subject varchar not null,
    account varchar not null
);

create view identity as
select issuer, subject, account
from identity_entry
qualify row_number() over (partition by issuer, subject order by entry desc) = 1;
