-- audit: the latest writes, newest first.
--
-- $limit   how many
-- facts    JSON

select audit, "at", actor, action, subject, facts
from audit
order by audit desc
limit $limit;
