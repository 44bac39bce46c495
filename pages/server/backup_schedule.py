"""Backups at night, a restore in scratch once a week, and what `healthz` says of both."""

import logging
import threading
from datetime import timedelta

from assessment.errors import AssessmentError
from assessment.kernel import clock
from assessment.kernel.actors import OPERATOR, SCHEDULE
from assessment.office.backups import backup_folder, backup_history, backup_plan
from assessment.office.backups.backup_history import BackupHistory
from assessment.office.backups.backup_plan import BackupPlan
from pages.kit import session

FIRST = 900.0
"""Seconds from the start: who starts a server by day after a night without one is not slowed."""

EVERY = 60.0
AGAIN_AFTER = timedelta(hours=1)
"""Where one failed."""

REHEARSED_EVERY = timedelta(days=7)

_LOG = logging.getLogger(__name__)


def run(ending: threading.Event) -> None:
    """Look once a minute what is due, until `ending`."""
    wait = FIRST
    while not ending.wait(wait):
        wait = EVERY
        try:
            look()
        except AssessmentError as error:
            _LOG.error("%s", error)
        except Exception:
            _LOG.exception("the schedule of backups")


def look() -> None:
    """Make a backup if one is due, and restore it in scratch if that is."""
    store = session.store()
    plan = backup_plan.plan(store.file)
    if is_due(plan, backup_history.history(store, SCHEDULE)):
        backup_folder.make(store, SCHEDULE, session.framework_file(), plan)
    if plan.hour is not None and is_rehearsal_due(backup_history.history(store, SCHEDULE)):
        backup_folder.rehearse(store, SCHEDULE, plan)


def is_due(plan: BackupPlan, history: BackupHistory) -> bool:
    """Whether the last moment for one has passed without; where it failed, an hour later."""
    now = clock.now()
    since = plan.due_since(now)
    if since is None or (history.made and history.made.at >= since):
        return False
    return history.failed is None or history.failed.age(now) >= AGAIN_AFTER


def is_rehearsal_due(history: BackupHistory) -> bool:
    """Whether a week has passed, or the last did not hold and there is another backup since."""
    made, last = history.made, history.rehearsed
    if made is None:
        return False
    if last is None or last.age(clock.now()) >= REHEARSED_EVERY:
        return True
    return not last.holds and made.at > last.at


def health() -> dict[str, object]:
    """Green or red, and how many hours ago: of the last backup, and of the last restore."""
    history = backup_history.history(session.store(), OPERATOR)
    now = clock.now()
    return {
        "backup": "green" if history.is_good(now) else "red",
        "backup_hours": backup_history.hours(history.made),
        "restore": "green" if history.is_rehearsed(now) else "red",
        "restore_hours": backup_history.hours(history.rehearsed),
    }
