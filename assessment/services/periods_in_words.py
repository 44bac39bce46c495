"""How a period is run, in words."""

from assessment.i18n import Messages
from assessment.services.lifecycle import Levels
from assessment.services.periods import Counts, Others, PeriodRun


def state(run: PeriodRun, t: Messages) -> str:
    return t("periods.locked") if run.locked else t("periods.open")


def levels(code: Levels, t: Messages) -> str:
    return {
        "province": t("periods.levels.province"),
        "city_and_province": t("periods.levels.city_and_province"),
    }[code]


def levels_told(code: Levels, t: Messages) -> str:
    return {
        "province": t("periods.levels_told.province"),
        "city_and_province": t("periods.levels_told.city_and_province"),
    }[code]


def counts(code: Counts, t: Messages) -> str:
    return {
        "self_reported": t("periods.counts.self_reported"),
        "verified": t("periods.counts.verified"),
    }[code]


def counts_told(code: Counts, t: Messages) -> str:
    return {
        "self_reported": t("periods.counts_told.self_reported"),
        "verified": t("periods.counts_told.verified"),
    }[code]


def others(code: Others, t: Messages) -> str:
    return {
        "anonymous": t("periods.others.anonymous"),
        "named": t("periods.others.named"),
    }[code]


def others_told(code: Others, t: Messages) -> str:
    return {
        "anonymous": t("periods.others_told.anonymous"),
        "named": t("periods.others_told.named"),
    }[code]
