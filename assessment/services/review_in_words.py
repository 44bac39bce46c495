"""What reviewers decide, why they return an item, and whose turn it is, in words."""

from assessment.i18n import Messages
from assessment.services.review.items import Mark
from assessment.services.review.said import Given
from assessment.services.review.turns import Level, Turn
from assessment.services.review.verdicts import Reason


def decision(code: Given, t: Messages) -> str:
    """A sign and a word: colour alone tells too few."""
    return {
        "accepted": t("review.decision.accepted"),
        "corrected": t("review.decision.corrected"),
        "returned": t("review.decision.returned"),
        "voided": t("review.decision.voided"),
    }[code]


def level(code: Level, t: Messages) -> str:
    return {"city": t("review.level.city"), "province": t("review.level.province")}[code]


def turn(code: Turn, t: Messages) -> str:
    return {
        "county": t("review.turn.county"),
        "city": t("review.turn.city"),
        "province": t("review.turn.province"),
        "publisher": t("review.turn.publisher"),
        "nobody": t("review.turn.nobody"),
    }[code]


def mark(code: Mark, t: Messages) -> str:
    return {
        "returned_before": t("review.mark.returned_before"),
        "changed": t("review.mark.changed"),
        "flagged": t("review.mark.flagged"),
        "same": t("review.mark.same"),
        "not_answered": t("review.mark.not_answered"),
    }[code]


def reason(code: Reason, t: Messages) -> str:
    return {
        "no_evidence": t("review.reason.no_evidence"),
        "evidence_differs": t("review.reason.evidence_differs"),
        "implausible": t("review.reason.implausible"),
        "wrong_measure": t("review.reason.wrong_measure"),
        "wrong_scope": t("review.reason.wrong_scope"),
        "contradiction": t("review.reason.contradiction"),
        "incomplete": t("review.reason.incomplete"),
        "other": t("review.reason.other"),
    }[code]
