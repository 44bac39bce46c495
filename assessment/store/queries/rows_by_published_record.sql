-- As rows_by_record, of a table whose rows name the snapshot that they are part of. The rows of a
-- snapshot that is not there belong to no record.
select audit, sha256(string_agg(line, chr(10) order by line)) as rows
from (
    select head.audit, json_merge_patch('{}', to_json(written))::varchar as line
    from query_table($table) as written
    left join main.snapshot as head on head.snapshot = written.snapshot
)
group by audit
