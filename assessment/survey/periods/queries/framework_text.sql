-- framework_text: a framework as it was written, by the fingerprint of its bytes.
--
-- $fingerprint

select text
from framework_text
where fingerprint = $fingerprint;
