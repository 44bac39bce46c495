"""What is said of common problems: how they were decided, how far units have come."""

from assessment.framework.values.figures import BLANK
from assessment.i18n import Messages
from assessment.rectification.common_problems.progress import Decided, ProblemProgress


def size(decided: Decided, t: Messages) -> str:
    """What it had when that was decided; a dash for who does not see the whole scope."""
    if decided.units is None or decided.with_data is None:
        return BLANK
    return t("common.then_size", units=decided.units, with_data=decided.with_data)


def tally(standing: ProblemProgress, t: Messages) -> str:
    """Units by how far they have come, in one line.

    已销号 a / 核查中 b / 整改中 c / 超期 d / 共 n 县; what waits and what proved unfounded is named
    where there is any.
    """
    counts = standing.tally
    told = [
        t("common.tally.closed", count=counts["closed"]),
        t("common.tally.checking", count=counts["checking"]),
        t("common.tally.under_way", count=counts["under_way"]),
        t("common.tally.overdue", count=counts["overdue"]),
    ]
    if counts["waiting"]:
        told.append(t("common.tally.waiting", count=counts["waiting"]))
    told.append(t("common.tally.total", count=standing.total))
    if counts["unfounded"]:
        told.append(t("common.tally.unfounded", count=counts["unfounded"]))
    return t("common.tally.gap").join(told)
