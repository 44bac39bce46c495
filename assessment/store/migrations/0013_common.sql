-- 0013_common: what was decided of common problems, and where each was looked for.
--
-- A common problem is an entry of the framework's catalogue in a scope (the province, a prefecture,
-- a peer group). Each decision is a row with the size the problem had then: a dismissed one comes
-- back only when it has grown beyond that. A sweep looks for a confirmed one in every unit of the
-- scope, and what it finds are findings like any others; the instances say which.

create sequence common_number;

create table common_problem_entry (
    entry      bigint not null default nextval('entry_number'),
    audit      bigint not null default (getvariable('audit')::bigint),
    common     bigint not null,
    scope      varchar not null,   -- as in a link: province, prefecture:431200, peer_group:county
    problem    varchar not null,
    state      varchar not null check (state in ('confirmed', 'merged', 'dismissed', 'closed')),
    period     varchar not null,   -- by whose figures it was decided
    units      integer not null,   -- it held in
    with_data  integer not null,
    findings   integer not null,   -- that were seen
    target     bigint,             -- the common problem it was merged into
    reason     varchar,
    decided_by varchar not null,
    decided_at timestamp not null
);

create view common_problem as
select common, scope, problem, state, period, units, with_data, findings, target, reason,
       decided_by, decided_at, entry
from common_problem_entry
qualify row_number() over (partition by common order by entry desc) = 1;

create sequence sweep_number;

create table common_sweep (
    audit        bigint not null default (getvariable('audit')::bigint),
    sweep        bigint not null,
    common       bigint not null,
    period       varchar not null,
    units        integer not null,   -- looked at, the scope's
    holding      integer not null,   -- of those, where it holds
    without_data integer not null,
    taken        integer not null,   -- put on record as findings
    swept_by     varchar not null,
    swept_at     timestamp not null
);

create table common_instance (
    audit   bigint not null default (getvariable('audit')::bigint),
    sweep   bigint not null,
    common  bigint not null,
    finding bigint not null
);
