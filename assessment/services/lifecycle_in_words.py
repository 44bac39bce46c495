"""What the states of a submission and the events that lead to them are called."""

from assessment.i18n import Messages
from assessment.services.lifecycle import Event, State


def state(code: State, t: Messages) -> str:
    return {
        "not_started": t("lifecycle.state.not_started"),
        "filling": t("lifecycle.state.filling"),
        "submitted": t("lifecycle.state.submitted"),
        "in_review": t("lifecycle.state.in_review"),
        "city_reviewed": t("lifecycle.state.city_reviewed"),
        "approved": t("lifecycle.state.approved"),
        "published": t("lifecycle.state.published"),
        "returned": t("lifecycle.state.returned"),
    }[code]


def event(code: Event, t: Messages) -> str:
    return {
        "begin": t("lifecycle.event.begin"),
        "submit": t("lifecycle.event.submit"),
        "withdraw": t("lifecycle.event.withdraw"),
        "accept": t("lifecycle.event.accept"),
        "city_approve": t("lifecycle.event.city_approve"),
        "return": t("lifecycle.event.return"),
        "approve": t("lifecycle.event.approve"),
        "publish": t("lifecycle.event.publish"),
        "reopen": t("lifecycle.event.reopen"),
        "import": t("lifecycle.event.import"),
        "void": t("lifecycle.event.void"),
    }[code]
