"""The demonstration's years that are over: found right in bulk, published, locked.

By three invented people, for who filed something does not review it, and who reviewed it does not
publish it. Only a demonstration is reviewed like this.
"""

from collections.abc import Sequence

from assessment.demonstration import bulk_review_table
from assessment.demonstration.demo_people import PUBLISHER, REVIEWER
from assessment.errors import NotAllowed
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.periods import periods as period_desk
from assessment.survey.publishing import snapshots
from assessment.units import setup

NOTE = "{period} 年度发布（演示）"
OVER = "本年度已发布，填报结束（演示）"


def publish(store: Store, framework_text: str, actor: Actor, periods: Sequence[str]) -> None:
    """Approve, publish and lock each period, oldest first.

    `actor` is who builds the demonstration; raises `NotAllowed` outside one.
    """
    actor.must("setup.write")
    if not setup.is_demonstration(store, actor):
        raise NotAllowed(actor=actor.name, verb="survey.approve", subject="*")
    for period in sorted(periods):
        with store.writing(
            actor=REVIEWER.name,
            action="survey.approve",
            subject=period,
            facts={"demonstration": True},
        ) as cursor:
            bulk_review_table.accept_all(cursor, period, REVIEWER.name)
            bulk_review_table.approve_all(cursor, period, REVIEWER.name)
        note = NOTE.format(period=period)
        snapshots.publish(store, framework_text, PUBLISHER, period, note)
        period_desk.lock(store, PUBLISHER, period, OVER)
