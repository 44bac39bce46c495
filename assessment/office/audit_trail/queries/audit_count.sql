-- audit_count: how many audit records there are; parameters as in audit_search.

select count(*) as records
from audit as a
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
  and ($until::timestamp is null or a."at" < $until::timestamp);
