-- session_refused: when signing in failed, oldest first, for an account or from an address.
--
-- $account   only what came after it last got in counts
-- $address   found in the record's facts, which are JSON
-- $since

select "at", subject = $account as of_account
from audit
where action = 'session.refused' and "at" >= $since and contains(facts, '"reason": "wrong"')
  and (
      contains(facts, $address)
      or (
          subject = $account
          and audit > (
              select coalesce(max(audit), 0)
              from audit
              where action = 'session.start' and subject = $account
          )
      )
  )
order by audit;
