-- 0018_row_seals: every audit record is sealed together with the rows that were written under it.
--
-- `rows` is a JSON object: of each table that has rows of the record, SHA-256 over them. From here
-- on the link of a record is made of it too. The rows of older records are sealed in the same
-- transaction as this migration, and one record `audit.seal_rows` holds the hash of their seals.

create table row_seal (
    audit bigint not null,
    rows  varchar not null
);
