-- attachment_numbered: one photo or paper, unless it is withdrawn.
--
-- $attachment

select attachment, of_kind, of_number, unit, hash, file_name, added_by, added_at, kind, size
from attachment
where attachment = $attachment;
