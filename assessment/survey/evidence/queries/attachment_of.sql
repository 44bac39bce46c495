-- attachment_of: photos and papers beside some visits or findings, in the order they were added.
--
-- $of_kind   visit or finding
-- $numbers   which
-- Beside a visit that was voided there is nothing any more.

select attachment, of_kind, of_number, unit, hash, file_name, added_by, added_at, kind, size
from attachment
where (of_kind <> 'visit' or of_number in (select visit from visit))
    and of_kind = $of_kind and list_contains($numbers, of_number)
order by of_number, attachment;
