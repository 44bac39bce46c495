-- filing_of_file: when this very file was filed before, if it was; first filing first.
--
-- $file_hash   SHA-256 of the file's bytes, in hex

select filing, unit, period, file_name, file_hash, filed_by, filed_at
from filing
where file_hash = $file_hash
order by filing;
