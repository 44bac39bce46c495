-- As rows_of_record, of every audit record that the table has rows of.
select audit, sha256(string_agg(line, chr(10) order by line)) as rows
from (
    select written.audit, json_merge_patch('{}', to_json(written))::varchar as line
    from query_table($table) as written
)
group by audit
