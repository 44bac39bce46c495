-- session_starts: how often an account was let in from an address.
--
-- $account
-- $address     as it stands in the record's facts, which are JSON
-- $since

select count(*) as starts
from audit
where action = 'session.start' and subject = $account and "at" >= $since
  and contains(facts, $address);
