"""What roles, states and scopes of people are called."""

from assessment.i18n import Messages


def role(code: str, t: Messages) -> str:
    return {
        "leader": t("people.role.leader"),
        "county": t("people.role.county"),
        "city": t("people.role.city"),
        "team": t("people.role.team"),
        "reviewer": t("people.role.reviewer"),
        "publisher": t("people.role.publisher"),
        "administrator": t("people.role.administrator"),
    }[code]


def state(code: str, t: Messages) -> str:
    return {
        "invited": t("people.state.invited"),
        "active": t("people.state.active"),
        "disabled": t("people.state.disabled"),
    }[code]
