-- The last backup made, the last that failed, and the last that was restored in scratch.
select
    action,
    "at",
    facts ->> 'file' as file,
    try_cast(facts ->> 'bytes' as bigint) as bytes,
    try_cast(facts ->> 'records' as bigint) as records,
    try_cast(facts ->> 'holds' as boolean) as holds,
    facts ->> 'detail' as detail
from audit
where audit in (
    select max(audit)
    from audit
    where action in ('backup.make', 'backup.fail', 'backup.rehearse')
    group by action
)
