-- 0001_registers: who is assessed and when, settings, and the audit of every write.
--
-- Nothing is ever changed or taken away. A table `x_entry` holds everything that was ever said of
-- an x, and the view `x` the latest of it: the row with the highest `entry`, whatever the clock
-- said. Each entry points to the audit record it was written under. `Store.writing` sets the
-- variable `audit`; without it the column has no default, and DuckDB refuses the row. So no row
-- can be written that the audit does not know of. Times are UTC.

create table migration (
    version    integer primary key,
    name       varchar not null,
    applied_at timestamp not null
);

create table audit (
    audit   bigint primary key,   -- 1, 2, 3 … without a gap
    "at"    timestamp not null,
    actor   varchar not null,
    action  varchar not null,     -- noun.verb
    subject varchar not null,     -- a code, or * for many
    facts   varchar not null      -- JSON
);

create sequence entry_number;

create table prefecture_entry (
    entry      bigint not null default nextval('entry_number'),
    audit      bigint not null default (getvariable('audit')::bigint),
    prefecture varchar not null,
    name       varchar not null,
    name_en    varchar not null,
    lon        double not null,
    lat        double not null
);

create view prefecture as
select prefecture, name, name_en, lon, lat
from prefecture_entry
qualify row_number() over (partition by prefecture order by entry desc) = 1;

create table unit_entry (
    entry      bigint not null default nextval('entry_number'),
    audit      bigint not null default (getvariable('audit')::bigint),
    unit       varchar not null,   -- six-digit GB/T 2260 code; the boundaries' key too
    name       varchar not null,
    name_en    varchar not null,
    kind       varchar not null,
    prefecture varchar not null,
    peer_group varchar not null,
    statutory  boolean not null,   -- false for a management zone
    assumed    boolean not null,   -- true where no source names it
    lon        double not null,
    lat        double not null
);

create view unit as
select unit, name, name_en, kind, prefecture, peer_group, statutory, assumed, lon, lat
from unit_entry
qualify row_number() over (partition by unit order by entry desc) = 1;

create table period_entry (
    entry    bigint not null default nextval('entry_number'),
    audit    bigint not null default (getvariable('audit')::bigint),
    period   varchar not null,
    starts   date not null,
    ends     date not null check (ends >= starts),
    deadline date not null,
    state    varchar not null check (state in ('open', 'locked'))
);

create view period as
select period, starts, ends, deadline, state
from period_entry
qualify row_number() over (partition by period order by entry desc) = 1;

create table setting_entry (
    entry bigint not null default nextval('entry_number'),
    audit bigint not null default (getvariable('audit')::bigint),
    name  varchar not null,
    value varchar not null
);

create view setting as
select name, value
from setting_entry
qualify row_number() over (partition by name order by entry desc) = 1;
