-- team_listed: every team, and every unit it was ever linked to.

select
    t.team, t.name, t.kind, t.sending_body, t.sending_level, t.batch,
    coalesce(list(distinct a.unit) filter (where a.unit is not null), []) as units
from team as t
left join assignment as a on a.team = t.team
group by t.team, t.name, t.kind, t.sending_body, t.sending_level, t.batch
order by t.team;
