-- account_listed: every account with when it last signed in and how often it is signed in now.
--
-- $since   sessions that began earlier are over, whether or not anybody noticed

select
    a.account,
    a.name,
    a.body,
    a.role,
    a.scope,
    a.state,
    a.demonstration,
    max(s.started_at) as last_sign_in,
    count(distinct s.session) filter (where s.ended_at is null and s.started_at >= $since)
        as open_sessions,
    max(i.expires) filter (where not i.used) as invited_until
from account as a
left join session as s using (account)
left join invitation as i using (account)
group by a.account, a.name, a.body, a.role, a.scope, a.state, a.demonstration
order by a.account;
