-- session_refused: when signing in failed with a real account, oldest first: with this one, or from an address.
--
-- $account     only what came after it last got in is `of_account`
-- $address     found in the record's facts, which are JSON: then it is `of_address`
-- $since, $until   what is later was written while the clock was ahead

with last_start as (
    select coalesce(max(audit), 0) as audit
    from audit
    where action = 'session.start' and subject = $account
),

failure as (
    select
        a.audit,
        a."at",
        a.subject = $account and a.audit > s.audit as of_account,
        contains(a.facts, $address) as of_address
    from audit as a
    cross join last_start as s
    where a.action = 'session.refused' and a.subject <> '*' and a."at" between $since and $until
      and contains(a.facts, '"reason": "wrong"')
)

select "at", of_account, of_address
from failure
where of_account or of_address
order by audit;
