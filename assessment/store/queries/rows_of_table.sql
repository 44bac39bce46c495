-- As rows_of_record, of all rows of a table that are of no record.
select sha256(string_agg(line, chr(10) order by line)) as rows
from (
    select json_merge_patch('{}', to_json(written))::varchar as line
    from query_table($table) as written
)
