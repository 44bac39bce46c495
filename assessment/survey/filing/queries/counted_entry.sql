-- counted_entry: the number of the last entry that any score rests on; drafts are none of them.
--
-- grain    one row

select greatest(
    (select coalesce(max(entry), 0) from answer_entry),
    (select coalesce(max(entry), 0) from verdict_entry),
    (select coalesce(max(entry), 0) from honour_entry),
    (select coalesce(max(entry), 0) from veto_declaration_entry),
    (select coalesce(max(entry), 0) from unit_entry),
    (select coalesce(max(entry), 0) from period_rule_entry)
) as entry;
