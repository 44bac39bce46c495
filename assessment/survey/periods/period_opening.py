"""Open a period from the command line: its code, its days, its deadline.

It may be run again: what is already so is left alone, and not written twice.
"""

from datetime import date, timedelta

from assessment.errors import Place, Problem, Rejected
from assessment.framework.period import Period
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.periods import periods_table
from assessment.survey.periods.periods_table import PeriodRow


def usual_deadline(code: str) -> date:
    """A month after the period's last day. Raises `Rejected` for what is no period."""
    return spelt(code).end + timedelta(days=31)


def open_period(store: Store, actor: Actor, code: str, deadline: date) -> bool:
    """Open a period for answers until `deadline`; False when it is open just so already."""
    actor.must("setup.write")
    span = spelt(code)
    if deadline < span.start:
        facts = {"code": code, "deadline": deadline, "starts": span.start}
        place = Place("period", path=code)
        raise Rejected([Problem("setup.deadline_too_early", place, facts)])
    row = PeriodRow(code, span.start, span.end, deadline)
    if row in store.ask("period", PeriodRow):
        return False
    with store.writing(
        actor=actor.name, action="period.open", subject=code, facts={"deadline": deadline}
    ) as cursor:
        periods_table.record(cursor, [row])
    return True


def spelt(code: str) -> Period:
    """A period as somebody wrote it. Raises `Rejected`, which says how one is written."""
    try:
        return Period.of(code)
    except ValueError as error:
        place = Place("period", path=code)
        raise Rejected([Problem("setup.bad_period", place, {"code": code})]) from error
