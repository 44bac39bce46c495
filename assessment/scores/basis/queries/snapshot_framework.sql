-- snapshot_framework: the text of the framework with a fingerprint.
--
-- $fingerprint

select text
from framework_text
where fingerprint = $fingerprint;
