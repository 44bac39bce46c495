-- observation_question: every question brought on a visit that stands, in the order brought.

select q.question, q.observation, o.unit, o.day, q.brought, q.found, q.adopt, q.due, q.came_of_it,
       q.looked_on, q.entry
from observation_question as q
join observation as o using (observation)
order by q.question;
