select 1 from duckdb_tables() where temporary and table_name = $relation
