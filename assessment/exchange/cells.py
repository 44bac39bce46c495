"""What one cell of a workbook means that is no answer: a code, a mark, a day."""

import re
from datetime import date

from assessment.framework.values import written_dates
from assessment.framework.values.field_values import (
    NOT_APPLICABLE,
    UNAVAILABLE,
    Breach,
    Raw,
    normal,
    shown,
    text,
)
from assessment.kernel.codes import AnswerState


def code(raw: Raw) -> str:
    """A code as it is meant: full-width digits, blanks and Excel's `.0` taken off.

    >>> code(430105.0), code("４３０１０５"), code("430105.0 "), code("Members_N")
    ('430105', '430105', '430105', 'Members_N')
    """
    return re.sub(r"^([0-9]+)\.0+$", r"\1", normal(text(raw)))


def mark(raw: Raw) -> AnswerState | Breach | None:
    """What a question is marked as in place of an answer; None where it is not."""
    found = normal(text(raw)).lower()
    if not found:
        return None
    if found in NOT_APPLICABLE:
        return "not_applicable"
    if found in UNAVAILABLE:
        return "unavailable"
    return Breach("cell.mark_unknown", {"found": shown(raw)})


def day(raw: Raw) -> date | Breach:
    """The day a cell of a workbook names, or the rule it breaks.

    >>> day("2026年3月1日"), day(20260301.0), day("soon").code
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 1), 'cell.not_a_date')
    """
    return written_dates.read(raw)
