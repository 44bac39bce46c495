"""The database's codes in words. A status is a sign and a word: colour alone tells too few."""

from collections.abc import Iterable

from assessment.framework.model import Framework
from assessment.i18n import Messages


def of_questions(framework: Framework, codes: Iterable[str], t: Messages) -> str:
    """The titles of questions in one line; the code of one the framework does not have."""
    known = framework.field_by_code
    titles = (t.of(known[code].title) if code in known else code for code in codes)
    return t("rule.semicolon").join(titles)


GRADE_SIGNS = "●◕◑◔○"
"""Best to worst: fuller is better, so that a grade survives a photocopy."""


def grade_sign(position: int, grades: int) -> str:
    """The sign of the grade at `position` of `grades`, 0 the best.

    >>> "".join(grade_sign(position, 4) for position in range(4))
    '●◕◔○'
    """
    return GRADE_SIGNS[round(position * (len(GRADE_SIGNS) - 1) / max(grades - 1, 1))]
