-- session_last_seen: when an account last did what the audit knows of; no row when it never did.
--
-- $account

select max("at") as "at"
from audit
where actor = $account
having count(*) > 0;
