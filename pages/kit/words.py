"""The database's codes in words. A status is a sign and a word: colour alone tells too few."""

from collections.abc import Iterable

from assessment.field.spot_checks.spot_checks import Checked
from assessment.framework.model import Framework, SurveyField
from assessment.framework.values import figures
from assessment.i18n import Messages


def of_questions(framework: Framework, codes: Iterable[str], t: Messages) -> str:
    """The titles of questions in one line; the code of one the framework does not have."""
    known = framework.field_by_code
    titles = (t.of(known[code].title) if code in known else code for code in codes)
    return t("rule.semicolon").join(titles)


def spot_check(check: Checked, question: SurveyField, t: Messages) -> str:
    """A check beside the answer; of an answer since replaced, what was reported then too."""
    parts = [t.code("spot_check.outcome", check.outcome)]
    if check.state is not None:
        value = figures.of_answer(question, check.state, check.value, t)
        parts.append(t("spot_check.own_value", value=value))
    if not check.holds:
        value = figures.of_answer(question, check.reported_state, check.reported_value, t)
        parts.append(t("spot_check.earlier", value=value))
    if check.note:
        parts.append(t("spot_check.quoted", note=check.note))
    parts += [check.team_name or check.team, check.day.isoformat()]
    return t("spot_check.gap").join(parts)


GRADE_SIGNS = "●◕◑◔○"
"""Best to worst: fuller is better, so that a grade survives a photocopy."""


def grade_sign(position: int, grades: int) -> str:
    """The sign of the grade at `position` of `grades`, 0 the best.

    >>> "".join(grade_sign(position, 4) for position in range(4))
    '●◕◔○'
    """
    return GRADE_SIGNS[round(position * (len(GRADE_SIGNS) - 1) / max(grades - 1, 1))]
