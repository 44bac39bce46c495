"""The database's codes in words. A status is a sign and a word: colour alone tells too few."""

from collections.abc import Iterable

from assessment.framework.model import Framework
from assessment.i18n import Messages


def of_questions(framework: Framework, codes: Iterable[str], t: Messages) -> str:
    """The titles of questions in one line; the code of one the framework does not have."""
    known = framework.field_by_code
    titles = (t.of(known[code].title) if code in known else code for code in codes)
    return t("rule.semicolon").join(titles)


def severity(code: str, t: Messages) -> str:
    return {
        "low": t("word.severity_low"),
        "medium": t("word.severity_medium"),
        "high": t("word.severity_high"),
    }[code]


def finding_state(code: str, t: Messages) -> str:
    return {"open": t("word.finding_open"), "closed": t("word.finding_closed")}[code]


def team_kind(code: str, t: Messages) -> str:
    return {
        "liaison": t("word.team_liaison"),
        "stay_in": t("word.team_stay_in"),
        "guidance": t("word.team_guidance"),
    }[code]


def link_kind(code: str, t: Messages) -> str:
    return {"liaison": t("word.link_liaison"), "stay_in": t("word.link_stay_in")}[code]


def visit_kind(code: str, t: Messages) -> str:
    return {"visit": t("word.visit"), "stay": t("word.stay")}[code]


def sending_level(code: str, t: Messages) -> str:
    return {
        "national": t("word.sent_national"),
        "province": t("word.sent_province"),
        "prefecture": t("word.sent_prefecture"),
    }[code]


def honour_level(code: str, t: Messages) -> str:
    return {
        "national": t("word.honour_national"),
        "provincial": t("word.honour_provincial"),
        "municipal": t("word.honour_municipal"),
    }[code]


GRADE_SIGNS = "●◕◑◔○"
"""Best to worst: fuller is better, so that a grade survives a photocopy."""


def grade_sign(position: int, grades: int) -> str:
    """The sign of the grade at `position` of `grades`, 0 the best.

    >>> "".join(grade_sign(position, 4) for position in range(4))
    '●◕◔○'
    """
    return GRADE_SIGNS[round(position * (len(GRADE_SIGNS) - 1) / max(grades - 1, 1))]
