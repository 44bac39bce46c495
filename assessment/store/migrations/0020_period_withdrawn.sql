-- 0020_period_withdrawn: a period that was opened by mistake may be withdrawn while nothing refers
-- to it.
--
-- Its entries stay; nobody sees it any more, until somebody opens it again.

create or replace view period as
select period, starts, ends, deadline, state
from (
    select *
    from period_entry
    qualify row_number() over (partition by period order by entry desc) = 1
)
where state <> 'withdrawn';
