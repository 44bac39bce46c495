-- field_draft: what somebody has begun to write in a form and not sent; the newest of it.
--
-- $author, $form

select draft, content, saved_at
from field_draft
where author = $author and form = $form and sent_as is null
order by entry desc
limit 1;
