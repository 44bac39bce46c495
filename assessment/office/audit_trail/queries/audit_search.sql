-- audit_search: audit records, newest first, a page at a time.
--
-- $actor, $action    exactly so; empty for any
-- $subject           what it begins with; empty for any
-- $text              to be found in subject, person, action or facts; empty for any
-- $codes             units whose name has that text: a subject that begins with one is found too
-- $since, $until     from, and before; null for any time
-- $limit, $skipped
-- grain              one row per record, with its seal

select a.audit, a."at", a.actor, a.action, a.subject, a.facts, l.hash
from audit as a
left join audit_link as l using (audit)
where ($actor = '' or a.actor = $actor)
  and ($action = '' or a.action = $action)
  and starts_with(a.subject, $subject)
  and (
      $text = ''
      or contains(lower(a.subject), lower($text))
      or contains(lower(a.actor), lower($text))
      or contains(a.action, lower($text))
      or contains(lower(a.facts), lower($text))
      or list_contains($codes::varchar[], split_part(a.subject, '/', 1))
  )
  and ($since::timestamp is null or a."at" >= $since::timestamp)
  and ($until::timestamp is null or a."at" < $until::timestamp)
order by a.audit desc
limit $limit offset $skipped;
