-- missing_now: the units of a period that are neither approved nor published today.
--
-- $period
-- answers   how many of theirs would count all the same

select u.unit, u.name, u.name_en, s.state,
       count(c.field) filter (where c.state not in ('missing', 'unavailable')) as answers
from unit as u
join submission as s on s.unit = u.unit and s.period = $period
left join counted_answer as c on c.unit = u.unit and c.period = $period
where s.state not in ('approved', 'published')
group by u.unit, u.name, u.name_en, s.state
order by u.unit;
