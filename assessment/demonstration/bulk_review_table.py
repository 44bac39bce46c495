"""A whole period reviewed at one stroke, for years that are over: what stands is found right."""

from assessment.kernel import clock
from assessment.store import batch


def accept_all(cursor: batch.Cursor, period: str, reviewer: str) -> None:
    """A verdict of the province on every answer that was not missing and has none: accepted."""
    batch.write(
        cursor,
        """
        insert into verdict_entry (
            unit, period, field, level, decision, answer, state, value, given_by, given_at
        )
        select a.unit, a.period, a.field, $level, $decision, a.entry, a.state, a.value,
               $reviewer, $at
        from current_answer as a
        left join verdict as v
            on v.unit = a.unit and v.period = a.period and v.field = a.field
            and v.level = $level
        where a.period = $period and v.entry is null
        order by a.unit, a.field
        """,
        {
            "period": period,
            "level": "province",
            "decision": "accepted",
            "reviewer": reviewer,
            "at": clock.now(),
        },
    )


def approve_all(cursor: batch.Cursor, period: str, reviewer: str) -> None:
    """Take every submission that waits through acceptance to approval."""
    for event, came_from, state in (
        ("accept", "submitted", "in_review"),
        ("approve", "in_review", "approved"),
    ):
        batch.write(
            cursor,
            """
            insert into submission_entry (
                unit, period, event, state, content, actor, "at"
            )
            select unit, period, $event, $state, content, $reviewer, $at
            from submission
            where period = $period and state = $came_from
            order by unit
            """,
            {
                "event": event,
                "state": state,
                "came_from": came_from,
                "period": period,
                "reviewer": reviewer,
                "at": clock.now(),
            },
        )
