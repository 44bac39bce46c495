-- evidence_kept: the hash of every file ever kept as evidence.

select hash
from evidence_file
order by hash;
