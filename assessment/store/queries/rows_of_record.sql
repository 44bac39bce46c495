-- SHA-256 over the rows of a table that were written under one audit record; null without any.
-- A row is a line of JSON without its nulls: a column that is added later changes no line.
select sha256(string_agg(line, chr(10) order by line)) as rows
from (
    select json_merge_patch('{}', to_json(written))::varchar as line
    from query_table($table) as written
    where written.audit = $audit
)
