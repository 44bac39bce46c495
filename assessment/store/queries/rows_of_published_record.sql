-- As rows_of_record, of a table whose rows name the snapshot that they are part of.
select sha256(string_agg(line, chr(10) order by line)) as rows
from (
    select json_merge_patch('{}', to_json(written))::varchar as line
    from query_table($table) as written
    where written.snapshot in (select snapshot from main.snapshot where audit = $audit)
)
