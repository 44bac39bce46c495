-- attachment_of: photos and papers beside some visits or findings, in the order they were added.
--
-- $of_kind   visit or finding
-- $numbers   which

select attachment, of_kind, of_number, unit, hash, file_name, added_by, added_at, kind, size
from attachment
where of_kind = $of_kind and list_contains($numbers, of_number)
order by of_number, attachment;
