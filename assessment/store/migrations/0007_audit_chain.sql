-- 0007_audit_chain: every audit record is sealed with the one before it.
--
-- A link's hash is SHA-256 of the hash before it and of its own record, so nobody can change, take
-- away or slip in a record without every later hash being wrong. What was recorded before this
-- migration is sealed in the same transaction as it. There is no key: a record out of place must
-- not keep anyone from writing, and `audit verify` finds it.

create table audit_link (
    audit bigint not null,
    hash  varchar not null    -- hex
);
