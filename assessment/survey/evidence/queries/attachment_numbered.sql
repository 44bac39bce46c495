-- attachment_numbered: one photo or paper, unless it is withdrawn.
--
-- $attachment
-- Beside a visit that was voided there is nothing any more.

select attachment, of_kind, of_number, unit, hash, file_name, added_by, added_at, kind, size
from attachment
where (of_kind <> 'visit' or of_number in (select visit from visit))
    and attachment = $attachment;
