-- rectification_event: what became of one finding, event by event, the oldest first.
--
-- $finding

select entry, event, stage, actor, "at", kind, due, way, reason, note, target
from finding_event_entry
where finding = $finding
order by entry;
