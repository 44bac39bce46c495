-- attachment_team: whose visit a photo or paper lies beside; no row beside a finding.
--
-- $attachment

select v.team
from attachment as a
join visit as v on a.of_kind = 'visit' and v.visit = a.of_number
where a.attachment = $attachment;
